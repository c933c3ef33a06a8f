"""Figures by team for the search for posts: citizen-weeks, legal deadlines and their breaches, meetings held.

Each row of the log names the team of its citizen at that moment, so no figure has to be attributed afterwards.
"""

from __future__ import annotations

from sim.measures.deadlines import verdicts
from sim.measures.episodes import Pieces
from sim.measures.meetings import is_meeting
from sim.measures.need_level import need_level
from sim.measures.tidy import Tidy, count
from sim.measures.view import NEED_LEVELS, View
from sim.world.log import RowKind

CITIZEN_WEEKS = "citizen_weeks_team"
DEADLINES = "deadlines_team"
BREACHES = "breaches_team"
MEETINGS = "meetings_team"
MEETINGS_BY_NEED = "meetings_by_need"


def team_levels(view: View, pieces: Pieces) -> Tidy:
    """Rows in the form of the measures, per year and by team, without citizens in groups of unknown volume.

    - ``citizen_weeks_team``: weeks of citizens with a caseworker, by the caseworker's team.
    - ``deadlines_team``: legal deadlines of the window at which the citizen was still in the spell.
    - ``breaches_team``: the broken ones among these deadlines.
    - ``meetings_team``: meetings held, by the caseworker's team.
    - ``meetings_by_need``: meetings held, by the citizen's need level.

    Deadlines and breaches are by duty (column activity) and by the team that had the citizen when the duty began.

    Args:
        view: the known side of a log.
        pieces: its histories.
    """
    tidy, teams, duties = Tidy(), view.axis("team"), view.axis("duty")
    weeks = pieces.days / 7 * (pieces.caseworker >= 0)
    by_team = count((len(teams),), teams.index(pieces.team), weights=weeks) * view.per_year
    tidy.cube(CITIZEN_WEEKS, "weeks per year", by_team, {"team": teams.labels}, margins=())
    work = view.inside(RowKind.WORK)
    held = work.where(is_meeting(view, work))
    meetings = count((len(teams),), teams.index(held["team"])) * view.per_year
    tidy.cube(MEETINGS, "per year", meetings, {"team": teams.labels}, margins=())
    by_need = count((len(NEED_LEVELS),), need_level(view, held)) * view.per_year
    tidy.cube(MEETINGS_BY_NEED, "per year", by_need, {"need": NEED_LEVELS}, margins=())
    term, broken, counted = verdicts(view)
    for measure, part in ((DEADLINES, term.where(counted)), (BREACHES, term.where(broken))):
        table = count((len(teams), len(duties)), teams.index(part["team"]), duties.index(part["duty"]))
        tidy.cube(
            measure, "per year", table * view.per_year, {"team": teams.labels, "activity": duties.labels}, margins=()
        )
    return tidy
