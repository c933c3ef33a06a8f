"""The bootstrap: the same draws for the same seed, and an interval that covers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.results.staffing.bootstrap import interval, weights
from sim.results.staffing.surface import Level, fitted

SIZES = np.array([0.0, 0.5, 1.1])


def test_the_seed_decides_the_draws() -> None:
    assert np.array_equal(weights(7, 5), weights(7, 5))
    assert not np.array_equal(weights(7, 5), weights(8, 5))
    assert weights(7, 5).sum(axis=1) == pytest.approx(1)


def test_one_replication_has_no_interval() -> None:
    assert np.isnan(interval(np.ones(10), 1, 0.95)).all()


@pytest.mark.parametrize("count", [5, 10])
def test_the_interval_covers_the_true_cut(count: int) -> None:
    """The true cut is 0.6. Of 95 % intervals at least nine in ten must hold it, with few replications as well."""
    rng = np.random.default_rng(5)
    hits, searches = 0, 300
    for search in range(searches):
        slopes = 0.01 / 0.6 * (1 + 0.2 * rng.normal(size=(count, 1)))
        worse = slopes * SIZES + 0.0005 * rng.normal(size=(count, 3))
        level = Level(0.8, 0.0, 1.1, (fitted(SIZES, worse, 0.01),))
        low, high = interval(level.estimates(weights(search, count, 800)), count, 0.95)
        hits += low <= 0.6 <= high
    assert 0.9 <= hits / searches <= 0.99


def test_the_interval_of_a_mean_has_the_width_of_students_t() -> None:
    """The correction's own theory: for a mean of normal values the expanded interval is on average as wide as t's."""
    from scipy.stats import t

    rng = np.random.default_rng(2)
    count, widths, theirs = 8, [], []
    for search in range(150):
        values = rng.normal(size=count)
        low, high = interval(weights(search, count, 3000) @ values, count, 0.95)
        widths.append(high - low)
        theirs.append(2 * t.ppf(0.975, count - 1) * values.std(ddof=1) / np.sqrt(count))
    assert np.mean(widths) == pytest.approx(np.mean(theirs), rel=0.06)
