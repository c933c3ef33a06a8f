"""Waits and deadlines standardised to the baseline's mix: by algebra, and where plain pools go wrong."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.results.pairing import compare
from sim.results.standardised import raw_pools, standardised

BASE, FREED = "current/baseline/keep", "freed/by-need/keep"
ALL = {"group": "all", "team": "all", "activity": "all", "need": "all"}


def rows(column: str, replication: int, cells: list[tuple[dict[str, str], str, str, float]]) -> list[dict[str, Any]]:
    rules, practice, capacity = column.split("/")
    fixed = {"study": "s", "place": "p", "rule_set": rules, "practice": practice, "capacity": capacity}
    return [
        fixed | ALL | cell | {"replication": replication, "measure": measure, "unit": unit, "value": value}
        for cell, measure, unit, value in cells
    ]


def waits(column: str, replication: int, strata: dict[tuple[str, str], tuple[float, float]]) -> list[dict[str, Any]]:
    """Numbers begun and mean days by group and need, with the pooled mean as the measures have it."""
    cells: list[tuple[dict[str, str], str, str, float]] = []
    for (group, need), (begun, mean) in strata.items():
        where = {"group": group, "need": need}
        cells += [(where, "wait_x_begun", "cases per year", begun), (where, "wait_x_mean", "days", mean)]
    total = sum(begun for begun, _ in strata.values())
    pooled = sum(begun * mean for begun, mean in strata.values()) / total
    return rows(
        column,
        replication,
        [*cells, ({}, "wait_x_begun", "cases per year", total), ({}, "wait_x_mean", "days", pooled)],
    )


BEFORE = {("sick", "light"): (300.0, 30.0), ("ready", "light"): (100.0, 5.0)}
AFTER = {("sick", "light"): (100.0, 33.0), ("ready", "light"): (300.0, 8.0)}
"""Every group waits three days longer, and the pooled mean falls from 23.75 to 14.25 days."""


def compared(before: dict[Any, Any], after: dict[Any, Any]) -> pd.DataFrame:
    table = [*(r for n in (1, 2) for r in waits(BASE, n, before)), *(r for n in (1, 2) for r in waits(FREED, n, after))]
    return compare(pd.DataFrame(table), BASE, [FREED])


def value(table: pd.DataFrame, measure: str, column: str = "difference", **where: str) -> float:
    for name, label in {**ALL, **where}.items():
        table = table[table[name] == label]
    chosen = table[table["measure"] == measure]
    assert len(chosen) == 1
    return float(chosen[column].iloc[0])


def test_a_mean_that_falls_only_because_the_mix_moves_rises_by_what_every_group_rises() -> None:
    table = compared(BEFORE, AFTER)
    assert value(table, "wait_x_mean_standardised") == pytest.approx(3.0)
    assert value(table, "wait_x_mean_standardised", "baseline_mean") == pytest.approx(23.75)
    assert value(table, "wait_x_mean_standardised", "variant_mean") == pytest.approx(26.75)
    assert table[(table["measure"] == "wait_x_mean") & (table["group"] == "all")].empty
    assert value(table, "wait_x_mean", group="sick", need="light") == pytest.approx(3.0)


def test_the_same_mix_needs_no_standard() -> None:
    """With equal numbers begun, the standardised difference is that of the plain means."""
    after = {cell: (begun, 2 * mean) for cell, (begun, mean) in BEFORE.items()}
    table = compared(BEFORE, after)
    assert value(table, "wait_x_mean_standardised") == pytest.approx(23.75)
    assert value(table, "wait_x_mean_standardised_covered", "baseline_mean") == pytest.approx(1.0)


def test_the_whole_is_the_weighted_mean_of_its_margins() -> None:
    before = {("a", "light"): (10.0, 4.0), ("a", "heavy"): (30.0, 8.0), ("b", "light"): (60.0, 20.0)}
    after = {("a", "light"): (50.0, 5.0), ("a", "heavy"): (20.0, 4.0), ("b", "light"): (1.0, 30.0)}
    table = compared(before, after)
    a, b = (value(table, "wait_x_mean_standardised", group=group) for group in "ab")
    assert a == pytest.approx((10 * 1 + 30 * -4) / 40)
    assert value(table, "wait_x_mean_standardised") == pytest.approx((40 * a + 60 * b) / 100)


def test_what_only_one_column_has_is_in_no_stratum_and_the_share_covered_says_so() -> None:
    before = BEFORE | {("old", "light"): (100.0, 500.0)}
    table = compared(before, AFTER)
    assert value(table, "wait_x_mean_standardised") == pytest.approx(3.0)
    assert value(table, "wait_x_mean_standardised_covered", "baseline_mean") == pytest.approx(400 / 500)
    assert value(table, "wait_x_mean_standardised_covered", "variant_mean") == pytest.approx(1.0)


def deadlines(column: str, duties: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
    cells: list[tuple[dict[str, str], str, str, float]] = []
    for duty, (due, share) in duties.items():
        for where in ({"activity": duty}, {"activity": duty, "group": "sick"}):
            cells += [(where, "deadlines", "per year", due), (where, "breach_share", "share", share)]
    total = sum(due for due, _ in duties.values())
    broken = sum(due * share for due, share in duties.values())
    cells += [({}, "deadlines", "per year", total), ({}, "breach_share", "share", broken / total)]
    return [row for number in (1, 2) for row in rows(column, number, cells)]


def test_deadlines_are_compared_over_duties_that_both_have_and_the_abolished_are_counted() -> None:
    """The pool falls from 41 to 10 % only because a duty that is often broken is abolished."""
    before = {"gone": (700.0, 0.5), "kept": (300.0, 0.1), "echo": (100.0, 0.99)}
    after = {"kept": (300.0, 0.1), "echo": (100.0, 0.2), "new": (40.0, 0.3)}
    table = compare(
        pd.DataFrame([*deadlines(BASE, before), *deadlines(FREED, after)]), BASE, [FREED],
        left_out={"breach_share": {"echo"}},
    )  # fmt: skip
    assert value(table, "breach_share_standardised") == pytest.approx(0.0)
    assert value(table, "breach_share_standardised", "baseline_mean") == pytest.approx(0.1)
    assert value(table, "deadlines_gone") == pytest.approx(-700.0)
    assert value(table, "deadlines_new") == pytest.approx(40.0)
    assert value(table, "breach_share", activity="echo") == pytest.approx(-0.79)
    assert table[(table["measure"] == "breach_share") & (table["activity"] == "all")].empty


def test_a_column_compared_with_itself_has_no_difference() -> None:
    table = pd.DataFrame([*waits(BASE, 1, BEFORE), *waits(BASE, 2, AFTER)])
    cells, first, second = standardised(table, table)
    assert len(cells) > 3
    assert first == pytest.approx(second)


def test_raw_pools_are_waits_over_all_groups_and_shares_over_all_duties() -> None:
    names = [
        ("wait_x_mean", "all", "all", True), ("wait_x_p50", "all", "case", True), ("wait_x_p50", "sick", "all", False),
        ("wait_x_begun", "all", "all", False), ("detection_delay_within_4_weeks", "all", "all", True),
        ("breach_share", "sick", "all", True), ("breach_share", "all", "plan", False), ("hours", "all", "all", False),
    ]  # fmt: skip
    table = pd.DataFrame([(m, g, a) for m, g, a, _ in names], columns=["measure", "group", "activity"])
    assert raw_pools(table).tolist() == [raw for *_, raw in names]
