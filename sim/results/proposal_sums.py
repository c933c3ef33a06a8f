"""Sums over a column's runs for the table of proposals, and their paired differences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.figures.rates import HourPair
from sim.measures.view import Floats
from sim.results.pairing import paired_intervals
from sim.results.staffing.saving import by_replication, cost, fees


class Interval(NamedTuple):
    """A number with the ends of its interval."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan

    def under(self, name: str) -> dict[str, float]:
        return {name: self.value, f"{name}_low": self.low, f"{name}_high": self.high}


def less(
    table: pd.DataFrame, other: pd.DataFrame, level: float, measure: str, activity: str = "all", *,
    teams: Sequence[str] | None = None, times: float = 1.0,
) -> Interval:  # fmt: skip
    """The measure in ``table`` less the measure in ``other``, times ``times``, as a paired difference."""
    mine, others = (values(t, measure, activity, teams) * times for t in (table, other))
    return paired(others, mine, level)


def values(
    table: pd.DataFrame, measure: str, activity: str = "all", teams: Sequence[str] | None = None
) -> pd.Series[float]:
    """The measure by replication, over all groups and needs; 0 without a row. With ``teams`` it is the sum over these teams."""
    rows = table[(table["measure"] == measure) & (table["activity"] == activity) & (table["group"] == "all")]
    rows = rows[(rows["need"] == "all") & rows["team"].isin(list(teams or ["all"]))]
    runs = sorted(set(table["replication"]))
    return rows.groupby("replication")["value"].sum().reindex(runs, fill_value=0.0).astype(float)


def paired(before: pd.Series[float], after: pd.Series[float], level: float) -> Interval:
    """The paired difference ``after`` - ``before``. Each replication that both have is a pair."""
    both = sorted(set(before.index) & set(after.index))
    a, b = (np.asarray(s.reindex(both), dtype=np.float64)[None, :] for s in (before, after))
    interval = paired_intervals(a, b, level)
    return Interval(*(float(interval[name][0]) for name in ("difference", "low", "high")))


def fees_of(table: pd.DataFrame) -> pd.Series[float]:
    """Fees of certificates and interpreters by replication, DKK per year."""
    return _by_run(table, fees(by_replication(table)))


def cost_of(table: pd.DataFrame, price: HourPair) -> pd.Series[float]:
    """Posts, other roles and fees by replication, DKK per year, as :mod:`sim.results.staffing.saving` prices them."""
    return _by_run(table, cost(by_replication(table), price))


def _by_run(table: pd.DataFrame, numbers: Floats) -> pd.Series[float]:
    return pd.Series(numbers, index=sorted(set(table["replication"])))
