"""Counters that are always open, for queueing studies: work in a pool without diaries.

The model of a jobcenter has no counters.
"""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.basics import write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.diary import NO
from sim.engine.kernel.pages import new_booking, step_of_booking
from sim.world.codes import EventKind, Role
from sim.world.log import RowKind

COUNTER = int(Role.POOL)
_BOOK, _WORK = int(RowKind.BOOK), int(RowKind.WORK)
_WORK_EVENT = int(EventKind.WORK)


@kernel
def serve(S, t, activity, minutes, due, author):  # type: ignore[no-untyped-def]
    """Give work to the server who can start first; ties go to the lowest number. The procedure waits for the work."""
    c = S.thread[t].citizen
    owner, worker = ties.thread_ref(S.thread[t].serial), S.citizen[c].caseworker
    b = new_booking(S, c, owner, activity, -1, minutes, due, 0, -1, author, worker)
    best, start = 0, max(S.run[0].minute, S.last_end[0])
    for server in range(1, S.settings[0].pool_count):
        if max(S.run[0].minute, S.last_end[server]) < start:
            best, start = server, max(S.run[0].minute, S.last_end[server])
    S.last_end[best] = start + minutes
    write_of(S, author, c, _BOOK, activity, -1, COUNTER, -1, minutes, NO, best, worker)
    at_own(S, start + minutes, _WORK_EVENT, c, owner)
    S.thread[t].booking = b


@kernel
def served(S, c, b):  # type: ignore[no-untyped-def]
    """Write the row of work that has ended."""
    booking = S.booking[b]
    author, worker = step_of_booking(booking), S.citizen[c].caseworker
    write_of(S, author, c, _WORK, booking.activity, -1, COUNTER, -1, booking.minutes, NO, 0, worker)
