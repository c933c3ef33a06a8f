"""The complete state of a run as flat arrays.

A run saved at any midnight and continued gives the same log as the whole run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.event_order import WHO_MASK
from sim.engine.kernel.records import (
    BOOKING,
    BUCKETS,
    CHUNK,
    CITIZEN,
    DAYBOOK,
    PAGE,
    PERIOD,
    PIECE,
    POOL,
    POST,
    RUN,
    SLOT,
    SOFT,
    START,
    THREAD,
)  # fmt: skip
from sim.files.errors import RunError
from sim.world.codes import DAY, PAST, RIDERS, SMALL_KINDS
from sim.world.log import NO_DAY, ROW
from sim.world.tables import CASE, LAW_TABLES
from sim.world.world import SETTINGS, World

_I8, _I4, _I2, _I1 = np.int64, np.int32, np.int16, np.int8


class State(NamedTuple):
    """The world's tables and the arrays of one run.

    The run writes only to tables that a later law replaces. These are copies.
    """

    settings: Any
    run: Any
    seat: Any
    caseworker_of: Any
    blank: Any
    blank_slot: Any
    blank_soft: Any
    citizen: Any
    past: Any
    guided: Any
    slot: Any
    verdict: Any
    booking: Any
    piece: Any
    thread: Any
    chunk: Any
    gathered: Any
    listed: Any
    bucket: Any
    heap: Any
    start: Any
    ready: Any
    daybook: Any
    page: Any
    free: Any
    post: Any
    pool: Any
    members: Any
    small: Any
    last_end: Any
    held: Any
    manager: Any
    outside: Any
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
    periods: Any
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
    returns: Any

    def copy(self) -> State:
        """An independent copy: a fork of the run."""
        return State(*(self._copied(name, array) for name, array in zip(self._fields, self, strict=True)))

    def _copied(self, name: str, array: NDArray[Any]) -> NDArray[Any]:
        if name not in _USED:
            return array.copy()
        used = int(self.run[0][_USED[name]])
        twin = _in_lines(array.shape, array.dtype)
        twin[:used] = array[:used]
        return twin


_USED = {
    "citizen": "seats", "past": "seats", "guided": "seats", "slot": "seats", "verdict": "seats", "soft": "seats",
    "booking": "bookings", "piece": "pieces", "thread": "threads", "chunk": "chunks", "log": "rows",
}  # fmt: skip
"""Tables of which only the first records are used, with the number of these in ``run``."""
_LINE = 64
"""Bytes of a line of the processor's cache."""


def _in_lines(shape: int | tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Zeros whose first byte begins a line of the cache. A page of memory counts only once a record in it is written."""
    dtype = np.dtype(dtype)
    size = math.prod(np.atleast_1d(shape).tolist()) * dtype.itemsize
    space = np.zeros(size + _LINE, np.uint8)
    first = -space.ctypes.data % _LINE
    zeros: NDArray[Any] = space[first : first + size].view(dtype).reshape(shape)
    return zeros


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


def fresh(world: World) -> State:
    """The state before the first minute."""
    settings = _settings([world.settings])
    citizens, posts, horizon = world.citizens.size, world.posts.size, world.settings["horizon"]
    if citizens > WHO_MASK:
        raise RunError(f"a run has {citizens} citizens; at most {WHO_MASK} are possible")
    slots = int(world.duties["slot"].max()) + 1 if world.duties.size else 1
    room = 3 * citizens + 5000

    run = np.zeros(1, RUN)
    run["today"] = -1
    for name in ("free_chunk", "free_booking", "free_piece", "free_thread", "free_seat"):
        run[name] = -1

    blank = np.zeros(1, CITIZEN)
    blank["caseworker"] = blank["need"] = blank["thread"] = -1
    blank_slot = np.zeros(1, SLOT)
    blank_slot["duty"] = blank_slot["booking"] = blank_slot["spell"] = -1
    blank_slot["counts_from"] = NO_DAY
    blank_soft = np.zeros(1, SOFT)
    blank_soft["contact_until"] = blank_soft["change_until"] = blank_soft["planned"] = NO_DAY

    page = np.zeros((posts, horizon), PAGE)
    page["head"] = page["tail"] = -1
    daybook = np.zeros(horizon, DAYBOOK)
    daybook["chunk"] = daybook["agenda_head"] = daybook["agenda_tail"] = -1
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

    moved = 40 if world.effects.size else 0  # an exit that moves to another day leaves a stale event
    events = citizens * (8 + moved) + 20 * posts + 4 * world.staff_events.size + 8_000
    chunks = events // CHUNK + horizon + 1
    laws = citizens if world.laws else 1  # without a later law it is never read
    cases = citizens if world.settings["pool_most"] else 1  # without a limit on cases it is never read
    arrays = (
        settings, run, np.full(citizens, -1, _I4), np.full(citizens, -1, _I2), blank, blank_slot, blank_soft,
        _in_lines(citizens, CITIZEN), np.zeros((citizens, PAST), PERIOD), np.zeros((citizens, RIDERS), _I4),
        _in_lines((citizens, slots), SLOT), np.zeros((laws, slots), _I4),
        np.zeros(room, BOOKING), np.zeros(2 * room, PIECE), _in_lines(room, THREAD),
        _in_lines((chunks, CHUNK + 1), _I8), *(np.zeros(CHUNK * chunks + 2 * posts + 3, _I8) for _ in range(2)),
        np.zeros(BUCKETS, _I4), np.zeros(CHUNK * chunks + posts + 3, _I8),
        np.zeros(4096, START), np.zeros(room, _I8), daybook, page, world.bookable_minutes.astype(_I4), post,
        pool, np.zeros(posts, _I2), np.zeros((max(posts, 1), SMALL_KINDS), _I8), np.zeros(max(world.settings["pool_count"], 1), _I8),
        np.zeros(max(world.settings["pool_count"], 1), _I8), *(np.full(cases, -1, _I4) for _ in range(2)),
        np.zeros(_rows_expected(world), ROW),
        duty_of, world.tables, world.states.copy(), world.clocks.copy(), world.needs.copy(), world.traits, world.exits,
        world.activities.copy(), world.certificates.copy(), world.riders.copy(), world.duties, world.steps, world.procedures,
        world.show.astype(_I8), world.posts.copy(),
        world.staff_events, world.capacity.astype(_I2), world.sick.astype(_I1), world.workday.astype(_I1), world.session.astype(_I4),
        world.places.astype(_I4), world.prepared_from.astype(_I4),
        world.month_start.astype(_I4), world.spans.astype(_I4), world.citizens,
        world.cases if world.cases.size else np.zeros(1, CASE), world.periods[np.argsort(world.periods["citizen"], kind="stable")],
        np.array([law.day for law in world.laws], _I4), _settings([law.settings for law in world.laws]),
        *(_of_laws(world, name) for name in LAW_TABLES),
        np.array([law.pools for law in world.laws], _I2).reshape(len(world.laws), posts),
        world.effects, np.zeros(citizens if world.effects.size else 1, SOFT), world.returns,
    )  # fmt: skip
    return State(*(np.ascontiguousarray(array) for array in arrays))


def margin(world: World) -> int:
    """Rows that the log must have room for before an event: the most that one event may write, with much to spare."""
    return 12 * int((world.citizens["arrive"] < DAY).sum()) + 50_000


def _rows_expected(world: World) -> int:
    """Rows for which the log has room at first. Rows that are never written take no memory."""
    return margin(world) + 64 * world.citizens.size + 10_000
