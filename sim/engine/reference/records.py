"""What the reference engine keeps of posts, citizens, duties, bookings and running procedures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

import simpy

from sim.engine.event_order import thread_ref
from sim.engine.reference.tables import Case, Duty, Fate, Procedure
from sim.world.codes import NEVER, PAST, RIDERS, Role
from sim.world.log import NO_DAY, NO_STEP, NOBODY, Step

"""A day that does not come."""


class NeedState(IntEnum):
    """How far the citizen's need has come to light."""

    NONE = 0  # it has not arisen
    UNSEEN = 1
    SEEN = 2  # its procedure has begun


class NeedLevel(IntEnum):
    """How much support the citizen needs; it decides how often meetings are held."""

    LIGHT = 0
    MEDIUM = 1
    HEAVY = 2


class SmallWork(IntEnum):
    """Small work that piles up, in the order in which it is done."""

    TRACKING = 0  # of deadlines
    HELP = 1  # with booking
    OFFICE = 2  # booking by the office


class Change(IntFlag):
    """What the last switch changed."""

    NOTHING = 0
    BENEFIT = 1
    GROUP = 2


@dataclass(slots=True, eq=False)
class Post:
    """A caseworker's post, or a member's of another role with diaries. ``cases`` and ``share`` are thousandths."""

    team: int
    pool: int
    role: Role
    share: int  # present capacity
    code: int
    cases: int = 0  # weighted
    open: int = 0  # cases, each counted once
    dialogue: int = 0  # thousandths of minutes of tracking that have not been worked yet
    active: bool = True


@dataclass(slots=True)
class DutyProgress:
    """How far a citizen has come with a duty."""

    duty: Duty | None = None
    spell: int = -1  # in which it began: a duty begins once per spell
    instance: int = 0
    attempt: int = 0
    held: int = 0
    owed: int = 0
    due: int = 0
    counts_from: int = NO_DAY
    deadline: int = NO_DAY
    deadline_instance: int = NOBODY
    verdict: int = NO_DAY  # the day on which the missing instances are counted
    booking: Booking | None = None


@dataclass(slots=True, eq=False)
class RunningProcedure:
    """A running procedure of a citizen."""

    citizen: Citizen
    procedure: int
    serial: int
    rule: Procedure  # the version under the law by which it began
    cause: int
    step: int  # the next one
    spell: int  # in which it began: the key of its draws
    duty: Duty | None = None  # which began it and is not met yet
    carried: Case | None = None  # how far it has come before the run
    round: int = 0  # how often it has gone back to an earlier step
    alive: bool = True
    booking: Booking | None = None
    waiting: bool = False  # for a place on an agenda of the team
    place: int = NOBODY  # day of the session in which it has a place
    due: int = NO_DAY
    certificate_day: int = NO_DAY  # when the newest certificate came
    minutes: int = 0  # of its hearing
    prepared: dict[int, int] = field(
        default_factory=dict
    )  # minutes of its hearing in the diaries of members, by activity
    author: Step = NO_STEP  # the present step, as the rows name it that the procedure writes

    def __post_init__(self) -> None:
        self.author = Step(self.procedure, self.serial)

    @property
    def reference(self) -> int:
        """Its place among events of the same minute and citizen."""
        return int(thread_ref(self.serial))

    def meet_duty(self) -> Duty | None:
        """A hearing, a decision or an effort meets the duty that began the procedure, once. The duty that is met."""
        duty, self.duty = self.duty, None
        if duty is None:
            return None
        progress = self.citizen.progress_of(duty)
        if progress.spell != self.citizen.spell or progress.duty is None or progress.duty.line != duty.line:
            return None  # a later law asks for something else instead
        progress.held += 1
        return duty


@dataclass(slots=True, eq=False)
class Booking:
    """Work placed in a diary, in one piece (meetings) or several (desk work)."""

    citizen: Citizen
    activity: int
    minutes: int
    due: int
    done: simpy.Event
    worker: int  # the diary in which it is placed
    duty: Duty | None = None  # the duty or the procedure that asked for it
    case: RunningProcedure | None = None
    form: int = NOBODY
    guidance: list[int] = field(default_factory=list)  # minutes of each kind that rides on it
    missed: bool = False  # the citizen will stay away: a keyed fact
    gives_way: Callable[[Booking], None] | None = None  # what happens when a due meeting takes its time; None: it stays
    shed: bool = False
    by: int = NOBODY  # the post that did it
    pieces: list[Piece] = field(default_factory=list)

    @property
    def optional(self) -> bool:
        """Whether the practice added it: it gives way to what the law asks."""
        return self.gives_way is not None

    @property
    def reference(self) -> int:
        """The place of its work among events of the same minute and citizen."""
        if self.duty is not None:
            return self.duty.number
        assert self.case is not None
        return self.case.reference


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of a booking on one day of a diary."""

    booking: Booking
    worker: int
    day: int
    minutes: int
    live: bool = True
    begun: bool = False


@dataclass(slots=True)
class ExitClock:
    """The exit clocks of a spell under effects on behaviour. Days are day numbers, units thousandths of days."""

    row: int = NOBODY  # the earliest clock that effects move
    day: int = NEVER  # on which it ends the spell, as far as is known
    hard_row: int = NOBODY  # the earliest of the others
    hard_day: int = NEVER
    left: int = 0  # units left at 00:00 of `since`; 0: the clock does not run
    since: int = 0
    planned: int = NO_DAY  # the day of the planned exit; an event on another day is stale
    contact_until: int = NO_DAY
    change_until: int = NO_DAY
    caseload: int = 1000  # factors in permille, renewed at the citizen's own events
    waiting: int = 1000


@dataclass(slots=True, eq=False)
class Citizen:
    """A citizen and all that is known of the case."""

    number: int
    fate: Fate
    entity: int  # the key of the citizen's draws
    state: int
    came_from: int  # the state in which the citizen fell ill
    traits: int
    accumulated: int  # days of unemployment before illnesses
    duties: list[DutyProgress | None]  # by the duty's slot
    spell: int = 0
    worked: int = 0  # days at work since a right to dagpenge was earned
    entered: int = 0  # first day of the present stay in the system
    caseworker: int = NOBODY
    gone: bool = False
    handed_over: bool = False
    spell_day: int = 0  # first days
    benefit_day: int = 0
    absence_day: int = 0
    course_day: int = 0
    family_day: int = 0
    past: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # earlier periods: family, first day, day after the last
    guided_until: list[int] = field(default_factory=lambda: [NO_DAY] * RIDERS)
    need_level: NeedLevel = NeedLevel.LIGHT
    need: int = NOBODY
    need_state: NeedState = NeedState.NONE
    resistance: int = 0  # what hides the need
    blocked: bool = False  # a need holds the citizen: no exit to work
    terms: int = 0  # how often the term of the spell was renewed
    term: int = -1  # the clock that ends the spell's term
    term_day: int = 0  # the day on which it does, 0: on none
    changed: Change = Change.NOTHING
    talked: bool = False  # the last switch began with a talk
    serial: int = 0  # of the next procedure
    procedures: list[RunningProcedure] = field(default_factory=list)
    exit_clock: ExitClock | None = None  # only under effects on behaviour
    returns_to: int = -1  # the state in which a citizen who has left comes back

    @classmethod
    def of(cls, fate: Fate, slots: int) -> Citizen:
        """The citizen before arrival."""
        return cls(
            fate.number, fate, fate.entity, fate.state, fate.came_from, fate.traits, fate.accumulated, [None] * slots,
            spell=int(fate.outside), worked=fate.worked,
        )  # fmt: skip

    def is_in(self, spell: int) -> bool:
        """Whether the citizen is still here, in this spell."""
        return not self.gone and self.spell == spell

    def remember(self, family: int, today: int) -> None:
        """The present period on a benefit is over; the last few are kept."""
        self.past = [*self.past, (family, self.family_day, today)][-PAST:]

    def progress_of(self, duty: Duty) -> DutyProgress:
        """How far the citizen has come with the duty (or with another one in its place)."""
        progress = self.duties[duty.slot]
        if progress is None:
            progress = self.duties[duty.slot] = DutyProgress()
        return progress
