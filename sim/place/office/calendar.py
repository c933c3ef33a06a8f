"""The calendar of a study: working days, weekdays and months.

The public holidays of Denmark follow from rules (Easter and fixed dates). The library ``holidays`` computes them. The
calendar file has what is a choice: the years covered and the other days on which offices are closed.

Day 0 is the study's first day; earlier days have negative numbers. Due dates are calendar days and holidays do not move
them. Only work is limited to working days.
"""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
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
EARLIEST, LATEST = 1900, 2199
"""The years of dates in scenario files (``sim/files/dates.py``)."""


@dataclass(frozen=True)
class Holidays:
    """The holidays and closed days of one calendar file.

    Attributes:
        file: the file's name, for messages.
        first, last: the first and the last year covered.
        closed: (month, day) of days on which offices are closed, besides public holidays.
    """

    file: str
    first: int
    last: int
    closed: frozenset[tuple[int, int]]

    @property
    def content(self) -> list[Any]:
        """What the file says, as plain data."""
        return [self.first, self.last, sorted(self.closed)]

    @cached_property
    def names(self) -> dict[date, tuple[str, str]]:
        """Date -> (English, Danish) name of the public holiday, for all years covered."""
        return public_holidays(self.first, self.last)

    def is_closed(self, day: date) -> bool:
        """Whether offices are closed on a day, weekends not considered."""
        return day in self.names or (day.month, day.day) in self.closed

    def closed_between(self, start: date, days: int) -> list[str]:
        """The closed days among ``days`` days from ``start`` on, weekends not considered, as ISO dates in order.

        They determine a run. Runs are named by these dates, and not by the library that computes them.
        """
        dates = (start + timedelta(days=number) for number in range(days))
        return [day.isoformat() for day in dates if self.is_closed(day)]


@lru_cache(maxsize=8)
def public_holidays(first: int, last: int) -> dict[date, tuple[str, str]]:
    """The Danish public holidays of some years: date -> (English, Danish) name.

    *Store Bededag* was last held in 2023. The library knows it.
    """
    from holidays.countries.denmark import Denmark  # a large package: only this country is imported, and only if needed

    years = range(first, last + 1)
    english, danish = (Denmark(years=years, language=language) for language in ("en_US", "da"))  # type: ignore[no-untyped-call]
    return {day: (english[day], danish[day]) for day in sorted(english)}


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
        dates = np.datetime64(start, "D") + np.arange(days)
        self.weekday: NDArray[np.int8] = ((start.weekday() + np.arange(days)) % 7).astype(np.int8)
        closed = np.array([known.is_closed(day) for day in dates.tolist()], dtype=np.bool_)
        self.workday: NDArray[np.bool_] = (self.weekday < 5) & ~closed
        next_month = (dates.astype("datetime64[M]") + 1).astype("datetime64[D]")
        self.month_start: NDArray[np.int32] = (next_month - dates[0]).astype(np.int32)

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


def _check_covered(start: date, days: int, known: Holidays) -> None:
    last = start + timedelta(days=days - 1)
    missing = [year for year in range(start.year, last.year + 1) if not known.first <= year <= known.last]
    if missing:
        years = str(missing[0]) if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
        raise ScenarioError(
            f"the calendar does not cover {years}",
            file=known.file,
            found=f"{start.isoformat()} to {last.isoformat()}",
            expected=f"dates in {known.first} to {known.last}",
            do="choose other dates, or other years in `public_holidays`, if the law of holidays is the same in them",
        )


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
    reader.keys(data, ("schema", "office", "public_holidays", "closed_days"))
    if data["office"] != "calendar":
        reader.refuse("this file is not a calendar", data, "office", found=data["office"], expected="office: calendar")
    reader.keys(data["public_holidays"], ("evidence", "source", "first_year", "last_year"))
    reader.keys(data["closed_days"], ("evidence", "source", "days"))
    first, last = reader.years(data["public_holidays"])
    return Holidays(file, first, last, reader.closed(data["closed_days"]["days"]))


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
            "the calendar is empty or not a mapping", file=file, expected="schema, office, public_holidays, closed_days"
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

    def years(self, entry: Any) -> tuple[int, int]:
        """The first and the last year covered."""
        first, last = entry["first_year"], entry["last_year"]
        for key, year in (("first_year", first), ("last_year", last)):
            if not isinstance(year, int) or isinstance(year, bool) or not EARLIEST <= year <= LATEST:
                self.refuse("this must be a year", entry, key, found=year, expected=f"{EARLIEST} to {LATEST}")
        if last < first:
            self.refuse(
                "the last year is before the first", entry, "last_year", found=last, expected=f"{first} or a later year"
            )
        return first, last

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
