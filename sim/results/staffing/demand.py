"""The hours that law and practice require: the work in a run without limits, by part.

A part is the reason for the work. It follows from the log's columns: the duty of a row, or the procedure that wrote the row
and the duty that began this procedure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.measures.askers import PRACTICE, begun_by
from sim.measures.hours import NO_SHOW, Desk
from sim.measures.tidy import count
from sim.measures.view import Ints, Part, View, Window
from sim.world.codes import DutyKind
from sim.world.log import NOBODY, Log, RowKind
from sim.world.rows.rules import TALK
from sim.world.world import World

PARTS = ("meetings", "desk", "cases", "switches", "sanctions", "tracking", "practice")
"""The reasons for work:

- ``meetings``: meetings of the law's duties, with guidance and no-shows.
- ``desk``: desk work of the law's duties, with the procedures that they begin.
- ``cases``: procedures that terms, needs or other procedures begin.
- ``switches``: talks and casework of switches.
- ``sanctions``: all sanction cases, whatever began them.
- ``tracking``: tracking of deadlines and the office's part of booking. It includes the practice's meetings, because the log
  cannot separate them.
- ``practice``: all other work that the practice adds, with its procedures."""
COLUMNS = ("team", "group", "activity", "part", "hours")
_MEETINGS, _DESK, _CASES, _SWITCHES, _SANCTIONS, _TRACKING, _PRACTICE = range(len(PARTS))


def demand(world: World, log: Log, window: Window | tuple[int, int]) -> pd.DataFrame:
    """Hours per year by team, group, activity and part: every minute worked, or lost to a no-show, in the window.

    Args:
        world: the world whose rules and names the log uses, with or without limits.
        log: the log of a run without limits (:func:`sim.results.staffing.without_limits.run_without_limits`) gives the hours required.
            The log of an ordinary run gives the hours worked.
        window: first and last day measured, both included.

    Returns:
        Columns team, group, activity, part (of :data:`PARTS`) and hours. There is one row for each combination with hours.

        - Staff of a role other than caseworker is a team with the name of the role, with or without posts.
        - Work without a citizen has the group "none".
        - Caseworkers' work for a citizen without a caseworker has the team "none".
        - Minutes lost to a no-show have the activity "no-show".
        - Running casework is left out.
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
    labels = {
        name: [axis[index] for index in cells[:, n]] for n, (name, axis) in enumerate(zip(COLUMNS, axes, strict=False))
    }
    table = pd.DataFrame(labels | {"hours": minutes[tuple(cells.T)] / 60 * view.per_year}, columns=list(COLUMNS))
    return table.groupby(list(COLUMNS[:-1]), as_index=False, sort=False).sum()  # a role's label may occur twice


def parts_of(world: World, view: View, work: Part) -> Ints:
    """int64[n], index into :data:`PARTS` of each WORK or LOST row."""
    by_duty, own_activity = _by_duty(world)
    guidance = {
        int(row["activity"]) for riders in (world.riders, *(law.riders for law in world.laws)) for row in riders
    }
    every_setting = (world.settings, *(law.settings for law in world.laws))
    duty, activity, procedure = work["duty"], work["activity"], work["procedure"]
    begun = begun_by(view, work)
    of_case = np.full(len(work), _CASES)
    for key, part in (("switch_procedure", _SWITCHES), ("sanction_procedure", _SANCTIONS)):
        of_case[np.isin(procedure, [settings[key] for settings in every_setting])] = part
    of_case[begun >= 0] = _DESK
    of_case[by_duty[begun] == _PRACTICE] = _PRACTICE
    rides = np.isin(activity, list(guidance)) & (activity != own_activity[duty])
    of_duty = np.where(rides, _MEETINGS, by_duty[duty])
    chosen: Ints = np.select([procedure >= 0, duty >= 0], [of_case, of_duty], _TRACKING)
    return chosen


def _by_duty(world: World) -> tuple[Ints, Ints]:
    """Two int64[codes + 1]: part and activity of the duty with each code. The last entry is for rows without a duty (-1)."""
    size = 1 + max([*world.names.get("duty", {}), *world.duties["code"].tolist()], default=0)
    part, activity = np.full(size + 1, NOBODY), np.full(size + 1, NOBODY)
    practice = set(world.meta.get(PRACTICE, ()))
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
