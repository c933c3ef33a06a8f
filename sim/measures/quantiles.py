"""Quantiles of many small samples at once, by the mid-distribution function."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measures.view import Floats, Ints

_SHORT = np.iinfo(np.int16)


def rising(values: Floats | Ints) -> Ints:
    """int64[n], the order of observations from the least to the largest."""
    whole = values.dtype.kind == "i" and len(values) > 0
    if whole and values.min() >= _SHORT.min and values.max() <= _SHORT.max:  # days: numpy sorts short integers by radix
        return np.argsort(values.astype(np.int16), kind="stable")
    return np.argsort(values)


def quantiles(values: Floats | Ints, sample: Ints, size: int, shares: Sequence[float]) -> Floats:
    """Quantiles of each sample by the mid-distribution function, interpolated between distinct values.

    Half of the observations that equal a value lie below it. So the quantile moves smoothly with the frequencies of whole
    days, where an ordinary median stays on one day and then jumps to the next. The estimate is asymptotically normal for
    discrete data too (Ma, Genton and Parzen 2011, Annals of the Institute of Statistical Mathematics 63). Without equal
    observations it is Hazen's quantile.

    Args:
        values: [n], the observations in any order. They are not sorted again if they rise.
        sample: int64[n], the sample of each observation, from 0 to ``size`` - 1.
        shares: from 0 to 1.

    Returns:
        float64[size, shares]; nan for an empty sample.
    """
    from sim.measures.walks.curves import mid_quantiles

    values = np.asarray(values, np.float64)
    if (values[1:] < values[:-1]).any():
        order = rising(values)
        values, sample = values[order], sample[order]
    return mid_quantiles(values, sample, size, np.array(shares))
