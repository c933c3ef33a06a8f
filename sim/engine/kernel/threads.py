"""Running procedures as records in a list per citizen: start, find, stop."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.basics import begin_later, write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.diary import cancel
from sim.engine.kernel.effects import look
from sim.engine.kernel.instances import law_of
from sim.engine.kernel.members import give_back
from sim.engine.kernel.pages import hearing
from sim.engine.kernel.records import FULL_SERIALS, FULL_THREADS
from sim.world.codes import DAY, EventKind
from sim.world.log import MOST_PROCEDURES, NO_DAY, RowKind

_FREE = int(RowKind.FREE)
_INCOMING = int(EventKind.INCOMING)
BY_DECISION = 3


@kernel
def version(S, c, procedure):  # type: ignore[no-untyped-def]
    """The row of the procedure under the law of the citizen's case. A procedure ends by the law under which it began."""
    row, later = np.int64(procedure), np.int64(S.procedures[procedure].later)
    while later:
        if law_of(S, c, S.procedures[later].enacted_for) >= S.procedures[later].enacted:
            row = later
        later = np.int64(S.procedures[later].later)
    return row


@kernel
def step_of(S, t):  # type: ignore[no-untyped-def]
    """(procedure, serial, step) of the step at which a procedure works or waits. It is the author of the row."""
    thread = S.thread[t]
    place = thread.step - 1 - S.procedures[thread.version].entry
    return np.int64(thread.procedure), np.int64(thread.serial), np.int64(place)


@kernel
def start_thread(S, c, procedure, cause, tomorrow, duty, step):  # type: ignore[no-untyped-def]
    t = S.run[0].free_thread
    if t >= 0:
        S.run[0].free_thread = S.thread[t].next
    else:
        t = S.run[0].threads
        if t + 1 == S.thread.shape[0]:
            S.run[0].full |= FULL_THREADS
        else:
            S.run[0].threads = t + 1
    thread, who = S.thread[t], S.citizen[c]
    thread.citizen, thread.serial, thread.procedure, thread.cause = c, who.serial, procedure, cause
    thread.version = version(S, c, procedure)
    thread.step = S.procedures[thread.version].entry if step < 0 else step
    thread.round, thread.duty, thread.paper_day, thread.spell = 0, duty, NO_DAY, who.spell
    thread.booking, thread.place, thread.next, thread.page_next = -1, -1, -1, -1
    thread.alive, thread.waiting, thread.begun, thread.listed, thread.carried = 1, 0, 0, 0, 0
    if who.serial > MOST_PROCEDURES:
        S.run[0].full |= FULL_SERIALS
    who.serial += 1
    if who.thread < 0:
        who.thread = t
    else:
        last = who.thread
        while S.thread[last].next >= 0:
            last = S.thread[last].next
        S.thread[last].next = t
    if tomorrow:
        at_own(S, (S.run[0].today + 1) * DAY, _INCOMING, c, ties.thread_ref(thread.serial))
    else:
        begin_later(S, c, -1 - t, who.spell, thread.serial)
    look(S, c)


@kernel
def find_thread(S, c, ref):  # type: ignore[no-untyped-def]
    """The citizen's procedure with this reference, or -1."""
    t = S.citizen[c].thread
    while t >= 0 and ties.thread_ref(S.thread[t].serial) != ref:
        t = S.thread[t].next
    return t


@kernel
def drop_thread(S, t):  # type: ignore[no-untyped-def]
    """Free the record, unless an agenda still names it."""
    S.thread[t].alive = 0
    if not S.thread[t].listed:
        S.thread[t].next = S.run[0].free_thread
        S.run[0].free_thread = t


@kernel
def end_thread(S, t):  # type: ignore[no-untyped-def]
    c = S.thread[t].citizen
    if S.citizen[c].thread == t:
        S.citizen[c].thread = S.thread[t].next
    else:
        q = S.citizen[c].thread
        while S.thread[q].next != t:
            q = S.thread[q].next
        S.thread[q].next = S.thread[t].next
    drop_thread(S, t)
    look(S, c)


@kernel
def withdraw(S, t):  # type: ignore[no-untyped-def]
    """Free the place on the agenda of a citizen who leaves."""
    thread = S.thread[t]
    if thread.waiting:
        thread.waiting = 0
        n = S.run[0].ready - 1
        for i in range(n + 1):
            if S.ready[i] == t:
                S.ready[i] = S.ready[n]
                break
        S.run[0].ready = n
    if thread.place >= 0:
        worker = S.citizen[thread.citizen].caseworker
        write_of(S, step_of(S, t), thread.citizen, _FREE, -1, -1, -1, -1, 0, thread.due, thread.place, worker)
        if worker >= 0:
            hearing(S, worker, thread.place, -thread.minutes)
        give_back(S, t)
        thread.place = -1


@kernel
def meets(S, t):  # type: ignore[no-untyped-def]
    """Meet the duty that began the procedure, by a hearing, a decision or an effort, once. Its number, or -1."""
    duty = S.thread[t].duty
    S.thread[t].duty = -1
    if duty >= 0:
        c = S.thread[t].citizen
        slot = S.slot[c, S.duties[duty].slot]
        if slot.spell != S.citizen[c].spell or S.duties[slot.duty].line != S.duties[duty].line:
            return -1  # the new duty of a later law is not met
        slot.held += 1
    return duty


@kernel
def stop_threads(S, c):  # type: ignore[no-untyped-def]
    """Stop the citizen's procedures, but not those that outlive a spell."""
    t, last = S.citizen[c].thread, np.int64(-1)
    S.citizen[c].thread = -1
    while t >= 0:
        following = S.thread[t].next
        if S.procedures[S.thread[t].version].outlives:
            S.thread[t].next = -1
            if last < 0:
                S.citizen[c].thread = t
            else:
                S.thread[last].next = t
            last = np.int64(t)
        else:
            if S.thread[t].booking >= 0:
                cancel(S, S.thread[t].booking)
                S.thread[t].booking = -1
            withdraw(S, t)
            drop_thread(S, t)
        t = following
