"""Means over replications: their intervals, cells that a replication lacks, and numbers without an interval."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.results.means import COLUMN, COLUMNS, means
from sim.results.pairing import CELL

CELLS = dict.fromkeys(["group", "team", "activity", "need"], "all")
OF = {"study": "small", "place": "aalborg", "rule_set": "current", "practice": "baseline", "capacity": "keep"}


def table(measure: str, unit: str, values: dict[int, float], rules: str = "current") -> pd.DataFrame:
    """The rows of one measure, replication -> value."""
    same = {**OF, **CELLS, "rule_set": rules, "measure": measure, "unit": unit}
    return pd.DataFrame([{**same, "replication": number, "value": value} for number, value in values.items()])


HOURS = table("hours", "hours per year", {1: 10.0, 2: 12.0, 3: 17.0})


def row_of(*tables: pd.DataFrame, measure: str, rules: str = "current") -> pd.Series:
    result = means(pd.concat(tables, ignore_index=True))
    (row,) = (row for _, row in result.iterrows() if (row["measure"], row["rule_set"]) == (measure, rules))
    return row


def test_the_interval_is_students() -> None:
    """Values 10, 12, 17: mean 13, standard deviation sqrt(13), and t(0.975; 2) = 4.302653."""
    row = row_of(HOURS, measure="hours")
    half = 4.302653 * math.sqrt(13 / 3)
    assert (row["mean"], row["replications"]) == (13.0, 3)
    assert (row["low"], row["high"]) == pytest.approx((13 - half, 13 + half), rel=1e-6)


@pytest.mark.parametrize(("unit", "mean", "replications"), [("per year", 4.0, 3), ("share", 6.0, 2)])
def test_a_missing_cell_is_zero_only_where_numbers_add_up(unit: str, mean: float, replications: int) -> None:
    row = row_of(HOURS, table("cases", unit, {1: 5.0, 3: 7.0}), measure="cases")
    assert (row["mean"], row["replications"]) == (mean, replications)


def test_each_column_counts_its_own_replications() -> None:
    more = table("hours", "hours per year", {1: 1.0}, "freed")
    assert row_of(HOURS, more, measure="hours", rules="freed")["replications"] == 1


@pytest.mark.parametrize(
    ("measure", "unit", "values"),
    [
        ("wait_p50", "days", {1: 3.0, 2: 4.0, 3: 4.0}),
        ("appeals", "per year", {1: 0.0, 2: 0.0, 3: 1.0}),
        ("share", "share", {1: 0.5}),
    ],
)
def test_percentiles_rare_events_and_one_value_have_no_interval(
    measure: str, unit: str, values: dict[int, float]
) -> None:
    row = row_of(HOURS, table(measure, unit, values), measure=measure)
    assert row["mean"] == pytest.approx(np.mean(list(values.values())))
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])


def test_equal_values_have_an_interval_of_no_width() -> None:
    row = row_of(table("cost", "DKK per year", dict.fromkeys((1, 2, 3), 0.1)), measure="cost")
    assert row["low"] == row["mean"] == row["high"]


def test_a_plain_mean_of_a_random_table_is_the_same() -> None:
    rng = np.random.default_rng(1)
    parts = [
        table(f"m{number}", "share", dict(enumerate(rng.random(4), 1)), rules)
        for rules in ("current", "freed")
        for number in range(20)
    ]
    measures = pd.concat(parts, ignore_index=True).sample(frac=1, random_state=1)
    result = means(measures)
    assert list(result.columns) == COLUMNS
    plain = measures.groupby([*COLUMN, *CELL], sort=False)["value"].agg(["mean", "size"]).reset_index()
    pd.testing.assert_frame_equal(result[[*COLUMN, *CELL]], plain[[*COLUMN, *CELL]])
    np.testing.assert_allclose(result["mean"], plain["mean"], rtol=1e-12)
    assert list(result["replications"]) == list(plain["size"])
