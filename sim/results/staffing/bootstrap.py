"""Bootstrap intervals over replications.

Replications are drawn with replacement. Few replications make a percentile interval too narrow: n values have the
variance of n - 1. So the percentiles are moved outwards until the interval of a mean has the width of Student's t.
This is the *expanded percentile interval* (Hesterberg 2015, What Teachers Should Know About the Bootstrap).
"""

from __future__ import annotations

import numpy as np

from sim.measures.view import Floats
from sim.results.intervals import t_quantile

DRAWS = 2000


def weights(seed: int, count: int, draws: int = DRAWS) -> Floats:
    """float64[draws, count], how often each of ``count`` replications is drawn, as shares. The seed decides."""
    generator = np.random.default_rng(seed)
    chosen = generator.integers(0, count, (draws, count))
    return np.stack([(chosen == number).mean(axis=1) for number in range(count)], axis=1)


def interval(draws: Floats, count: int, confidence: float) -> tuple[float, float]:
    """The ends of the expanded percentile interval of draws over ``count`` replications; nan for one."""
    if count < 2:
        return float("nan"), float("nan")
    from scipy.special import ndtr  # scipy is slow to import

    reach = np.sqrt(count / (count - 1)) * t_quantile(0.5 + confidence / 2, count - 1)
    tail = float(ndtr(-reach))
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)
