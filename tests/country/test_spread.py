"""The spread between places: chance is taken out, and another mix of groups is no other service."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.results.country.spread import spread, spread_over_places, standard_mix, weighted_percentile
from tests.country.made import cube, rows


def many(between: float, within: float, seed: int, replications: int = 2) -> dict[str, float]:
    """The spread of 2,000 places of unequal size, whose true numbers and whose chance have these standard deviations."""
    draw = np.random.default_rng(seed)
    sizes = draw.lognormal(0.0, 0.9, 2000)
    truth = 10 + between * draw.standard_normal(2000)
    values = truth[:, None] + (within / np.sqrt(sizes))[:, None] * draw.standard_normal((2000, replications))
    return spread(values, sizes)


def test_places_that_differ_by_chance_alone_have_no_spread_beyond_it() -> None:
    found = many(between=0.0, within=1.0, seed=3)
    assert found["sd"] > 0.3
    assert found["sd_between"] < 0.1


@pytest.mark.parametrize("replications", [2, 3])
def test_the_true_spread_is_found_under_chance_of_the_same_size(replications: int) -> None:
    """The weighted estimate is unbiased. Its own error is some 4 % here, with unequal weights."""
    found = many(between=0.7, within=1.0, seed=5, replications=replications)
    assert found["sd_between"] == pytest.approx(0.7, rel=0.12)
    assert found["sd"] > found["sd_between"]


def test_one_replication_cannot_tell_chance_from_a_difference() -> None:
    found = spread(np.array([[1.0], [3.0]]), np.ones(2))
    assert math.isnan(found["sd_between"])
    assert found["sd"] == pytest.approx(math.sqrt(2))


def test_places_with_the_same_service_and_another_mix_do_not_differ() -> None:
    values = {"light": np.array([[2.0], [2.0]]), "heavy": np.array([[8.0], [8.0]])}
    weights = {"light": np.array([90.0, 10.0]), "heavy": np.array([10.0, 90.0])}
    assert standard_mix(values, weights) == pytest.approx(np.full((2, 1), 5.0))


def test_a_percentile_counts_citizens() -> None:
    values, citizens = np.array([1.0, 2.0, 3.0]), np.array([10.0, 80.0, 10.0])
    assert [weighted_percentile(values, citizens, share) for share in (0.1, 0.11, 0.9, 0.91)] == [1, 2, 2, 3]


def test_meetings_are_counted_per_citizen_of_the_column() -> None:
    stock = rows(
        "stock",
        "citizens",
        {"small": [300] * 2, "large": [700] * 2},
        {"small": [50] * 2, "large": [900] * 2},
        group="sick",
    )
    meetings = rows(
        "meetings",
        "per year",
        {"small": [9] * 2, "large": [9] * 2},
        {"small": [200] * 2, "large": [1800] * 2},
        group="sick",
    )
    table = spread_over_places({"v": cube(stock, meetings)})
    (row,) = table[(table["measure"] == "meetings_per_citizen") & (table["group"] == "sick")].to_dict("records")
    assert (row["p10"], row["p90"], row["ratio"]) == pytest.approx((2, 4, 2))
    assert row["mean"] == pytest.approx((300 * 4 + 700 * 2) / 1000)
