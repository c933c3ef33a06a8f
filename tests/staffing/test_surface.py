"""The regression finds a known cut, the rule errs as often as it says, and the answer does not hang on the margin."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.view import Floats
from sim.results.staffing.surface import Curve, Level, best, fitted
from tests.staffing.made_up import over

SIZES = np.array([0.0, 0.5, 1.1])
EQUAL = np.full((1, 5), 0.2)


def level(curves: list[Curve], low: float = 0.0, high: float = 1.1) -> Level:
    return Level(0.8, low, high, tuple(curves))


def quadratic(sizes: Floats) -> Floats:
    """Worse by 1 % at a cut of 0.6: 0.01 = 0.6 a + 0.36 a, a = 0.01 / 0.96."""
    return np.asarray(0.01 / 0.96 * (sizes + sizes**2))


def test_the_regression_finds_the_cut_at_which_a_known_service_reaches_its_margin() -> None:
    """Without noise every replication says the same, so the rule, the estimate and the truth are one number."""
    one = level([fitted(SIZES, over(SIZES, quadratic, np.zeros((5, 3))), 0.01)])
    assert one.safe(0.95) == pytest.approx(0.6, abs=0.002)
    assert one.estimates(EQUAL)[0] == pytest.approx(0.6, abs=0.002)


def test_a_mean_of_the_replications_polynomials_is_the_regression_with_the_replication_as_a_block() -> None:
    """Least squares over all trials with a dummy for each replication, by the normal equations."""
    rng = np.random.default_rng(3)
    sizes = np.array([0.0, 0.3, 0.6, 0.9, 1.1])
    worse = over(sizes, quadratic, 0.01 * rng.normal(size=(4, 5)) + 0.02 * rng.normal(size=(4, 1)))
    curve = fitted(sizes, worse, 0.01)
    rows = [
        [*(float(block == r) for block in range(4)), x, x**2] for r in range(4) for x in sizes
    ]  # fmt: skip
    blocks = np.linalg.lstsq(np.array(rows), worse.ravel(), rcond=None)[0]
    assert curve.coefficients.mean(axis=0)[1:] == pytest.approx(blocks[4:])
    assert curve.coefficients.mean(axis=0)[0] == pytest.approx(blocks[:4].mean())


def test_a_step_that_is_worse_by_the_margin_is_accepted_as_rarely_as_the_confidence_says() -> None:
    """At the true limit the rule may err in one of twenty searches, also if replications differ in their slopes."""
    rng = np.random.default_rng(11)
    accepted, searches = 0, 1500
    for _ in range(searches):
        slopes = 0.01 / 0.6 * (1 + 0.2 * rng.normal(size=(5, 1)))  # the margin is reached at 0.6
        worse = slopes * SIZES + 0.0005 * rng.normal(size=(5, 3))
        accepted += level([fitted(SIZES, worse, 0.01)]).safe(0.95) >= 0.6
    error = accepted / searches
    assert error == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / searches))


def test_the_first_criterion_that_fails_stops_the_cut_and_is_named_with_its_limit() -> None:
    flat = fitted(SIZES, over(SIZES, lambda x: -1 + 0 * x, np.zeros((5, 3))), 0.0)
    steep = fitted(SIZES, over(SIZES, lambda x: x - 0.4, np.zeros((5, 3))), 0.0)
    one = level([flat, steep])
    assert one.safe(0.95) == pytest.approx(0.4, abs=0.002)
    number, size, worse = one.stops(one.safe(0.95), 0.2, 0.95)
    assert number == 1
    assert size == pytest.approx(0.6, abs=0.003)
    assert worse == pytest.approx(0.2, abs=0.003)
    assert level([flat]).safe(0.95) == pytest.approx(1.1)
    assert level([flat]).stops(1.1, 0.2, 0.95)[0] is None


def test_a_service_that_is_worse_at_the_smallest_trial_frees_nothing() -> None:
    """No step below the smallest trial is read: nothing is extrapolated."""
    bad = level([fitted(np.array([0.6, 1.1]), np.full((5, 2), 0.5), 0.01)], low=0.6)
    assert bad.safe(0.95) == 0
    assert bad.estimates(EQUAL)[0] == 0
    number, size, worse = bad.stops(0.0, 0.1, 0.95)
    assert number == 0
    assert size == pytest.approx(0.6)
    assert worse == pytest.approx(0.5)


def margins_at(margin: float) -> tuple[float, float]:
    """The answers at one margin of meetings: with the day as it is, and with the day's split free.

    Meetings fall at once with every post if the day is full, and hardly if it may be filled. Running casework is that of
    the baseline at a cut of 1 in both.
    """

    def running(sizes: Floats) -> Floats:
        return np.asarray(0.4 * (sizes - 1))

    none = np.zeros((5, 3))
    fixed = level(
        [fitted(SIZES, over(SIZES, lambda x: 0.03 * x, none), margin), fitted(SIZES, over(SIZES, running, none), 0.0)]
    )
    filled = level(
        [
            fitted(SIZES, over(SIZES, lambda x: 0.01 * x - 0.02, none), margin),
            fitted(SIZES, over(SIZES, running, none), 0.0),
        ]
    )
    return fixed.safe(0.95), best([fixed, filled], 0.95)[1]


def test_with_the_days_split_free_the_answer_does_not_measure_the_margin() -> None:
    """The reviewer's test of a definition: the margin of meetings moves the one answer fourfold, and the other not at all."""
    answers = [margins_at(margin) for margin in (0.005, 0.01, 0.02)]
    fixed, free = zip(*answers, strict=True)
    assert fixed == pytest.approx([1 / 6, 1 / 3, 2 / 3], abs=0.003)
    assert free == pytest.approx([1, 1, 1], abs=0.003)
