"""All contact of a pair, and the share of running casework at which it does not change: arithmetic and Fieller's interval."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.report.contact_record import ContactRecord
from sim.report.contact_table import contact_lines, contact_table
from sim.results.contact import BOOKED, RUNNING, contact, fieller, of_pairs
from sim.results.intervals import t_quantile
from tests.report.manifests import manifest
from tests.study.stub import study

SHARE = (0.27, 0.07, 0.57)


def numbers(booked: list[float], running: list[float]) -> dict[str, float | None]:
    """The record of a column whose minutes differ by so much in each pair."""
    before = np.full(len(booked), 3.0), np.full(len(running), 6.0)
    after = before[0] + np.array(booked), before[1] + np.array(running)
    return of_pairs(*before, *after, *SHARE, 0.95)


def test_the_change_is_a_straight_line_over_the_share() -> None:
    record = numbers([-1.0, -0.8, -1.2], [2.0, 1.9, 2.1])
    assert record["difference"] == pytest.approx(-1 + 0.27 * 2)
    assert record["at_low"] == pytest.approx(-1 + 0.07 * 2)
    assert record["at_high"] == pytest.approx(-1 + 0.57 * 2)
    assert record["zero"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("booked", "running"), [([1.0, 1.1], [2.0, 2.1]), ([-3.0, -3.1], [2.0, 2.1]), ([1.0, 1.0], [0.0, 0.0])]
)
def test_no_share_decides_where_both_move_one_way_or_one_outweighs_the_other(
    booked: list[float], running: list[float]
) -> None:
    record = numbers(booked, running)
    assert record["zero"] is record["zero_low"] is record["zero_high"] is None


def test_one_pair_has_no_interval() -> None:
    record = numbers([-1.0], [2.0])
    assert record["zero"] == pytest.approx(0.5)
    assert record["zero_low"] is None
    assert record["low"] is not None
    assert math.isnan(record["low"])


def test_the_interval_holds_the_shares_whose_t_interval_includes_zero() -> None:
    r = np.random.default_rng(3)
    booked, running = -1 + 0.1 * r.standard_normal(10), 2 + 0.3 * r.standard_normal(10)
    t = t_quantile(0.975, 9)
    low, high = fieller(booked, running, t)
    assert low is not None
    assert high is not None
    for share in np.linspace(0, 1, 400):
        change = booked + share * running
        half = t * change.std(ddof=1) / math.sqrt(10)
        assert (low <= share <= high) == (abs(change.mean()) <= half), share


def test_fieller_covers_the_true_share() -> None:
    """Of 1,000 made-up studies of ten pairs some 95 % hold the true share: within four standard errors."""
    r, inside = np.random.default_rng(4), 0
    for _ in range(1000):
        low, high = fieller(-1 + 0.2 * r.standard_normal(10), 2 + 0.4 * r.standard_normal(10), t_quantile(0.975, 9))
        inside += low is not None and high is not None and low <= 0.5 <= high
    assert inside / 1000 == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 1000))


def test_running_casework_that_does_not_move_has_no_interval() -> None:
    r = np.random.default_rng(5)
    assert fieller(-1 + 0.1 * r.standard_normal(5), 0.01 * r.standard_normal(5), t_quantile(0.975, 4)) == (None, None)


def test_a_study_has_a_record_for_each_column_with_all_staff_and_need(tmp_path: Path) -> None:
    made = study(tmp_path)
    rows = []
    for column in made.columns:
        for replication in (1, 2, 3):
            for need, minutes in (("all", 1.0), ("light", 0.5), ("heavy", 2.0)):
                for measure in (BOOKED, RUNNING):
                    moved = minutes * (1 if column == made.baseline else 0.5 if measure == BOOKED else 2)
                    rows.append(
                        {"place": "aalborg", "rule_set": column.rules, "practice": column.practice, "capacity": column.capacity,
                         "replication": replication, "group": "all", "team": "all", "activity": "all", "need": need,
                         "measure": measure, "value": moved}
                    )  # fmt: skip
    records = contact(made, pd.DataFrame(rows))
    assert [(record.column, record.need) for record in records] == [
        ("freed-six-cities/same-contact-by-need/keep", need) for need in ("all", "light", "heavy")
    ]
    office = made.baseline.first.office.running_contact
    assert office is not None
    for record, minutes in zip(records, (1.0, 0.5, 2.0), strict=True):
        assert record.share == office.value
        assert (record.booked, record.running) == (-minutes / 2, minutes)
        assert record.zero == pytest.approx(0.5)
        assert record.open == (record.share_low < 0.5 < record.share_high)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_line_says_whether_the_sign_is_known(lang: str) -> None:
    """Every verdict has words in both languages, and each is another."""
    found = set()
    name = manifest().columns[1].name
    for booked, running in ((-1.0, 2.0), (-0.1, 4.0), (-3.9, 4.0), (1.0, 1.0), (-1.0, 0.5), (0.0, 0.0)):
        record = of_pairs(
            np.array([3.0, 3.0]), np.array([6.0, 6.0]), np.array([3.0, 3.0]) + booked, np.array([6.0, 6.0]) + running,
            *SHARE, 0.95,
        )  # fmt: skip
        known = manifest().model_copy(
            update={"contact": (ContactRecord(place="aalborg", column=name, need="all", **record),)}
        )
        (line,) = contact_lines(known, lang)  # type: ignore[arg-type]
        assert "{" not in line.text
        found.add(line.text.rsplit(". ", 1)[-1])
        table = contact_table(known, lang)  # type: ignore[arg-type]
        assert table is not None
        assert all(len(row) == len(table.heads) for row in table.rows)
    assert len(found) == 6
