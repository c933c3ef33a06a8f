"""The interval of a sum over places: it equals a plain definition, covers the truth, and is that of one place where there is one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.results.country.estimate import combined, percentile
from sim.results.pairing import paired_intervals

LEVEL = 0.95


def slowly(values: list[list[float]], weights: list[float]) -> tuple[float, float, float]:
    """Value, half-width and degrees of freedom, by the textbook's formulas of Welch and Satterthwaite."""
    total, variance, below = 0.0, 0.0, 0.0
    for numbers, weight in zip(values, weights, strict=True):
        if weight == 0:
            continue
        known = [number for number in numbers if not math.isnan(number)]
        mean = sum(known) / len(known)
        squares = sum((number - mean) ** 2 for number in known)
        of_mean = weight**2 * squares / (len(known) - 1) / len(known)
        total, variance, below = total + weight * mean, variance + of_mean, below + of_mean**2 / (len(known) - 1)
    df = variance**2 / below
    return total, float(stats.t.ppf(0.975, df)) * math.sqrt(variance), df


def test_a_sum_over_places_is_that_of_the_textbook() -> None:
    values = [[3.0, 5.0, 4.5], [-1.0, 0.5, math.nan], [10.0, 14.0, 9.0], [math.nan] * 3]
    weights = [1.0, 0.25, 2.0, 0.0]
    found = combined(np.array(values), np.array(weights), LEVEL)
    total, half, df = slowly(values, weights)
    assert (found.value, found.low, found.high) == pytest.approx((total, total - half, total + half))
    assert found.df == pytest.approx(df)


def test_one_place_has_the_paired_interval() -> None:
    values = np.array([[3.0, 5.0, 4.5, 1.0]])
    found, own = combined(values, np.ones(1), LEVEL), paired_intervals(np.zeros((1, 4)), values, LEVEL)
    assert (found.value, found.low, found.high) == pytest.approx((own["difference"][0], own["low"][0], own["high"][0]))
    assert found.df == pytest.approx(3)


@pytest.mark.parametrize("replications", [2, 3])
def test_the_interval_of_many_independent_places_covers_the_truth(replications: int) -> None:
    """Places of very different size, as municipalities are. Five in a hundred intervals may miss; 400 tell 5 % from 8 %."""
    draw = np.random.default_rng(7)
    sizes = draw.lognormal(0.0, 0.9, 98)
    truth = sizes.sum()
    covered = 0
    for _ in range(400):
        values = sizes[:, None] + np.sqrt(sizes)[:, None] * draw.standard_normal((98, replications))
        found = combined(values, np.ones(98), LEVEL)
        covered += found.low <= truth <= found.high
    assert 0.92 <= covered / 400 <= 0.98


def test_a_place_with_one_replication_leaves_the_whole_without_an_interval() -> None:
    found = combined(np.array([[1.0, 2.0], [5.0, math.nan]]), np.ones(2), LEVEL)
    assert found.value == pytest.approx(6.5)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_equal_replications_have_an_interval_of_no_width() -> None:
    found = combined(np.array([[0.1, 0.1], [0.3, 0.3]]), np.ones(2), LEVEL)
    assert found.low == found.high == found.value


def test_a_percentile_leaves_out_places_without_a_number() -> None:
    assert percentile(np.array([1.0, math.nan, 3.0]), 0.5) == pytest.approx(2.0)
    assert math.isnan(percentile(np.array([math.nan]), 0.5))
