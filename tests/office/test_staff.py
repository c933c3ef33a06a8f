"""Posts by day: effective hours, sickness, leave, turnover, and nobody changes when another post goes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance.draw import CERTAIN, combine
from sim.files.quantity import Duration
from sim.files.value import Value
from sim.place.office.calendar import Calendar
from sim.place.office.model import Office
from sim.place.office.staff import (
    Staff,
    falling_ill,
    full_day_minutes,
    leave_chance,
    months_of,
    post_sizes,
    staff,
    working_days,
)
from sim.place.people.model import PartTime
from sim.place.read import read_office

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


def full_time(**values: Any) -> Office:
    return changed(**values).model_copy(update={"part_time": None})


def mix(share: float, hours: float) -> PartTime:
    given = {"value": f"{share:.0%}", "evidence": "assumption"}
    return PartTime.model_validate({"share": given, "hours": {**given, "value": f"{hours:.0%}"}})


def posts(count: float, of: Office | None = None, run: int = RUN) -> Staff:
    return staff(run, of or office(), calendar(), DAYS, {"some": count}, {"some": 0})


@lru_cache
def steady() -> Staff:
    """Two hundred full-time posts that nobody leaves."""
    return posts(200, full_time(turnover=0))


def test_effective_hours_of_a_post() -> None:
    """Before turnover a full-time post works the office's effective hours a year.

    Within 1 %: chance of 200 posts is a third of that; the rest is that years differ in working days, and that more leave
    is taken in months with little sickness.
    """
    minutes = np.where(steady().sick == 1, 0, steady().capacity).sum() / 200 / (DAYS / 365.25)
    assert minutes == pytest.approx(office().effective_hours.value, rel=0.01)


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


def expected_sickness(of: Office) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The chance to be ill on each day, by the chain's own equation, and the level to which each day's month tends."""
    workday = np.asarray(calendar().workday[:DAYS], bool)
    begins, stays = falling_ill(of, calendar(), DAYS) / CERTAIN, 1 - 1 / of.sickness_length.value.days
    ill, path = 0.0, np.zeros(DAYS)
    for day in range(DAYS):
        if workday[day]:
            ill = ill * stays + (1 - ill) * begins[day]
        path[day] = ill
    return path, begins / (begins + 1 - stays)


def test_sickness_by_month_is_as_the_chain_says() -> None:
    """Levels are as the months' shares; days ill follow them, but for the absences that reach into the next month.

    Absences of a mean length of 4 in months of 21 working days carry at most 4 / 21 of the step between two months along.
    The first month is left out: on the first day all are well.
    """
    workday = np.asarray(calendar().workday[:DAYS], bool)
    month = months_of(calendar(), DAYS)
    path, level = expected_sickness(office())
    shares = np.array([share.value for share in office().sickness_by_month.values()])
    levels = np.array([level[month == m][0] for m in range(12)])
    assert levels / levels.sum() == pytest.approx(shares, rel=1e-6)
    assert level[workday].mean() == pytest.approx(office().sickness.value, rel=0.005)
    assert path[workday].mean() == pytest.approx(office().sickness.value, rel=0.01)
    for m in range(12):
        inside = workday & (month == m) & (np.arange(DAYS) >= 31)
        step = abs(levels[m] - levels[m - 1])
        assert path[inside].mean() == pytest.approx(levels[m], abs=4 / 21 * step + 0.001)
        absences = steady().sick[:, inside].sum() / office().sickness_length.value.days
        assert steady().sick[:, inside].mean() == pytest.approx(path[inside].mean(), rel=4 * math.sqrt(2 / absences))


def test_absences_are_as_long_in_every_month() -> None:
    """Length is the office's in winter and in summer: only how often they begin differs."""
    workday = np.asarray(calendar().workday[:DAYS], bool)
    month, sick = months_of(calendar(), DAYS)[workday], steady().sick[:, workday]
    ends = (sick[:, :-1] == 1) & (sick[:, 1:] == 0)
    for months in ((0, 1, 2, 10, 11), (4, 5, 6, 7)):
        inside = np.isin(month[:-1], months)
        days = sick[:, :-1][:, inside].sum()
        assert days / ends[:, inside].sum() == pytest.approx(
            office().sickness_length.value.days, rel=4 / math.sqrt(ends[:, inside].sum())
        )


@pytest.mark.parametrize("days", [400, 700, 1496])
def test_leave_of_a_month_does_not_depend_on_how_often_the_run_meets_it(days: int) -> None:
    """A run that ends within a year has some months once more than others; each has its leave every time."""
    found = Calendar(date(2024, 1, 1), days)
    chances, month = leave_chance(office(), found, days), months_of(found, days)
    for m, share in enumerate(office().leave_by_month.values()):
        first = chances[:366][month[:366] == m].sum()
        assert first == pytest.approx(share.value * office().leave.value.days, rel=0.12)


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
    found = posts(300, full_time())
    leavers = sum(kind == 0 for _, _, kind, _ in found.events)
    away = office().vacancy.value.days + office().newcomer_time.value.days
    years = 300 * DAYS / 365.25 - leavers * away / 365.25
    expected = years * office().turnover.value
    assert leavers == pytest.approx(expected, abs=4 * math.sqrt(expected) + 0.02 * expected)


def test_without_turnover_nobody_leaves() -> None:
    assert posts(40, changed(turnover=0)).events == []


def test_a_vacant_post_does_nothing_and_a_newcomer_less() -> None:
    found, whole = posts(40, full_time()), round(full_day_minutes(office()))
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
    assert len(whole) == len(after.code) - 1  # the last of the first team is what remains of a post
    for number in whole:
        same = kept[int(before.code[number])]
        assert np.array_equal(before.capacity[number], after.capacity[same])
        assert np.array_equal(before.sick[number], after.sick[same])
        assert _events(before, number) == _events(after, same)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.6])
def test_a_part_time_post_works_whole_days(part: float) -> None:
    """A part of the full post's days, evenly spread, each as long as a full one."""
    whole, some = posts(1.0, full_time()), posts(part, full_time())
    works = some.capacity[0] > 0
    assert some.fraction.tolist() == [round(1000 * part)]
    assert np.array_equal(some.capacity[0, works], whole.capacity[0, works])
    assert np.array_equal(some.sick, whole.sick)
    year = slice(0, 366)
    free = posts(part, full_time(turnover=0, leave=Duration(0))).capacity[0, year] > 0
    assert free.sum() == pytest.approx(part * np.asarray(calendar().workday[year]).sum(), abs=1)


TENTHS = st.integers(1, 600).map(lambda n: n / 10)
MIXES = st.builds(mix, st.integers(0, 100).map(lambda n: n / 100), st.integers(1, 9).map(lambda n: n / 10))


@given(TENTHS, MIXES)
def test_part_timers_are_their_share_of_the_same_total(count: float, given_mix: PartTime) -> None:
    """The total is what was given; part-timers have their share of it, but for half a post at most and what remains."""
    sizes = post_sizes(count, given_mix)
    assert sum(sizes) == round(1000 * count)
    part = round(1000 * given_mix.hours.value)
    assert set(sizes[:-1]) <= {part, 1000}
    assert all(size % 100 == 0 for size in sizes)
    wanted = given_mix.share.value * sum(sizes[:-1])
    assert abs(sum(size for size in sizes[:-1] if size == part) - wanted) <= 500


def test_the_share_of_part_timers_does_not_drift() -> None:
    """Among 2,000 posts, too, part-timers have half of the hours but for half a post."""
    sizes = post_sizes(2000.0, mix(0.5, 0.5))
    assert abs(sizes.count(500) * 500 - sum(sizes) / 2) <= 500


def test_working_days_of_four_years_are_those_of_the_calendar() -> None:
    """2021 to 2024 have one leap day. So the days of a month over these years are four times its mean length."""
    days = 4 * 365 + 1
    dates = np.datetime64("2021-01-01") + np.arange(days)
    workday = np.asarray(Calendar(date(2021, 1, 1), days).workday[:days], bool)
    by_month = [sum(workday & (dates.astype("datetime64[M]").astype(int) % 12 == month)) / 4 for month in range(12)]
    assert working_days(Calendar(date(2021, 1, 1), days), days).tolist() == pytest.approx(by_month)


@given(TENTHS, TENTHS, MIXES)
def test_a_cut_leaves_the_sizes_of_those_who_stay(one: float, other: float, given_mix: PartTime) -> None:
    less, more = sorted((post_sizes(one, given_mix), post_sizes(other, given_mix)), key=sum)
    assert less[:-1] == more[: len(less) - 1]


def test_a_team_may_have_a_mix_of_its_own() -> None:
    teams = {"first": 0, "second": 1}
    found = staff(RUN, full_time(), calendar(), DAYS, {"first": 4.0, "second": 4.0}, teams, {"second": mix(1.0, 0.5)})
    assert found.fraction.tolist() == [1000] * 4 + [500] * 8


def test_replications_differ() -> None:
    assert not np.array_equal(posts(3).sick, posts(3, run=RUN + 1).sick)


def _events(found: Staff, post: int) -> list[tuple[int, int, int]]:
    return [(day, kind, share) for day, p, kind, share in found.events if p == post]
