"""The work that rules and practice ask for, whether it was done or not, and the hours that diaries had for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.measures.askers import by_practice, of_practice
from sim.measures.axis import NONE
from sim.measures.hours import CASEWORKER, NO_SHOW, UNIT, Desk
from sim.measures.tidy import Tidy, count
from sim.measures.view import Floats, Ints, View
from sim.measures.volume import KNOWN, UNKNOWN
from sim.world.log import RowKind


def asked(view: View) -> Tidy:
    """Hours of work per year that rules and practice ask for, and the parts of it that were not done.

    - ``hours_asked``: work done, and work asked for and not done. By team or role, by group, and by activity.
    - ``hours_asked_rules`` and ``hours_asked_practice``: its two parts. The practice asks for its own meetings and
      offers, with the procedures that they begin. All else counts as the rules'.
    - ``hours_shed``: meetings of the practice that gave way to meetings of the law.
    - ``hours_unplaceable``: work for which no diary had room before its horizon.

    So ``hours_asked`` is ``hours`` without running casework, plus ``hours_shed`` and ``hours_unplaceable``. This holds for
    each activity. Team "all" is the caseworkers of all teams, and each other role has rows under its own name.

    - Work done includes minutes lost to no-shows (activity ``no-show``), overtime and work without a diary.
    - Work that is moved, or waits in a diary when the window ends, is counted when it is done. So is work that a longer
      queue puts off.
    - A cancelled booking is not asked for any more: its citizen has left or switched, or its rule was repealed.
    - An instance that lapses before it is booked has no minutes. ``lapsed`` counts these.
    """
    tidy, desk, activities = Tidy(), Desk(view), view.axis("activity")
    labels = [*activities.labels, NO_SHOW]
    shape = (2, len(view.states), len(desk.labels), len(labels))
    work, lost = view.inside(RowKind.WORK), view.inside(RowKind.LOST)
    done = np.zeros(shape)
    for rows, practice, activity in (
        (work, by_practice(view, work), view.place(work, "activity")),
        (lost, of_practice(view, lost.narrow("duty")), np.full(len(lost), len(activities), np.int64)),
    ):
        cell = (practice.astype(np.int64), view.state(rows), desk.of(rows), activity)
        done += count(shape, *cell, weights=rows.narrow("minutes"))
    shed, refused = view.inside(RowKind.SHED), view.inside(RowKind.UNPLACEABLE)
    own = np.ones(len(shed), np.int64)
    given = count(
        shape, own, view.state(shed), desk.of(shed), activities.index(shed["activity"]), weights=shed["minutes"]
    )
    place = _desk_of_activity(view, desk, refused["activity"], refused["caseworker"])
    asker: Ints = by_practice(view, refused).astype(np.int64)
    no_room = count(
        shape, asker, view.state(refused), place, activities.index(refused["activity"]), weights=refused["minutes"]
    )
    year = (done + given + no_room) / 60 * view.per_year
    axes = {"group": view.states.labels, "team": desk.labels, "activity": labels}
    _report(tidy, "hours_asked", year.sum(axis=0), axes, desk, in_full=True)
    _report(tidy, "hours_asked_rules", year[0], axes, desk)
    _report(tidy, "hours_asked_practice", year[1], axes, desk)
    for measure, part in (("hours_shed", given), ("hours_unplaceable", no_room)):
        _report(tidy, measure, part.sum(axis=0) / 60 * view.per_year, axes, desk)
    return tidy


def available(view: View) -> Tidy:
    """Caseworkers' hours per year that were there for work, by team.

    - ``hours_available``: minutes of the posts present. Absence, vacancies and the first months of newcomers are taken off.
    - ``hours_outside_diaries``: caseworkers' work for citizens without a caseworker. No diary has it, so it takes nobody's
      time of the day.

    Every available minute is worked or is running casework. So ``hours_total`` is ``hours_available`` plus
    ``overtime_hours`` and ``hours_outside_diaries``.
    """
    tidy, desk = Tidy(), Desk(view)
    axes, size = {"team": desk.labels}, (len(desk.labels),)
    capacity, work = view.inside(RowKind.CAPACITY), view.inside(RowKind.WORK)
    there = count(size, desk.of_caseworker(capacity["caseworker"]), weights=capacity["minutes"])
    outside = work.where(desk.is_caseworker(work) & (work["caseworker"] < 0))
    without = count(size, desk.of(outside), weights=outside["minutes"])
    for measure, minutes in (("hours_available", there), ("hours_outside_diaries", without)):
        tidy.cube(measure, UNIT, minutes * desk.is_team / 60 * view.per_year, axes)
    return tidy


def _desk_of_activity(view: View, desk: Desk, activity: Ints, caseworker: Ints) -> Ints:
    """int64[n], the team or role that would have done work without a row of its own.

    A row of kind UNPLACEABLE names no role. It is the role of the log's other work of the activity, or else a caseworker.
    """
    activities, roles = view.axis("activity"), view.axis("role")
    role_of, latest = np.zeros(len(activities), np.int64), np.full(len(activities), -1)
    for work in (view.of_side(side).of(RowKind.WORK) for side in (KNOWN, UNKNOWN)):
        last = np.full(len(activities), -1)
        last[activities.index(work.narrow("activity"))] = np.arange(len(work))
        done = np.flatnonzero(last >= 0)
        later = done[work.position[last[done]] > latest[done]]
        role_of[later], latest[later] = roles.index(work.narrow("role")[last[later]]), work.position[last[later]]
    role = role_of[activities.index(activity)]
    ours = np.isin(np.array(roles.labels)[role], (NONE, CASEWORKER))
    return np.where(ours, desk.of_caseworker(caseworker), len(view.axis("team")) + role)


def _report(
    tidy: Tidy,
    measure: str,
    year: Floats,
    axes: Mapping[str, Sequence[str]],
    desk: Desk,
    *,
    in_full: bool = False,
) -> None:
    """Add a measure from float64[groups, labels, activities]: by team or role, by activity and in all.

    ``in_full`` adds its tables by team and activity and by group and activity.
    """
    teams, activities = axes["team"], axes["activity"]
    number = int(desk.is_team.sum())
    ours, others = year[:, :number], year[:, number:]
    if in_full:
        both, groups = (
            {"team": teams[:number], "activity": activities},
            {"group": axes["group"], "activity": activities},
        )
        tidy.cube(measure, UNIT, ours.sum(axis=0), both, margins=())
        tidy.cube(measure, UNIT, others.sum(axis=0), {**both, "team": teams[number:]}, margins=())
        tidy.cube(measure, UNIT, ours.sum(axis=1), groups, (("group",),))
    tidy.cube(measure, UNIT, ours.sum(axis=(0, 1)), {"activity": activities})
    tidy.cube(measure, UNIT, year.sum(axis=(0, 2)), {"team": desk.labels}, margins=())
