"""The rehabilitation team's sessions: places of a week spread over its days, closed days passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.place.office.calendar import Calendar
from sim.place.people.team_places import TeamPlaces
from sim.study.posts import baseline_places
from sim.study.setting import Setting
from sim.world.build import build_world, sessions
from sim.world.carried import Agendas
from tests.aalborg import START, setting

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
DAYS = 1000
PER_WEEK = {"value": 34, "low": 22, "high": 42, "evidence": "assumption"}


def aalborg() -> Setting:
    return setting(days=366)


@lru_cache
def calendar() -> Calendar:
    return Calendar(START, DAYS)


def with_days(*weekdays: str) -> Setting:
    places = TeamPlaces.model_validate({"per_week": PER_WEEK, "sessions": list(weekdays)})
    return replace(aalborg(), place=aalborg().place.model_copy(update={"team_places": places}))


def held(setting: Setting, per_week: float) -> dict[date, int]:
    """Places by date of the session."""
    _, places = sessions(setting, calendar(), DAYS, per_week)
    return {calendar().to_date(int(day)): int(places[day]) for day in np.flatnonzero(places)}


@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.integers(1, 60))
def test_each_weeks_places_are_spread_as_evenly_as_whole_places_go(weekdays: set[str], per_week: int) -> None:
    """In a week without closed days the sessions stand on their weekdays and differ by one place at most."""
    found = held(with_days(*weekdays), per_week)
    monday = date(2024, 9, 2)
    week = [found.get(monday + timedelta(days=number), 0) for number in range(7)]
    on_days = [places for name, places in zip(WEEKDAYS, week, strict=False) if name in weekdays]
    assert sum(week) == sum(on_days) == per_week
    assert max(on_days) - min(on_days) <= 1


@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.integers(1, 60))
def test_no_place_is_lost_on_a_closed_day(weekdays: set[str], per_week: int) -> None:
    """However sessions move, whole years hold the places of their weeks: from the first agenda to a week without closed days."""
    found = held(with_days(*weekdays), per_week)
    first, last = date(2024, 2, 5), date(2026, 9, 6)  # the agenda is fixed some weeks ahead
    weeks = ((last - first).days + 1) // 7
    assert sum(places for day, places in found.items() if first <= day <= last) == weeks * per_week
    assert all(calendar().workday[calendar().to_day(day)] for day in found)


@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.integers(1, 400))
def test_tenths_of_a_place_add_up_over_the_weeks(weekdays: set[str], tenths: int) -> None:
    """Any ten weeks in a row hold ten times the places of a week, and two weeks differ by one place at most."""
    found = held(with_days(*weekdays), tenths / 10)
    first = date(2024, 8, 26)  # sixteen weeks without a closed day
    weeks = [sum(found.get(first + timedelta(days=7 * week + day), 0) for day in range(7)) for week in range(16)]
    assert [sum(weeks[start : start + 10]) for start in range(7)] == [tenths] * 7
    assert max(weeks) - min(weeks) <= 1


@pytest.mark.parametrize("later", [7, 70, 365])
def test_the_place_of_a_week_is_the_calendars_and_not_the_runs(later: int) -> None:
    """A study that begins later has the same places in the same weeks."""
    setting = with_days("wednesday")
    moved = replace(setting, start=setting.start + timedelta(days=later))
    _, places = sessions(moved, Calendar(moved.start, DAYS), DAYS, 3.3)
    shifted = Calendar(moved.start, DAYS)
    found = {shifted.to_date(int(day)): int(places[day]) for day in np.flatnonzero(places)}
    both = [day for day in held(setting, 3.3) if day in found]
    assert len(both) > 50
    assert {day: found[day] for day in both} == {day: held(setting, 3.3)[day] for day in both}


def test_twosessions_that_fall_on_one_day_are_one() -> None:
    """In 2024 both 24 and 26 December are closed: Tuesday's and Thursday's session are held on Friday 27 together."""
    found = held(with_days("tuesday", "thursday"), 35)
    assert [found.get(date(2024, 12, day)) for day in (17, 19)] == [18, 17]
    assert [found.get(date(2024, 12, day)) for day in (24, 25, 26, 27, 30)] == [None, None, None, 35, None]


def test_a_session_moves_to_the_next_open_day() -> None:
    """Ascension Day 2024 is Thursday 9 May; the Friday after it is open."""
    found = held(with_days("tuesday", "thursday"), 34)
    assert (found.get(date(2024, 5, 9)), found[date(2024, 5, 10)]) == (None, 17)


def test_an_agenda_is_fixed_the_notice_ahead() -> None:
    setting = with_days("monday", "friday")
    session, places = sessions(setting, calendar(), DAYS, 34)
    fixed = np.flatnonzero(session >= 0)
    assert (session[fixed] - fixed == setting.practice.team_notice.value.days).all()
    notice = int((session[fixed] - fixed)[0])
    held_later = [day for day in np.flatnonzero(places).tolist() if day >= notice]
    assert session[fixed].tolist() == held_later


def test_the_agendas_of_the_firstsessions_were_fixed_before_the_run() -> None:
    """They have places like all others, for the cases of the opening stock that had one."""
    setting = with_days("monday", "friday")
    session, places = sessions(setting, calendar(), DAYS, 34)
    agendas = Agendas.of(session, places)
    notice = setting.practice.team_notice.value.days
    assert agendas.sessions == [day for day in np.flatnonzero(places).tolist() if day < notice]
    assert len(agendas.sessions) == 6  # three weeks of two sessions
    first = agendas.sessions[0]
    assert [agendas.place(0) for _ in range(int(places[first]) + 1)] == [first] * int(places[first]) + [-1]
    assert agendas.place(99) == agendas.place(-1) == -1


def test_a_session_without_places_is_not_held() -> None:
    found = held(with_days("monday", "wednesday", "friday"), 2)
    assert {day.weekday() for day in found if date(2024, 9, 2) <= day < date(2024, 12, 20)} == {0, 2}


def test_one_weekday_is_one_session() -> None:
    one = TeamPlaces.model_validate({"per_week": PER_WEEK, "weekday": "thursday"})
    place = aalborg().place.model_copy(update={"team_places": one})
    assert held(replace(aalborg(), place=place), 34) == held(with_days("thursday"), 34)


@pytest.mark.parametrize("places", [None, 20])
def test_a_world_has_thesessions_of_its_place(places: int | None) -> None:
    """The places of a week are the place's, or those that a search for staff tries."""
    world = build_world(aalborg(), 1, places=places)
    session, _ = sessions(aalborg(), calendar(), world.session.size, places or baseline_places(aalborg()))
    assert np.array_equal(world.session, session)
