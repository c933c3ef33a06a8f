"""What the groups of unknown volume take, apart from every headline: it scales stocks that nobody has published."""

from __future__ import annotations

import pandas as pd

from sim.measures.caseloads import caseloads
from sim.measures.cases import CaseDays
from sim.measures.hours import hours
from sim.measures.meetings import meetings
from sim.measures.stocks import stocks
from sim.measures.view import View

NAMES = {
    "hours": "hours_unknown",
    "hours_total": "hours_unknown",
    "stock": "stock_unknown",
    "meetings": "meetings_unknown",
    "staff": "staff_unknown",
}
"""Measure of the known side -> the same of the unknown one."""


def unknown(view: View, cases: CaseDays) -> pd.DataFrame:
    """Hours, citizens, meetings and posts of the unknown side.

    ``hours_unknown`` by activity, group and team or role, ``stock_unknown``, ``meetings_unknown`` by group and form,
    ``staff_unknown``: posts of the teams that serve such groups only. With what the known side has, these are all hours,
    citizens, meetings and posts of the log.

    Args:
        view: the unknown side (:func:`sim.measures.volume.sides`).
        cases: its part of the caseworkers' days.
    """
    tables = [
        hours(view, cases, cases.shares(view)),
        stocks(view, cases.pieces),
        meetings(view, cases.pieces),
        caseloads(view, cases, {}),
    ]
    table = pd.concat(tables, ignore_index=True)
    table = table[table["measure"].isin(list(NAMES))]
    return table.assign(measure=table["measure"].map(NAMES)).reset_index(drop=True)
