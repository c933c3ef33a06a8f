"""The functions that every part of the kernel uses: scheduling, the queue of starts, log rows, draws."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import draw
from sim.chance.sample import sample, sample_beyond
from sim.engine import event_order as ties
from sim.world.codes import DAY

FULL_EVENTS, FULL_LOG, FULL_BOOKINGS, FULL_PIECES, FULL_THREADS, FULL_STARTS, FULL_SERIALS = 1, 2, 4, 8, 16, 32, 64
NO_STEP = (np.int64(-1), np.int64(-1), np.int64(-1))
"""(procedure, serial, step) of a row that no procedure writes: a row of life, of a clock or of a duty."""


# --- the calendar: a list of events for each later day, a heap for today
@kernel
def before(S, a, b):  # type: ignore[no-untyped-def]
    first, second = S.event[a], S.event[b]
    return first.minute < second.minute or (first.minute == second.minute and first.key < second.key)


@kernel
def push(S, e):  # type: ignore[no-untyped-def]
    i = S.run[0].heap
    S.run[0].heap = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if not before(S, e, S.heap[parent]):
            break
        S.heap[i] = S.heap[parent]
        i = parent
    S.heap[i] = e


@kernel
def pop(S):  # type: ignore[no-untyped-def]
    top = S.heap[0]
    n = S.run[0].heap - 1
    S.run[0].heap = n
    if n > 0:
        e = S.heap[n]
        i, child = 0, 1
        while child < n:
            if child + 1 < n and before(S, S.heap[child + 1], S.heap[child]):
                child += 1
            if not before(S, S.heap[child], e):
                break
            S.heap[i] = S.heap[child]
            i = child
            child = 2 * i + 1
        S.heap[i] = e
    return top


@kernel
def at(S, minute, kind, who, ref):  # type: ignore[no-untyped-def]
    """Schedule an event. Events after the last day are never scheduled."""
    day = minute // DAY
    if day >= S.settings[0].days:
        return
    e = S.run[0].free_event
    if S.event[e].next < 0:
        S.run[0].full |= FULL_EVENTS
        return
    S.run[0].free_event = S.event[e].next
    S.event[e].minute = minute
    S.event[e].key = ties.key(kind, who, ref)
    if day == S.run[0].today:
        push(S, e)
    else:
        S.event[e].next = S.daybook[day].event
        S.daybook[day].event = e


@kernel
def begin_later(S, c, what, spell, how):  # type: ignore[no-untyped-def]
    """Start a duty (what >= 0) or a procedure (what < 0: thread -1 - what) after the present handler."""
    i = S.run[0].queue
    if i >= S.start.shape[0]:
        S.run[0].full |= FULL_STARTS
        return
    S.start[i].citizen, S.start[i].what, S.start[i].spell, S.start[i].how = c, what, spell, how
    S.run[0].queue = i + 1


# --- the log
@kernel
def write(S, c, kind, activity, form, role, duty, minutes, due, extra, worker):  # type: ignore[no-untyped-def]
    """Append a row; ``c`` is -1 in a row without a citizen."""
    i = S.run[0].rows
    if i >= S.log.shape[0]:
        S.run[0].full |= FULL_LOG
        return
    S.run[0].rows = i + 1
    row = S.log[i]
    row.minute, row.kind, row.citizen = S.run[0].minute, kind, c
    if c >= 0:
        who = S.citizen[c]
        row.spell, row.group, row.benefit = who.spell, S.states[who.state].lab, S.states[who.state].benefit
    else:
        row.spell, row.group, row.benefit = 0, 0, -1
    row.activity, row.form, row.role = activity, form, role
    row.duty = S.duties[duty].code if duty >= 0 else duty
    row.procedure, row.serial, row.step = NO_STEP
    row.caseworker = worker
    row.team = S.posts[worker].team if worker >= 0 else -1
    row.minutes, row.due, row.extra = minutes, due, extra


@kernel
def write_of(S, step, c, kind, activity, form, role, duty, minutes, due, extra, worker):  # type: ignore[no-untyped-def]
    """Append a row of a running procedure; ``step`` is (procedure, serial, step)."""
    write(S, c, kind, activity, form, role, duty, minutes, due, extra, worker)
    row = S.log[S.run[0].rows - 1]
    row.procedure, row.serial, row.step = step


# --- draws
@kernel
def drawn(S, c, name, occurrence):  # type: ignore[no-untyped-def]
    return draw(S.settings[0].run, S.fate[c].entity, name, occurrence)


@kernel
def sampled(S, c, table, name, occurrence):  # type: ignore[no-untyped-def]
    return sample(S.tables, table, S.settings[0].run, S.fate[c].entity, name, occurrence)


@kernel
def sampled_beyond(S, c, table, name, occurrence, elapsed):  # type: ignore[no-untyped-def]
    return sample_beyond(S.tables, table, S.settings[0].run, S.fate[c].entity, name, occurrence, elapsed)
