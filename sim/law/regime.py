"""A regime: the law from a date, complete."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.law.activity import Activity
from sim.law.certificate import Certificate
from sim.law.duty import Duty
from sim.law.entry import Entry, Names, NoneWord, Sourced, Title
from sim.law.procedure import Procedure
from sim.law.value import DurationValue, ShareValue, WorkValue, problem
from sim.law.words import CaseworkerRule, Clock, Demand


def _date(raw: Any) -> Any:
    try:
        return dt.date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        raise problem("this is not a date", found=raw, expected="a date like 2024-01-01") from None


Date = Annotated[dt.date, BeforeValidator(_date)]


class Group(Sourced):
    """A target group of LAB § 6 in one benefit."""

    title: Title
    lab: int = Field(ge=1, le=13)
    benefit: str
    clock: Clock
    restarts: bool  # a switch to it starts a new six-month period
    caseworker: CaseworkerRule
    law: str


class Merger(Sourced):
    """A mapping of groups to fewer."""

    title: Title
    groups: dict[str, Names]


class HandOver(Sourced):
    """From a-kasse to jobcenter. ``paid_hours`` are benefit hours, held in minutes like all hours."""

    paid_hours: WorkValue
    law: str


class Guidance(Sourced):
    active: bool = True
    in_first_meeting: bool
    activity: str
    groups: Names
    every: DurationValue
    law: str


class SwitchTalk(Entry):
    activity: str
    within: DurationValue


class Switching(Sourced):
    """What a group switch costs: the talk and a procedure."""

    talk: SwitchTalk
    procedure: str


class SelfBooking(Sourced):
    groups: Names
    needs_help: str  # a trait
    activity: str
    law: str


class Sanctions(Sourced):
    groups: Names
    per_no_show: ShareValue
    procedure: str
    law: str


class Tracking(Sourced):
    """Following deadlines: minutes per open duty, per breach and (a year) per citizen."""

    activity: str
    per_open_duty: WorkValue
    per_breach: WorkValue
    fokusmaal_dialogue: WorkValue
    demands: Annotated[tuple[Demand, ...], Field(strict=False)]


class Regime(Sourced):
    schema_version: Literal[1] = Field(alias="schema")
    regime: str
    title: Title
    in_force: Date
    groups: dict[str, Group]
    mergers: dict[str, Merger] = Field(default={})
    merged_groups: Annotated[str | None, NoneWord] = None
    activities: dict[str, Activity]
    certificates: dict[str, Certificate]
    hand_over: HandOver
    duties: dict[str, Duty]
    guidance: Guidance
    switching: Switching
    self_booking: SelfBooking
    sanctions: Sanctions
    tracking: Tracking
    procedures: dict[str, Procedure]
