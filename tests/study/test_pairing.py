"""Paired intervals against scipy, by hand in the degenerate cases, and by coverage."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.results.intervals import t_quantile
from sim.results.pairing import COLUMNS, compare, is_additive, paired_intervals, verdicts

BASE, FREED = "current/baseline/keep", "freed/by-need/cut"


@pytest.mark.parametrize(
    ("variant", "verdict"),
    [
        ([12.0, 12.2, 12.1], "more"),
        ([8.0, 7.9, 8.1], "less"),
        ([11.0, 9.0, 10.2], "too few pairs to tell"),
        ([11.0], "too few pairs to tell"),
        ([10.0, 10.0, 10.0], "none"),
    ],
)
def test_a_verdict_follows_from_the_interval(variant: list[float], verdict: str) -> None:
    """More and less only where the whole interval lies on one side of zero."""
    found = paired_intervals(np.full((1, len(variant)), 10.0), np.array([variant]), 0.95)
    assert verdicts(pd.DataFrame(found)).tolist() == [verdict]


def test_a_percentile_of_days_has_no_interval_and_no_verdict() -> None:
    found = pd.DataFrame(paired_intervals(np.full((1, 3), 10.0), np.array([[9.0, 8.0, 9.5]]), 0.95))
    assert verdicts(found.assign(low=np.nan, high=np.nan)).tolist() == ["no interval"]


def rows(column: str, values: list[float | None], *, measure: str = "hours_total", unit: str = "hours per year",
         place: str = "aalborg") -> list[dict[str, object]]:  # fmt: skip
    rule_set, practice, capacity = column.split("/")
    return [
        {"study": "s", "place": place, "rule_set": rule_set, "practice": practice, "capacity": capacity,
         "replication": r, "group": "all", "team": "all", "activity": "all", "need": "all", "measure": measure,
         "unit": unit, "value": value}
        for r, value in enumerate(values, start=1)
        if value is not None
    ]  # fmt: skip


def compared(before: list[float | None], after: list[float | None], *, unit: str = "hours per year") -> pd.Series:
    table = compare(pd.DataFrame(rows(BASE, before, unit=unit) + rows(FREED, after, unit=unit)), BASE, [FREED])
    assert len(table) == 1
    return table.iloc[0]


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("n", [2, 3, 5, 10, 30])
def test_the_interval_is_scipys_paired_t(n: int, confidence: float) -> None:
    rng = np.random.default_rng(n)
    a = rng.normal(1000, 50, n)
    b = a - 30 + rng.normal(0, 5, n)
    frame = pd.DataFrame(rows(BASE, a.tolist()) + rows(FREED, b.tolist()))
    row = compare(frame, BASE, [FREED], confidence).iloc[0]
    expected = stats.ttest_rel(b, a).confidence_interval(confidence)
    assert row["low"] == pytest.approx(expected.low, rel=1e-10)
    assert row["high"] == pytest.approx(expected.high, rel=1e-10)
    assert row["difference"] == pytest.approx((b - a).mean())
    assert row["variance_factor"] == pytest.approx((a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1))
    assert row["pairs"] == n


@pytest.mark.parametrize("df", [1, 2, 3, 4, 9, 10, 29, 99, 1000])
def test_t_quantiles(df: int) -> None:
    for p in (0.5, 0.9, 0.975, 0.995):
        assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-9, abs=1e-12)


def test_the_interval_covers_what_it_says() -> None:
    """95 % of 4,000 intervals of ten normal pairs hold the true difference: within four standard errors."""
    rng = np.random.default_rng(11)
    a = rng.normal(0, 3, (4000, 10))
    found = paired_intervals(a, a + 1 + rng.normal(0, 1, a.shape), 0.95)
    covered = ((found["low"] <= 1) & (found["high"] >= 1)).mean()
    assert covered == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 4000))


def test_one_pair_has_no_interval() -> None:
    row = compared([10.0], [7.0])
    assert row["difference"] == -3.0
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])
    assert math.isnan(row["variance_factor"])
    assert row["pairs"] == 1


def test_equal_differences_have_an_interval_of_no_width() -> None:
    row = compared([0.1, 0.2, 0.4], [0.4, 0.5, 0.7])
    assert row["low"] == row["high"] == pytest.approx(0.3)
    assert math.isinf(row["variance_factor"])
    row = compared([5.0, 5.0], [5.0, 5.0])
    assert row["low"] == row["high"] == 0.0
    assert math.isnan(row["variance_factor"])


def test_a_missing_cell_is_zero_hours_but_no_wait() -> None:
    there = rows(FREED, [1.0, 1.0, 1.0], measure="other")  # the run itself was made
    found = {}
    for unit in ("hours per year", "days"):
        cells = rows(BASE, [10.0, 12.0, 11.0], unit=unit) + rows(FREED, [4.0, None, 5.0], unit=unit)
        table = compare(pd.DataFrame(cells + there), BASE, [FREED])
        found[unit] = table[table["measure"] == "hours_total"].iloc[0]
    row = found["hours per year"]
    assert row["variant_mean"] == 3.0
    assert row["pairs"] == 3
    row = found["days"]
    assert row["variant_mean"] == 4.5
    assert row["baseline_mean"] == 10.5
    assert row["pairs"] == 2
    gone = rows(BASE, [3.0, 4.0]) + rows(BASE, [9.0, 9.0], measure="other") + rows(FREED, [1.0, 1.0], measure="other")
    table = compare(pd.DataFrame(gone), BASE, [FREED])
    assert table.loc[table["measure"] == "hours_total", "difference"].tolist() == [-3.5]


def test_a_wait_known_only_in_one_column_is_left_out() -> None:
    frame = rows(BASE, [3.0, 4.0], measure="lateness_p50", unit="days") + rows(FREED, [1.0, 1.0])
    table = compare(pd.DataFrame(frame), BASE, [FREED])
    assert table["measure"].tolist() == ["hours_total"]


def test_a_replication_without_partner_is_no_pair() -> None:
    row = compared([10.0, 12.0, 14.0], [9.0, 11.0])
    assert row["pairs"] == 2
    assert row["baseline_mean"] == 11.0


def test_places_and_variants_stand_apart() -> None:
    other = "freed/by-need/keep"
    frame = pd.DataFrame(
        rows(BASE, [1.0, 2.0]) + rows(FREED, [2.0, 4.0]) + rows(other, [0.0, 0.0])
        + rows(BASE, [5.0, 6.0], place="odense") + rows(FREED, [5.0, 5.0], place="odense")
    )  # fmt: skip
    table = compare(frame, BASE, [FREED, other], natures={"hours_total": "emerges"})
    assert list(table.columns) == COLUMNS
    assert table[["place", "variant", "difference"]].to_numpy().tolist() == [
        ["aalborg", FREED, 1.5], ["aalborg", other, -1.5], ["odense", FREED, -0.5],
    ]  # fmt: skip
    assert set(table["nature"]) == {"emerges"}


def test_unknown_columns_and_odd_confidence_are_refused() -> None:
    frame = pd.DataFrame(rows(BASE, [1.0, 2.0]))
    with pytest.raises(ValueError, match="freed"):
        compare(frame, BASE, [FREED])
    with pytest.raises(ValueError, match="confidence"):
        compare(frame, BASE, [], 95)


@pytest.mark.parametrize(
    ("unit", "additive"),
    [("hours per year", True), ("per year", True), ("DKK per year", True), ("citizens", True), ("posts", True),
     ("days", False), ("share", False), ("minutes per citizen and week", False), ("cases per post", False),
     ("meetings per person and year", False)],
)  # fmt: skip
def test_which_units_add_up(unit: str, additive: bool) -> None:
    assert is_additive(unit) is additive
