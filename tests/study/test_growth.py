"""The growth of the baseline's stocks, from measures whose slopes are known."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.report.growth_record import GrowthRecord
from sim.results.growth import growth
from sim.study.study import Study
from tests.study.stub import study

T_95_TWO = 4.302653
"""The 97.5 % quantile of t with two degrees of freedom (tables)."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(tmp_path_factory.mktemp("growth"))


def measures(values: dict[str, tuple[float, list[float]]], column: tuple[str, str, str]) -> pd.DataFrame:
    """A stock and its growth in each replication, by group."""
    rules, practice, capacity = column
    rows = [
        {"group": group, "measure": measure, "value": value, "replication": at + 1}
        for group, (stock, slopes) in values.items()
        for at, slope in enumerate(slopes)
        for measure, value in (("stock", stock), ("stock_growth", slope))
    ]
    return pd.DataFrame(rows).assign(
        study="small", place="aalborg", rule_set=rules, practice=practice, capacity=capacity, team="all", activity="all",
        need="all", unit="citizens",
    )  # fmt: skip


BASELINE = ("current", "baseline", "keep")


def test_the_mean_slope_and_its_t_interval(small: Study) -> None:
    """Slopes 8, 10, 12: mean 10, standard error 2 / sqrt(3)."""
    (row,) = growth(small, measures({"sick": (200.0, [8.0, 10.0, 12.0])}, BASELINE))
    half = T_95_TWO * 2 / math.sqrt(3)
    assert (row.place, row.group, row.stock, row.per_year) == ("aalborg", "sick", 200.0, 10.0)
    assert (row.low, row.high) == pytest.approx((10 - half, 10 + half), rel=1e-5)
    assert row.share == pytest.approx(0.05)
    assert row.moves


@pytest.mark.parametrize(
    ("slopes", "moves"),
    [
        ([5.0, 5.1, 4.9], True),
        ([-5.0, -5.1, -4.9], True),
        ([1.0, 1.1, 0.9], False),  # beyond chance, but half a percent
        ([20.0, -5.0, 3.0], False),  # within chance
        ([5.0], False),  # one replication says nothing of chance
    ],
)
def test_a_stock_moves_if_it_does_so_beyond_chance_and_notably(small: Study, slopes: list[float], moves: bool) -> None:
    (row,) = growth(small, measures({"sick": (200.0, slopes)}, BASELINE))
    assert row.moves == moves


def test_only_the_baseline_counts(small: Study) -> None:
    both = pd.concat(
        [
            measures({"sick": (200.0, [1.0, 1.0, 1.0])}, BASELINE),
            measures({"sick": (200.0, [90.0, 90.0, 90.0])}, ("freed-six-cities", "same-contact-by-need", "keep")),
        ]
    )
    (row,) = growth(small, both)
    assert row.per_year == 1.0
    assert growth(small, both.iloc[:0]) == []


def test_a_stock_that_moves_is_named_in_both_languages() -> None:
    from sim.report.growth import growth_text
    from tests.report.manifests import manifest

    grows = GrowthRecord(place="aalborg", group="in-flexjob", stock=3500.0, per_year=140.0, low=105.0, high=175.0)
    stands = GrowthRecord(place="aalborg", group="sick", stock=2900.0, per_year=10.0, low=-40.0, high=60.0)
    moving = manifest().model_copy(update={"growth": (grows, stands)})
    english, danish = growth_text(moving, "en"), growth_text(moving, "da")
    assert "+4.0 % a year (+3.0 to +5.0)" in english
    assert "+4,0 % om året (+3,0 til +5,0)" in danish
    assert english.count("% a year") == 2  # that of the group, and the bound for all others
    still = manifest().model_copy(update={"growth": (stands,)})
    assert "No stock moves" in growth_text(still, "en")
    assert growth_text(manifest(), "en") == ""
