"""A paper's claim held against the work that its proposal removes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.figures import claims
from sim.figures.verdict import verdict
from sim.law.clauses.reform import MONEY
from sim.results.proposal_sums import Interval, fees_of, paired, values

HOURS = ("hours per year", "hours a year")
COUNTS = {"benefit switches a year": "benefit_switches"}
"""Unit of a claim about a number of today -> the measure of the baseline that it is held against."""


def money_of_work(base: pd.DataFrame, kept: pd.DataFrame, price: float, roles: Sequence[str], level: float) -> Interval:
    """DKK per year of the work removed, and of fees.

    Args:
        base, kept: measures of the two columns.
        price: DKK an hour of municipal staff, whatever its role.
        roles: the municipal roles besides caseworkers.
        level: confidence of the interval.
    """
    before, after = (
        values(table, "hours_asked", teams=["all", *roles]) * price + fees_of(table) for table in (base, kept)
    )
    return paired(after, before, level)


def result_for(unit: str, base: pd.DataFrame, hours: Interval, money: Interval, level: float) -> Interval | None:
    """What a claim of this unit is held against, in the unit; None if the run has nothing of the kind.

    Hours and money are held against the work removed, and a number of today against the baseline's number.
    """
    if unit in HOURS:
        return hours
    if unit == MONEY:
        return Interval(*(part / claims.MILLION for part in money))
    if unit in COUNTS:
        number = values(base, COUNTS[unit])
        return paired(number * 0.0, number, level)
    return None


def held_against(scaled: claims.Scaled, result: Interval | None) -> dict[str, Any]:
    """The ratio of a result to the claim at the place, and the verdict."""
    if result is None or scaled.outside or math.isnan(scaled.value) or not scaled.value:
        return {"ratio": math.nan, "ratio_low": math.nan, "ratio_high": math.nan, "verdict": ""}
    ratio = Interval(*(part / scaled.value for part in result))
    return {**ratio.under("ratio"), "verdict": verdict(*ratio)}
