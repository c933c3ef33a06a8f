"""The pages of the diaries, by (caseworker, day): free minutes, pieces in order of placing, and the bookings made of pieces."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.engine.kernel.basics import write_of
from sim.engine.kernel.records import FULL_BOOKINGS, FULL_PIECES


@kernel
def change_free(S, worker, day, minutes):  # type: ignore[no-untyped-def]
    """Change the free minutes of a day."""
    S.free[worker, day] += minutes
    if minutes > 0 and day < S.post[worker].full_before:
        S.post[worker].full_before = day


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
def hearing(S, worker, day, minutes):  # type: ignore[no-untyped-def]
    S.page[worker, day].hearing += minutes
    change_free(S, worker, day, -minutes)


@kernel
def add_small(S, worker, kind, minutes):  # type: ignore[no-untyped-def]
    if worker >= 0:
        S.small[worker, kind] += minutes
