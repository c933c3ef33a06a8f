"""The days that would eat a saving are arithmetic; here it is done by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.results.break_even import break_even, concerned

KEYS = ["rule_set", "practice", "capacity", "replication", "group", "team", "activity", "need", "measure", "value"]


def measures() -> pd.DataFrame:
    rows = []
    for rules, capacity, posts, fees in (("current", "keep", 100.0, 2e6), ("current+x", "cut", 98.0, 1e6)):
        for replication in (1, 2):
            shift = replication - 1.5  # replications differ, their mean counts
            key = [rules, "baseline", capacity, replication]
            rows += [
                [*key, "all", "all", "all", "all", "staff_total", posts + shift],
                [*key, "all", "all", "all", "all", "certificate_fees", fees],
                [*key, "all", "all", "all", "all", "interpreter_fees", fees / 10],
                [*key, "sick", "all", "all", "all", "stock", 1000.0],
                [*key, "sick", "all", "all", "all", "benefits_paid", 1000.0 * 365.25 * 500],
                [*key, "insured", "all", "all", "all", "stock", 4000.0],
                [*key, "sick", "all", "guidance", "all", "hours", 99.5],
                [*key, "insured", "all", "guidance", "all", "hours", 0.5],
            ]
    return pd.DataFrame(rows, columns=KEYS)


def test_a_saving_of_two_posts_and_fees_is_eaten_by_so_many_days() -> None:
    found = break_even(measures(), "current", "current+x", "baseline", 600_000.0, ["sick"])
    assert found["saving"] == pytest.approx(2 * 600_000 + 1.1e6)
    assert found["day"] == pytest.approx(500)
    assert found["days"] == pytest.approx(2.3e6 / (500 * 1000))


def test_groups_that_hardly_have_the_work_are_not_concerned() -> None:
    assert concerned(measures(), "current", ("guidance",)) == ["sick"]
    assert concerned(measures(), "current", ("nothing of the kind",)) == []
