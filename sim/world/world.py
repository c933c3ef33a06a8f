"""Everything an engine needs, made before the clock starts: flat tables of integers, nothing else.

Rows are made by ``engine/rows`` (duties, steps, activities, clocks, needs, traits), ``people`` (citizens) and ``office`` (calendar, posts)
and put together by ``world/build.py``. Both engines read the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.quantiles import CELLS
from sim.world.rows.builders import table

DAY = 1440
"""Civil minutes of a day."""

OPENING = 480
"""The minute at which a day is planned and its first entry may begin."""

HEARING_TIME = 720
"""The minute at which the rehabilitation team sits."""

NEVER = 1 << 30
"""The number of a day that does not come."""

SMALL_KINDS = 3
"""Kinds of small work that piles up and is done before running casework: deadline tracking, help with booking, booking by the office."""

RIDERS = 2
"""Kinds of guidance that can ride on a meeting at once."""

PAST = 3
"""Earlier periods on a benefit that a citizen's record keeps, for rights counted within a window."""


class EventKind(IntEnum):
    """Kinds of event in the order in which they happen at one minute (design section 6.2)."""

    REGIME = 1
    STAFF = 2
    ARRIVAL = 3
    LIFE = 4
    INCOMING = 5
    DUTY = 6
    PLAN = 7
    WORK = 8
    SESSION = 9


class Life(IntEnum):
    """What a LIFE event of a spell is; the low bits of its reference, so also its order."""

    EXIT = 0
    TERM = 1
    ONSET = 2
    REQUEST = 3


class How:
    """How a spell began; a duty starts when it names one of these. Plain integers: bits are tested millions of times."""

    ARRIVAL = 1
    SWITCH = 2
    RESTART = 4
    SAME_CLOCK = 8
    HAND_OVER = 16
    STOCK = 32
    INSIDE = 64  # a switch inside a merged group
    TALK = 128  # a group switch that begins with a talk
    BACK = 512  # well again, and back to where the citizen fell ill
    RECATEGORISED = 256  # another category of the same group: a step of a procedure says so
    MOVED = 1024  # a case that runs comes under a new law


class Running(IntEnum):
    """What becomes of cases that run on the day on which the law changes."""

    MOVE = 0  # the new law at once
    NEXT_SWITCH = 1  # the old law until the spell ends
    KEEP = 2  # the old law as long as the citizen stays


class Clock(IntEnum):
    """From which day a duty counts."""

    SPELL = 0
    BENEFIT = 1
    ACCUMULATED = 2
    ABSENCE = 3
    WINDOW = 4  # days on the benefit within a window: earlier periods count
    COURSE = 5  # since the state was first entered: an illness from which the citizen returned to it does not end it


class Form(IntEnum):
    """The form of a meeting; NO_FORM is desk work."""

    IN_PERSON = 0
    PHONE = 1
    VIDEO = 2


class FormRule(IntEnum):
    """How a meeting's form is settled."""

    IN_PERSON = 0
    CHOICE = 1
    FIRST_IN_PERSON = 2


class DutyKind(IntEnum):
    """What an instance of a duty sets going."""

    MEETING = 0
    DESK = 1
    PROCEDURE = 2
    ELSEWHERE = 3  # a role without diary: held on its due date


class Role(IntEnum):
    """Who does an activity."""

    CASEWORKER = 0
    BENEFIT_OFFICE = 1
    TEAM_MEMBER = 2
    COMPANY_CONSULTANT = 3
    A_KASSE = 4
    REGION = 6
    POOL = 5  # an always-open pool (queueing studies)


class Op(IntEnum):
    """The operations of a procedure's steps."""

    END = 0
    WORK = 1  # a activity, b within days
    ORDER = 2  # a certificate
    WAIT = 3  # a table of days
    TEAM = 4  # a activity of the caseworker, b activity of the members
    CHANCE = 5  # a chance of 2^-32: go to c when it happens
    UNLESS_TRAIT = 6  # a trait bits: go to c unless the citizen has one of them
    UNLESS_STATE = 7  # a states (bits): go to c unless in one of them
    UNLESS_CHANGED = 8  # a 1 benefit 2 group: go to c unless the last switch changed it
    GOTO = 9  # c
    SWITCH = 10  # a state
    EXIT = 11  # a destination
    MARK = 12  # a kind of row
    START = 13  # a procedure, b 1 when it holds the citizen (no exit to work any more)
    RENEW = (
        14  # the state's term begins anew: a table of days (-1: the term's own), b ground of a prolongation (0: none)
    )
    PROLONG = 15  # a need that waits lets the benefit run on
    UNLESS_AGED = 16  # a days of age: go to c unless at least so old
    UNLESS_FIRST = 17  # go to c unless the term has never been renewed in this spell
    UNLESS_OUTDATED = 18  # a days: go to c unless the newest certificate is older
    SET = 19  # a trait bits that the citizen gets, b that are taken away
    DUTIES = 20  # a how (bits): duties that start so begin
    OFFER = 21  # a kind of offer (-1 - kind: one that counts for no duty), b a table of days


class Overload(IntEnum):
    """What is done when a duty finds no room before its due date, in the order of the practice."""

    SHED_OPTIONAL = 1
    OVERTIME = 2
    LATE = 3


STATE = np.dtype(
    [
        ("lab", np.int8), ("benefit", np.int8), ("family", np.int8), ("merged", np.int8), ("team", np.int8), ("pool", np.int8),
        ("caseworker", np.int8),  # 0 never 1 always 2 after the a-kasse's hand-over
        ("restarts", np.int8), ("insured", np.int8), ("sick", np.int8), ("job", np.int8), ("self_booking", np.int8),
        ("sanctioned", np.int8), ("weight", np.int32), ("need_medium", np.int64), ("need_heavy", np.int64),
        ("exit_first", np.int32), ("exit_count", np.int32),
    ]
)  # fmt: skip

CLOCK_ROW = np.dtype(
    [
        ("state", np.int8), ("term", np.int8),  # 0 life 1 term
        ("target", np.int8),  # life: state, -1 outside, -2 back to where the citizen came from
        ("procedure", np.int16),  # term: what begins
        ("cause", np.int8), ("table", np.int16), ("table_stock", np.int16),  # the second for the opening stock: with prolongations
        ("window", np.int32),  # days within which earlier periods on the benefit count; 0: none does
        ("month_end", np.int8),  # 1: not before the month is over
        ("accumulated", np.int8),  # 1: days of unemployment before an illness count
        ("span", np.int8),  # calendar months instead of days: row of `spans`, or -1
        ("soft", np.int8),  # 1: a clock of life that effects on behaviour move
        ("key", np.int64),
    ]
)  # fmt: skip

NEED_ROW = np.dtype(
    [
        ("state", np.int8), ("procedure", np.int16), ("holds", np.int8), ("table", np.int16), ("code", np.int16),
        ("key", np.int64), ("stage_0", np.int32), ("stage_1", np.int32), ("stage_2", np.int32),
        ("meeting", np.int32), ("assessment", np.int32), ("end", np.int32),  # how far each occasion wears down what hides the need
        ("request", np.int16), ("ground", np.int8),  # days until the citizen asks; number in SDPL § 27(1)
    ]
)  # fmt: skip

TRAIT_ROW = np.dtype(
    [
        ("states", np.int32), ("bit", np.int64), ("only", np.int64), ("unless", np.int64),  # traits that earlier rows have settled
        ("lasting", np.int8),  # 0 anew in each spell 1 the same in all 2 settled on entering the system, then left to the steps
        ("share", np.int64),
        ("life_over", np.int32), ("life_at_most", np.int32), ("until", np.int32),  # in no spell that is older than `until` days
        ("key", np.int64),
    ]
)  # fmt: skip

EXIT_ROW = np.dtype([("destination", np.int16), ("below", np.int64)])

ACTIVITY = np.dtype(
    [
        ("role", np.int8), ("pool", np.int8),  # of a role that has diaries of its own; -1: the caseworker's, or none
        ("table_0", np.int16), ("table_1", np.int16), ("table_2", np.int16),  # minutes in person, by phone, by video
        ("meeting", np.int8),
    ]
)  # fmt: skip

RIDER = np.dtype(
    [
        ("states", np.int32),
        ("only", np.int64),
        ("activity", np.int16),
        ("days", np.int32),
        ("first", np.int8),
        ("key", np.int64),
    ]
)

CERTIFICATE = np.dtype([("fee", np.int32), ("table", np.int16), ("key", np.int64)])

DUTY = np.dtype(
    [
        ("states", np.int32), ("starts", np.int32), ("clock", np.int8), ("kind", np.int8), ("slot", np.int8),
        ("count", np.int32), ("from_instance", np.int32), ("first_states", np.int32), ("talk_counts", np.int8),
        ("term", np.int32),  # days in which `count` meetings are due, or the single due date
        ("term_span", np.int8), ("deadline_span", np.int8),  # calendar months instead of days: row of `spans`, or -1
        ("every", np.int8),  # 1: repeats; tables by need below
        ("first_span", np.int8), ("every_span", np.int8),  # of a repeating duty: calendar months
        ("first_0", np.int32), ("first_1", np.int32), ("first_2", np.int32),
        ("every_0", np.int16), ("every_1", np.int16), ("every_2", np.int16),
        ("window", np.int32), ("notice", np.int32), ("deadline", np.int32), ("only", np.int64), ("exempt", np.int64),
        ("activity", np.int16), ("procedure", np.int16), ("form", np.int8), ("optional", np.int8),
        ("detects", np.int8),  # 1 as a meeting 2 as an assessment
        ("counted", np.int32),  # clock WINDOW: days within which days on the benefit count
        ("credits", np.int64),  # the duties (bits of codes) to which a meeting held counts as well
        ("code", np.int16),  # the number of its name: versions of a duty under several laws share it, and follow each other
        ("line", np.int16),  # the first of the versions that only go on with what an earlier one has begun
        ("enacted", np.int32), ("enacted_for", np.int8),  # from which day (0: the start), and what becomes of running cases (Running)
        ("summoned", np.int8),  # 1: the office books, whoever the citizen is
        ("tracked", np.int8), ("key_minutes", np.int64), ("key_show", np.int64), ("key_book", np.int64),
        ("key_form", np.int64), ("key_every", np.int64), ("key_sanction", np.int64), ("key_ride_0", np.int64), ("key_ride_1", np.int64),
    ]
)  # fmt: skip

STEP = np.dtype([("op", np.int8), ("a", np.int64), ("b", np.int64), ("c", np.int32), ("key", np.int64)])

PROCEDURE = np.dtype(
    [
        ("entry", np.int32), ("due", np.int32), ("cause", np.int8),
        ("enacted", np.int32), ("enacted_for", np.int8),  # of a later version: from when, and what becomes of running cases
        ("later", np.int16),  # the row of the next version, 0: none
        ("waits", np.int8),
    ]
)  # fmt: skip
"""``waits`` 1: while it runs the citizen waits for a decision (effects on behaviour only)."""

EFFECT = np.dtype(
    [
        ("base", np.int32),  # the rate of soft clocks in permille when nothing bears on it
        ("contact", np.int32), ("contact_days", np.int32),  # permille added for so many days after a meeting
        ("caseload", np.int32), ("caseload_usual", np.int32), ("caseload_steps", np.int32),  # permille per 10 cases above; thousandths
        ("continuity", np.int32), ("continuity_days", np.int32),  # permille taken off for so many days after another caseworker
        ("waiting", np.int32),  # permille taken off while a case waits
    ]
)  # fmt: skip
"""Effects on behaviour of the citizens of a state; a world without such rows knows none."""

POST = np.dtype(
    [
        ("team", np.int8),
        ("pool", np.int8),
        ("role", np.int8),
        ("fraction", np.int32),
        ("share", np.int32),
        ("code", np.int32),
    ]
)

STAFF_EVENT = np.dtype([("day", np.int32), ("post", np.int16), ("kind", np.int8), ("share", np.int32)])


class StaffChange(IntEnum):
    """What a STAFF event is."""

    LEAVE = 0
    JOIN = 1
    FULL = 2


CITIZEN = np.dtype(
    [
        ("entity", np.int64), ("arrive", np.int32), ("state", np.int8), ("elapsed", np.int32), ("came_from", np.int8),
        ("born", np.int32), ("need_bits", np.int64), ("traits", np.int64), ("opening_need", np.int16), ("opening_stage", np.int8),
        ("accumulated", np.int32),
    ]
)  # fmt: skip

SETTINGS: tuple[str, ...] = (
    "run", "days", "horizon", "attempts", "no_show_minutes", "phone_chance", "remote_chance", "bookable", "overtime_minutes",
    "overload_0", "overload_1", "overload_2", "margin_share", "margin_cases", "min_piece", "pool_count",
    "resistance_table", "undated_due", "cover", "fixed_caseworker", "interpreter_trait", "interpreter_permille",
    "help_trait", "help_minutes", "help_activity", "exempt_trait", "office_minutes", "office_activity", "miss_chance", "short_notice",
    "track_duty", "track_breach", "track_dialogue", "track_activity", "sanction_chance", "sanction_procedure", "switch_procedure",
    "switch_talk", "hand_over_day", "direct_trait", "absence_job", "absence_other", "job_trait",
    "spans_back", "key_caseworker", "key_resistance", "key_request", "key_exit",
)  # fmt: skip
"""Single numbers of a world, in the order in which the kernel holds them."""


@dataclass(frozen=True)
class Law:
    """What the world's single tables say from a day on. Duties and procedures are not here: their rows have dates.

    Attributes:
        day: from 00:00 of this day.
        settings: as the world's.
        states, clocks, needs, activities, certificates, riders: rows in the same order as the world's.
        pools: int8 by post, its pool.
    """

    day: int
    settings: dict[str, int]
    states: NDArray[np.void]
    clocks: NDArray[np.void]
    needs: NDArray[np.void]
    activities: NDArray[np.void]
    certificates: NDArray[np.void]
    riders: NDArray[np.void]
    pools: NDArray[np.int8]


ROWS: dict[str, np.dtype[Any]] = {
    "states": STATE, "clocks": CLOCK_ROW, "needs": NEED_ROW, "traits": TRAIT_ROW, "exits": EXIT_ROW, "activities": ACTIVITY,
    "certificates": CERTIFICATE, "riders": RIDER, "duties": DUTY, "steps": STEP, "procedures": PROCEDURE, "posts": POST,
    "staff_events": STAFF_EVENT, "citizens": CITIZEN, "effects": EFFECT,
}  # fmt: skip
"""The world's tables of rows, and the columns of each."""

LAW_TABLES = ("states", "clocks", "needs", "activities", "certificates", "riders")
"""Tables that a later law replaces as a whole."""


@dataclass(frozen=True)
class World:
    """One run's input.

    Attributes:
        settings: the single numbers of :data:`SETTINGS`.
        tables: int32 (n, CELLS + 1) quantile tables.
        states, clocks, needs, traits, exits, activities, certificates, riders, duties, steps, procedures: the rules as rows.
        show: int64 (states, forms) chance of a no-show.
        posts, staff_events: caseworkers and their coming and going.
        capacity: int16 (posts, horizon) effective minutes by day; sick: int8 (posts, horizon), revealed at the day plan.
        workday: int8 by day; session: int32 by day, day of the session whose agenda is fixed that day or -1;
        places: int32 by day of a session, how many cases it hears;
        month_start: int32 by day, the first day of the next month.
        spans: int32 (months, days): the length in days of so many calendar months, by the day on which they begin; day 0 of the
            run stands at column ``spans_back``.
        citizens: the fate table (:data:`CITIZEN`), opening stock first, then arrivals by day.
        laws: what later laws say, in order of their days.
        effects: one row a state (:data:`EFFECT`), or none at all: then exits depend on nothing that is done.
        names, meta: passed on to the log.
    """

    settings: dict[str, int]
    tables: NDArray[np.int32]
    states: NDArray[np.void]
    clocks: NDArray[np.void]
    needs: NDArray[np.void]
    traits: NDArray[np.void]
    exits: NDArray[np.void]
    activities: NDArray[np.void]
    certificates: NDArray[np.void]
    riders: NDArray[np.void]
    duties: NDArray[np.void]
    steps: NDArray[np.void]
    procedures: NDArray[np.void]
    show: NDArray[np.int64]
    posts: NDArray[np.void]
    staff_events: NDArray[np.void]
    capacity: NDArray[np.int16]
    sick: NDArray[np.int8]
    workday: NDArray[np.int8]
    session: NDArray[np.int32]
    places: NDArray[np.int32]
    month_start: NDArray[np.int32]
    spans: NDArray[np.int32]
    citizens: NDArray[np.void]
    laws: tuple[Law, ...] = ()
    effects: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, EFFECT))
    names: dict[str, dict[int, str]] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def empty(cls, days: int, horizon: int, settings: Mapping[str, int] | None = None, **parts: Any) -> World:
        """A world with the parts given and nothing else: no work days, no sessions, settings of 0.

        Args:
            days: that are simulated.
            horizon: days for which tables by day have an entry.
            settings: those that are not 0.
            parts: fields of a world; a table of rows (:data:`ROWS`) may be a list of rows by name.
        """
        rows = {name: parts.get(name, []) for name in ROWS}
        given = {name: table(part, ROWS[name]) if isinstance(part, list) else part for name, part in rows.items()}
        posts, states = len(given["posts"]), len(given["states"])
        fields: dict[str, Any] = {
            "settings": dict.fromkeys(SETTINGS, 0) | {"days": days, "horizon": horizon} | dict(settings or {}),
            "tables": np.zeros((1, CELLS + 1), np.int32),
            "show": np.zeros((states, 3), np.int64),
            "capacity": np.zeros((posts, horizon), np.int16),
            "sick": np.zeros((posts, horizon), np.int8),
            "workday": np.zeros(horizon, np.int8),
            "session": np.full(horizon, -1, np.int32),
            "places": np.zeros(horizon, np.int32),
            "month_start": np.full(horizon, horizon, np.int32),
            "spans": np.zeros((1, horizon), np.int32),
        }
        return cls(**(fields | parts | given))

    def __post_init__(self) -> None:
        missing = set(SETTINGS) ^ set(self.settings)
        if missing:
            raise ValueError(f"settings that are missing or unknown: {sorted(missing)}")
        terms = self.clocks["state"][self.clocks["term"] == 1]
        if np.unique(terms).size != terms.size:
            raise ValueError("a state may have one term only")
        if self.effects.size not in (0, self.states.size):
            raise ValueError("effects have one row for each state, or none")
        if self.riders.size > RIDERS:
            raise ValueError(f"at most {RIDERS} kinds of guidance ride on a meeting")
        days = [law.day for law in self.laws]
        if days != sorted(set(days)) or (days and days[0] < 1):
            raise ValueError("later laws stand in order of their days, after day 0")
        for law in self.laws:
            for name in LAW_TABLES:
                if getattr(law, name).shape != getattr(self, name).shape:
                    raise ValueError(f"a later law has as many rows of `{name}` as the first")
