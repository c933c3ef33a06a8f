"""What the law and the practice ask for, in hours: the work of a run without limits, by part.

A part says what asked for the work. The log's columns say so: the duty of a row, or the procedure that wrote it and the duty
that began this procedure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.world.log import NOBODY, Log, RowKind
from sim.world.rows.rules import TALK
from sim.world.codes import DutyKind
from sim.world.world import World
from sim.measures.hours import NO_SHOW, Desk
from sim.measures.tidy import count
from sim.measures.view import Ints, Part, View, Window

PARTS = ("meetings", "desk", "cases", "switches", "sanctions", "tracking", "practice")
"""What asks for work. Of the law's duties: ``meetings`` (with guidance and no-shows) and ``desk`` work (with the procedures that
they begin). ``cases`` are procedures that terms, needs or other procedures begin. ``switches`` have talks and casework.
``sanctions`` are all sanction cases, whatever began them. ``tracking`` of deadlines includes the office's part of booking, of the
practice's meetings too: the log cannot tell them apart. ``practice`` is all that the practice adds, its procedures included."""
COLUMNS = ("team", "group", "activity", "part", "hours")
_MEETINGS, _DESK, _CASES, _SWITCHES, _SANCTIONS, _TRACKING, _PRACTICE = range(len(PARTS))
_SERIALS = 1 << 16


def demand(world: World, log: Log, window: Window | tuple[int, int]) -> pd.DataFrame:
    """Hours a year by team, group, activity and part: every minute worked or lost to a no-show in the window.

    Args:
        world: whose rules and names the log was made by, with or without limits.
        log: of a run without limits (:func:`sim.results.staffing.without_limits.run_without_limits`), where the hours shall be what is
            asked for. Of an ordinary run they are the hours worked.
        window: first and last day measured, both included.

    Returns:
        Columns team, group, activity, part (of :data:`PARTS`) and hours, one row for each combination that has any. Staff of
        another role than caseworker is a team of that name, whether it has posts or not. Work for no citizen has the
        group "none", work of caseworkers for a citizen who has none the team "none". Minutes lost to a no-show have the
        activity "no-show". Running casework is left out.
    """
    view = View(log, Window(*window))
    work = view.inside(RowKind.WORK, RowKind.LOST)
    desk = Desk(view)
    activity = view.axis("activity")
    lost = work["kind"] == RowKind.LOST
    axes = (desk.labels, view.states.labels, [*activity.labels, NO_SHOW], PARTS)
    places = (
        desk.of(work),
        view.state(work),
        np.where(lost, len(activity), activity.index(work["activity"])),
        parts_of(world, view, work),
    )
    minutes = count([len(axis) for axis in axes], *places, weights=work["minutes"])
    cells = np.argwhere(minutes)
    labels = {name: [axis[at] for at in cells[:, n]] for n, (name, axis) in enumerate(zip(COLUMNS, axes, strict=False))}
    table = pd.DataFrame(labels | {"hours": minutes[tuple(cells.T)] / 60 * view.per_year}, columns=list(COLUMNS))
    return table.groupby(list(COLUMNS[:-1]), as_index=False, sort=False).sum()  # a role's label may stand twice


def parts_of(world: World, view: View, work: Part) -> Ints:
    """int64[n], position in :data:`PARTS` of each WORK or LOST row."""
    by_duty, own_activity = _by_duty(world)
    guidance = {
        int(row["activity"]) for riders in (world.riders, *(law.riders for law in world.laws)) for row in riders
    }
    every_setting = (world.settings, *(law.settings for law in world.laws))
    duty, activity, procedure = work["duty"], work["activity"], work["procedure"]
    begun_by = _begun_by(view, work)
    of_case = np.full(len(work), _CASES)
    for key, part in (("switch_procedure", _SWITCHES), ("sanction_procedure", _SANCTIONS)):
        of_case[np.isin(procedure, [settings[key] for settings in every_setting])] = part
    of_case[begun_by >= 0] = _DESK
    of_case[by_duty[begun_by] == _PRACTICE] = _PRACTICE
    rides = np.isin(activity, list(guidance)) & (activity != own_activity[duty])
    of_duty = np.where(rides, _MEETINGS, by_duty[duty])
    chosen: Ints = np.select([procedure >= 0, duty >= 0], [of_case, of_duty], _TRACKING)
    return chosen


def _by_duty(world: World) -> tuple[Ints, Ints]:
    """int64[codes + 1], part of the duty of each code, and its activity; the last is for what has no duty (-1)."""
    size = 1 + max([*world.names.get("duty", {}), *world.duties["code"].tolist()], default=0)
    part, activity = np.full(size + 1, NOBODY), np.full(size + 1, NOBODY)
    practice = set(world.meta.get("practice_duties", ()))
    for row in world.duties:
        code = int(row["code"])
        name = world.names.get("duty", {}).get(code, "")
        activity[code] = row["activity"]
        if row["optional"] or name in practice:
            part[code] = _PRACTICE
        elif name == TALK:
            part[code] = _SWITCHES
        else:
            part[code] = _MEETINGS if row["kind"] == DutyKind.MEETING else _DESK
    return part, activity


def _begun_by(view: View, work: Part) -> Ints:
    """int64[n], code of the duty that began the procedure behind each row, -1 for none."""
    start = view.of(RowKind.START)
    key = start["citizen"] * _SERIALS + start["serial"]
    order = np.argsort(key)
    wanted = work["citizen"] * _SERIALS + work["serial"]
    at = np.minimum(np.searchsorted(key[order], wanted), max(len(order) - 1, 0))
    if not len(order):
        return np.full(len(work), NOBODY)
    behind = order[at]
    return np.where((work["procedure"] >= 0) & (key[behind] == wanted), start["duty"][behind], NOBODY)
