"""What a column costs the municipality in staff and fees, so that a saving is the difference of two columns.

- Posts of caseworkers at the price of a post.
- Other roles (:mod:`sim.results.staffing.roles`): their posts where they have posts at the place, else their hours at the
  price of an hour.
- Fees of certificates and interpreters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.figures.rates import HourPair
from sim.law.clauses.vocabulary import STAFFED_ROLES
from sim.measures.view import Floats
from sim.results.staffing.roles import role_hours

FEES = ("certificate_fees", "interpreter_fees")


def fees(tables: Sequence[pd.DataFrame]) -> Floats:
    """float64[replications], DKK a year for certificates and interpreters."""
    return np.array([sum(_of(table, measure, "all") for measure in FEES) for table in tables])


def cost(tables: Sequence[pd.DataFrame], price: HourPair) -> Floats:
    """float64[replications], DKK a year of caseworkers' posts, other roles and fees. A table has one run's measures."""
    of_post = price.dkk_per_hour * price.hours_per_post
    found = []
    for table in tables:
        dkk = _of(table, "staff_total", "all") * of_post
        for role in STAFFED_ROLES:
            posts = _of(table, "staff", role)
            dkk += posts * of_post if posts else role_hours(table, role) * price.dkk_per_hour
        found.append(dkk)
    return np.array(found) + fees(tables)


def by_replication(measures: pd.DataFrame) -> list[pd.DataFrame]:
    """The measures of one column, a table for each replication in order."""
    return [table for _, table in measures.groupby("replication")]


def _of(table: pd.DataFrame, measure: str, team: str) -> float:
    rows = table[(table["measure"] == measure) & (table["team"] == team) & (table["group"] == "all")]
    return float(rows[(rows["activity"] == "all") & (rows["need"] == "all")]["value"].sum())
