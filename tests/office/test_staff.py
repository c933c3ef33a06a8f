"""Posts by day: effective hours, sickness, leave, turnover, and nobody changes when another post goes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.law.quantity import Duration
from sim.law.value import Value
from sim.office.calendar import Calendar
from sim.office.model import Office
from sim.office.staff import Staff, full_day_minutes, staff
from sim.people.draw import combine
from sim.study.files import read_office

DAYS = 3 * 365 + 1
RUN = int(combine(combine(20240101, 0), 1))


@lru_cache
def office() -> Office:
    return read_office("standard")


def changed(**values: Any) -> Office:
    def set_to(value: Value[Any], new: Any) -> Value[Any]:
        return replace(value, value=new)

    return office().model_copy(update={name: set_to(getattr(office(), name), new) for name, new in values.items()})


@lru_cache
def calendar() -> Calendar:
    return Calendar(date(2024, 1, 1), DAYS)


def posts(count: float, of: Office | None = None, run: int = RUN) -> Staff:
    return staff(run, of or office(), calendar(), DAYS, {"some": count}, {"some": 0})


@lru_cache
def steady() -> Staff:
    """Two hundred posts that nobody leaves."""
    return posts(200, changed(turnover=1e-12))


def test_effective_hours_of_a_post() -> None:
    """Before turnover a full-time post works the office's effective hours a year, within 2 %."""
    minutes = np.where(steady().sick == 1, 0, steady().capacity).sum() / 200 / (DAYS / 365.25)
    assert minutes == pytest.approx(office().effective_hours.value, rel=0.02)


def test_sickness() -> None:
    """The share of working days is the office's; three years of 200 posts hold some 1,600 absences: 3 % of error."""
    workday = np.asarray(calendar().workday[:DAYS], bool)
    share, length = office().sickness.value, office().sickness_length.value.days
    sick = steady().sick[:, workday]
    absences = (np.diff(sick, prepend=0, axis=1) == 1).sum()
    assert share == pytest.approx(0.049, abs=0.005)
    assert sick.mean() == pytest.approx(share, rel=4 * math.sqrt(2 / absences))
    assert sick.sum() / absences == pytest.approx(length, rel=4 / math.sqrt(absences))
    assert steady().sick[:, ~workday].sum() == 0


def test_leave() -> None:
    """Days without capacity among working days are leave: the office's days a year."""
    workday = np.asarray(calendar().workday[:DAYS], bool)
    days = (steady().capacity[:, workday] == 0).sum() / 200 / (DAYS / 365.25)
    assert days == pytest.approx(office().leave.value.days, rel=0.02)


def test_nobody_works_on_closed_days() -> None:
    workday = np.asarray(calendar().workday[:DAYS], bool)
    assert steady().capacity[:, ~workday].sum() == 0
    full = steady().capacity[:, workday]
    assert set(np.unique(full)) == {0, round(full_day_minutes(office()))}


def test_turnover() -> None:
    """Leavers a year and post: posts are at risk except while vacant and new."""
    found = posts(300)
    leavers = sum(kind == 0 for _, _, kind, _ in found.events)
    away = office().vacancy.value.days + office().newcomer_time.value.days
    years = 300 * DAYS / 365.25 - leavers * away / 365.25
    expected = years * office().turnover.value
    assert leavers == pytest.approx(expected, abs=4 * math.sqrt(expected) + 0.02 * expected)


def test_a_vacant_post_does_nothing_and_a_newcomer_less() -> None:
    found, whole = posts(40), round(full_day_minutes(office()))
    part = round(full_day_minutes(office()) * office().newcomer_share.value)
    for day, post, kind, share in found.events:
        until = min([d for d, p, _, _ in found.events if p == post and d > day], default=DAYS)
        worked = set(np.unique(found.capacity[post, day:until])) - {0}
        assert worked <= ({part} if kind == 1 else {whole} if kind == 2 else set())
        assert share == (0, round(1000 * office().newcomer_share.value), 1000)[kind]


@pytest.mark.parametrize("less", [4.0, 4.3])
def test_removing_a_post_changes_nobody_else(less: float) -> None:
    before = staff(RUN, office(), calendar(), DAYS, {"first": 5.6, "second": 3.0}, {"first": 0, "second": 1})
    after = staff(RUN, office(), calendar(), DAYS, {"first": less, "second": 3.0}, {"first": 0, "second": 1})
    kept = {int(code): number for number, code in enumerate(after.code)}
    whole = [
        n
        for n, code in enumerate(before.code)
        if int(code) in kept and before.fraction[n] == after.fraction[kept[int(code)]]
    ]
    assert len(whole) == 4 + 3
    for number in whole:
        same = kept[int(before.code[number])]
        assert np.array_equal(before.capacity[number], after.capacity[same])
        assert np.array_equal(before.sick[number], after.sick[same])
        assert _events(before, number) == _events(after, same)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.6])
def test_a_part_time_post_works_whole_days(part: float) -> None:
    """A part of the full post's days, evenly spread, each as long as a full one."""
    whole, some = posts(1.0), posts(part)
    works = some.capacity[0] > 0
    assert some.fraction.tolist() == [round(1000 * part)]
    assert np.array_equal(some.capacity[0, works], whole.capacity[0, works])
    assert np.array_equal(some.sick, whole.sick)
    year = slice(0, 366)
    free = posts(part, changed(turnover=1e-12, leave=Duration(0))).capacity[0, year] > 0
    assert free.sum() == pytest.approx(part * np.asarray(calendar().workday[year]).sum(), abs=1)


def test_replications_differ() -> None:
    assert not np.array_equal(posts(3).sick, posts(3, run=RUN + 1).sick)


def _events(found: Staff, post: int) -> list[tuple[int, int, int]]:
    return [(day, kind, share) for day, p, kind, share in found.events if p == post]
