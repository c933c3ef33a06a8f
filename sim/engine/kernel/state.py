"""The complete state of a run as flat arrays.

A run saved at any midnight and continued gives the same log as the whole run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.codes import DAY, PAST, RIDERS, SMALL_KINDS
from sim.world.log import NO_DAY, ROW
from sim.world.tables import CASE, LAW_TABLES
from sim.world.world import SETTINGS, World

_I8, _I4, _I2, _I1 = np.int64, np.int32, np.int16, np.int8

RUN = np.dtype(
    [
        (name, _I8)
        for name in (
            "minute", "today", "rows", "heap", "events", "free_event", "free_booking", "free_piece", "free_thread", "ready",
            "queue", "queue_head", "started", "full", "margin", "law",
        )
    ]
)  # fmt: skip

CITIZEN = np.dtype(
    [
        ("traits", _I8), ("spell_day", _I4), ("benefit_day", _I4), ("absence_day", _I4), ("since", _I4), ("course_day", _I4),
        ("accumulated", _I4),
        ("life_row", _I4),
        ("term_row", _I4), ("resistance", _I4), ("serial", _I4), ("terms", _I4), ("thread", _I4), ("spell", _I2),
        ("term_day", _I4),
        ("caseworker", _I2), ("need", _I2), ("state", _I1), ("need_level", _I1), ("need_state", _I1), ("blocked", _I1), ("came_from", _I1),
        ("gone", _I1), ("handed", _I1), ("changed", _I1), ("talked", _I1), ("periods", _I1),
    ],
    align=True,
)  # fmt: skip

SLOT = np.dtype(
    [
        ("due", _I4), ("counts_from", _I4), ("deadline", _I4), ("booking", _I4), ("instance", _I4), ("deadline_instance", _I4),
        ("verdict", _I4),
        ("held", _I2), ("owed", _I2), ("duty", _I2), ("attempt", _I2), ("spell", _I2),
    ],
    align=True,
)  # fmt: skip

BOOKING = np.dtype(
    [
        ("citizen", _I4), ("owner", _I4), ("minutes", _I4), ("rider_0", _I4), ("rider_1", _I4), ("due", _I4), ("first", _I4), ("left", _I4),
        ("next", _I4), ("activity", _I2), ("duty", _I2), ("procedure", _I2), ("serial", _I2),
        ("step", _I2), ("worker", _I2), ("by", _I2), ("form", _I1), ("optional", _I1),
    ],
    align=True,
)  # fmt: skip

PIECE = np.dtype(
    [
        ("booking", _I4), ("day", _I4), ("minutes", _I4), ("page_next", _I4), ("next", _I4), ("end", _I4), ("caseworker", _I2),
        ("live", _I1), ("shelved", _I1),
    ],
    align=True,
)  # fmt: skip

THREAD = np.dtype(
    [
        ("citizen", _I4), ("serial", _I4), ("step", _I4), ("team_step", _I4), ("booking", _I4), ("place", _I4), ("due", _I4),
        ("paper_day", _I4), ("minutes", _I4), ("municipal", _I4), ("regional", _I4),
        ("next", _I4), ("page_next", _I4), ("procedure", _I2), ("version", _I2),
        ("duty", _I2), ("round", _I2), ("cause", _I1), ("alive", _I1),
        ("waiting", _I1), ("begun", _I1), ("listed", _I1), ("carried", _I4),
    ],
    align=True,
)  # fmt: skip

EVENT = np.dtype([("minute", _I8), ("key", _I8), ("next", _I8)])

PAGE = np.dtype([("free", _I4), ("optional", _I4), ("head", _I4), ("tail", _I4), ("hearing", _I4)])

DAYBOOK = np.dtype([("event", _I4), ("agenda_head", _I4), ("agenda_tail", _I4), ("sits", _I4)])

POST = np.dtype([("cases", _I8), ("share", _I8), ("active", _I8), ("open", _I8), ("dialogue", _I8)])

POOL = np.dtype([("cases", _I8), ("share", _I8)])

PERIOD = np.dtype([("family", _I4), ("first", _I4), ("last", _I4)])

SOFT = np.dtype(
    [
        (name, _I8)
        for name in (
            "row", "day", "hard_row", "hard_day", "left", "since", "planned", "contact_until", "change_until", "caseload",
            "waiting",
        )
    ]
)  # fmt: skip

START = np.dtype([("citizen", _I4), ("what", _I4), ("spell", _I4), ("how", _I4)])


class State(NamedTuple):
    """The world's tables and the arrays of one run.

    The run writes only to tables that a later law replaces. These are copies.
    """

    settings: Any
    run: Any
    citizen: Any
    past: Any
    guided: Any
    slot: Any
    booking: Any
    piece: Any
    thread: Any
    event: Any
    heap: Any
    start: Any
    ready: Any
    daybook: Any
    page: Any
    post: Any
    pool: Any
    small: Any
    last_end: Any
    log: Any
    duty_of: Any
    tables: Any
    states: Any
    clocks: Any
    needs: Any
    traits: Any
    exits: Any
    activities: Any
    certificates: Any
    riders: Any
    duties: Any
    steps: Any
    procedures: Any
    show: Any
    posts: Any
    staff: Any
    capacity: Any
    sick: Any
    workday: Any
    session: Any
    places: Any
    prepared_from: Any
    month_start: Any
    spans: Any
    fate: Any
    cases: Any
    law_day: Any
    law_settings: Any
    law_states: Any
    law_clocks: Any
    law_needs: Any
    law_activities: Any
    law_certificates: Any
    law_riders: Any
    law_pools: Any
    effects: Any
    soft: Any

    def copy(self) -> State:
        """An independent copy: a fork of the run."""
        return State(*(np.ascontiguousarray(array).copy() for array in self))


def _chain(table: NDArray[Any]) -> NDArray[Any]:
    """Link all records of a table into a list of free records."""
    table["next"] = np.append(np.arange(1, table.size), -1)
    return table


def _settings(numbers: Sequence[Mapping[str, int]]) -> NDArray[np.void]:
    rows = np.zeros(len(numbers), np.dtype([(name, _I8) for name in SETTINGS]))
    for row, settings in zip(rows, numbers, strict=True):
        for name, value in settings.items():
            row[name] = value
    return rows


def _of_laws(world: World, name: str) -> NDArray[Any]:
    """[laws, rows], a table under each later law."""
    first = getattr(world, name)
    return np.array([getattr(law, name) for law in world.laws], first.dtype).reshape(len(world.laws), first.size)


def _remember(world: World, citizen: NDArray[np.void], past: NDArray[np.void]) -> None:
    """Give the citizens of the opening stock their earlier periods on benefits."""
    for row in world.periods:
        who = row["citizen"]
        period = past[who, citizen["periods"][who]]
        period["family"], period["first"], period["last"] = row["family"], row["first"], row["last"]
        citizen["periods"][who] += 1


def fresh(world: World) -> State:
    """The state before the first minute."""
    settings = _settings([world.settings])
    citizens, posts, horizon = world.citizens.size, world.posts.size, world.settings["horizon"]
    slots = int(world.duties["slot"].max()) + 1 if world.duties.size else 1
    room = 3 * citizens + 5000

    run = np.zeros(1, RUN)
    opening = int((world.citizens["arrive"] < DAY).sum())
    run["today"], run["margin"] = -1, 12 * opening + 50_000  # the first day writes most rows

    citizen = np.zeros(citizens, CITIZEN)
    citizen["caseworker"] = citizen["need"] = citizen["thread"] = -1
    for name in ("state", "came_from", "traits", "accumulated"):
        citizen[name] = world.citizens[name]
    past = np.zeros((citizens, PAST), PERIOD)
    past["family"] = -1
    _remember(world, citizen, past)
    guided = np.full((citizens, RIDERS), NO_DAY, _I8)
    slot = np.zeros((citizens, slots), SLOT)
    slot["duty"] = slot["booking"] = slot["spell"] = -1
    slot["counts_from"] = slot["verdict"] = NO_DAY

    page = np.zeros((posts, horizon), PAGE)
    page["free"] = world.bookable_minutes
    page["head"] = page["tail"] = -1
    daybook = np.zeros(horizon, DAYBOOK)
    daybook["event"] = daybook["agenda_head"] = daybook["agenda_tail"] = -1
    sessions = world.session[world.session >= 0]
    daybook["sits"][sessions[sessions < horizon]] = 1
    daybook["sits"][: world.places.size] |= world.places > 0  # the first agendas were fixed before the run

    post = np.zeros(posts, POST)
    post["share"], post["active"] = world.posts["share"], 1
    pools = max(
        [int(world.posts["pool"].max()) + 1 if posts else 1, *(int(law.pools.max()) + 1 for law in world.laws if posts)]
    )
    pool = np.zeros(pools, POOL)
    np.add.at(pool["share"], world.posts["pool"], world.posts["share"].astype(np.int64))

    width = max(int(np.bitwise_count(world.duties["states"].astype(np.uint32)).sum()), 1)
    duty_of = np.full((world.states.size, width + 1), -1, np.int16)
    for state in range(world.states.size):
        mine = np.flatnonzero(world.duties["states"] >> state & 1)
        duty_of[state, : mine.size] = mine

    soft = np.zeros(citizens if world.effects.size else 1, SOFT)  # without effects it has one row, which is never read
    soft["contact_until"] = soft["change_until"] = soft["planned"] = NO_DAY
    moved = 40 if world.effects.size else 0  # an exit that moves to another day leaves a stale event

    events = citizens * (8 + moved) + 20 * posts + 4 * world.staff_events.size + 8_000
    arrays = (
        settings, run, citizen, past, guided, slot,
        _chain(np.zeros(room, BOOKING)), _chain(np.zeros(2 * room, PIECE)), _chain(np.zeros(room, THREAD)),
        _chain(np.zeros(events, EVENT)), np.zeros(events, np.int64), np.zeros(4096, START), np.zeros(room, np.int64), daybook, page, post,
        pool, np.zeros((max(posts, 1), SMALL_KINDS), np.int64), np.zeros(max(world.settings["pool_count"], 1), np.int64),
        np.zeros(int(run["margin"][0]) + 40 * citizens, ROW),
        duty_of, world.tables, world.states.copy(), world.clocks.copy(), world.needs.copy(), world.traits, world.exits,
        world.activities.copy(), world.certificates.copy(), world.riders.copy(), world.duties, world.steps, world.procedures,
        world.show.astype(_I8), world.posts.copy(),
        world.staff_events, world.capacity.astype(_I2), world.sick.astype(_I1), world.workday.astype(_I1), world.session.astype(_I4),
        world.places.astype(_I4), world.prepared_from.astype(_I4),
        world.month_start.astype(_I4), world.spans.astype(_I4), world.citizens,
        world.cases if world.cases.size else np.zeros(1, CASE),
        np.array([law.day for law in world.laws], _I4), _settings([law.settings for law in world.laws]),
        *(_of_laws(world, name) for name in LAW_TABLES),
        np.array([law.pools for law in world.laws], _I2).reshape(len(world.laws), posts),
        world.effects, soft,
    )  # fmt: skip
    return State(*(np.ascontiguousarray(array) for array in arrays))
