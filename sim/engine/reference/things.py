"""The things of the reference engine: citizens, their duties, bookings and running procedures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import simpy

from sim.world.log import NO_DAY, NO_STEP, Step
from sim.world.world import RIDERS

NEVER = 1 << 30


@dataclass(slots=True)
class DutyState:
    """How far a citizen has come with a duty."""

    duty: int = -1
    spell: int = -1  # in which it began: a duty begins once per spell
    instance: int = 0
    attempt: int = 0
    held: int = 0
    owed: int = 0
    due: int = 0
    counts_from: int = NO_DAY
    deadline: int = NO_DAY
    deadline_instance: int = -1
    verdict: int = NO_DAY  # the day on which somebody counts what is missing
    booking: Booking | None = None


@dataclass(slots=True, eq=False)
class Booking:
    """Work placed in a diary, in one piece (meetings) or several (desk work)."""

    citizen: Citizen
    owner: int  # the tie reference of its work: a duty, or a procedure's serial number
    activity: int
    form: int
    minutes: int
    riders: list[int]  # minutes of each kind of guidance that rides on it
    due: int
    optional: bool
    done: simpy.Event
    worker: int = -1  # in whose diary it is placed
    by: int = -1  # who did it in the end
    duty: int = -1
    author: Step = NO_STEP  # the step of a procedure that booked it
    pieces: list[Piece] = field(default_factory=list)
    shed: bool = False


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of a booking on one caseworker's day."""

    booking: Booking
    caseworker: int
    day: int
    minutes: int
    live: bool = True
    begun: bool = False


@dataclass(slots=True, eq=False)
class Thread:
    """A running procedure of a citizen."""

    procedure: int
    serial: int
    cause: int
    step: int
    spell: int
    duty: int = -1  # which began it and is not yet met
    round: int = 0  # how often it has gone back to an earlier step
    alive: bool = True
    booking: Booking | None = None
    waiting: bool = False
    version: int = -1  # the procedure's row under the law by which it began
    place: int = -1  # day of the session in which it has a place
    due: int = NO_DAY
    paper_day: int = NO_DAY  # when the newest certificate came
    minutes: int = 0
    heard: simpy.Event | None = None
    author: Step = NO_STEP  # the step at which it works or waits, as its rows carry it


@dataclass(slots=True)
class Soft:
    """The exit clocks of a spell under effects on behaviour. Days are day numbers, units thousandths of days."""

    row: int = -1  # the earliest clock that effects move
    day: int = NEVER  # on which it strikes, as far as is known
    hard_row: int = -1  # the earliest of the others
    hard_day: int = NEVER
    left: int = 0  # units left at 00:00 of `since`; 0: the clock does not run
    since: int = 0
    planned: int = NO_DAY  # the day on which an exit is looked for; any other event is stale
    contact_until: int = NO_DAY
    change_until: int = NO_DAY
    caseload: int = 1000  # factors in permille, looked at at the citizen's own events
    waiting: int = 1000


class Citizen:
    """A citizen and all that is known of the case."""

    __slots__ = (
        "absence_day", "accumulated", "benefit_day", "blocked", "came_from", "caseworker", "changed", "course_day",
        "entity", "fate", "gone",
        "guided_until", "handed", "n", "need", "need_level", "need_state", "past", "resistance", "serial", "since", "slots",
        "soft", "spell", "spell_day", "state", "talked", "terms", "threads", "traits",
    )  # fmt: skip

    def __init__(self, n: int, fate: Any, slots: int) -> None:
        self.n, self.fate, self.entity, self.state = n, fate, fate.entity, fate.state
        self.spell, self.caseworker, self.gone, self.handed = 0, -1, False, False
        self.traits, self.need_level, self.came_from = fate.traits, 0, fate.came_from
        self.spell_day = self.benefit_day = self.absence_day = self.since = self.course_day = 0
        self.accumulated, self.guided_until = fate.accumulated, [NO_DAY] * RIDERS
        self.past: list[tuple[int, int, int]] = []  # (family of benefits, first day, day after the last)
        self.need, self.need_state, self.resistance, self.blocked = -1, 0, 0, False
        self.terms, self.serial, self.changed, self.talked = 0, 0, 0, False
        self.slots: list[DutyState | None] = [None] * slots
        self.threads: list[Thread] = []
        self.soft: Soft | None = None  # made when effects are on

    def slot(self, number: int) -> DutyState:
        """The state of the duty that has this place in the citizen's record."""
        state = self.slots[number]
        if state is None:
            state = self.slots[number] = DutyState()
        return state
