"""The tables that stay through a run, as records: duties and procedures in all their versions, traits, exits, staff, fates.

Tables of quantiles are named by their numbers, traits and states by bits, days by day numbers, work by minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sim.engine.reference.table_row import Length, Row, together
from sim.world.codes import Clock, DutyKind, FormRule, Running, StaffChange


class Lasting(IntEnum):
    """How often a trait is settled."""

    EACH_SPELL = 0
    SAME_IN_ALL_SPELLS = 1
    ON_ENTRY = 2  # later only the steps `SET` change it


class Detects(IntEnum):
    """The occasion to see a need that a duty gives when it is held."""

    NOTHING = 0
    MEETING = 1
    ASSESSMENT = 2


@dataclass(frozen=True, slots=True)
class Trait(Row):
    """How a trait is settled for the citizens of some states."""

    states: int
    bit: int
    only: int
    unless: int
    lasting: Lasting
    share: int
    life_over: int
    life_at_most: int
    until: int
    key: int


@dataclass(frozen=True, slots=True)
class Exit(Row):
    """A way out of a state."""

    destination: int
    below: int


@dataclass(frozen=True, slots=True)
class Return(Row):
    """A way back for citizens who have left a state for a destination (``sim.world.tables.RETURN_ROW``)."""

    state: int
    destination: int
    target: int
    older: int  # instead of the target, for a citizen who is too old for it; -1: no return
    below: int
    table: int
    works: bool  # the time away is work
    key: int


@dataclass(frozen=True, slots=True)
class Duty(Row):
    """What the law asks of the citizens of some states, or the practice adds."""

    states: int
    starts: int  # bits of How
    clock: Clock
    kind: DutyKind
    slot: int  # place in the citizen's record
    count: int
    from_instance: int
    first_states: int  # in which the first instance is another duty's meeting
    talk_counts: bool
    term: Length  # in which `count` instances are due
    deadline: Length | None
    every: bool  # repeats without end
    first: tuple[Length, Length, Length]  # by need level
    intervals: tuple[int, int, int]  # tables, by need level
    every_span: int  # calendar months instead, or -1
    window: int
    notice: int
    only: int
    exempt: int
    activity: int
    procedure: int
    form: FormRule
    optional: bool
    detects: Detects
    counted: int  # clock WINDOW: days within which days on the benefit count
    credits: int  # bits of codes of duties for which a meeting counts as well
    followed_by: int  # 1 + code of the duty that starts when a meeting of this one is held; 0: none
    code: int
    line: int  # equal for versions that go on with each other's instances
    enacted: int
    enacted_for: Running
    summoned: bool
    tracked: bool
    key_minutes: int
    key_show: int
    key_book: int
    key_form: int
    key_every: int
    key_sanction: int
    key_rides: tuple[int, int]

    @classmethod
    def read(cls, table: NDArray[np.void], **made: Sequence[Any]) -> list[Self]:
        firsts = together(table, "first_0", "first_1", "first_2", "first_span")
        return super(Duty, cls).read(
            table,
            term=[Length(*columns) for columns in together(table, "term", "term_span")],
            deadline=[
                Length(days, span) if days >= 0 else None for days, span in together(table, "deadline", "deadline_span")
            ],
            first=[tuple(Length(days, span) for days in levels) for *levels, span in firsts],
            intervals=together(table, "every_0", "every_1", "every_2"),
            key_rides=together(table, "key_ride_0", "key_ride_1"),
            **made,
        )


@dataclass(frozen=True, slots=True)
class Procedure(Row):
    """How a kind of case is worked."""

    entry: int  # its first step
    due: int  # days until the team must have heard the case, or -1
    enacted: int
    enacted_for: Running
    later: int  # the next version, 0: none
    waits: bool
    outlives: bool  # a switch or an exit does not stop it


@dataclass(frozen=True, slots=True)
class Effect(Row):
    """Effects on behaviour of the citizens of a state, in permille (``sim.world.tables.EFFECT``)."""

    base: int
    contact: int
    contact_days: int
    caseload: int
    caseload_usual: int
    caseload_steps: int
    continuity: int
    continuity_days: int
    waiting: int
    pace: int
    pace_usual: int
    pace_steps: int


@dataclass(frozen=True, slots=True)
class StaffEvent(Row):
    """A caseworker leaves, a newcomer starts or has full capacity."""

    day: int
    post: int
    kind: StaffChange
    share: int


@dataclass(frozen=True, slots=True)
class Fate(Row):
    """What is known of a citizen before the run."""

    entity: int
    arrive: int  # minute
    state: int
    elapsed: int
    came_from: int
    born: int
    need_bits: int
    traits: int
    opening_need: int
    opening_stage: int
    accumulated: int
    carried: bool  # the fields below are those of a citizen of a burn-in
    present: int  # days in the system so far
    benefit: int  # days since the first day that counts for the benefit
    family: int  # days since the first day of the benefit or of one that counts with it
    course: int  # days since the first day of the course
    need_state: int
    blocked: bool
    terms: int
    term: int  # days until the term ends, 0: no end is planned
    cases: int  # the first row of its cases
    case_count: int
    outside: bool  # at the start, and comes back on arrival
    worked: int  # days at work since a right to dagpenge was earned


@dataclass(frozen=True, slots=True)
class Case(Row):
    """A case of the opening stock that is under way (``sim.world.tables.CASE``)."""

    procedure: int
    step: int
    wait: int
    began: int
    session: int
    paper: int
    cause: int
