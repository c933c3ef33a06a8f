"""Quantile tables against the distributions that they represent."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from sim.chance import quantiles as q
from sim.chance.draw import CERTAIN, draw_times, purpose
from sim.chance.quantiles import CELLS, bits_below, table_of, value_at, value_beyond

EVEN = (np.arange(1 << 16) * 2 + 1) << 15
"""65,536 probabilities in the middle of equal parts: their mean is the mean of a table."""

POINTS = [(28.0, 0.45), (90.0, 0.2), (365.0, 0.05)]
"""Time, share left."""


def lognormal_of(mean: float, cv: float) -> stats.rv_continuous:
    spread = math.sqrt(math.log1p(cv * cv))
    return stats.lognorm(spread, scale=mean / math.sqrt(1 + cv * cv))


def values(inverse: q.Inverse, bits: NDArray[np.int64] = EVEN) -> NDArray[np.float64]:
    tables = table_of(inverse).reshape(1, -1)
    return np.array([value_at(tables, 0, b) for b in bits], np.float64)


def survival_mean() -> float:
    """Exponential between the points and beyond the last: the integral of the share left."""
    total, time, left = 0.0, 0.0, 1.0
    hazard = 0.0
    for at, share in POINTS:
        hazard = math.log(left / share) / (at - time)
        total += (left - share) / hazard
        time, left = at, share
    return total + left / hazard


MEANS: list[tuple[str, q.Inverse, float, float]] = [
    # Straight lines between nodes overrate a convex inverse by some 1e-4; the last cell keeps its mean.
    ("exponential 1000", q.exponential(1000), 1000, 5e-4),
    ("exponential 60", q.exponential(60), 60, 5e-4),
    ("lognormal 1000, cv 0.5", q.lognormal(1000, 0.5), 1000, 5e-4),
    ("lognormal 1000, cv 2", q.lognormal(1000, 2.0), 1000, 5e-3),  # a tail heavier than one cell's mean tells
    ("lognormal without spread", q.lognormal(77, 0.0), 77, 0),
    ("constant", q.constant(42), 42, 0),
    ("delayed", q.delayed(100, q.exponential(900)), 1000, 5e-4),
    ("survival", q.survival(POINTS), survival_mean(), 5e-3),  # whole days, and a kink inside a cell
    ("mixture", q.mixture([(0.3, q.constant(1000)), (0.7, q.exponential(2000))]), 1700, 5e-3),
]


@pytest.mark.parametrize(("inverse", "mean", "within"), [m[1:] for m in MEANS], ids=[m[0] for m in MEANS])
def test_a_table_keeps_the_mean(inverse: q.Inverse, mean: float, within: float) -> None:
    assert values(inverse).mean() == pytest.approx(mean, rel=within, abs=0.02)


@pytest.mark.parametrize(
    ("inverse", "true"),
    [
        (q.exponential(1000), lambda p: stats.expon(scale=1000).ppf(p)),
        (q.lognormal(1000, 0.5), lambda p: lognormal_of(1000, 0.5).ppf(p)),
        (q.delayed(100, q.exponential(900)), lambda p: 100 + stats.expon(scale=900).ppf(p)),
    ],
    ids=["exponential", "lognormal", "delayed"],
)
def test_quantiles(inverse: q.Inverse, true: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> None:
    """Within a day of the true quantile, or a permille, the outermost percents apart."""
    p = np.arange(10, 990) / 1000 + 0.00037
    found = values(inverse, (p * CERTAIN).astype(np.int64))
    assert np.allclose(found, true(p), rtol=1e-3, atol=1.0)


def test_survival_goes_through_its_points() -> None:
    for at, share in POINTS:
        found = values(q.survival(POINTS), np.array([int((1 - share) * CERTAIN)]))[0]
        assert found == pytest.approx(at, abs=1)


def test_a_mixture_keeps_its_shares() -> None:
    found = values(q.mixture([(0.25, q.constant(7)), (0.75, q.delayed(100, q.exponential(50)))]))
    assert (found < 50).mean() == pytest.approx(0.25, abs=1 / CELLS)
    assert (found[found >= 100] - 100).mean() == pytest.approx(50, rel=0.02)


def test_tables_rise_and_stay_in_their_range() -> None:
    for _, inverse, _, _ in MEANS:
        table = table_of(inverse)
        assert table.dtype == np.int32
        assert table.size == CELLS + 1
        assert (np.diff(table) >= 0).all()
        assert table.min() >= 0


def test_drawn_values_follow_the_distribution() -> None:
    bits = draw_times(3, 4, purpose("length"), 20_000)
    found = values(q.exponential(1000), bits)
    assert stats.kstest(found + 0.5, stats.expon(scale=1000).cdf).pvalue > 1e-4


# --- the way back, and what is left
CONTINUOUS = [q.exponential(1000), q.lognormal(800, 0.6), q.delayed(100, q.exponential(900)), q.survival(POINTS)]


@given(st.integers(0, 3), st.integers(0, CERTAIN - 1))
def test_bits_below_undoes_value_at(which: int, bits: int) -> None:
    """The value at a probability lies below it no more, and above it no more, than one value's own share."""
    tables = table_of(CONTINUOUS[which]).reshape(1, -1)
    value = int(value_at(tables, 0, bits))
    below, next_below = int(bits_below(tables, 0, value - 1)), int(bits_below(tables, 0, value + 1))
    assert below <= (bits >> 1) + 1
    assert bits >> 1 <= next_below


@given(st.integers(0, 3), st.integers(0, 5000), st.integers(0, 5000))
def test_bits_below_rises(which: int, one: int, other: int) -> None:
    tables = table_of(CONTINUOUS[which]).reshape(1, -1)
    low, high = sorted((one, other))
    assert 0 <= bits_below(tables, 0, low) <= bits_below(tables, 0, high) <= 1 << 31


def test_bits_below_at_the_ends() -> None:
    tables = table_of(q.delayed(100, q.exponential(900))).reshape(1, -1)
    assert bits_below(tables, 0, 99) == 0
    assert bits_below(tables, 0, int(tables[0, -1])) == 1 << 31
    constant = table_of(q.constant(30)).reshape(1, -1)
    assert (bits_below(constant, 0, 29), bits_below(constant, 0, 30)) == (0, 1 << 31)


@pytest.mark.parametrize("elapsed", [1, 100, 700, 2500])
def test_beyond_is_the_conditional_distribution(elapsed: int) -> None:
    """Of an exponential time, what is left after any time is the same exponential."""
    tables = table_of(q.exponential(1000)).reshape(1, -1)
    bits = draw_times(3, 4, purpose("rest"), 20_000)
    rest = np.array([value_beyond(tables, 0, b, elapsed) for b in bits]) - elapsed
    assert rest.min() >= 1
    assert rest.mean() == pytest.approx(1000, abs=4 * 1000 / math.sqrt(bits.size))
    assert stats.kstest(rest - 0.5, stats.expon(scale=1000).cdf).pvalue > 1e-4


@pytest.mark.parametrize("elapsed", [50, 200, 900])
def test_beyond_by_selection(elapsed: int) -> None:
    """The same as drawing without condition and keeping only what exceeds the time elapsed."""
    tables = table_of(q.lognormal(800, 0.6)).reshape(1, -1)
    free = np.array([value_at(tables, 0, b) for b in draw_times(3, 4, purpose("free"), 60_000)])
    kept = free[free > elapsed]
    bound = np.array([value_beyond(tables, 0, b, elapsed) for b in draw_times(3, 4, purpose("bound"), 20_000)])
    assert stats.ks_2samp(kept, bound).pvalue > 1e-4


def test_beyond_the_end_of_a_table() -> None:
    """Whoever is longer in a spell than its table knows leaves the next day; nobody leaves in the past."""
    tables = table_of(q.constant(365)).reshape(1, -1)
    assert value_beyond(tables, 0, 1 << 31, 364) == 365
    assert value_beyond(tables, 0, 1 << 31, 365) == 366
    assert value_beyond(tables, 0, 0, 4000) == 4001


# --- mixtures: two kinds of citizens
MIXED = [[(0.7, 63.0), (0.3, 1302.0)], [(0.5, 252.0), (0.5, 658.0)], [(0.97, 30.0), (0.03, 3000.0)]]
"""Shares and means in days: the job-ready, ledighedsydelse, and a thin long tail."""


def mixed(parts: list[tuple[float, float]]) -> q.Inverse:
    return q.mixture([(share, q.exponential(mean)) for share, mean in parts])


def left(parts: list[tuple[float, float]], days: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share that is left after so many days: the sum of the exponentials."""
    return np.asarray(sum(share * np.exp(-days / mean) for share, mean in parts))


def whole_days(parts: list[tuple[float, float]], drawn: NDArray[np.int64]) -> tuple[float, float]:
    """The largest distance of drawn whole days from the curve, and how much of it the rounding to days may be.

    A day d stands for lengths from d - 1/2 to d + 1/2; interpolation between rounded nodes shifts it by another half.
    """
    days = np.arange(0.0, 2000.0)
    empirical = 1 - np.searchsorted(np.sort(drawn), days, side="right") / drawn.size
    distance = float(np.abs(empirical - left(parts, days + 0.5)).max())
    return distance, float((left(parts, days[:-1]) - left(parts, days[1:])).max())


@pytest.mark.parametrize("parts", MIXED)
def test_draws_of_a_mixture_have_its_curve(parts: list[tuple[float, float]]) -> None:
    """Kolmogorov-Smirnov with keyed draws: 200,000 of them lie within 2.2 / sqrt(n) and the rounding to whole days."""
    bits = draw_times(7, purpose("a mixture"), purpose("its draws"), 200_000)
    drawn = values(mixed(parts), bits).astype(np.int64)
    distance, rounding = whole_days(parts, drawn)
    assert distance < 2.2 / math.sqrt(drawn.size) + rounding
    mean = sum(share * mean for share, mean in parts)
    square = sum(share * 2 * mean**2 for share, mean in parts)
    assert drawn.mean() == pytest.approx(mean, abs=4 * math.sqrt((square - mean**2) / drawn.size) + 0.5)


@pytest.mark.parametrize("parts", MIXED)
def test_the_mean_of_a_mixture_lies_in_its_long_tail(parts: list[tuple[float, float]]) -> None:
    true = sum(share * mean for share, mean in parts)
    assert values(mixed(parts)).mean() == pytest.approx(true, rel=2e-3)


@pytest.mark.parametrize("parts", MIXED)
@pytest.mark.parametrize("elapsed", [30, 200, 730])
def test_the_rest_of_a_mixture_is_that_of_those_who_are_left(parts: list[tuple[float, float]], elapsed: int) -> None:
    """Given t days, the rest is a mixture too: its slow share grows to p e^(-t/b) / S(t). The mean rest follows."""
    tables = table_of(mixed(parts)).reshape(1, -1)
    drawn = np.array([value_beyond(tables, 0, int(b), elapsed) for b in EVEN[::16]], np.float64)
    assert drawn.min() > elapsed
    whole = float(left(parts, np.array(float(elapsed))))
    rest = sum(share * math.exp(-elapsed / mean) * mean for share, mean in parts) / whole
    assert (drawn - elapsed).mean() == pytest.approx(rest, rel=0.02, abs=1.0)
    for later in (60.0, 400.0):
        share = float(left(parts, np.array(elapsed + later))) / whole
        assert float((drawn - elapsed > later).mean()) == pytest.approx(share, abs=0.006)
