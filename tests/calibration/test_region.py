"""Regions with a known volume, and the sums of an implausibility."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.calibration.matching.emulator import emulator_of, least_points
from sim.calibration.matching.implausibility import Aims, chance, over_targets
from sim.calibration.matching.region import region_of, scattered, spread


@pytest.mark.parametrize(("dimensions", "radius"), [(2, 0.3), (6, 0.2)])
def test_the_share_of_a_ball_is_its_volume(dimensions: int, radius: float) -> None:
    """In six dimensions the ball has some 0.03 % of the box."""
    volume = math.pi ** (dimensions / 2) / math.gamma(dimensions / 2 + 1) * radius**dimensions
    region = region_of(
        lambda points: np.sqrt(((points - 0.5) ** 2).sum(axis=1)), dimensions, radius, np.random.default_rng(3)
    )
    assert region.share == pytest.approx(volume, rel=0.25)
    distance = np.sqrt(((region.points - 0.5) ** 2).sum(axis=1))
    assert distance.max() <= radius
    inner = radius * 0.5 ** (1 / dimensions)  # half of an evenly filled ball lies within this radius
    assert (distance < inner).mean() == pytest.approx(0.5, abs=0.08)


def test_the_whole_box_is_left_if_nothing_is_ruled_out() -> None:
    region = region_of(lambda points: np.zeros(len(points)), 3, 3.0, np.random.default_rng(1))
    assert region.share == 1


def test_an_empty_region_has_no_points_but_a_best_one() -> None:
    region = region_of(lambda points: 5 + (points[:, 0] - 0.2) ** 2, 2, 3.0, np.random.default_rng(1))
    assert region.is_empty
    assert region.share == 0
    assert region.best[0] == pytest.approx(0.2, abs=0.05)


def test_scattered_points_are_all_different() -> None:
    points = spread(100, 3, np.random.default_rng(1))
    assert len(np.unique(scattered(points, 40, np.random.default_rng(2)), axis=0)) == 40


def test_an_implausibility_by_hand() -> None:
    """|12 - 10| / sqrt(1 + 4 + 4) = 2/3, and |12 - 10| / sqrt(1 + 0 + 0) = 2."""
    target = Aims(np.array([10.0, 10.0]), np.array([2.0, 1e-9]), np.array([2.0, 0.0]))
    found = target.implausibility(np.array([[12.0, 12.0]]), np.array([1.0, 1.0]))
    assert found[0] == pytest.approx([2 / 3, 2])
    assert over_targets(found, 1)[0] == pytest.approx(2)
    assert over_targets(found, 2)[0] == pytest.approx(2 / 3)
    assert over_targets(found[:, :1], 2)[0] == 0


def test_the_variance_by_chance_is_that_of_a_mean() -> None:
    """Runs 1 and 3 have the variance 2, their mean has 1; runs 5 and 5 have none. The points share the mean of both."""
    assert chance(np.array([[[1.0], [3.0]], [[5.0], [5.0]]]))[0] == pytest.approx(0.5)


def test_an_emulator_of_a_curve_without_noise_is_the_curve() -> None:
    rng = np.random.default_rng(1)
    points = rng.random((60, 3))
    curve = np.column_stack([points @ [1, 2, 3], points[:, 0] * points[:, 1] - points[:, 2] ** 2])
    emulator = emulator_of(points, curve)
    new = rng.random((20, 3))
    mean, variance = emulator.predict(new)
    assert mean == pytest.approx(np.column_stack([new @ [1, 2, 3], new[:, 0] * new[:, 1] - new[:, 2] ** 2]), abs=1e-9)
    assert variance.max() < 1e-12


def test_the_variance_of_an_emulator_covers_new_runs() -> None:
    """New runs lie within two standard deviations of the prediction in some 95 %."""
    rng, hits = np.random.default_rng(4), []
    for _ in range(40):
        points, new = rng.random((20, 3)), rng.random((10, 3))
        emulator = emulator_of(points, (points.sum(axis=1) + rng.normal(0, 0.3, 20))[:, None])
        mean, variance = emulator.predict(new)
        runs = new.sum(axis=1) + rng.normal(0, 0.3, 10)
        hits += list(np.abs(runs - mean[:, 0]) < 2 * np.sqrt(variance[:, 0]))
    assert 0.92 <= np.mean(hits) <= 0.99


def test_a_parameter_that_never_moves_is_no_fault() -> None:
    points = np.random.default_rng(1).random((least_points(2), 2))
    points[:, 1] = 0.5
    mean, _ = emulator_of(points, points[:, :1]).predict(points)
    assert mean[:, 0] == pytest.approx(points[:, 0])
