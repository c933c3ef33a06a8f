"""Distributions as integer quantile tables. A run itself uses no floating-point numbers.

A table has :data:`CELLS` cells of equal probability. Values between two nodes are interpolated in integers. The last node is
chosen so that the last cell keeps its mean. A long tail is therefore neither cut nor inflated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import leaf

BITS = 10
CELLS = 1 << BITS
_FRACTION = 32 - BITS
_HALF = 1 << (_FRACTION - 1)
_MASK = (1 << _FRACTION) - 1

Inverse = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""An inverse distribution function. Equal parameters give the same function, so that its table is computed once."""


@leaf
def value_at(tables, table, bits):  # type: ignore[no-untyped-def]
    """The value of a table (a row of ``tables``) at a probability of 32 bits."""
    cell = bits >> _FRACTION
    low = np.int64(tables[table, cell])
    return low + (((np.int64(tables[table, cell + 1]) - low) * (bits & _MASK) + _HALF) >> _FRACTION)


@leaf
def values_at(tables, table, bits):  # type: ignore[no-untyped-def]
    """The values of a table at an array of probabilities of 32 bits."""
    out = np.empty(bits.shape[0], np.int64)
    for i in range(bits.shape[0]):
        out[i] = value_at(tables, table, bits[i])
    return out


@leaf
def bits_below(tables, table, value):  # type: ignore[no-untyped-def]
    """The probability, in units of 2^-31, that the table's value is at most ``value``."""
    if value < tables[table, 0]:
        return np.int64(0)
    if value >= tables[table, CELLS]:
        return np.int64(1 << 31)
    low, high = 0, CELLS
    while high - low > 1:
        middle = (low + high) >> 1
        if tables[table, middle] <= value:
            low = middle
        else:
            high = middle
    start = np.int64(tables[table, low])
    width = np.int64(tables[table, low + 1]) - start
    inside = ((value - start) << (_FRACTION - 1)) // width if width > 0 else np.int64(0)
    return (np.int64(low) << (_FRACTION - 1)) + inside


@leaf
def value_beyond(tables, table, bits, elapsed):  # type: ignore[no-untyped-def]
    """The table's value, conditional on exceeding ``elapsed``. Used for citizens who are already in a spell."""
    below = bits_below(tables, table, elapsed)
    span = np.int64(1 << 31) - below
    if span <= 0:
        return np.int64(elapsed + 1)
    inside = below + (((bits >> 1) * span) >> 31)
    return max(value_at(tables, table, inside << 1), elapsed + 1)


def table_of(inverse: Inverse) -> NDArray[np.int32]:
    """The table, int32[CELLS + 1], of an inverse distribution function on (0, 1). Every caller gets a copy."""
    return _table(inverse).copy()


@lru_cache(maxsize=512)
def _table(inverse: Inverse) -> NDArray[np.int32]:
    nodes = inverse(np.clip(np.arange(CELLS + 1) / CELLS, 1e-9, 1 - 1e-9))
    inside = inverse(1 - (np.arange(512) + 0.5) / 512 / CELLS)
    nodes[CELLS] = max(nodes[CELLS - 1], 2 * inside.mean() - nodes[CELLS - 1])
    return np.rint(np.clip(nodes, 0, 2**30)).astype(np.int32)


@lru_cache(maxsize=512)
def constant(value: float) -> Inverse:
    return lambda p: np.full_like(p, float(value))


@lru_cache(maxsize=512)
def exponential(mean: float) -> Inverse:
    return lambda p: -mean * np.log1p(-p)


@lru_cache(maxsize=512)
def delayed(after: float, inner: Inverse) -> Inverse:
    """``inner`` shifted by ``after``."""
    return lambda p: after + inner(p)


@lru_cache(maxsize=512)
def lognormal(mean: float, cv: float) -> Inverse:
    """A lognormal distribution by its mean and coefficient of variation. A coefficient of 0 gives a constant."""
    if cv <= 0:
        return constant(mean)
    variance = np.log1p(cv * cv)
    center, width = float(np.log(mean) - variance / 2), float(np.sqrt(variance))
    return lambda p: np.exp(center + width * _standard_normal(p.tobytes()))


@lru_cache(maxsize=8)
def _standard_normal(p: bytes) -> NDArray[np.float64]:
    """The values of the standard normal distribution at probabilities, which are the bytes of an array."""
    normal = NormalDist()
    return np.array([normal.inv_cdf(x) for x in np.frombuffer(p).tolist()])


def survival(points: Sequence[tuple[float, float]]) -> Inverse:
    """A distribution by survival points (time, share left). It is exponential between and beyond the points."""
    return _survival(tuple(points))


@lru_cache(maxsize=64)
def _survival(points: tuple[tuple[float, float], ...]) -> Inverse:
    times = np.array([0.0] + [t for t, _ in points])
    log_left = np.log(np.array([1.0] + [s for _, s in points]))
    hazard = (log_left[-2] - log_left[-1]) / (times[-1] - times[-2])

    def inverse(p: NDArray[np.float64]) -> NDArray[np.float64]:
        target = np.log1p(-p)
        inside = np.interp(-target, -log_left, times)
        beyond = times[-1] + (log_left[-1] - target) / hazard
        return np.asarray(np.where(target < log_left[-1], beyond, inside), np.float64)

    return inverse


def mixture(parts: Sequence[tuple[float, Inverse]]) -> Inverse:
    """A mixture of distributions by their shares, which sum to 1."""
    return _mixture(tuple(parts))


@lru_cache(maxsize=64)
def _mixture(parts: tuple[tuple[float, Inverse], ...]) -> Inverse:
    """The inverse of the sum of the parts' distribution functions, on a grid that is finer towards the long tail."""
    edges = np.concatenate([np.arange(4096) / 4096, 1 - np.geomspace(1 / 4096, 1e-10, 512)[1:], [1.0]])
    grid, width = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    values = np.concatenate([inverse(grid) for _, inverse in parts])
    weights = np.concatenate([share * width for share, _ in parts])
    order = np.argsort(values, kind="stable")
    cumulative, ordered = np.cumsum(weights[order]) - weights[order] / 2, values[order]
    return lambda p: np.interp(p, cumulative, ordered)
