"""The calendar of a study: working days, weekdays and months, from dated Danish holidays.

Day 0 is the study's first day; earlier days have negative numbers. Due dates are calendar days and holidays do not move
them. Only work is limited to working days.
"""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.files.dates import date_of
from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import scenarios_dir

CALENDAR_FILE = Path("office") / "calendar.yaml"


@dataclass(frozen=True)
class Holidays:
    """The holidays and closed days of one file.

    Attributes:
        file: the file's name, for messages.
        years: the years with known holidays.
        names: date -> (English, Danish) name of the public holiday.
        closed: (month, day) of days on which offices are closed, besides public holidays.
    """

    file: str
    years: frozenset[int]
    names: dict[date, tuple[str, str]]
    closed: frozenset[tuple[int, int]]

    def is_closed(self, day: date) -> bool:
        """Whether offices are closed on a day, weekends not considered."""
        return day in self.names or (day.month, day.day) in self.closed


class Calendar:
    """The days of one study.

    Args:
        start: day 0.
        days: number of days from day 0, including the horizon of the diaries.
        holidays: closed days; by default those of the scenario file.

    Attributes:
        workday: bool by day; false on Saturdays, Sundays, public holidays and closed days.
        weekday: int8 by day, 0 = Monday.
        month_start: int32 by day, the day number of the first day of the *next* month.

    Raises:
        ScenarioError: a day lies in a year without known holidays.
    """

    def __init__(self, start: date, days: int, holidays: Holidays | None = None) -> None:
        if days < 1:
            raise ScenarioError("a calendar needs at least one day", found=days, expected="1 or more days")
        known = read_holidays() if holidays is None else holidays
        _check_covered(start, days, known)
        self.start = start
        self.days = days
        dates = [start + timedelta(days=number) for number in range(days)]
        self.weekday: NDArray[np.int8] = np.array([day.weekday() for day in dates], dtype=np.int8)
        self.workday: NDArray[np.bool_] = np.array(
            [day.weekday() < 5 and not known.is_closed(day) for day in dates], dtype=np.bool_
        )
        self.month_start: NDArray[np.int32] = np.array([self.to_day(_next_month(day)) for day in dates], dtype=np.int32)

    def to_day(self, day: date) -> int:
        """The day number of a date; negative before the start."""
        return (day - self.start).days

    def to_date(self, day: int) -> date:
        """The date of a day number."""
        return self.start + timedelta(days=int(day))

    def add_months(self, day: int, count: int) -> int:
        """The day number ``count`` calendar months after a day number, clamped to the end of the month."""
        return self.to_day(add_months(self.to_date(day), count))


def add_months(day: date, count: int) -> date:
    """The same day of the month ``count`` months later, clamped to the month's end. A negative ``count`` goes back."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _next_month(day: date) -> date:
    return add_months(day.replace(day=1), 1)


def _check_covered(start: date, days: int, known: Holidays) -> None:
    last = start + timedelta(days=days - 1)
    missing = [year for year in range(start.year, last.year + 1) if year not in known.years]
    if missing:
        raise ScenarioError(
            f"the calendar's holidays do not cover {_years_in_words(frozenset(missing))}",
            file=known.file,
            found=f"{start.isoformat()} to {last.isoformat()}",
            expected=f"dates in {_years_in_words(known.years)}",
            do="choose other dates, or add the holidays of those years to the file",
        )


def _years_in_words(years: frozenset[int]) -> str:
    if not years:
        return "no year"
    first, last = min(years), max(years)
    whole = len(years) == last - first + 1
    return f"{first} to {last}" if whole else ", ".join(str(year) for year in sorted(years))


# --- the file ---------------------------------------------------------------------------------------------------------


def read_holidays(file: Path | None = None) -> Holidays:
    """The closed days of ``office/calendar.yaml``, or of another file of that format.

    Raises:
        ScenarioError: the file is missing or has an invalid entry; the error gives the line.
    """
    return holidays_of(*calendar_text(file))


def calendar_text(file: Path | None = None) -> tuple[str, str]:
    """The text of ``office/calendar.yaml``, or of another file of that format, and the name of the file.

    Raises:
        ScenarioError: the file cannot be read.
    """
    path = (scenarios_dir() / CALENDAR_FILE if file is None else file).resolve()
    try:
        return path.read_text(encoding="utf-8"), str(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(
            "the calendar cannot be read", file=str(path), found=str(error), do="restore the file"
        ) from error


@lru_cache(maxsize=8)
def holidays_of(text: str, file: str) -> Holidays:
    """The closed days of a text in the format of ``office/calendar.yaml``. Raises as :func:`read_holidays`."""
    data = _load(text, file)
    reader = _Reader(file)
    reader.keys(data, ("schema", "office", "holidays", "closed_days"))
    if data["office"] != "calendar":
        reader.refuse("this file is not a calendar", data, "office", found=data["office"], expected="office: calendar")
    reader.keys(data["holidays"], ("evidence", "source", "years"))
    reader.keys(data["closed_days"], ("evidence", "source", "days"))
    years, names = reader.holidays(data["holidays"]["years"])
    return Holidays(file, years, names, reader.closed(data["closed_days"]["days"]))


def _load(text: str, file: str) -> Any:
    try:
        data = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ScenarioError("this is not YAML", file=file, line=line, found=error.problem) from error
    except (YAMLError, ValueError) as error:  # the library raises ValueError for a date such as 2024-13-01
        line = next((number for number, words in enumerate(text.splitlines(), 1) if _impossible_date(words)), None)
        raise ScenarioError("this is not YAML", file=file, line=line, found=str(error)) from error
    if not isinstance(data, dict):
        raise ScenarioError(
            "the calendar is empty or not a mapping", file=file, expected="schema, office, holidays, closed_days"
        )
    return data


class _Reader:
    """Turns the mappings of the file into dates. Every error gives its line."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, message: str, at: Any, key: Any = None, *, found: object = None, **more: Any) -> NoReturn:
        raise ScenarioError(message, file=self.file, line=_line(at, key), found=found, **more)

    def keys(self, entry: Any, known: tuple[str, ...], *, optional: tuple[str, ...] = ()) -> None:
        """Refuse an entry that is not a mapping, lacks a key or has an unknown key."""
        if not isinstance(entry, dict):
            self.refuse("this must be a mapping", entry, found=entry, expected=", ".join(known))
        for key in entry:
            if key not in known + optional:
                near = nearest_name(str(key), known + optional)
                self.refuse("unknown key", entry, key, found=key, expected=", ".join(known + optional), nearest=near)
        for key in known:
            if key not in entry:
                self.refuse("a key is missing", entry, found=", ".join(map(str, entry)), expected=key)

    def holidays(self, entry: Any) -> tuple[frozenset[int], dict[date, tuple[str, str]]]:
        if not isinstance(entry, dict) or not entry:
            self.refuse("the holidays have no years", entry, expected="years:, a mapping of years")
        names: dict[date, tuple[str, str]] = {}
        for year, days in entry.items():
            if not isinstance(year, int) or isinstance(year, bool):
                self.refuse("this key must be a year", entry, year, found=year, expected="a year such as 2024")
            if not isinstance(days, dict) or not days:
                self.refuse(f"{year} has no holidays", entry, year, expected="a mapping of dates")
            for key, title in days.items():
                day = _as_date(key)
                if day is None or day.year != year:
                    self.refuse(
                        "a holiday needs a date in its year",
                        days,
                        key,
                        found=key,
                        expected=f"a date such as {year}-12-25",
                    )
                self.keys(title, ("en", "da"))
                names[day] = (str(title["en"]), str(title["da"]))
        return frozenset(int(year) for year in entry), names

    def closed(self, entry: Any) -> frozenset[tuple[int, int]]:
        if not isinstance(entry, dict):
            self.refuse("closed days must be a mapping", entry, found=entry, expected="days such as 12-24")
        closed: set[tuple[int, int]] = set()
        for key, item in entry.items():
            match = re.fullmatch(r"(\d{2})-(\d{2})", str(key))
            month, day = (int(match[1]), int(match[2])) if match else (0, 0)
            if not (1 <= month <= 12 and 1 <= day <= months.monthrange(2024, month)[1]):
                self.refuse(
                    "a closed day must be a month and a day", entry, key, found=key, expected="month-day, such as 12-24"
                )
            self.keys(item, ("title", "closed"), optional=("note",))
            self.keys(item["closed"], ("value", "low", "high"))
            for name, value in item["closed"].items():
                if not isinstance(value, bool):
                    self.refuse(
                        "`closed` must be true or false", item["closed"], name, found=value, expected="true or false"
                    )
            if item["closed"]["value"]:
                closed.add((month, day))
        return frozenset(closed)


def _impossible_date(words: str) -> bool:
    return any(_as_date(text) is None for text in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", words))


def _as_date(key: Any) -> date | None:
    return date_of(str(key))


def _line(at: Any, key: Any = None) -> int | None:
    """The line of a mapping's key, else of the mapping itself."""
    place = getattr(at, "lc", None)
    if place is None:
        return None
    if key is not None and place.data and key in place.data:
        return int(place.data[key][0]) + 1
    return int(place.line) + 1 if place.line is not None else None
