"""History matching of functions whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calibration.matching.conflict import conflicts
from sim.calibration.matching.identified import left, middle, pairs
from sim.calibration.matching.implausibility import LIMIT, Aims
from sim.calibration.matching.waves import Plan
from tests.calibration.driven import Floats, aims, driven

MATRIX = np.array([[1.0, 0.5, 0.0, 0.2], [0.0, 1.0, 1.0, -0.4], [0.3, 0.0, -1.0, 1.0]])
"""Three parameters, four targets."""


def straight(points: Floats) -> Floats:
    return np.asarray(points @ MATRIX)


def bent(points: Floats) -> Floats:
    return straight(points) + 0.3 * (points[:, :1] - 0.4) ** 2 + 0.3 * points[:, 1:2] * points[:, 2:]


@pytest.mark.parametrize("function", [pytest.param(straight, marks=pytest.mark.slow), bent])
def test_the_true_point_is_kept_with_the_stated_probability(function: object) -> None:
    """Targets are drawn about the truth with their variance and the discrepancy's: a normal error passes 3 with 0.27 %.

    Four targets then rule the truth out in at most 1.1 % of fits. The rule of three standard deviations promises 95 % for each.
    """
    assert callable(function)
    kept, fits, rng = 0, 20, np.random.default_rng(11)
    for seed in range(fits):
        truth = rng.random((1, 3))
        values = function(truth)[0] + rng.normal(0, np.hypot(0.02, 0.01), 4)
        history = driven(function, aims(*values), Plan(2, 40, seed=seed), 3, seed=seed)
        kept += bool(history.score(truth)[0] <= LIMIT)
    assert kept >= 0.95 * fits


def test_two_targets_leave_the_interval_that_arithmetic_gives() -> None:
    """A target of 0.4 with 0.02 and 0.01 leaves 0.4 +- 3 sqrt(0.0005), but for the emulator's small variance."""
    history = driven(lambda points: points, aims(0.4, 0.7), Plan(2, 60), 2, noise=1e-4)
    half = 3 * np.sqrt(0.02**2 + 0.01**2)
    for each, centre in zip(left(history.region.points), (0.4, 0.7), strict=True):
        assert each.low == pytest.approx(centre - half, abs=0.005)
        assert each.high == pytest.approx(centre + half, abs=0.005)
        assert each.is_identified
    assert history.region.share == pytest.approx((2 * half) ** 2, rel=0.15)


def test_the_second_largest_implausibility_lets_one_target_be_missed() -> None:
    """The second target cannot be met: by the largest nothing is left, by the second largest all that the first leaves."""
    target = Aims(np.array([0.4, 5.0]), np.array([0.02, 0.02]), np.array([0.01, 0.01]))
    assert driven(lambda points: points, target, Plan(1, 40), 2).region.is_empty
    assert not driven(lambda points: points, target, Plan(1, 40, rank=2), 2).region.is_empty


def test_a_parameter_that_no_target_feels_is_not_identified() -> None:
    history = driven(lambda points: points[:, :1], aims(0.4), Plan(2, 40), 2)
    first, second = left(history.region.points)
    assert first.is_identified
    assert not second.is_identified
    assert second.share > 0.95


def test_parameters_of_which_only_the_sum_matters_are_told_together() -> None:
    history = driven(lambda points: points[:, :1] + points[:, 1:2], aims(1.0), Plan(2, 40), 3)
    (pair,) = pairs(history.region.points)
    assert (pair.first, pair.second) == (0, 1)
    assert pair.correlation < -0.9


def test_independent_parameters_are_no_pair() -> None:
    history = driven(lambda points: points, aims(0.4, 0.7), Plan(2, 40), 2)
    assert pairs(history.region.points) == []


def test_targets_that_contradict_each_other_are_named() -> None:
    """The first two want two numbers of one parameter. The third is met by a parameter of its own."""
    history = driven(lambda points: points[:, [0, 0, 1]], aims(0.3, 0.7, 0.5), Plan(3, 40), 2)
    assert history.region.is_empty
    assert len(history.waves) == 1
    (conflict,) = conflicts(history)
    assert conflict.targets == (0, 1)
    assert conflict.nearest == pytest.approx((0.5, 0.5), abs=0.05)


def test_a_conflict_of_three_is_found_although_each_two_agree() -> None:
    """x = 0.3 and y = 0.3 are possible together, and each of them with x + y = 1; all three are not."""
    history = driven(lambda points: np.column_stack([points, points.sum(axis=1)]), aims(0.3, 0.3, 1.0), Plan(2, 40), 2)
    assert [conflict.targets for conflict in conflicts(history)] == [(0, 1, 2)]


def test_a_target_out_of_reach_conflicts_alone() -> None:
    history = driven(lambda points: points, aims(0.4, 3.0), Plan(2, 40), 2)
    assert [conflict.targets for conflict in conflicts(history)] == [(1,)]


def test_a_target_without_a_number_rules_nothing_out() -> None:
    def half_empty(points: Floats) -> Floats:
        return np.column_stack([points[:, 0], np.full(len(points), np.nan)])

    history = driven(half_empty, aims(0.4, 0.7), Plan(2, 40), 2)
    assert history.waves[-1].known.tolist() == [True, False]
    assert not left(history.region.points)[1].is_identified
    assert history.waves[-1].kept(1).any()


def test_the_present_values_are_the_first_point() -> None:
    history = driven(lambda points: points, aims(0.4, 0.7), Plan(1, 40), 2)
    assert history.waves[0].points[0].tolist() == [0.5, 0.5]


def test_a_fit_is_the_same_every_time() -> None:
    """A stopped fit asks for the same runs again. So the store has them."""
    one, other = (driven(straight, aims(1, 1, 0.5, 0.4), Plan(2, 40, seed=3), 3) for _ in range(2))
    assert all(np.array_equal(a.points, b.points) for a, b in zip(one.waves, other.waves, strict=True))
    assert np.array_equal(one.region.points, other.region.points)


def test_the_point_nearest_to_the_middle() -> None:
    kept = np.array([[0.1, 0.1], [0.45, 0.5], [0.9, 0.2]])
    assert middle(kept, np.random.default_rng(1).random((500, 2))) == 1
