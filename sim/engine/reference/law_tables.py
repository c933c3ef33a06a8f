"""The tables that a later law replaces as a whole, as records.

Tables of quantiles are named by their numbers, traits and states by bits, days by day numbers, work by minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sim.engine.reference.table_row import Row, together
from sim.world.codes import Role


class CaseworkerRule(IntEnum):
    """Whether the citizens of a state have a caseworker."""

    NEVER = 0
    ALWAYS = 1
    AFTER_HAND_OVER = 2  # when the a-kasse has handed the citizen over


class Restart(IntEnum):
    """Whether a switch into a state begins a new period of its benefit (LAB § 9)."""

    NO = 0
    YES = 1
    FROM_WORK = 2  # rehabilitation: only for a citizen who had a job


@dataclass(frozen=True, slots=True)
class State(Row):
    """A group of citizens on a benefit."""

    lab: int  # number in LAB § 6
    benefit: int
    family: int  # benefits that count together for rights within a window
    merged: int  # groups that the office treats as one
    pool: int  # of caseworkers
    caseworker: CaseworkerRule
    restarts: Restart
    insured: bool
    sick: bool
    job: bool
    self_booking: bool
    sanctioned: bool
    weight: int  # of a case, in thousandths
    need_medium: int  # 2^32 times the share of citizens whose need level is below medium, below heavy
    need_heavy: int
    exit_first: int  # row of the exits
    exit_count: int


@dataclass(frozen=True, slots=True)
class LatentClock(Row):
    """An exit, a switch or the end of a right that comes after a drawn time."""

    state: int
    term: bool  # a right ends and a procedure begins; otherwise life ends the spell
    target: int  # life: a state, -1 (outside) or BACK
    procedure: int
    cause: int
    table: int
    table_stock: int  # the opening stock's, with prolongations
    window: int  # days within which earlier periods on the benefit count; 0: none counts
    month_end: bool
    accumulated: bool
    span: int  # calendar months instead of days, or -1
    aged: int  # at this age: 1 + calendar months from the birth day; 0: not by age
    soft: bool  # effects on behaviour move it
    key: int


BACK = -2
"""The target of a clock that leads back to where the citizen fell ill."""


@dataclass(frozen=True, slots=True)
class Need(Row):
    """A need that may arise, is seen or asked for, and leads to a procedure."""

    state: int
    procedure: int
    holds: bool  # no exit to work any more
    table: int  # days until it arises; -1: never
    code: int
    key: int
    stages: tuple[int, int, int]  # steps at which a case of the opening stock may be
    meeting: int  # what each occasion takes off what hides the need
    assessment: int
    end: int
    request: int  # table of days until the citizen asks
    ground: int  # number in SDPL § 27(1)

    @classmethod
    def read(cls, table: NDArray[np.void], **made: Sequence[Any]) -> list[Self]:
        return super(Need, cls).read(table, stages=together(table, "stage_0", "stage_1", "stage_2"), **made)


@dataclass(frozen=True, slots=True)
class Activity(Row):
    """A kind of work."""

    role: Role
    pool: int  # of a role that has diaries of its own; -1: the caseworker's diary, or none
    minutes: tuple[int, int, int]  # tables, by form

    @classmethod
    def read(cls, table: NDArray[np.void], **made: Sequence[Any]) -> list[Self]:
        return super(Activity, cls).read(table, minutes=together(table, "table_0", "table_1", "table_2"), **made)


@dataclass(frozen=True, slots=True)
class Certificate(Row):
    """A medical certificate."""

    fee: int
    table: int  # days until it comes


@dataclass(frozen=True, slots=True)
class Guidance(Row):
    """A kind of guidance that rides on meetings."""

    states: int
    only: int
    activity: int
    days: int  # until it is due again
    first: bool  # due at once
    key: int
