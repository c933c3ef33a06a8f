"""Hours by activity, group and team or role; overtime; the share of direct contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.cases import CaseDays
from sim.measures.tidy import Tidy, count
from sim.measures.view import Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

CASEWORKER = "caseworker"
"""The role whose hours are listed by team. The hours of other roles are listed under the role's name."""
NO_SHOW = "no-show"
RUNNING = "running-casework"
NO_CASE = "no-case"
"""The group label of running casework on days on which the caseworker has no open case."""
UNIT = "hours per year"


def hours(view: View, cases: CaseDays, running: Floats) -> Tidy:
    """Hours worked, hours lost to no-shows and hours of running casework, per year.

    - ``hours``: by group x team x activity, with the margins (team, activity), (group, activity) and (activity).
    - ``hours_total``: by group, by team and in all.
    - ``hours_all_roles``: the hours of all roles, by activity and in all.
    - ``overtime_hours``: by team; the hours already include them.
    - ``direct_contact_share``: by team and in all, the share of caseworkers' minutes face to face or on the line. The
      denominator includes no-shows and running casework.

    Team "all" is the caseworkers of all teams. It does not include other roles. Each other role has rows under its own
    name, by group and activity and by activity.

    Args:
        view: log and window.
        cases: cases per caseworker and day.
        running: float64[pieces], running minutes of each piece (:meth:`CaseDays.shares`).
    """
    tidy = Tidy()
    work, lost = view.inside(RowKind.WORK), view.inside(RowKind.LOST)
    desk = Desk(view)
    activities = [*view.axis("activity").labels, NO_SHOW, RUNNING]
    groups = [*view.states.labels, NO_CASE]
    shape = (len(groups), len(desk.labels), len(activities))
    work_place, work_state = desk.of(work), view.state(work)
    minutes = count(shape, work_state, work_place, view.place(work, "activity"), weights=work.narrow("minutes"))
    no_show = np.full(len(lost), len(activities) - 2)
    minutes += count(shape, view.state(lost), desk.of(lost), no_show, weights=lost["minutes"])
    minutes[:, :, -1] += _running(view, cases, running, desk, shape[:2])
    year = minutes / 60 * view.per_year
    _report(tidy, year, groups, desk, activities)
    overtime = view.inside(RowKind.OVERTIME)
    place = desk.of_caseworker(overtime["caseworker"])
    extra = count((len(desk.labels),), place, weights=overtime["minutes"]) / 60 * view.per_year
    tidy.cube("overtime_hours", UNIT, extra, {"team": desk.labels})
    mine = desk.is_caseworker(work)
    share = contact_permille(view, work) / 1000.0
    contact = count((len(desk.labels),), work_place, weights=np.where(mine, work.narrow("minutes") * share, 0.0))
    everything = minutes.sum(axis=(0, 2)) * desk.is_team
    tidy.ratio("direct_contact_share", "share", contact, everything, {"team": desk.labels})
    return tidy


def _report(tidy: Tidy, year: Floats, groups: Sequence[str], desk: Desk, activities: Sequence[str]) -> None:
    """The hours' tables from float64[groups, labels, activities]."""
    teams = [label for label, is_team in zip(desk.labels, desk.is_team, strict=True) if is_team]
    roles = desk.labels[len(teams) :]
    ours, others = year[:, : len(teams)], year[:, len(teams) :]
    axes = {"group": groups, "team": teams, "activity": activities}
    tidy.cube("hours", UNIT, ours, axes, (("team", "activity"), ("group", "activity"), ("activity",)))
    tidy.cube("hours", UNIT, others, {**axes, "team": roles}, (("team", "activity"),))
    tidy.cube("hours_total", UNIT, ours.sum(axis=(1, 2)), {"group": groups})
    tidy.cube("hours_total", UNIT, year.sum(axis=(0, 2)), {"team": desk.labels}, margins=())
    tidy.cube("hours_all_roles", UNIT, year.sum(axis=(0, 1)), {"activity": activities})


def contact_permille(view: View, part: Part) -> NDArray[np.integer[Any]]:
    """[n], permille of each WORK row's minutes spent face to face or on the line."""
    return part.derived("contact permille", lambda rows: _contact_permille(view, rows))


def _contact_permille(view: View, part: Part) -> NDArray[np.int16]:
    names = view.log.names
    activities, forms = view.axis("activity"), view.axis("form")
    table = np.zeros((len(activities), len(forms)), dtype=np.int16)
    for activity, by_form in view.log.meta.get("contact_permille", {}).items():
        for form, permille in by_form.items():
            row = activity if isinstance(activity, int) else view.code("activity", activity)
            column = form if isinstance(form, int) else view.code("form", form)
            if row in names["activity"] and (column in names["form"] or column == -1):
                table[row + 1, column + 1] = permille
    if not table.any():
        return np.zeros(len(part), np.int16)
    cell = activities.index(part.narrow("activity"))
    cell *= len(forms)
    cell += forms.index(part.narrow("form"))
    return table.ravel()[cell]


class Desk:
    """The label of hours: the team for caseworkers, the role for all other staff.

    Attributes:
        labels: teams, then roles.
        is_team: bool[labels].
    """

    def __init__(self, view: View) -> None:
        self._teams, self._roles = view.axis("team"), view.axis("role")
        self.labels = [*self._teams.labels, *self._roles.labels]
        self.is_team: Mask = np.arange(len(self.labels)) < len(self._teams)
        self._role = view.code("role", CASEWORKER)
        self._place = self._teams.index(view.team_of_caseworker)
        for team in np.flatnonzero(view.role_teams).tolist():
            self._place[self._place == team] = len(self._teams) + self._roles.labels.index(self._teams.labels[team])
        self._of_worker = np.append(0, self._place)
        self._of_team = np.arange(len(self._teams))
        self._of_role = len(self._teams) + np.arange(len(self._roles))

    def is_caseworker(self, part: Part) -> Mask:
        """bool[n], rows of work by caseworkers. A row without a role counts if it names a caseworker."""
        role: NDArray[np.signedinteger] = part.narrow("role")
        by_role: Mask = role == self._role
        return by_role | ((role < 0) & (part.narrow("caseworker") >= 0))

    def of(self, part: Part) -> Ints:
        """int64[n], position of each row's team or role."""
        return part.once("desk", lambda: self._of(part))

    def _of(self, part: Part) -> Ints:
        from sim.measures.walks.histories import desks

        worker, team, role = part.narrow("caseworker"), part.narrow("team"), part.narrow("role")
        return desks(worker, team, role, self._of_worker, self._of_team, self._of_role, self._role)

    def of_caseworker(self, caseworker: Ints) -> Ints:
        """int64[n], the position of each post's team, or of its role if it is not a caseworker's post."""
        if not len(self._place):
            return np.zeros(len(caseworker), dtype=np.int64)
        known = (caseworker >= 0) & (caseworker < len(self._place))
        return np.where(known, self._place[np.where(known, caseworker, 0)], 0)


def _running(view: View, cases: CaseDays, running: Floats, desk: Desk, shape: tuple[int, int]) -> Floats:
    """float64[groups, labels], running minutes of the window. The last group has the minutes without any case."""
    pieces = cases.pieces
    held = running > 0
    table = count(shape, pieces.state[held], desk.of_caseworker(pieces.caseworker[held]), weights=running[held])
    window = slice(view.window.first_day, view.window.last_day + 1)
    of_caseworker = cases.running[:, window].sum(axis=1)
    place = desk.of_caseworker(np.arange(len(of_caseworker)))
    left = count(shape[1:], place, weights=of_caseworker) - table.sum(axis=0)
    table[-1] += np.where(np.abs(left) > 1e-6, left, 0.0)
    return table
