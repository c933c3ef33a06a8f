"""Quantiles of many small samples at once, by the mid-distribution function."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measures.view import Floats, Ints


def quantiles(values: Floats | Ints, sample: Ints, size: int, shares: Sequence[float]) -> Floats:
    """Quantiles of each sample by the mid-distribution function, interpolated between distinct values.

    Half of the observations that equal a value lie below it. So the quantile moves smoothly with the frequencies of whole
    days, where an ordinary median stays on one day and then jumps to the next. The estimate is asymptotically normal for
    discrete data too (Ma, Genton and Parzen 2011, Annals of the Institute of Statistical Mathematics 63). Without equal
    observations it is Hazen's quantile.

    Args:
        values: [n], the observations in any order.
        sample: int64[n], the sample of each observation, from 0 to ``size`` - 1.
        shares: from 0 to 1.

    Returns:
        float64[size, shares]; nan for an empty sample.
    """
    found = np.full((size, len(shares)), np.nan)
    if not len(values):
        return found
    order = _order(values, sample)
    values, sample = np.asarray(values, np.float64)[order], sample[order]
    fresh = np.ones(len(values), dtype=np.bool_)
    fresh[1:] = (values[1:] != values[:-1]) | (sample[1:] != sample[:-1])
    first = np.flatnonzero(fresh)  # of each distinct value of a sample
    values, sample = values[first], sample[first]
    counts = np.diff(np.append(first, len(fresh)))
    number = np.bincount(sample, weights=counts, minlength=size)
    before = np.cumsum(number) - number
    middle = (first - before[sample] + counts / 2) / number[sample]
    present = np.flatnonzero(number)
    start = np.searchsorted(sample, present)
    last = np.append(start[1:], len(sample)) - 1
    for at, share in enumerate(shares):
        above = np.clip(np.searchsorted(sample + middle, present + share), start, last)
        below = np.maximum(above - 1, start)
        low, high, gap = values[below], values[above], middle[above] - middle[below]
        part = np.divide(share - middle[below], gap, out=np.zeros(len(present)), where=gap > 0)
        found[present, at] = low + np.clip(part, 0.0, 1.0) * (high - low)
    return found


def _order(values: Floats | Ints, sample: Ints) -> Ints:
    """int64[n], the order by sample and value. Whole numbers are sorted as one packed number with their position."""
    low, size = float(values.min()), len(values)
    whole = np.asarray(values - low, np.int64)
    span = int(whole.max()) + 1
    if (int(sample.max()) + 1) * span < 2**62 // size and (whole == values - low).all():
        return np.sort((sample * span + whole) * size + np.arange(size)) % size
    return np.lexsort((values, sample))
