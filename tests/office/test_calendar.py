"""Working days, months and holidays against the Easter computus and known dates."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.files.errors import ScenarioError
from sim.files.paths import SCENARIOS_VARIABLE, results_dir, scenarios_dir
from sim.place.office.calendar import Calendar, add_months, read_holidays

YEARS = range(2022, 2031)
MOVABLE = {
    "Maundy Thursday": -3,
    "Good Friday": -2,
    "Easter Sunday": 0,
    "Easter Monday": 1,
    "Great Prayer Day": 26,
    "Ascension Day": 39,
    "Whit Sunday": 49,
    "Whit Monday": 50,
}
FIXED = {"New Year's Day": (1, 1), "Christmas Day": (12, 25), "Second Christmas Day": (12, 26)}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    quarter, remainder = divmod(rest, 4)
    weekday = (32 + 2 * leap + 2 * quarter - epact - remainder) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_workday(day: date) -> bool:
    return bool(Calendar(day, 1).workday[0])


def test_computus_gives_known_easters() -> None:
    assert [easter(y) for y in (2000, 2008, 2024, 2025)] == [
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2025, 4, 20),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_public_holiday_is_named_on_its_date(year: int) -> None:
    held = {name: days for name, days in MOVABLE.items() if name != "Great Prayer Day" or year <= 2023}
    expected = {name: easter(year) + timedelta(days=days) for name, days in held.items()}
    expected |= {name: date(year, *month_day) for name, month_day in FIXED.items()}
    found = {english: day for day, (english, _) in read_holidays().names.items() if day.year == year}
    assert found == expected
    assert not any(is_workday(day) for day in expected.values())


def test_store_bededag_was_last_held_in_2023() -> None:
    assert not is_workday(date(2023, 5, 5))
    assert read_holidays().names[date(2023, 5, 5)] == ("Great Prayer Day", "Store Bededag")
    assert is_workday(date(2024, 4, 26))
    assert "Store Bededag" not in {danish for day, (_, danish) in read_holidays().names.items() if day.year > 2023}


def test_closed_days_follow_municipal_practice() -> None:
    assert not is_workday(date(2024, 12, 24))
    assert not is_workday(date(2024, 12, 31))
    assert not is_workday(date(2024, 6, 5))
    assert is_workday(date(2024, 5, 1))
    assert is_workday(date(2024, 12, 23))


def test_working_days_of_2024() -> None:
    """Of 262 weekdays 8 are holidays (1 January, Easter 3, Ascension, Whit Monday, Christmas 2), 3 are closed days."""
    assert int(Calendar(date(2024, 1, 1), 366).workday.sum()) == 262 - 8 - 3


def test_arrays_have_the_stated_types_and_agree_with_dates() -> None:
    calendar = Calendar(date(2024, 1, 15), 800)
    assert calendar.workday.dtype == np.bool_
    assert calendar.weekday.dtype == np.int8
    assert calendar.month_start.dtype == np.int32
    assert len(calendar.workday) == len(calendar.weekday) == len(calendar.month_start) == 800
    for day in range(800):
        first = calendar.to_date(int(calendar.month_start[day]))
        today = calendar.to_date(day)
        assert calendar.weekday[day] == today.weekday()
        assert first.day == 1
        assert first > today
        assert (first - timedelta(days=1)).month == today.month
        assert not (calendar.workday[day] and today.weekday() >= 5)


def test_day_numbers_turn_back_into_dates_also_before_the_start() -> None:
    calendar = Calendar(date(2024, 1, 1), 10)
    assert calendar.to_day(date(2023, 12, 31)) == -1
    assert calendar.to_date(-1) == date(2023, 12, 31)
    assert all(calendar.to_day(calendar.to_date(day)) == day for day in range(-1000, 3000, 37))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), -48, date(2020, 2, 29)),
        (date(2024, 5, 10), 0, date(2024, 5, 10)),
    ],
)
def test_months_clamp_to_the_months_end(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected
    calendar = Calendar(date(2024, 1, 1), 1)
    assert calendar.add_months(calendar.to_day(day), count) == calendar.to_day(expected)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(-200, 200))
def test_months_land_in_the_month_meant(day: date, count: int) -> None:
    later = add_months(day, count)
    assert later.year * 12 + later.month == day.year * 12 + day.month + count
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(("start", "days"), [(date(2021, 12, 31), 2), (date(2030, 12, 31), 2), (date(2031, 1, 1), 1)])
def test_a_year_without_holidays_is_refused_with_the_years_covered(start: date, days: int) -> None:
    with pytest.raises(ScenarioError, match="2022 to 2030") as refusal:
        Calendar(start, days)
    assert "calendar.yaml" in str(refusal.value)


def test_no_days_are_refused() -> None:
    with pytest.raises(ScenarioError, match="at least one day"):
        Calendar(date(2024, 1, 1), 0)


GOOD = """\
schema: 1
office: calendar
holidays:
  evidence: law
  source: none
  years:
    2024:
      2024-01-01: {en: New Year's Day, da: Nytårsdag}
closed_days:
  evidence: assumption
  source: none
  days:
    12-24:
      title: {en: Christmas Eve, da: Juleaftensdag}
      closed: {value: true, low: false, high: true}
"""


def test_another_file_of_that_form_is_read(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(GOOD, encoding="utf-8")
    holidays = read_holidays(tmp_path / "calendar.yaml")
    assert holidays.years == {2024}
    assert holidays.closed == {(12, 24)}
    assert Calendar(date(2024, 12, 23), 2, holidays).workday.tolist() == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("office: calendar", "office: staff", 2, "not a calendar"),
        ("2024-01-01", "2025-01-01", 8, "date in its year"),
        ("2024-01-01", "2024-13-01", 8, "not YAML"),
        ("    12-24:", "    12-32:", 13, "month and a day"),
        ("value: true", "value: yes", 15, "true or false"),
        ("closed: {", "closd: {", 15, "nearest: closed"),
        ("  source: none\n  years:", "  years:", 4, "source"),
        ("da: Nytårsdag}", "da: Nytårsdag", 9, "not YAML"),
        ("      2024-01-01: {en: New Year's Day, da: Nytårsdag}", "", 7, "no holidays"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError, match=says) as refusal:
        read_holidays(file)
    assert refusal.value.line == line


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_holidays(tmp_path / "none.yaml")


def test_the_environment_names_another_scenarios_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (scenarios_dir() / "office" / "calendar.yaml").is_file()
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path))
    assert scenarios_dir() == tmp_path.resolve()
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(ScenarioError, match=SCENARIOS_VARIABLE):
        scenarios_dir()


def test_results_go_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert results_dir() == tmp_path / "results"
    assert results_dir("elsewhere") == Path("elsewhere")
