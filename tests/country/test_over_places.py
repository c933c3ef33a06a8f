"""Sums and means over places on numbers small enough to add by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from sim.results.country.over_places import over_places
from tests.country.made import cube, rows

STOCK = rows("stock", "citizens", {"small": [100, 100], "large": [900, 900]}, {"small": [90, 90], "large": [900, 900]})
WAIT, BEGUN = "wait_team_mean_standardised", "wait_team_begun"


def row_of(table: pd.DataFrame, measure: str) -> dict[Any, Any]:
    """The only row of a measure."""
    (row,) = table[table["measure"] == measure].to_dict("records")
    return row


def test_numbers_are_added_and_given_per_thousand_citizens_of_the_baseline() -> None:
    meetings = rows(
        "meetings", "per year", {"small": [50, 70], "large": [400, 440]}, {"small": [40, 50], "large": [300, 330]}
    )
    row = row_of(over_places({"v": cube(STOCK, meetings)}, 0.95), "meetings")
    assert (row["baseline"], row["after"], row["difference"]) == pytest.approx((60 + 420, 45 + 315, -15 - 105))
    assert row["per_1000_baseline"] == pytest.approx(480)  # of 1,000 citizens in all
    assert row["per_1000_difference"] == pytest.approx(-120)
    assert row["baseline_p50"] == pytest.approx((600 + 1000 * 420 / 900) / 2)
    assert row["low"] < row["difference"] < row["high"]


def test_a_number_that_a_place_lacks_is_zero_if_it_adds_up() -> None:
    cases = rows("team_cases", "per year", {"large": [10, 12]}, {"large": [4, 6]})
    row = row_of(over_places({"v": cube(STOCK, cases)}, 0.95), "team_cases")
    assert (row["baseline"], row["difference"], row["places"]) == pytest.approx((11, -6, 2))


def test_a_wait_is_a_mean_of_the_citizens_who_began_under_the_baseline() -> None:
    """The variant's own numbers who begin are no weights: a mix that moves is no shorter wait."""
    begun = rows(BEGUN, "cases per year", {"small": [10, 10], "large": [30, 30]}, {"small": [90, 90], "large": [1, 1]})
    wait = rows(WAIT, "days", {"small": [20, 20], "large": [40, 40]}, {"small": [20, 20], "large": [40, 40]})
    row = row_of(over_places({"v": cube(STOCK, begun, wait)}, 0.95), WAIT)
    assert row["baseline"] == row["after"] == pytest.approx((10 * 20 + 30 * 40) / 40)
    assert row["difference"] == 0
    assert math.isnan(row["per_1000_difference"])


def test_a_place_without_the_wait_in_two_replications_is_left_out_and_counted() -> None:
    begun = rows(BEGUN, "cases per year", {"small": [10, 0], "large": [30, 30]}, {"small": [10, 0], "large": [30, 30]})
    wait = rows(
        WAIT, "days", {"small": [20, math.nan], "large": [40, 42]}, {"small": [10, math.nan], "large": [30, 30]}
    )
    row = row_of(over_places({"v": cube(STOCK, begun, wait)}, 0.95), WAIT)
    assert (row["places"], row["covered"]) == pytest.approx((1, 30 / 35))
    assert row["difference"] == pytest.approx(-11)
    assert not math.isnan(row["low"])
