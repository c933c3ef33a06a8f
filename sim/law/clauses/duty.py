"""Duties: the actions that the law requires, with their groups and deadlines."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, NoneWord, Titled
from sim.files.value import VALUE_KEYS, CountValue, DurationValue, LengthValue, problem, shown, size
from sim.files.within import Within
from sim.law.clauses.vocabulary import Clock, Demand, DutyForm, Notice, Start

Starts = Annotated[tuple[Start, ...], Field(strict=False, min_length=1)]


class Meetings(Entry):
    """A number of meetings within a term. Meeting k of n is due at k · term / n."""

    count: CountValue
    within: LengthValue

    @model_validator(mode="before")
    @classmethod
    def _value_is_the_count(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise problem("the term is missing", found=shown(raw), expected="{value: 4, within: 6 months}")
        if "value" not in raw:
            return raw
        count = {k: v for k, v in raw.items() if k in VALUE_KEYS}
        return {k: v for k, v in raw.items() if k not in VALUE_KEYS} | {"count": count}

    @model_validator(mode="after")
    def _has_a_day_for_each(self) -> Meetings:
        if not 1 <= self.count.value <= size(self.within.value):
            raise problem(
                "the number of meetings does not fit into its term", found=self.count.text,
                expected=f"1 to {size(self.within.value):,.0f}, one a day",
            )  # fmt: skip
        return self


class Duty(Titled):
    """One duty. It has either ``due`` or ``meetings``, and either an activity or a procedure."""

    law: str
    active: bool = True
    groups: Names
    starts: Starts
    clock: Clock
    due: DurationValue | None = None
    every: DurationValue | None = None  # interval of repetition after `due`
    counted_within: DurationValue | None = None  # for the clock `window`: the period in which days on the benefit count
    # the longest time before the due date at which the procedure starts; for other work, at which it may be booked
    begins_before: DurationValue | None = None
    meetings: Meetings | None = None
    from_instance: Annotated[int, Within(1, 1000)] = 1  # earlier instances belong to another duty
    follows: Names = ()  # it starts when a meeting of one of these duties is held; `any-meeting` is every meeting
    first_is: str | None = None  # its meeting counts as instance 1; a switch talk always does
    deadline: Annotated[DurationValue | None, NoneWord] = None
    only: Names = ()  # traits: only citizens with at least one of them
    exempt: Names = ()  # traits: not citizens with any of them
    activity: str | None = None
    procedure: str | None = None
    form: DutyForm | None = None
    notice: Notice = "normal"
    demand: Demand
    detects: bool = False  # the activity ends in an assessment that may detect a need

    @model_validator(mode="after")
    def _is_whole(self) -> Duty:
        if (self.due is None) == (self.meetings is None):
            found = "both" if self.due else "neither"
            raise problem("a duty needs exactly one of `due` and `meetings`", found=found, expected="due or meetings")
        if (self.activity is None) == (self.procedure is None):
            found = "both" if self.activity else "neither"
            raise problem(
                "a duty needs exactly one of `activity` and `procedure`", found=found, expected="activity or procedure"
            )
        if self.every is not None and self.due is None:
            raise problem("`every` repeats a `due`", key=("every",), expected="due")
        if self.every is not None and size(self.every.value) < 1:
            raise problem(
                "a duty cannot repeat every 0 days", key=("every",), found=self.every.text, expected="at least 1 day"
            )
        if (self.clock == "window") != (self.counted_within is not None):
            raise problem(
                "the clock `window` and `counted_within` need each other", found=self.clock, expected="both or neither"
            )
        if (
            self.counted_within is not None
            and self.due is not None
            and size(self.counted_within.value) < size(self.due.value)
        ):
            raise problem(
                "the window is shorter than the time that it counts", key=("counted_within",), found=self.counted_within.text,
                expected=f"at least {self.due.text}",
            )  # fmt: skip
        if bool(self.follows) != (self.starts == ("held",)):
            raise problem(
                "`follows` and the start `held` need each other", key=("follows",),
                found=", ".join(self.follows) or ", ".join(self.starts), expected="`starts: [held]` with `follows`, or neither",
            )  # fmt: skip
        if self.meetings and self.from_instance > self.meetings.count.value:
            expected = f"at most {self.meetings.count.value}"
            raise problem(
                "`from_instance` is beyond the last meeting",
                key=("from_instance",),
                found=self.from_instance,
                expected=expected,
            )
        return self
