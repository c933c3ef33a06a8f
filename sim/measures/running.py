"""Running casework: minutes per citizen and week. Overload shows in this outcome first."""

from __future__ import annotations

from sim.measures.cases import CaseDays
from sim.measures.tidy import Tidy, count
from sim.measures.view import NEED_LEVELS, Floats, View

UNIT = "minutes per citizen and week"


def running(view: View, cases: CaseDays, shares: Floats) -> Tidy:
    """Running minutes per citizen-week by need, and by team.

    The total is the time that bookings leave in the diaries. The split by need follows the practice's need weights. A
    citizen-week is a week in which the citizen has a caseworker. Citizens without a caseworker do not count.

    Args:
        view: log and window.
        cases: cases per caseworker and day.
        shares: float64[pieces], running minutes of each piece in the window (:meth:`CaseDays.shares`).

    Returns:
        ``running_minutes_per_citizen_week`` by need and in all, ``running_minutes_per_citizen_week_team`` by team.
    """
    tidy, pieces = Tidy(), cases.pieces
    weeks = pieces.days / 7 * (pieces.caseworker >= 0)
    levels = (len(NEED_LEVELS),)
    tidy.ratio(
        "running_minutes_per_citizen_week",
        UNIT,
        count(levels, pieces.need, weights=shares),
        count(levels, pieces.need, weights=weeks),
        {"need": NEED_LEVELS},
    )
    teams = view.axis("team")
    place = teams.index(pieces.team)
    tidy.ratio(
        "running_minutes_per_citizen_week_team",
        UNIT,
        count((len(teams),), place, weights=shares),
        count((len(teams),), place, weights=weeks),
        {"team": teams.labels},
        margins=(),
    )
    return tidy
