"""Shocks to an inflow: citizens who would come anyway still come, with the same fate. The number of others fits the shock."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.chance.draw import combine
from sim.place.people.fate import arrivals
from sim.place.people.inflow_shock import Columns, Surge, surged

RUNS = [int(combine(combine(20240101, 0), r)) for r in range(200)]
PER_YEAR, DAYS, FIRST, LAST = 2000.0, 1000, 300, 664


def usual(run: int) -> Columns:
    return arrivals(run, "insured", 0, PER_YEAR, DAYS)


def shocked(run: int, *changes: float, first: int = FIRST, last: int = LAST) -> Columns:
    surges = [Surge(first, last, change) for change in changes]
    return surged(run, "insured", 0, PER_YEAR, usual(run), surges)


def who(columns: Columns) -> set[tuple[int, ...]]:
    """Citizens with all that is settled about them."""
    return set(zip(*(column.tolist() for column in columns.values()), strict=True))


def during(columns: Columns, first: int = FIRST, last: int = LAST) -> int:
    day = columns["arrive"] // 1440
    return int(((day >= first) & (day <= last)).sum())


def test_a_rise_adds_people_and_changes_nobody() -> None:
    before, after = usual(RUNS[0]), shocked(RUNS[0], 0.3)
    more = who(after) - who(before)
    assert who(before) < who(after)
    assert {arrive // 1440 for _, arrive, *_ in more} <= set(range(FIRST, LAST + 1))
    assert np.unique(after["entity"]).size == after["entity"].size


def test_a_fall_takes_people_away_and_changes_nobody() -> None:
    before, after = usual(RUNS[0]), shocked(RUNS[0], -0.4)
    fewer = who(before) - who(after)
    assert who(after) < who(before)
    assert {arrive // 1440 for _, arrive, *_ in fewer} <= set(range(FIRST, LAST + 1))


def test_a_smaller_fall_takes_a_part_of_those_that_a_larger_one_takes() -> None:
    assert who(shocked(RUNS[0], -0.4)) < who(shocked(RUNS[0], -0.2))


@pytest.mark.parametrize("change", [0.3, 1.0, -0.25, -0.8])
def test_arrivals_are_as_many_as_was_said(change: float) -> None:
    """Poisson with the changed rate: the mean of 200 runs within four errors, variance over mean as chi-square has it."""
    counts = np.array([during(shocked(run, change)) for run in RUNS])
    expected = PER_YEAR * (1 + change) * (LAST - FIRST + 1) / 365.25
    assert counts.mean() == pytest.approx(expected, abs=4 * math.sqrt(expected / counts.size))
    low, high = stats.chi2(counts.size - 1).ppf([1e-4, 1 - 1e-4])
    assert low < counts.var(ddof=1) / expected * (counts.size - 1) < high


def test_all_stay_away_at_minus_one_hundred_percent() -> None:
    after = shocked(RUNS[0], -1.0)
    assert during(after) == 0
    assert who(after) == {row for row in who(usual(RUNS[0])) if not FIRST <= row[1] // 1440 <= LAST}


def test_more_come_from_the_first_day_to_the_last() -> None:
    """Over 200 runs somebody comes in addition on the first day and on the last, and nobody outside."""
    extra = [row[1] // 1440 for run in RUNS for row in who(shocked(run, 3.0, first=10, last=12)) - who(usual(run))]
    assert set(extra) == {10, 11, 12}


def test_two_shocks_at_different_times_do_not_touch_each_other() -> None:
    run = RUNS[0]
    both = surged(run, "insured", 0, PER_YEAR, usual(run), [Surge(100, 199, 0.5), Surge(300, 399, 0.5)])
    first = surged(run, "insured", 0, PER_YEAR, usual(run), [Surge(100, 199, 0.5)])
    second = surged(run, "insured", 0, PER_YEAR, usual(run), [Surge(300, 399, 0.5)])
    assert who(both) == who(first) | who(second)
    assert np.unique(both["entity"]).size == both["entity"].size
