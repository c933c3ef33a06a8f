"""Two tables of measures joined: what moved, what is chance, what is new or gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from sim.authoring.formulas import formulas
from sim.versions.lines import label, leading
from sim.versions.movement import movements
from sim.versions.table import read_table, renames
from sim.versions.welch import half_widths

COLUMN = {"study": "s", "place": "aalborg", "rule_set": "current", "practice": "baseline", "capacity": "keep"}


def rows(measure: str, values: Sequence[float], unit: str = "per year", **labels: str) -> list[dict[str, Any]]:
    """A measure with one value for each replication."""
    cell = {
        "group": "all",
        "team": "all",
        "activity": "all",
        "need": "all",
        "measure": measure,
        "unit": unit,
        "old_name": "",
    }
    return [COLUMN | cell | labels | {"replication": at, "value": value} for at, value in enumerate(values, 1)]


def table(*measures: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([row for measure in measures for row in measure])


def one(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, Any]:
    """The movement of the only cell of two tables."""
    (row,) = movements(table(old), table(new)).to_dict("records")
    return {str(name): value for name, value in row.items()}


# --- verdicts
def test_a_measure_that_moved_by_a_known_amount() -> None:
    moved = one(rows("meetings", [100, 101, 99]), rows("meetings", [150, 151, 149]))
    assert (moved["old"], moved["new"], moved["difference"], moved["percent"], moved["verdict"]) == (
        100,
        150,
        50,
        50,
        "moved",
    )
    # both spreads are 1 and both numbers 3, so the degrees of freedom are 4; Student's table has 2.776
    assert moved["high"] - moved["difference"] == pytest.approx(2.776 * np.sqrt(2 / 3), rel=1e-3)


def test_a_difference_within_the_spread_is_chance() -> None:
    assert one(rows("meetings", [100, 120, 80]), rows("meetings", [104, 124, 84]))["verdict"] == "chance"


def test_without_any_spread_each_difference_is_the_programs() -> None:
    moved = one(rows("posts", [194.7] * 3, "posts"), rows("posts", [192.4] * 3, "posts"))
    assert moved["verdict"] == "moved"
    assert moved["low"] == moved["high"] == moved["difference"]
    assert one(rows("posts", [194.7] * 3, "posts"), rows("posts", [194.7] * 3, "posts"))["verdict"] == "same"


def test_a_few_events_that_are_equal_by_chance_prove_nothing() -> None:
    assert one(rows("appeals", [0, 0]), rows("appeals", [1, 1]))["verdict"] == "no interval"


def test_one_replication_has_no_interval() -> None:
    assert one(rows("meetings", [100]), rows("meetings", [200]))["verdict"] == "no interval"


def test_percentiles_of_days_have_no_interval() -> None:
    assert one(rows("wait_p50", [7, 8, 7], "days"), rows("wait_p50", [14, 15, 14], "days"))["verdict"] == "no interval"
    assert one(rows("wait_mean", [7, 8, 7], "days"), rows("wait_mean", [14, 15, 14], "days"))["verdict"] == "moved"


def test_a_change_from_zero_has_no_percent() -> None:
    moved = one(rows("offers", [0, 0, 0]), rows("offers", [50, 51, 49]))
    assert np.isnan(moved["percent"])
    assert moved["verdict"] == "moved"


# --- the join
def verdicts(old: pd.DataFrame, new: pd.DataFrame) -> dict[tuple[str, str], str]:
    found = movements(old, new)
    return {(row["measure"], row["group"]): row["verdict"] for row in found.to_dict("records")}


def test_new_and_gone_measures() -> None:
    old, new = table(rows("a", [1, 2]), rows("b", [1, 2])), table(rows("b", [1, 2]), rows("c", [1, 2]))
    assert verdicts(old, new) == {("a", "all"): "gone", ("b", "all"): "same", ("c", "all"): "new"}


def test_a_measure_with_another_unit_is_another_number() -> None:
    found = movements(table(rows("a", [1, 2], "hours")), table(rows("a", [60, 120], "minutes")))
    assert sorted(found["verdict"]) == ["gone", "new"]


def test_a_cell_of_a_known_breakdown_counts_as_zero() -> None:
    """A version that counts by group and knows the group had none. Of a share nothing is known."""
    old = table(rows("lapsed", [40, 41], group="sick"), rows("lapsed", [30, 31], group="insured"))
    new = table(rows("lapsed", [40, 41], group="sick"), rows("stock", [5, 5], group="insured"))
    found = movements(old, new).set_index(["measure", "group"])
    assert [found[name]["lapsed", "insured"] for name in ("old", "new", "verdict")] == [30.5, 0, "moved"]
    assert found["replications_new"]["lapsed", "insured"] == 2
    shares = (
        table(*(rows("share", [0.4], "share", group=name) for name in names))
        for names in (("sick", "insured"), ("sick",))
    )
    assert verdicts(*shares)["share", "insured"] == "gone"


def test_a_new_breakdown_is_new_and_not_a_rise_from_zero() -> None:
    old = table(rows("hours", [10, 11], group="sick"), rows("stock", [5, 5], need="heavy"))
    new = table(
        rows("hours", [10, 11], group="sick"),
        rows("hours", [4, 5], group="sick", need="heavy"),
        rows("stock", [5, 5], need="heavy"),
    )
    found = movements(old, new).set_index(["measure", "group", "need"])["verdict"]
    assert found["hours", "sick", "heavy"] == "new"


def test_columns_of_one_version_alone_are_left_out() -> None:
    other = [row | {"rule_set": "freed"} for row in rows("a", [1, 2])]
    assert len(movements(table(rows("a", [1, 2]), other), table(rows("a", [1, 2])))) == 1


def test_missing_values_are_no_values() -> None:
    found = one(rows("wait_mean", [10, float("nan"), 12], "days"), rows("wait_mean", [10, 11, 12], "days"))
    assert (found["old"], found["replications_old"], found["replications_new"]) == (11, 2, 3)


def test_leading_rows_are_wholes_first_then_the_largest_change() -> None:
    """A whole stands for its measure: of twenty parts that did not move, one lies outside by chance."""
    old = table(
        rows("a", [100, 101, 99]), rows("b", [100, 101, 99]), rows("b", [10, 11, 9], group="sick"), rows("c", [100, 101, 99]),
        rows("d", [100, 101, 99], group="sick"), rows("d", [100, 101, 99], group="insured"),
    )  # fmt: skip
    new = table(
        rows("a", [150, 151, 149]), rows("b", [100, 101, 99]), rows("b", [90, 91, 89], group="sick"), rows("c", [20, 21, 19]),
        rows("d", [300, 301, 299], group="sick"), rows("d", [500, 501, 499], group="insured"),
    )  # fmt: skip
    found = leading(movements(old, new))
    assert [label(row) for row in found.to_dict("records")] == ["c", "a", "d (insured)"]


# --- the interval, by theory
def test_the_interval_is_that_of_welch() -> None:
    random = np.random.default_rng(1)
    a, b = random.normal(0, 1, 5), random.normal(1, 4, 8)
    theory = ttest_ind(b, a, equal_var=False).confidence_interval(0.9)
    (half,) = half_widths(np.array([a.var(ddof=1)]), np.array([5]), np.array([b.var(ddof=1)]), np.array([8]), 0.9)
    centre = b.mean() - a.mean()
    assert (centre - half, centre + half) == pytest.approx((theory.low, theory.high))


@pytest.mark.parametrize(("first", "second"), [(1.0, 1.0), (1.0, 6.0)])
def test_nothing_moves_by_chance_in_more_than_one_of_twenty(first: float, second: float) -> None:
    """Three replications of versions that are alike. Four standard errors of a share of 0.05 in 20,000 are 0.006."""
    random = np.random.default_rng(2)
    number = np.full(20_000, 3)
    a, b = random.normal(0, first, (20_000, 3)), random.normal(0, second, (20_000, 3))
    half = half_widths(a.var(axis=1, ddof=1), number, b.var(axis=1, ddof=1), number, 0.95)
    assert (np.abs(a.mean(axis=1) - b.mean(axis=1)) > half).mean() < 0.056 + 0.01 * (first != second)


# --- the forms of the table
def written(folder: Path, data: pd.DataFrame, name: str) -> Path:
    (folder / "tables").mkdir(parents=True)
    file = folder / "tables" / name
    data = data.drop(columns="old_name")
    data.to_csv(file, index=False) if name.endswith(".csv") else data.to_parquet(file)
    return folder


def test_both_forms_are_read_alike(tmp_path: Path) -> None:
    data = table(rows("needs", [10, 20]), rows("by_day_x", [1, 2], "cases by day"), rows("stock", [5, 6], "citizens"))
    early = read_table(written(tmp_path / "old", data, "measures.csv"))
    now = read_table(written(tmp_path / "new", data, "measures.parquet"))
    assert early.to_dict("records") == now.to_dict("records")
    assert early["measure"].tolist() == ["detection_delay_begun"] * 2 + ["stock"] * 2
    assert early["old_name"].tolist() == ["needs"] * 2 + [""] * 2


def test_a_dimension_that_a_version_lacks_is_all(tmp_path: Path) -> None:
    data = table(rows("stock", [5, 6], "citizens")).drop(columns=["need", "capacity"])
    assert set(read_table(written(tmp_path, data, "measures.csv"))["need"]) == {"all"}


def test_renamed_measures_have_names_of_today() -> None:
    for old, new in renames().items():
        formula = formulas().of(new["measure"])
        assert formula is not None, new
        assert new["unit"] == formula.unit, new
        assert formulas().of(old) is None, f"{old} is a measure of today"
