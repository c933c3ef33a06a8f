"""Practices: the jobcenter's choices where the law leaves discretion."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from sim.files.entry import Names, Sourced, Title
from sim.files.schema import Schema
from sim.files.value import AttemptsValue, CountValue, DurationValue, NumberValue, ShareValue, WorkValue, problem, size
from sim.law.clauses.duty import Starts
from sim.law.clauses.vocabulary import Clock, Cover, DutyForm, Notice, Overload

NEEDS = ("light", "medium", "heavy")


class Booking(Sourced):
    window: DurationValue  # time before the due date at which an instance opens and is booked
    notice: DurationValue
    short_notice: DurationValue
    bookable_share: ShareValue  # of the effective day
    attempts: AttemptsValue
    no_show_minutes: WorkValue
    missed_share: ShareValue  # share of citizens with self-booking who miss the deadline


class Levels(Sourced):
    """A value for each level of need. A file may give one value for all levels."""

    @model_validator(mode="before")
    @classmethod
    def _one_for_all(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "value" not in raw:
            return raw
        return dict.fromkeys(NEEDS, raw)


class ByNeed(Levels):
    """A duration for each level of need."""

    light: DurationValue
    medium: DurationValue
    heavy: DurationValue


class ShareByNeed(Levels):
    """A share for each level of need."""

    light: ShareValue
    medium: ShareValue
    heavy: ShareValue


def _check_gaps(gaps: ByNeed | None, key: str) -> None:
    """Check that each gap is a day or more: without one, an action would repeat without end."""
    for need in NEEDS if gaps else ():
        gap = getattr(gaps, need)
        if size(gap.value) < 1:
            raise problem(
                "an action cannot repeat every 0 days", key=(key, need), found=gap.text, expected="at least 1 day"
            )


class Voluntary(Sourced):
    """Actions that the practice adds to the law: at ``first`` on the clock, then at intervals of ``every``."""

    title: Title
    groups: Names
    starts: Starts
    clock: Clock
    first: ByNeed
    every: ByNeed | None = None
    only: Names = ()  # traits: only citizens with at least one of them
    exempt: Names = ()  # traits: not citizens with any of them
    exempt_when_active: dict[str, str] = Field(default={})  # trait -> duty: exempt while the rule set has that duty
    random: bool = False  # gaps are exponential with these means instead of fixed

    @model_validator(mode="after")
    def _is_whole(self) -> Voluntary:
        _check_gaps(self.every, "every")
        if self.clock == "window":
            raise problem(
                "a practice cannot count days within a window", key=("clock",), found=self.clock,
                expected="spell, benefit, accumulated, absence or course",
            )  # fmt: skip
        if self.every is None and len({getattr(self.first, need).value for need in NEEDS}) > 1:
            raise problem(
                "an action that happens once has one time for all levels of need", key=("first",),
                found=", ".join(getattr(self.first, need).text for need in NEEDS), expected="one duration",
                do="give one duration, or repeat the action with `every`",
            )  # fmt: skip
        return self


class Contact(Voluntary):
    """Additional meetings. Each may detect a need."""

    activity: str
    form: DutyForm
    notice: Notice = "normal"
    on_request: bool = False  # the citizen has a right to the meeting, so it is not dropped
    gives_way: bool = True  # dropped if a duty or a meeting by right needs the time


class Offer(Voluntary):
    """Additional offers. The procedure decides which kinds are made."""

    procedure: str
    begins_before: DurationValue | None = None  # time from the start of the procedure to its due date


class MoreMeetings(Sourced):
    """The practice's use of freed hours for meetings."""

    shortest_gap: ByNeed  # the shortest time between two meetings
    activity: str  # for groups without meetings of the practice
    activity_of: dict[str, str] = Field(default={})  # exceptions by group

    @model_validator(mode="after")
    def _has_gaps(self) -> MoreMeetings:
        _check_gaps(self.shortest_gap, "shortest_gap")
        return self


class Assignment(Sourced):
    """Margins above the team's mean caseload, up to which a caseworker receives citizens."""

    margin_share: ShareValue
    margin_cases: CountValue


class NeedWeights(Sourced):
    """The division of running casework between open cases."""

    light: NumberValue
    medium: NumberValue
    heavy: NumberValue


class Practice(Sourced):
    schema_version: Schema = Field(alias="schema")
    practice: str
    title: Title
    extends: str | None = None
    booking: Booking
    phone_share: ShareValue  # shares of meetings for which the citizen chooses the form
    video_share: ShareValue
    insists_in_person: ShareByNeed  # share in which the municipality does not follow the choice
    cover: Cover
    contact: dict[str, Contact]
    offers: dict[str, Offer]
    team_share: dict[str, ShareValue]  # by case, if the law leaves the hearing to judgement
    certificate_share: ShareValue | None = None  # of team cases, if LÆ 265 is left to judgement; else the people's
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
                "the overload list must name each means once and end with `late`",
                key=("overload",),
                found=found,
                expected="`late` as the last entry",
            )
        return self
