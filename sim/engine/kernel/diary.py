"""Diaries: pages by (caseworker, day), pieces in order of placing, bookings made of pieces."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.basics import write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.instances import advance, finished
from sim.engine.kernel.records import FULL_BOOKINGS, FULL_PIECES
from sim.world.codes import DAY, EventKind, Overload
from sim.world.log import NO_DAY, RowKind

_BOOK, _CANCEL, _SHED, _MOVE, _UNPLACEABLE = (
    int(k) for k in (RowKind.BOOK, RowKind.CANCEL, RowKind.SHED, RowKind.MOVE, RowKind.UNPLACEABLE)
)
_LATE, _SHED_OPTIONAL, _OVERTIME = int(Overload.LATE), int(Overload.SHED_OPTIONAL), int(Overload.OVERTIME)
_DUTY = int(EventKind.DUTY)
NO = NO_DAY


@kernel
def change_free(S, worker, day, minutes):  # type: ignore[no-untyped-def]
    """Change the free minutes of a day."""
    S.free[worker, day] += minutes
    if minutes > 0 and day < S.post[worker].full_before:
        S.post[worker].full_before = day


# --- records
@kernel
def new_booking(S, c, owner, activity, form, minutes, due, optional, duty, step, worker):  # type: ignore[no-untyped-def]
    b = S.run[0].free_booking
    if b >= 0:
        S.run[0].free_booking = S.booking[b].next
    else:
        b = S.run[0].bookings
        if b + 1 == S.booking.shape[0]:
            S.run[0].full |= FULL_BOOKINGS
        else:
            S.run[0].bookings = b + 1
    booking = S.booking[b]
    booking.citizen, booking.owner, booking.activity, booking.form = c, owner, activity, form
    booking.minutes, booking.due, booking.optional, booking.duty = minutes, due, optional, duty
    booking.procedure, booking.serial, booking.step = step
    booking.rider_0, booking.rider_1, booking.worker, booking.by = 0, 0, worker, -1
    booking.first, booking.left, booking.next = -1, 0, 0
    return b


@kernel
def drop_booking(S, b):  # type: ignore[no-untyped-def]
    S.booking[b].next = S.run[0].free_booking
    S.run[0].free_booking = b


@kernel
def drop_piece(S, p):  # type: ignore[no-untyped-def]
    S.piece[p].next = S.run[0].free_piece
    S.run[0].free_piece = p


@kernel
def put(S, b, worker, day, minutes):  # type: ignore[no-untyped-def]
    """Add a piece at the end of a page. It is not yet linked to its booking."""
    p = S.run[0].free_piece
    if p >= 0:
        S.run[0].free_piece = S.piece[p].next
    else:
        p = S.run[0].pieces
        if p + 1 == S.piece.shape[0]:
            S.run[0].full |= FULL_PIECES
        else:
            S.run[0].pieces = p + 1
    piece, page = S.piece[p], S.page[worker, day]
    piece.booking, piece.caseworker, piece.day, piece.minutes = b, worker, day, minutes
    piece.live, piece.shelved, piece.page_next, piece.next = 1, 1, -1, -1
    change_free(S, worker, day, -minutes)
    if S.booking[b].optional:
        page.optional += minutes
    if page.head < 0:
        page.head = p
    else:
        S.piece[page.tail].page_next = p
    page.tail = p
    return p


@kernel
def unlink(S, p):  # type: ignore[no-untyped-def]
    """Remove a piece from its booking. The record is freed here, or later when its page is read."""
    b = S.piece[p].booking
    following = S.piece[p].next
    if S.booking[b].first == p:
        S.booking[b].first = following
    else:
        q = S.booking[b].first
        while S.piece[q].next != p:
            q = S.piece[q].next
        S.piece[q].next = following
    S.booking[b].left -= 1
    S.piece[p].live = 0
    if not S.piece[p].shelved:
        drop_piece(S, p)


@kernel
def give_back(S, p):  # type: ignore[no-untyped-def]
    """Return all minutes of a piece that has not begun."""
    piece = S.piece[p]
    page = S.page[piece.caseworker, piece.day]
    change_free(S, piece.caseworker, piece.day, piece.minutes)
    if S.booking[piece.booking].optional:
        page.optional -= piece.minutes


@kernel
def step_of_booking(booking):  # type: ignore[no-untyped-def]
    """(procedure, serial, step) of the step that booked the work."""
    return np.int64(booking.procedure), np.int64(booking.serial), np.int64(booking.step)


@kernel
def write_piece(S, p, kind, extra):  # type: ignore[no-untyped-def]
    piece = S.piece[p]
    b = S.booking[piece.booking]
    role = S.activities[b.activity].role
    write_of(
        S, step_of_booking(b), b.citizen, kind, b.activity, b.form, role, b.duty, piece.minutes, b.due, extra, piece.caseworker
    )  # fmt: skip


# --- placing
@kernel
def place(S, b, worker, day, minutes):  # type: ignore[no-untyped-def]
    p = put(S, b, worker, day, minutes)
    if S.booking[b].first < 0:
        S.booking[b].first = p
    else:
        q = S.booking[b].first
        while S.piece[q].next >= 0:
            q = S.piece[q].next
        S.piece[q].next = p
    S.booking[b].left += 1
    write_piece(S, p, _BOOK, day)


@kernel
def unplaceable(S, b):  # type: ignore[no-untyped-def]
    k = S.booking[b]
    worker = S.citizen[k.citizen].caseworker
    write_of(
        S, step_of_booking(k), k.citizen, _UNPLACEABLE, k.activity, -1, -1, k.duty, k.minutes, k.due, 0, worker
    )  # fmt: skip
    drop_booking(S, b)


@kernel
def room(S, worker, day, minutes):  # type: ignore[no-untyped-def]
    return room_before(S, worker, day, minutes, S.settings[0].horizon)


@kernel
def room_before(S, worker, day, minutes, end):  # type: ignore[no-untyped-def]
    """The first day from ``day`` on with so many free minutes, or ``end``."""
    while day < end and S.free[worker, day] < minutes:
        day += 1
    return day


@kernel
def desk_room_before(S, worker, end):  # type: ignore[no-untyped-def]
    """The first day after today with room for the least piece of desk work, or ``end`` or a later day.

    The day is remembered, because a full diary would be read for weeks ahead at each booking.
    """
    post = S.post[worker]
    first = max(S.run[0].today + 1, post.full_before)
    post.full_before = room_before(S, worker, first, S.settings[0].min_piece, end)
    return np.int64(post.full_before)


@kernel
def shed(S, worker, day, minutes):  # type: ignore[no-untyped-def]
    """Cancel optional meetings until the page has room: latest due first, then last placed first."""
    while S.free[worker, day] < minutes:
        chosen, latest = -1, NO
        p = S.page[worker, day].head
        while p >= 0:
            if (
                S.piece[p].live
                and S.booking[S.piece[p].booking].optional
                and S.booking[S.piece[p].booking].due >= latest
            ):
                chosen, latest = p, S.booking[S.piece[p].booking].due
            p = S.piece[p].page_next
        b = S.piece[chosen].booking
        c, d = S.booking[b].citizen, S.booking[b].duty
        give_back(S, chosen)
        write_piece(S, chosen, _SHED, S.piece[chosen].day)
        unlink(S, chosen)
        drop_booking(S, b)
        slot = S.slot[c, S.duties[d].slot]
        slot.booking = -1
        advance(S, c, d)
        if not finished(S, c, d):
            opens = max(slot.due - S.duties[d].window, S.run[0].today + 1)
            at_own(S, opens * DAY, _DUTY, c, ties.duty_ref(S.citizen[c].spell, d, 0))


@kernel
def under_overload(S, worker, earliest, minutes, due, late):  # type: ignore[no-untyped-def]
    s = S.settings[0]
    for place_in_list in range(3):
        what = s.overload_0 if place_in_list == 0 else s.overload_1 if place_in_list == 1 else s.overload_2
        if what == _LATE:
            break
        for day in range(earliest, due + 1):
            free = S.free[worker, day]
            if what == _SHED_OPTIONAL and free + S.page[worker, day].optional >= minutes:
                shed(S, worker, day, minutes)
                return day
            if what == _OVERTIME and S.capacity[worker, day] > 0 and free + s.overtime_minutes >= minutes:
                return day
    return late


@kernel
def book_meeting(S, b, earliest):  # type: ignore[no-untyped-def]
    """Place a meeting. True if it was placed; otherwise the booking is deleted."""
    worker, minutes, due = S.booking[b].worker, S.booking[b].minutes, S.booking[b].due
    day = room(S, worker, earliest, minutes)
    if day > due and not S.booking[b].optional:
        day = under_overload(S, worker, earliest, minutes, due, day)
    if day >= S.settings[0].horizon:
        unplaceable(S, b)
        return False
    place(S, b, worker, day, minutes)
    return True


@kernel
def book_desk(S, b, earliest):  # type: ignore[no-untyped-def]
    worker, least, horizon = S.booking[b].worker, S.settings[0].min_piece, S.settings[0].horizon
    if earliest > S.run[0].today and S.booking[b].minutes >= least:
        earliest = max(earliest, S.post[worker].full_before)
    for placing in range(2):
        left, day = S.booking[b].minutes, earliest
        while left > 0 and day < horizon:
            part = min(S.free[worker, day], left)
            if part >= min(left, least):
                if placing:
                    place(S, b, worker, day, part)
                left -= part
            day += 1
        if left > 0:
            unplaceable(S, b)
            return False
    return True


# --- changes
@kernel
def cancel(S, b):  # type: ignore[no-untyped-def]
    while S.booking[b].first >= 0:
        p = S.booking[b].first
        give_back(S, p)
        write_piece(S, p, _CANCEL, S.piece[p].day)
        unlink(S, p)
    drop_booking(S, b)


@kernel
def move(S, p, worker, earliest):  # type: ignore[no-untyped-def]
    """Place a piece on another day. The new piece replaces the old one in the booking."""
    b = S.piece[p].booking
    day = min(room(S, worker, earliest, S.piece[p].minutes), S.settings[0].horizon - 1)
    fresh = put(S, b, worker, day, S.piece[p].minutes)
    S.piece[fresh].next = S.piece[p].next
    if S.booking[b].first == p:
        S.booking[b].first = fresh
    else:
        q = S.booking[b].first
        while S.piece[q].next != p:
            q = S.piece[q].next
        S.piece[q].next = fresh
    S.piece[p].live = 0
    if not S.piece[p].shelved:
        drop_piece(S, p)
    write_piece(S, fresh, _MOVE, day)


@kernel
def move_booking(S, b, old, new):  # type: ignore[no-untyped-def]
    p = S.booking[b].first
    while p >= 0:
        following = S.piece[p].next
        if S.piece[p].caseworker == old:
            give_back(S, p)
            move(S, p, new, max(S.run[0].today + 1, min(S.piece[p].day, S.booking[b].due)))
        p = following


@kernel
def pass_on(S, p, worker):  # type: ignore[no-untyped-def]
    """Move a piece to another diary, on the same day or later."""
    give_back(S, p)
    move(S, p, worker, S.piece[p].day)


@kernel
def hearing(S, worker, day, minutes):  # type: ignore[no-untyped-def]
    S.page[worker, day].hearing += minutes
    change_free(S, worker, day, -minutes)


@kernel
def add_small(S, worker, kind, minutes):  # type: ignore[no-untyped-def]
    if worker >= 0:
        S.small[worker, kind] += minutes
