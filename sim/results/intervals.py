"""Which differences may have a t interval.

Student's t holds for the mean of differences that are nearly normal. ``tests/study/test_intervals.py`` measures its coverage
on made-up distributions like those of the measures: sums, shares near zero, ratios and means are covered. Two kinds are not:

- *Percentiles of times in days.* A median of whole days jumps from day to day. Its difference in a pair is 0 or 1, and their
  mean is no difference of medians. Means of the same waits have an interval.
- *Rare events.* If most pairs do not differ at all, the spread of the others says nothing about the true rate.
"""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

PERCENTILE = re.compile(r"_p\d+$")
"""The ending of a measure that is a percentile."""
LATTICE_UNIT = "days"
"""The unit of times whose percentiles are nearly whole numbers."""
LEAST_DIFFERING = 0.5
"""The share of pairs that must differ, unless none does."""


def is_lattice(measure: str, unit: str) -> bool:
    """Whether the values of a measure lie on a lattice: percentiles of times in days."""
    return unit == LATTICE_UNIT and PERCENTILE.search(measure) is not None


def rare(differing: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool[cells]: whether most pairs of a cell do not differ, though some do.

    Args:
        differing: int64[cells], number of pairs that differ; of a level, number of values other than 0.
        pairs: int64[cells], number of pairs; of a level, number of values.
    """
    few: NDArray[np.bool_] = (differing > 0) & (differing < LEAST_DIFFERING * pairs)
    return few


def half_width(values: NDArray[np.float64], confidence: float) -> float:
    """The half-width of the t interval of the mean of independent numbers (float64[n]); nan with fewer than two."""
    n = len(values)
    if n < 2:
        return math.nan
    return t_quantile(0.5 + confidence / 2, n - 1) * float(values.std(ddof=1)) / math.sqrt(n)


def t_quantile(p: float, df: float) -> float:
    """Quantile of Student's t; nan without degrees of freedom."""
    from scipy.special import stdtrit  # scipy is slow to import

    return float(stdtrit(df, p)) if df > 0 else math.nan
