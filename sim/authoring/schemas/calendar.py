"""``office/calendar.yaml`` as a model. It is read by ``sim.place.office.calendar``, which knows dates; this is for its schema."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.files.entry import Entry, Title
from sim.files.value import Grade

Year = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
MonthAndDay = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$")]


class PublicHolidays(Entry):
    evidence: Grade
    source: str
    years: dict[Year, dict[Day, Title]]  # a year that is not named is not covered


class Closed(Entry):
    """Whether offices are closed, and the least and most that may be so."""

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
    holidays: PublicHolidays
    closed_days: ClosedDays
