"""A weighted sum over places of what each place had in each replication, with the interval of the whole.

The places of a list are independent, because each has a chance of its own (:meth:`sim.study.study.Study.seed_at`). So the variance
of their sum is the sum of the variances of their means. Its degrees of freedom are those of Welch and Satterthwaite. At the sizes of
the 98 municipalities two replications give some twenty, three some fifty. An interval of the sums by replication would have one or
two. Places that share their chance would not do: the sum of four of them has up to three times the variance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.results.intervals import t_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A number with its interval. ``low`` and ``high`` are nan without one. ``df`` are degrees of freedom, 0 without any."""

    value: float
    low: float
    high: float
    df: float


def combined(values: Floats, weights: Floats, confidence: float) -> Estimate:
    """The sum over places of weight times mean over replications, with a t interval.

    Args:
        values: float64[places, replications]; nan: the place has no such number in the replication.
        weights: float64[places], 1 for a sum, shares that add up to 1 for a mean; the value of a place with weight 0 is not read.
        confidence: confidence level.
    """
    chosen = weights > 0
    values, weights = values[chosen], weights[chosen]
    if not len(weights):
        return Estimate(math.nan, math.nan, math.nan, 0.0)
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    mean = np.where(known, values, 0.0).sum(axis=1) / np.maximum(number, 1)
    value = float((weights * mean).sum())
    if (number < 2).any():  # a place with one replication has no variance, and so has no whole that contains it
        return Estimate(value, math.nan, math.nan, 0.0)
    squares = np.where(known, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
    parts = weights**2 * squares / (number - 1) / number
    total = float(parts.sum())
    if (
        total <= (1e-12 * abs(float((weights * np.abs(mean)).sum()))) ** 2
    ):  # equal in every replication, but for rounding
        return Estimate(value, value, value, 0.0)
    df = total**2 / float((parts**2 / (number - 1)).sum())
    half = t_quantile(0.5 + confidence / 2, df) * math.sqrt(total)
    return Estimate(value, value - half, value + half, df)


def percentile(values: Floats, share: float) -> float:
    """The percentile of numbers of places, each place counting once; nan are left out."""
    known = values[~np.isnan(values)]
    return float(np.quantile(known, share)) if len(known) else math.nan
