"""``office/calendar.yaml`` as a model, for its schema only. ``sim.place.office.calendar`` reads the file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.files.entry import Entry, Title
from sim.files.value import Grade
from sim.place.office.calendar import EARLIEST, LATEST

Year = Annotated[int, Field(ge=EARLIEST, le=LATEST)]
MonthAndDay = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$")]


class PublicHolidays(Entry):
    evidence: Grade
    source: str
    first_year: Year
    last_year: Year


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
    schema_version: Literal[1] = Field(alias="schema")
    office: Literal["calendar"]
    public_holidays: PublicHolidays
    closed_days: ClosedDays
