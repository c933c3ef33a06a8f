"""Kinds of work with their minutes."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.files.entry import Entry, Titled
from sim.files.value import ShareValue, SpreadValue, WorkValue, problem
from sim.law.clauses.vocabulary import MeetingForm, Role


class FormMinutes(Entry):
    """The minutes of a meeting in one form: with the citizen, and for preparation, journal and registration."""

    contact: WorkValue
    around: WorkValue


class Activity(Titled):
    """A kind of work. A meeting has minutes for each form; other work has ``minutes``. Small work may have no minutes."""

    role: Role
    meeting: bool = False
    rides: bool = False  # its minutes are added to a meeting
    small: bool = False  # a fixed amount that is not booked in a diary
    forms: dict[MeetingForm, FormMinutes] = Field(default={})
    minutes: WorkValue | None = None
    contact_share: ShareValue | None = None
    cv: SpreadValue | None = None  # coefficient of variation of the minutes

    @model_validator(mode="after")
    def _has_its_minutes(self) -> Activity:
        if self.meeting != bool(self.forms):
            raise problem(
                "`meeting: true` and `forms` need each other",
                found="`meeting: true` without `forms`" if self.meeting else "`forms` without `meeting: true`",
                expected="both, or `minutes` for work that is no meeting",
            )
        if self.meeting and self.minutes is not None:
            raise problem("a meeting gives its minutes in `forms`", key=("minutes",), expected="forms")
        if not (self.meeting or self.small) and self.minutes is None:
            raise problem("the minutes are missing", expected="minutes")
        if self.cv is None and not self.small:
            raise problem("the spread of the minutes is missing", expected="cv")
        return self
