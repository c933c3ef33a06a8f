"""The places of the rehabilitation team's sessions."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from sim.files.entry import Sourced
from sim.files.value import DurationValue, NumberValue, ShareValue, problem

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]


class ExtraPlaces(Sourced):
    """What the municipality does about a long queue: each session hears a share more cases, rounded up to whole cases.

    It does so while more cases would wait than the places of ``beyond`` hold.
    """

    beyond: DurationValue
    share: ShareValue


class TeamPlaces(Sourced):
    """The rehabilitation team: places a week in hundredths, spread evenly over weeks and their sessions."""

    per_week: NumberValue
    extra: ExtraPlaces | None = None  # without it, a queue may grow without limit
    weekday: Weekday | None = None  # for one session a week
    sessions: Annotated[tuple[Weekday, ...], Field(strict=False)] = ()  # for several sessions a week

    @model_validator(mode="after")
    def _has_its_days(self) -> TeamPlaces:
        if bool(self.sessions) == (self.weekday is not None):
            raise problem(
                "the team needs either `weekday` or `sessions`",
                expected="`weekday` for one session a week, else `sessions`",
            )
        if len(set(self.sessions)) < len(self.sessions):
            found = ", ".join(self.sessions)
            raise problem("a weekday appears twice", key=("sessions",), found=found, expected="each weekday once")
        return self

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays of the sessions in order; Monday is 0."""
        named = self.sessions or (self.weekday,)
        return tuple(number for number, name in enumerate(get_args(Weekday)) if name in named)
