"""The calendar of a study: working days, weekdays and months.

The public holidays of Denmark follow from rules (Easter and fixed dates). The library ``holidays`` computes them. The
calendar file has what is a choice: the years covered and the other days on which offices are closed.

Day 0 is the study's first day; earlier days have negative numbers. Due dates are calendar days and holidays do not move
them. Only work is limited to working days.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.source import parse, read_text
from sim.place.office.calendar_file import CalendarFile

CALENDAR_FILE = Path("office") / "calendar.yaml"


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
        return list(_closed_between(self, start, days))


@lru_cache(maxsize=64)
def _closed_between(holidays: Holidays, start: date, days: int) -> tuple[str, ...]:
    """The closed days among some days, for the name of every run of a study."""
    dates = (start + timedelta(days=number) for number in range(days))
    return tuple(day.isoformat() for day in dates if holidays.is_closed(day))


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
    path = scenarios_dir() / CALENDAR_FILE if file is None else file.absolute()
    root = path.parents[1] if path.parts[-2:] == CALENDAR_FILE.parts else path.parent
    return _holidays(*read_text(path, root))


@lru_cache(maxsize=8)
def _holidays(text: str, name: str) -> Holidays:
    file = shape(CalendarFile, parse(text, name))
    return Holidays(name, file.public_holidays.first_year, file.public_holidays.last_year, file.closed)
