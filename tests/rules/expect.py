"""What a case expects to see; every given list is compared in full, what is left out is not compared."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Days = date | tuple[date, ...]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Switch(Part):
    """A change of group or benefit; what is left out is not compared."""

    on: date
    to: str
    lab: int | None = None
    benefit: str | None = None
    cause: Literal["life", "clock", "decision", "age"] | None = None
    restart: bool | None = None  # whether a new period of LAB § 9 begins


class Exit(Part):
    on: date
    to: str


class Breach(Part):
    """A deadline passed unmet: the day on which it is counted (the one after the deadline) and the meetings missing."""

    on: date
    duty: str
    missing: int


class Span(Part):
    """Meetings held with the jobcenter for the law's duties, both days included."""

    since: date = Field(alias="from")
    until: date = Field(alias="to")
    least: int = 0
    most: int = 10**6


class Within(Part):
    """From the first happening of one name to the first of the other later than it, so many days at most."""

    since: str = Field(alias="from")
    until: str = Field(alias="to")
    days: int


class Expect(Part):
    """What must be seen. Names of happenings are listed in README.md; every given list is compared in full."""

    lab: int | None = None  # on arrival
    benefit: str | None = None
    due: dict[str, tuple[date, ...]] = {}
    deadlines: dict[str, tuple[date, ...]] = {}  # different days, in order
    owed: dict[str, tuple[int, ...]] = {}
    breaches: tuple[Breach, ...] | None = ()  # none, unless given; null: not compared
    switches: tuple[Switch, ...] | None = None
    leaves: Exit | None = None
    on: dict[str, Days] = {}
    by: dict[str, date] = {}
    after: dict[str, date] = {}
    times: dict[str, int] = {}
    order: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    within: tuple[Within, ...] = ()
    meetings: tuple[Span, ...] = ()
    law_meetings_end: date | None = None
    forms: dict[str, tuple[str, ...]] = {}
    notice: dict[str, int] = {}  # days at least between booking and meeting
    team_due: tuple[date, ...] | None = None
    fees: dict[str, int] = {}
    offer_days: dict[str, int] = {}  # an offer of this kind lasts so many days at least
    offer_days_at_most: dict[str, int] = {}
    counting_offers: tuple[str, ...] | None = None  # kinds that count as a right-and-duty offer, all of them
    longer: tuple[str, ...] = ()  # duties all of whose meetings take longer than the activity usually does
