"""Kinds of work and what they take."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.files.entry import Entry, Titled
from sim.files.value import NumberValue, ShareValue, WorkValue, problem
from sim.law.clauses.vocabulary import MeetingForm, Role


class FormMinutes(Entry):
    """Minutes of a meeting in one form: with the citizen, and around it (preparation, journal, registration)."""

    contact: WorkValue
    around: WorkValue


class Activity(Titled):
    """A kind of work. A meeting has minutes per form, other work ``minutes``; small work may have none of its own."""

    role: Role
    meeting: bool = False
    rides: bool = False  # adds its minutes to a meeting
    small: bool = False  # a flat amount, not booked in a diary
    forms: dict[MeetingForm, FormMinutes] = Field(default={})
    minutes: WorkValue | None = None
    contact_share: ShareValue | None = None
    cv: NumberValue | None = None  # coefficient of variation of the minutes

    @model_validator(mode="after")
    def _has_its_minutes(self) -> Activity:
        if self.meeting != bool(self.forms):
            raise problem(
                "a meeting has `forms`, other work has `minutes`", expected="forms" if self.meeting else "minutes"
            )
        if self.meeting and self.minutes is not None:
            raise problem("a meeting has its minutes in `forms`", key=("minutes",), expected="forms")
        if not (self.meeting or self.small) and self.minutes is None:
            raise problem("the minutes are missing", expected="minutes")
        if self.cv is None and not self.small:
            raise problem("the spread of the minutes is missing", expected="cv")
        return self
