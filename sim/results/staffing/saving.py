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
from sim.measures.payers import FEES, municipal_staff, total
from sim.measures.view import Floats


def fees(tables: Sequence[pd.DataFrame]) -> Floats:
    """float64[replications], DKK a year for certificates and interpreters."""
    return np.array([sum(total(table, measure) for measure in FEES) for table in tables])


def cost(tables: Sequence[pd.DataFrame], price: HourPair) -> Floats:
    """float64[replications], DKK a year of caseworkers' posts, other roles and fees. A table has one run's measures."""
    return np.array([municipal_staff(table, *price) for table in tables]) + fees(tables)


def by_replication(measures: pd.DataFrame) -> list[pd.DataFrame]:
    """The measures of one column, a table for each replication in order."""
    return [table for _, table in measures.groupby("replication")]
