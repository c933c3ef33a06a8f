"""What the law says must be done, for whom and when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, NoneWord, Titled
from sim.files.value import VALUE_KEYS, CountValue, DurationValue, problem, size
from sim.law.clauses.vocabulary import Clock, Demand, DutyForm, Start

Starts = Annotated[tuple[Start, ...], Field(strict=False, min_length=1)]


class Meetings(Entry):
    """So many meetings within a term: the k-th of n is due at k · term / n."""

    count: CountValue
    within: DurationValue

    @model_validator(mode="before")
    @classmethod
    def _value_is_the_count(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise problem("the term is missing", found=raw, expected="{value: 4, within: 6 months}")
        if "value" not in raw:
            return raw
        count = {k: v for k, v in raw.items() if k in VALUE_KEYS}
        return {k: v for k, v in raw.items() if k not in VALUE_KEYS} | {"count": count}


class Duty(Titled):
    """One demand of the process. It has a ``due`` or ``meetings``, and asks for an activity or a procedure."""

    law: str
    active: bool = True
    groups: Names
    starts: Starts
    clock: Clock
    due: DurationValue | None = None
    every: DurationValue | None = None  # repeated after `due`
    counted_within: DurationValue | None = None  # clock `window`: days on the benefit in so long a time count
    begins_before: DurationValue | None = None  # a procedure begins so long before it is due
    meetings: Meetings | None = None
    from_instance: int = Field(default=1, ge=1)  # earlier instances are another duty's
    first_is: str | None = None  # the duty whose meeting is instance 1; the talk of a switch always is
    deadline: Annotated[DurationValue | None, NoneWord] = None
    only: Names = ()  # traits: only citizens who have one of them
    exempt: Names = ()  # traits: not citizens who have one of them
    activity: str | None = None
    procedure: str | None = None
    form: DutyForm | None = None
    notice: Literal["normal", "short"] = "normal"
    demand: Demand
    detects: bool = False  # ends in an assessment that may detect a need

    @model_validator(mode="after")
    def _is_whole(self) -> Duty:
        if (self.due is None) == (self.meetings is None):
            found = "both" if self.due else "neither"
            raise problem("a duty has exactly one of `due` and `meetings`", found=found, expected="due or meetings")
        if (self.activity is None) == (self.procedure is None):
            found = "both" if self.activity else "neither"
            raise problem(
                "a duty has exactly one of `activity` and `procedure`", found=found, expected="activity or procedure"
            )
        if self.every is not None and self.due is None:
            raise problem("`every` repeats a `due`", key=("every",), expected="due")
        if self.every is not None and size(self.every.value) < 1:
            raise problem(
                "a duty cannot repeat every 0 days", key=("every",), found=self.every.text, expected="at least 1 day"
            )
        if (self.clock == "window") != (self.counted_within is not None):
            raise problem(
                "the clock `window` and `counted_within` go together", found=self.clock, expected="both or neither"
            )
        if (
            self.counted_within is not None
            and self.due is not None
            and size(self.counted_within.value) < size(self.due.value)
        ):
            raise problem(
                "the window is shorter than what is counted in it", key=("counted_within",), found=self.counted_within.text,
                expected=f"at least {self.due.text}",
            )  # fmt: skip
        if self.begins_before is not None and self.procedure is None:
            raise problem("only a procedure begins before it is due", key=("begins_before",), expected="procedure")
        if self.meetings and self.from_instance > self.meetings.count.value:
            expected = f"at most {self.meetings.count.value}"
            raise problem(
                "`from_instance` is beyond the last meeting",
                key=("from_instance",),
                found=self.from_instance,
                expected=expected,
            )
        return self
