"""A practice: what the jobcenter does where the law leaves a thing open."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.files.entry import Names, Sourced, Title
from sim.files.value import CountValue, DurationValue, NumberValue, ShareValue, WorkValue, problem
from sim.law.clauses.duty import Starts
from sim.law.clauses.vocabulary import Clock, Cover, DutyForm, Overload

NEEDS = ("light", "medium", "heavy")


class Booking(Sourced):
    window: DurationValue  # an instance opens, and is booked, so long before it is due
    notice: DurationValue
    short_notice: DurationValue
    bookable_share: ShareValue  # of the effective day
    attempts: CountValue
    no_show_minutes: WorkValue
    missed_share: ShareValue  # of citizens who should book themselves and have not when the deadline passes


class ByNeed(Sourced):
    """A duration for each level of need; written once where it is the same for all."""

    light: DurationValue
    medium: DurationValue
    heavy: DurationValue

    @model_validator(mode="before")
    @classmethod
    def _one_for_all(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "value" not in raw:
            return raw
        return dict.fromkeys(NEEDS, raw)


class Voluntary(Sourced):
    """What the practice adds to the law, first at ``first`` on the clock and then ``every`` so often."""

    title: Title
    groups: Names
    starts: Starts
    clock: Clock
    first: ByNeed
    every: ByNeed | None = None
    exempt: Names = ()  # traits
    exempt_when_active: dict[str, str] = Field(default={})  # trait -> duty: exempt while the rule set has that duty
    random: bool = False  # exponential gaps with these means instead of fixed ones


class Contact(Voluntary):
    """Meetings."""

    activity: str
    form: DutyForm
    detects: bool = True
    on_request: bool = False  # the citizen has a right to it: it does not give way


class Offer(Voluntary):
    procedure: str


class MoreMeetings(Sourced):
    """What the practice does with hours to spare when they go into meetings."""

    shortest_gap: ByNeed  # no meeting follows another sooner
    activity: str  # of meetings where the practice has none of its own
    activity_of: dict[str, str] = Field(default={})  # by group, where it is another


class Assignment(Sourced):
    """A caseworker takes a citizen while below the team's mean plus these margins."""

    margin_share: ShareValue
    margin_cases: CountValue


class NeedWeights(Sourced):
    """How running casework is shared between open cases."""

    light: NumberValue
    medium: NumberValue
    heavy: NumberValue


class Practice(Sourced):
    schema_version: Literal[1] = Field(alias="schema")
    practice: str
    title: Title
    extends: str | None = None
    booking: Booking
    phone_share: ShareValue  # of meetings whose form the citizen chooses
    video_share: ShareValue
    insists_in_person: ShareValue  # the municipality does not follow the choice
    cover: Cover
    contact: dict[str, Contact]
    offers: dict[str, Offer]
    team_share: dict[str, ShareValue]  # by case, where the law leaves the hearing to judgement
    certificate_share: ShareValue | None = None  # of team cases, where LÆ 265 is left to judgement; else the people's
    more_meetings: MoreMeetings
    overload: Annotated[tuple[Overload, ...], Field(strict=False)]
    overtime_minutes: WorkValue  # at most, per caseworker and day
    assignment: Assignment
    need_weights: NeedWeights
    undated_team_due: DurationValue
    team_notice: DurationValue

    @model_validator(mode="after")
    def _overload_ends(self) -> Practice:
        if not self.overload or self.overload[-1] != "late" or len(set(self.overload)) < len(self.overload):
            found = ", ".join(self.overload)
            raise problem(
                "the overload list names each means once and ends with `late`",
                key=("overload",),
                found=found,
                expected="late last",
            )
        return self
