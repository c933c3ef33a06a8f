"""Counters that are always open, for queueing studies: work in a pool without diaries.

The model of a jobcenter has no counters. With the setting `pool_most` the servers are case managers, as in the reference.
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
    """Book work at a counter. The procedure waits for it. A case without a server waits outside if each server has enough."""
    c = S.thread[t].citizen
    owner, worker = ties.thread_ref(S.thread[t].serial), S.citizen[c].caseworker
    S.thread[t].booking = new_booking(S, c, owner, activity, -1, minutes, due, 0, -1, author, worker)
    if S.settings[0].pool_most == 0:
        begin(S, t, first_free(S))
        return
    if S.manager[c] < 0:
        fewest = 0
        for server in range(1, S.settings[0].pool_count):
            if S.held[server] < S.held[fewest]:
                fewest = server
        if S.held[fewest] >= S.settings[0].pool_most:
            S.outside[S.run[0].outside] = t
            S.run[0].outside += 1
            return
        hold(S, c, fewest)
    begin(S, t, S.manager[c])


@kernel
def first_free(S):  # type: ignore[no-untyped-def]
    """The server who can start first; ties go to the lowest number."""
    best, start = 0, max(S.run[0].minute, S.last_end[0])
    for server in range(1, S.settings[0].pool_count):
        if max(S.run[0].minute, S.last_end[server]) < start:
            best, start = server, max(S.run[0].minute, S.last_end[server])
    return best


@kernel
def begin(S, t, server):  # type: ignore[no-untyped-def]
    """Put booked work at the end of a server's queue."""
    booking = S.booking[S.thread[t].booking]
    c, minutes = S.thread[t].citizen, booking.minutes
    author = step_of_booking(booking)
    end = max(S.run[0].minute, S.last_end[server]) + minutes
    S.last_end[server] = end
    write_of(S, author, c, _BOOK, booking.activity, -1, COUNTER, -1, minutes, NO, server, S.citizen[c].caseworker)
    at_own(S, end, _WORK_EVENT, c, ties.thread_ref(S.thread[t].serial))


@kernel
def hold(S, c, server):  # type: ignore[no-untyped-def]
    """The server has one more case, until the citizen leaves."""
    S.manager[c] = server
    S.held[server] += 1


@kernel
def let_go(S, c):  # type: ignore[no-untyped-def]
    """The citizen has left: the case that has waited longest outside takes the place."""
    server = S.manager[c]
    S.manager[c] = -1
    S.held[server] -= 1
    if S.run[0].outside_head < S.run[0].outside:
        t = S.outside[S.run[0].outside_head]
        S.run[0].outside_head += 1
        hold(S, S.thread[t].citizen, server)
        begin(S, t, server)


@kernel
def served(S, c, b):  # type: ignore[no-untyped-def]
    """Write the row of work that has ended."""
    booking = S.booking[b]
    author, worker = step_of_booking(booking), S.citizen[c].caseworker
    write_of(S, author, c, _WORK, booking.activity, -1, COUNTER, -1, booking.minutes, NO, 0, worker)
