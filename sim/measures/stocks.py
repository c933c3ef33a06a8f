"""The number of citizens, by state, need and team."""

from __future__ import annotations

from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy, count
from sim.measures.view import NEED_LEVELS, View

UNIT = "citizens"


def stocks(view: View, pieces: Pieces) -> Tidy:
    """Citizens in the system.

    - ``stock``: mean over the window, by group, by need and in all.
    - ``stock_start`` and ``stock_end``: by group, before the window's first minute and after its last minute. So start,
      entries and switches to a group equal end, exits and switches from it. A window that begins with the log starts with
      the opening stock.
    - ``stock_assigned``: mean number with a caseworker, by group and by team.
    """
    tidy, states, teams = Tidy(), view.states, view.axis("team")
    groups, size = {"group": states.labels}, len(states)
    share = pieces.days / view.window.days
    tidy.cube("stock", UNIT, count((size,), pieces.state, weights=share), groups)
    needs = count((len(NEED_LEVELS),), pieces.need, weights=share)
    tidy.cube("stock", UNIT, needs, {"need": NEED_LEVELS}, margins=())
    first, after = view.window.start, view.window.end
    at_start = ((pieces.start < first) | (pieces.start == 0)) & (pieces.end >= first)
    tidy.cube("stock_start", UNIT, count((size,), pieces.state[at_start]), groups)
    at_end = (pieces.start < after) & (pieces.end >= after)
    tidy.cube("stock_end", UNIT, count((size,), pieces.state[at_end]), groups)
    held = share * (pieces.caseworker >= 0)
    tidy.cube("stock_assigned", UNIT, count((size,), pieces.state, weights=held), groups)
    by_team = count((len(teams),), teams.index(pieces.team), weights=held)
    tidy.cube("stock_assigned", UNIT, by_team, {"team": teams.labels}, margins=())
    return tidy
