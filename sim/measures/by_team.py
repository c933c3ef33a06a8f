"""What the search for posts looks at, by team: citizen-weeks, legal deadlines and their breaches, meetings held.

A row of the log bears the team of its citizen at that moment, so nothing has to be attributed afterwards.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.measures import View, Window, known
from sim.measures.deadlines import verdicts
from sim.measures.episodes import Pieces
from sim.measures.meetings import is_meeting
from sim.measures.tidy import Tidy, count
from sim.measures.view import NEED_LEVELS, Ints, Part
from sim.world.log import Log, RowKind

CITIZEN_WEEKS = "citizen_weeks_team"
DEADLINES = "deadlines_team"
BREACHES = "breaches_team"
MEETINGS = "meetings_team"
MEETINGS_BY_NEED = "meetings_by_need"


def team_levels(log: Log, window: tuple[int, int]) -> pd.DataFrame:
    """Rows like those of the measures, per year and by team.

    ``citizen_weeks_team``: weeks of citizens with a caseworker, by the team of that caseworker; ``deadlines_team``:
    legal deadlines of the window that found the citizen still in the spell; ``breaches_team``: those broken; both by duty
    (activity) and by the team that had the citizen when the duty began; ``meetings_team``: meetings held, by the team of the
    caseworker, ``meetings_by_need``: by the citizen's need. Citizens in groups of unknown volume are left out.
    """
    view, tidy = known(View(log, Window(*window))), Tidy()
    teams, duties = view.axis("team"), view.axis("duty")
    pieces = Pieces.of(view)
    weeks = view.overlap(pieces.start, pieces.end) / 7 * (pieces.caseworker >= 0)
    by_team = count((len(teams),), teams.index(pieces.team), weights=weeks) * view.per_year
    tidy.cube(CITIZEN_WEEKS, "weeks per year", by_team, {"team": teams.labels}, margins=())
    work = view.inside(RowKind.WORK)
    held = work.where(is_meeting(view, work))
    meetings = count((len(teams),), teams.index(held["team"])) * view.per_year
    tidy.cube(MEETINGS, "per year", meetings, {"team": teams.labels}, margins=())
    by_need = count((len(NEED_LEVELS),), need_of(log, held)) * view.per_year
    tidy.cube(MEETINGS_BY_NEED, "per year", by_need, {"need": NEED_LEVELS}, margins=())
    term, broken, counted = verdicts(view)
    for measure, part in ((DEADLINES, term.where(counted)), (BREACHES, term.where(broken))):
        table = count((len(teams), len(duties)), teams.index(part["team"]), duties.index(part["duty"]))
        tidy.cube(
            measure, "per year", table * view.per_year, {"team": teams.labels, "activity": duties.labels}, margins=()
        )
    return tidy.frame()


def need_of(log: Log, part: Part) -> Ints:
    """int64[n], the level of need that each row's citizen had then."""
    rows = log.table(RowKind.TRAITS)
    rows = rows[np.lexsort((rows["minute"], rows["citizen"]))]
    longest = int(log.rows["minute"].max(initial=0)) + 1
    known = rows["citizen"].astype(np.int64) * longest + rows["minute"]
    asked = part["citizen"].astype(np.int64) * longest + part["minute"]
    at: Ints = np.searchsorted(known, asked, side="right") - 1
    levels: Ints = rows["need_level"].astype(np.int64)
    return levels[at]
