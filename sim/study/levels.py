"""What the search for posts holds against the baseline, by team: citizen-weeks, legal deadlines and their breaches.

A row of the log bears the team of its citizen at that moment, so nothing has to be attributed afterwards.
"""

from __future__ import annotations

import pandas as pd

from sim.engine.log import Log
from sim.measures import View, Window, known
from sim.measures.deadlines import verdicts
from sim.measures.pieces import Pieces
from sim.measures.tidy import Tidy, count

CITIZEN_WEEKS = "citizen_weeks_team"
DEADLINES = "deadlines_team"
BREACHES = "breaches_team"


def team_levels(log: Log, window: tuple[int, int]) -> pd.DataFrame:
    """Rows like those of the measures, per year and by team.

    ``citizen_weeks_team``: weeks of citizens with a caseworker, by the team of that caseworker; ``deadlines_team``:
    legal deadlines of the window that found the citizen still in the spell; ``breaches_team``: those broken; both by duty
    (activity) and by the team that had the citizen when the duty began. Citizens in groups of unknown volume are left out.
    """
    view, tidy = known(View(log, Window(*window))), Tidy()
    teams, duties = view.axis("team"), view.axis("duty")
    pieces = Pieces.of(view)
    weeks = view.overlap(pieces.start, pieces.end) / 7 * (pieces.caseworker >= 0)
    by_team = count((len(teams),), teams.index(pieces.team), weights=weeks) * view.per_year
    tidy.cube(CITIZEN_WEEKS, "weeks per year", by_team, {"team": teams.labels}, margins=())
    term, broken, counted = verdicts(view)
    for measure, part in ((DEADLINES, term.where(counted)), (BREACHES, term.where(broken))):
        table = count((len(teams), len(duties)), teams.index(part["team"]), duties.index(part["duty"]))
        tidy.cube(
            measure, "per year", table * view.per_year, {"team": teams.labels, "activity": duties.labels}, margins=()
        )
    return tidy.frame()
