"""Figures of the groups of unknown volume. No headline includes them, because their stocks have no published source."""

from __future__ import annotations

from sim.measures.caseloads import caseloads
from sim.measures.cases import CaseDays
from sim.measures.hours import hours
from sim.measures.meetings import meetings
from sim.measures.norms import Norms
from sim.measures.stocks import stocks
from sim.measures.tidy import Tidy
from sim.measures.view import View

NAMES = {
    "hours": "hours_unknown",
    "hours_total": "hours_unknown",
    "stock": "stock_unknown",
    "meetings": "meetings_unknown",
    "staff": "staff_unknown",
}
"""Measure of the known side -> the same measure of the unknown side."""


def unknown(view: View, cases: CaseDays) -> Tidy:
    """Hours, citizens, meetings and posts of the unknown side.

    - ``hours_unknown``: by activity, group and team or role.
    - ``stock_unknown``: citizens.
    - ``meetings_unknown``: by group and form.
    - ``staff_unknown``: posts of the teams that serve only such groups.

    The known and the unknown side together have all hours, citizens, meetings and posts of the log.

    Args:
        view: the unknown side (:func:`sim.measures.volume.sides`).
        cases: the unknown side's part of the caseworkers' days.
    """
    tables = (
        hours(view, cases, cases.shares(view)),
        stocks(view, cases.pieces),
        meetings(view, cases.pieces),
        caseloads(view, cases, Norms()),
    )
    return Tidy.joined(tables).renamed(NAMES)
