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

YEARS = range(1990, 2061)
MOVABLE = {
    "Maundy Thursday": -3,
    "Good Friday": -2,
    "Easter Sunday": 0,
    "Easter Monday": 1,
    "Great Prayer Day": 26,
    "Ascension Day": 39,
    "Pentecost": 49,
    "Pentecost Monday": 50,
}
FIXED = {"New Year's Day": (1, 1), "Christmas Day": (12, 25), "Second Day of Christmas": (12, 26)}


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
    assert [easter(y) for y in (2000, 2008, 2024, 2025, 2038)] == [
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2038, 4, 25),
    ]


def test_every_public_holiday_is_named_on_its_date() -> None:
    """Two holidays may fall on one day (in 2008 Ascension Day is 1 May, which is none); the names of both are kept."""
    names = read_holidays().names
    assert {day.year for day in names} == set(YEARS)
    for year in YEARS:
        held = {name: days for name, days in MOVABLE.items() if name != "Great Prayer Day" or year <= 2023}
        expected = {name: easter(year) + timedelta(days=days) for name, days in held.items()}
        expected |= {name: date(year, *month_day) for name, month_day in FIXED.items()}
        found = {english: day for day, (english, _) in names.items() if day.year == year}
        assert found == expected, year
        assert not any(is_workday(day) for day in expected.values())


def test_the_dated_list_that_the_file_had_before_is_what_the_rule_gives() -> None:
    """The holidays of 2022 to 2030 by date, as the law and the almanac have them, typed by hand."""
    listed = """
        2022: 01-01 04-14 04-15 04-17 04-18 05-13 05-26 06-05 06-06 12-25 12-26
        2023: 01-01 04-06 04-07 04-09 04-10 05-05 05-18 05-28 05-29 12-25 12-26
        2024: 01-01 03-28 03-29 03-31 04-01 05-09 05-19 05-20 12-25 12-26
        2025: 01-01 04-17 04-18 04-20 04-21 05-29 06-08 06-09 12-25 12-26
        2026: 01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26
        2027: 01-01 03-25 03-26 03-28 03-29 05-06 05-16 05-17 12-25 12-26
        2028: 01-01 04-13 04-14 04-16 04-17 05-25 06-04 06-05 12-25 12-26
        2029: 01-01 03-29 03-30 04-01 04-02 05-10 05-20 05-21 12-25 12-26
        2030: 01-01 04-18 04-19 04-21 04-22 05-30 06-09 06-10 12-25 12-26
    """
    years = (line.split(": ") for line in listed.strip().splitlines())
    expected = {date.fromisoformat(f"{year.strip()}-{day}") for year, days in years for day in days.split()}
    assert {day for day in read_holidays().names if 2022 <= day.year <= 2030} == expected


def test_store_bededag_was_last_held_in_2023() -> None:
    assert not is_workday(date(2023, 5, 5))
    assert read_holidays().names[date(2023, 5, 5)] == ("Great Prayer Day", "Store bededag")
    assert is_workday(date(2024, 4, 26))
    assert date(1999, 4, 30) in read_holidays().names
    assert "Store bededag" not in {danish for day, (_, danish) in read_holidays().names.items() if day.year > 2023}


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


@pytest.mark.parametrize(("start", "days"), [(date(1989, 12, 31), 2), (date(2060, 12, 31), 2), (date(2061, 1, 1), 1)])
def test_a_year_that_is_not_covered_is_refused_with_the_years_covered(start: date, days: int) -> None:
    with pytest.raises(ScenarioError, match="1990 to 2060") as refusal:
        Calendar(start, days)
    assert "calendar.yaml" in str(refusal.value)


def test_no_days_are_refused() -> None:
    with pytest.raises(ScenarioError, match="at least one day"):
        Calendar(date(2024, 1, 1), 0)


GOOD = """\
schema: 1
office: calendar
public_holidays:
  evidence: law
  source: none
  first_year: 2023
  last_year: 2024
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
    assert (holidays.first, holidays.last) == (2023, 2024)
    assert {day.year for day in holidays.names} == {2023, 2024}
    assert holidays.closed == {(12, 24)}
    assert Calendar(date(2024, 12, 23), 2, holidays).workday.tolist() == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("office: calendar", "office: staff", 2, "expected: calendar"),
        ("last_year: 2024", "last_year: 2024-01-01", 7, "1900 to 2199"),
        ("last_year: 2024", "last_year: 2024-13-01", 7, "must be a year"),
        ("last_year: 2024", "last_year: 2020", 7, "before the first"),
        ("first_year: 2023", "first_year: 202", 6, "1900 to 2199"),
        ("first_year: 2023", "first_year: true", 6, "must be a year"),
        ("    12-24:", "    12-32:", 12, "month and a day"),
        ("value: true", "value: yes", 14, "true or false"),
        ("closed: {", "closd: {", 14, "nearest: closed"),
        ("  source: none\n  first", "  first", 3, "source"),
        ("da: Juleaftensdag}", "da: Juleaftensdag", 14, "not YAML"),
        ("  last_year: 2024\n", "", 3, "the key `last_year` is missing"),
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


def test_an_error_names_a_file_as_it_stands_in_the_scenarios_folder(tmp_path: Path) -> None:
    """The calendar of a folder of scenarios is `office/calendar.yaml`; another file has its name alone."""
    names = {
        "office/calendar.yaml": "office/calendar.yaml",
        "calendar.yaml": "calendar.yaml",
        "office/own.yaml": "own.yaml",
    }
    for place, name in names.items():
        file = tmp_path / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(GOOD.replace("first_year: 2023", "first_year: 1066"), encoding="utf-8")
        with pytest.raises(ScenarioError) as refusal:
            read_holidays(file)
        assert refusal.value.file == name


def test_the_name_of_a_run_has_the_closed_days_as_dates() -> None:
    """Holidays and closed days of a week: 24 December is closed by the file, 25 and 26 December are holidays."""
    assert read_holidays().closed_between(date(2024, 12, 23), 5) == ["2024-12-24", "2024-12-25", "2024-12-26"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
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
