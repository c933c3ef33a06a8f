"""Regimes: the complete law from a date."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.files.dates import Date
from sim.files.entry import Entry, Names, NoneWord, Sourced, Title, Titled
from sim.files.schema import Schema
from sim.files.value import DurationValue, LengthValue, NumberValue, ShareValue, WorkValue
from sim.files.within import Within
from sim.law.clauses.activity import Activity
from sim.law.clauses.certificate import Certificate
from sim.law.clauses.duty import Duty
from sim.law.clauses.procedure import Procedure
from sim.law.clauses.vocabulary import CaseworkerRule, Clock, Demand, Restarts


class Group(Sourced):
    """A target group of LAB § 6 in one benefit."""

    title: Title
    lab: Annotated[int, Within(0, 13)]  # 0: outside LAB § 6
    benefit: str
    paid_as: str  # the benefit that sets the rate; merged benefits keep their rates by default
    counts_with: str | None = None  # benefits with the same name count together in windows of time
    clock: Clock
    restarts: bool  # a switch to the group starts a new six-month period
    caseworker: CaseworkerRule
    has_job: bool = False  # citizens of the group have an employer when they fall ill
    law: str


class Merger(Sourced):
    """A mapping of groups to fewer, merged groups."""

    title: Title
    groups: dict[str, Names]


class HandOver(Sourced):
    """The hand-over from a-kasse to jobcenter. ``paid_hours`` are benefit hours, in minutes like all hours."""

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
    """Citizens who need an interpreter: their meetings take longer, and the office books them."""

    needs: str  # a trait
    longer: ShareValue
    law: str


class OfferKind(Titled):
    """A kind of offer. ``counts``: it counts as a right-and-duty offer and in the focus target."""

    counts: bool
    lasts: DurationValue
    law: str


class Prolongation(Sourced):
    """A ground of SDPL § 27(1) for sickness benefit beyond the revaluation."""

    title: Title
    number: Annotated[int, Within(1, 7)]
    limit: Annotated[DurationValue | None, NoneWord] = None
    waits_for: str | None = None  # the benefit continues while this procedure (or `any`) waits
    law: str


class TermLimit(Sourced):
    """A limit for a term of the people file that differs from the file's own limit.

    Terms that end within ``last`` before the people's limit are spread evenly up to ``at_most``.
    """

    at_most: DurationValue
    last: LengthValue
    law: str


class SwitchTalk(Entry):
    activity: str
    within: DurationValue
    exempt: Names = ()  # traits


class Switching(Sourced):
    """The work of a group switch: the switch talk and a procedure.

    ``restarts`` is the rule for the six-month period. With ``by-benefit``, each group's ``restarts`` applies. With
    ``never``, the period continues through every switch, except a switch from a subsidised job, which has no period.
    """

    talk: SwitchTalk
    procedure: str
    restarts: Restarts = "by-benefit"


class SelfBooking(Sourced):
    groups: Names
    needs_help: str  # a trait
    exempt: str  # a trait: the office books for these citizens
    activity: str  # the activity of helping the citizen
    office_activity: str  # the activity of booking by the office
    law: str


class Sanctions(Sourced):
    groups: Names
    per_no_show: ShareValue
    procedure: str
    law: str


class Tracking(Sourced):
    """Tracking of deadlines: minutes per open duty, per breach and per citizen a year."""

    activity: str
    per_open_duty: WorkValue
    per_breach: WorkValue
    fokusmaal_dialogue: WorkValue
    focus_groups: Names  # of focus target 1
    demands: Annotated[tuple[Demand, ...], Field(strict=False)]


class Caseloads(Sourced):
    """Rules on caseworkers: continuity across groups, and the ceiling on cases per full-time post, by group."""

    fixed_caseworker: bool = False
    at_most: Annotated[dict[str, NumberValue] | None, NoneWord] = None


class Regime(Sourced):
    schema_version: Schema = Field(alias="schema")
    regime: str
    title: Title
    in_force: Date
    groups: dict[str, Group]
    mergers: dict[str, Merger] = Field(default={})
    adult_from: DurationValue  # age limit for cash benefit instead of education help
    adult_if: Names = ()  # traits: cash benefit below that age as well
    of_age: DurationValue  # age at which the group of the young under 18 ends
    pension_age: DurationValue  # age at which citizens leave for the old-age pension
    merged_groups: Annotated[str | None, NoneWord] = None
    activities: dict[str, Activity]
    certificates: dict[str, Certificate]
    hand_over: HandOver
    duties: dict[str, Duty]
    offers: dict[str, OfferKind]
    prolongations: dict[str, Prolongation]
    term_limits: dict[str, TermLimit] = Field(default={})  # by term in the people file
    interpreter: Interpreter
    guidance: Guidance
    repatriation: Guidance
    switching: Switching
    self_booking: SelfBooking
    sanctions: Sanctions
    tracking: Tracking
    caseloads: Caseloads = Caseloads()
    procedures: dict[str, Procedure]
