"""``office/calendar.yaml``: the years whose public holidays are known, and the other days on which offices are closed."""

from __future__ import annotations

import calendar as months
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from sim.files.entry import Entry, Title
from sim.files.schema import Schema
from sim.files.value import Grade, problem, shown

EARLIEST, LATEST = 1900, 2199
"""The years of dates in scenario files (``sim/files/dates.py``)."""
MONTH_AND_DAY = "^[0-9]{2}-[0-9]{2}$"


def month_and_day(text: str) -> tuple[int, int] | None:
    """The month and the day of a text such as ``12-24``; None for other texts and days that no year has."""
    month, day = map(int, text.split("-")) if re.fullmatch(MONTH_AND_DAY, text) else (0, 0)
    return (month, day) if 1 <= month <= 12 and 1 <= day <= months.monthrange(2024, month)[1] else None


def _month_and_day(raw: object) -> object:
    if not isinstance(raw, str) or month_and_day(raw) is None:
        raise problem("a closed day must be a month and a day", found=shown(raw), expected="month-day, such as 12-24")
    return raw


def _year(raw: object) -> object:
    if not isinstance(raw, int) or isinstance(raw, bool) or not EARLIEST <= raw <= LATEST:
        raise problem("this must be a year", found=shown(raw), expected=f"{EARLIEST} to {LATEST}")
    return raw


Year = Annotated[int, Field(ge=EARLIEST, le=LATEST), BeforeValidator(_year)]
MonthAndDay = Annotated[
    str, BeforeValidator(_month_and_day), WithJsonSchema({"type": "string", "pattern": MONTH_AND_DAY})
]


class PublicHolidays(Entry):
    evidence: Grade
    source: str
    first_year: Year
    last_year: Year

    @model_validator(mode="after")
    def _are_in_order(self) -> PublicHolidays:
        if self.last_year < self.first_year:
            raise problem(
                "the last year is before the first", key=("last_year",), found=self.last_year,
                expected=f"{self.first_year} or a later year",
            )  # fmt: skip
        return self


class Closed(Entry):
    """Whether offices are closed, with the low and high end of the range."""

    value: bool
    low: bool
    high: bool


class ClosedDay(Entry):
    title: Title
    closed: Closed
    note: str | None = None


class ClosedDays(Entry):
    evidence: Grade
    source: str
    days: dict[MonthAndDay, ClosedDay]  # by month and day, such as 12-24


class CalendarFile(Entry):
    schema_version: Schema = Field(alias="schema")
    office: Literal["calendar"]
    public_holidays: PublicHolidays
    closed_days: ClosedDays

    @property
    def closed(self) -> frozenset[tuple[int, int]]:
        """(month, day) of the days on which offices are closed."""
        days = ((month_and_day(text), day.closed.value) for text, day in self.closed_days.days.items())
        return frozenset(known for known, is_closed in days if known is not None and is_closed)
