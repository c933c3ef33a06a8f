"""The days that would eat a saving are arithmetic; here it is done by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.figures.rates import HourPair
from sim.results.break_even import break_even, concerned

KEYS = ["rule_set", "practice", "capacity", "replication", "group", "team", "activity", "need", "measure", "value"]


def measures() -> pd.DataFrame:
    rows = []
    for rules, capacity, posts, fees in (("current", "keep", 100.0, 2e6), ("current+x", "cut", 98.0, 1e6)):
        members = 500.0 if capacity == "keep" else 300.0
        for replication in (1, 2):
            shift = replication - 1.5  # replications differ, their mean counts
            key = [rules, "baseline", capacity, replication]
            rows += [
                [*key, "all", "all", "all", "all", "staff_total", posts + shift],
                [*key, "all", "all", "all", "all", "certificate_fees", fees],
                [*key, "all", "team-member", "all", "all", "hours_total", members],
                [*key, "all", "company-consultant", "all", "all", "hours_total", 7 * members],
                [*key, "all", "company-consultant", "all", "all", "staff", 3.0 if capacity == "keep" else 2.0],
                [*key, "all", "all", "all", "all", "interpreter_fees", fees / 10],
                [*key, "sick", "all", "all", "all", "stock", 1000.0],
                [*key, "sick", "all", "all", "all", "benefits_paid", 1000.0 * 365.25 * 500],
                [*key, "insured", "all", "all", "all", "stock", 4000.0],
                [*key, "sick", "all", "guidance", "all", "hours", 99.5],
                [*key, "insured", "all", "guidance", "all", "hours", 0.5],
            ]
    return pd.DataFrame(rows, columns=KEYS)


def test_a_saving_of_posts_other_roles_and_fees_is_eaten_by_so_many_days() -> None:
    """Two caseworkers, one consultant (who has a post), 200 hours of team members (who have none), and fees."""
    found = break_even(measures(), "current", "current+x", "baseline", HourPair(400.0, 1500.0), ["sick"])
    saving = 3 * 600_000 + 200 * 400 + 1.1e6
    assert found["saving"] == pytest.approx(saving)
    assert found["day"] == pytest.approx(500)
    assert found["days"] == pytest.approx(saving / (500 * 1000))


def test_groups_that_hardly_have_the_work_are_not_concerned() -> None:
    assert concerned(measures(), "current", ("guidance",)) == ["sick"]
    assert concerned(measures(), "current", ("nothing of the kind",)) == []
