"""The calendar: chunks of events for each later day; for today a sorted list, and a heap of what today adds.

An event is one integer: its minute of the day, and its place in the order of ties (:mod:`sim.engine.event_order`).
"""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.handle import prefetch
from sim.engine.kernel.records import CHUNK, FULL_EVENTS, KINDS, MOST_BITS, SLOT
from sim.world.codes import DAY, EventKind

_LIFE, _INCOMING, _DUTY = int(EventKind.LIFE), int(EventKind.INCOMING), int(EventKind.DUTY)
SLOT_BYTES = SLOT.itemsize
FAR, NEAR = 8, 4
"""Events ahead for which a citizen's record is asked for, and what the record leads to."""
FEW = 8
"""Events of one kind in a bucket, about, while the day is sorted."""


@kernel
def at(S, minute, kind, who, ref):  # type: ignore[no-untyped-def]
    """Schedule an event. ``who`` is a citizen's number, a post or 0. Events after the last day are never scheduled."""
    day = minute // DAY
    if day >= S.settings[0].days:
        return
    event = ties.moment(minute - day * DAY, kind, who, ref)
    if day == S.run[0].today:
        push(S, event)
        return
    book = S.daybook[day]
    k, n = book.chunk, book.count
    if k < 0 or n == CHUNK:
        fresh = new_chunk(S)
        if fresh < 0:
            return
        S.chunk[fresh, 0] = k
        book.chunk = k = fresh
        n = 0
    S.chunk[k, 1 + n] = event
    book.count = n + 1


@kernel
def at_own(S, minute, kind, c, ref):  # type: ignore[no-untyped-def]
    """Schedule an event of the citizen on a seat."""
    at(S, minute, kind, S.citizen[c].citizen, ref)


@kernel
def life_event(S, c, day, what):  # type: ignore[no-untyped-def]
    """Schedule an event of the citizen's life, tomorrow or later."""
    at_own(S, max(day, S.run[0].today + 1) * DAY, _LIFE, c, ties.life_ref(S.citizen[c].spell, what))


@kernel
def new_chunk(S):  # type: ignore[no-untyped-def]
    """A free chunk, or -1."""
    k = S.run[0].free_chunk
    if k >= 0:
        S.run[0].free_chunk = S.chunk[k, 0]
        return k
    k = S.run[0].chunks
    if k == S.chunk.shape[0]:
        S.run[0].full |= FULL_EVENTS
        return -1
    S.run[0].chunks = k + 1
    return k


@kernel
def open_day(S, day):  # type: ignore[no-untyped-def]
    """Gather the day's events, in no order yet, and free their chunks."""
    k, filled, n = S.daybook[day].chunk, S.daybook[day].count, 0
    S.daybook[day].chunk = -1
    while k >= 0:
        for i in range(1, filled + 1):
            S.gathered[n] = S.chunk[k, i]
            n += 1
        following, filled = S.chunk[k, 0], CHUNK
        S.chunk[k, 0] = S.run[0].free_chunk
        S.run[0].free_chunk = k
        k = following
    S.run[0].next, S.run[0].listed = 0, n


@kernel
def add(S, minute, kind, who, ref):  # type: ignore[no-untyped-def]
    """Add an event of today to those that were gathered. ``minute`` is that of the day."""
    n = S.run[0].listed
    if n >= S.gathered.shape[0]:
        S.run[0].full |= FULL_EVENTS
        return
    S.gathered[n] = ties.moment(minute, kind, who, ref)
    S.run[0].listed = n + 1


@kernel
def bucket_of(event, bits, shift):  # type: ignore[no-untyped-def]
    """The bucket of an event: at midnight by kind and by a range of citizens, all later events in the last one."""
    if event >> ties.MINUTE_SHIFT:
        return KINDS << bits
    who = event >> ties.WHO_SHIFT & ties.WHO_MASK
    return (event >> ties.KIND_SHIFT & ties.KIND_MASK) << bits | min(who >> shift, (1 << bits) - 1)


@kernel
def sort_day(S):  # type: ignore[no-untyped-def]
    """Sort today's events into the list: into buckets of a few events, whose order is that of time, then by insertion."""
    n, bits, shift = S.run[0].listed, 0, 0
    while (FEW << bits) < n and bits < MOST_BITS:
        bits += 1
    while (S.seat.shape[0] - 1) >> shift >= 1 << bits:
        shift += 1
    buckets = (KINDS << bits) + 1
    for k in range(buckets):
        S.bucket[k] = 0
    for i in range(n):
        S.bucket[bucket_of(S.gathered[i], bits, shift)] += 1
    first = 0
    for k in range(buckets):
        size = S.bucket[k]
        S.bucket[k] = first
        first += size
    for i in range(n):
        k = bucket_of(S.gathered[i], bits, shift)
        S.listed[S.bucket[k]] = S.gathered[i]
        S.bucket[k] += 1
    for i in range(1, n):
        event, k = S.listed[i], i
        while k > 0 and S.listed[k - 1] > event:
            S.listed[k] = S.listed[k - 1]
            k -= 1
        S.listed[k] = event


@kernel
def push(S, event):  # type: ignore[no-untyped-def]
    """Add an event of today to the heap."""
    i = S.run[0].heap
    if i >= S.heap.shape[0]:
        S.run[0].full |= FULL_EVENTS
        return
    S.run[0].heap = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if S.heap[parent] <= event:
            break
        S.heap[i] = S.heap[parent]
        i = parent
    S.heap[i] = event


@kernel
def look_ahead(S, i):  # type: ignore[no-untyped-def]
    """Ask the memory for what the events some places after ``i`` will read, so that they need not wait for it."""
    if i + FAR >= S.run[0].listed:
        return
    c = seat_of(S, S.listed[i + FAR])
    if c >= 0:
        prefetch(S.citizen, c, 0)
    event = S.listed[i + NEAR]
    c, kind, ref = seat_of(S, event), event >> ties.KIND_SHIFT & ties.KIND_MASK, event & ties.REF_MASK
    if c < 0:
        return
    if kind == _DUTY:
        prefetch(S.slot, c, SLOT_BYTES * S.duties[ties.duty_of(ref)].slot)
    elif kind == _INCOMING and S.citizen[c].thread >= 0:
        prefetch(S.thread, S.citizen[c].thread, 0)
        prefetch(S.thread, S.citizen[c].thread, 64)
    else:
        prefetch(S.citizen, c, 64)


@kernel
def seat_of(S, event):  # type: ignore[no-untyped-def]
    """The seat of the citizen of an event of life, of a procedure or of a duty, or -1."""
    kind = event >> ties.KIND_SHIFT & ties.KIND_MASK
    if _LIFE <= kind <= _DUTY:
        return S.seat[event >> ties.WHO_SHIFT & ties.WHO_MASK]
    return -1


@kernel
def pop(S):  # type: ignore[no-untyped-def]
    """The next event of today, or -1: the first of the list or of the heap."""
    n, i = S.run[0].heap, S.run[0].next
    if i < S.run[0].listed and (n == 0 or S.listed[i] <= S.heap[0]):
        S.run[0].next = i + 1
        look_ahead(S, i)
        return S.listed[i]
    if n == 0:
        return -1
    top, n = S.heap[0], n - 1
    S.run[0].heap = n
    event = S.heap[n]
    i, child = 0, 1
    while child < n:
        if child + 1 < n and S.heap[child + 1] < S.heap[child]:
            child += 1
        if event <= S.heap[child]:
            break
        S.heap[i] = S.heap[child]
        i = child
        child = 2 * i + 1
    S.heap[i] = event
    return top
