"""A regime: the law from a date, complete."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.files.entry import Entry, Names, NoneWord, Sourced, Title, Titled
from sim.files.value import DurationValue, NumberValue, ShareValue, WorkValue, problem
from sim.law.clauses.activity import Activity
from sim.law.clauses.certificate import Certificate
from sim.law.clauses.duty import Duty
from sim.law.clauses.procedure import Procedure
from sim.law.clauses.vocabulary import CaseworkerRule, Clock, Demand, Restarts


def _date(raw: Any) -> Any:
    try:
        return dt.date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        raise problem("this is not a date", found=raw, expected="a date like 2024-01-01") from None


Date = Annotated[dt.date, BeforeValidator(_date)]


class Group(Sourced):
    """A target group of LAB § 6 in one benefit."""

    title: Title
    lab: int = Field(ge=0, le=13)  # 0: outside LAB § 6
    benefit: str
    paid_as: str  # the benefit whose rate is paid: merged benefits go on being paid as before, unless a change says otherwise
    counts_with: str | None = None  # benefits of one name count together in windows of time
    clock: Clock
    restarts: bool  # a switch to it starts a new six-month period
    caseworker: CaseworkerRule
    has_job: bool = False  # who falls ill here has an employer
    law: str


class Merger(Sourced):
    """A mapping of groups to fewer."""

    title: Title
    groups: dict[str, Names]


class HandOver(Sourced):
    """From a-kasse to jobcenter. ``paid_hours`` are benefit hours, held in minutes like all hours."""

    paid_hours: WorkValue
    at_once: str  # a trait: at the jobcenter from the first day
    law: str


class Guidance(Sourced):
    active: bool = True
    in_first_meeting: bool
    activity: str
    groups: Names
    only: Names = ()  # traits: only citizens who have one of them
    every: DurationValue
    law: str


class Interpreter(Sourced):
    """Citizens who need one: their meetings take longer, and the office books them."""

    needs: str  # a trait
    longer: ShareValue
    law: str


class OfferKind(Titled):
    """A kind of offer. ``counts``: as a right-and-duty offer, and in the focus target."""

    counts: bool
    lasts: DurationValue
    law: str


class Prolongation(Sourced):
    """A ground of SDPL § 27(1) on which sickness benefit runs on beyond the revaluation."""

    title: Title
    number: int = Field(ge=1, le=7)
    limit: Annotated[DurationValue | None, NoneWord] = None
    waits_for: str | None = None  # the benefit runs on while this procedure (or `any`) waits
    law: str


class TermLimit(Sourced):
    """A longest time other than that of the people file, for one of its terms.

    Who reaches the people's limit, ending within ``last`` before it, runs on evenly towards ``at_most``.
    """

    at_most: DurationValue
    last: DurationValue
    law: str


class SwitchTalk(Entry):
    activity: str
    within: DurationValue
    exempt: Names = ()  # traits


class Switching(Sourced):
    """What a group switch costs: the talk and a procedure.

    ``restarts``: ``by-benefit`` as each group says; ``never``: the six-month period runs on through every switch but
    that of those who come from a job with a subsidy, for whom none ran.
    """

    talk: SwitchTalk
    procedure: str
    restarts: Restarts = "by-benefit"


class SelfBooking(Sourced):
    groups: Names
    needs_help: str  # a trait
    exempt: str  # a trait: the office books for these
    activity: str  # of helping
    office_activity: str  # of booking by the office
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
    focus_groups: Names  # of focus target 1
    demands: Annotated[tuple[Demand, ...], Field(strict=False)]


class Caseloads(Sourced):
    """What the law says of caseworkers: does one stay across groups, and how many cases a full-time one has at most, by group."""

    fixed_caseworker: bool = False
    at_most: Annotated[dict[str, NumberValue] | None, NoneWord] = None


class Regime(Sourced):
    schema_version: Literal[1] = Field(alias="schema")
    regime: str
    title: Title
    in_force: Date
    groups: dict[str, Group]
    mergers: dict[str, Merger] = Field(default={})
    adult_from: DurationValue  # of age: cash benefit instead of education help
    merged_groups: Annotated[str | None, NoneWord] = None
    activities: dict[str, Activity]
    certificates: dict[str, Certificate]
    hand_over: HandOver
    duties: dict[str, Duty]
    offers: dict[str, OfferKind]
    prolongations: dict[str, Prolongation]
    term_limits: dict[str, TermLimit] = Field(default={})  # by term of the people file
    interpreter: Interpreter
    guidance: Guidance
    repatriation: Guidance
    switching: Switching
    self_booking: SelfBooking
    sanctions: Sanctions
    tracking: Tracking
    caseloads: Caseloads = Caseloads()
    procedures: dict[str, Procedure]
