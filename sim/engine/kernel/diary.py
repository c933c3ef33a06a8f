"""Diaries: bookings are placed, moved and cancelled."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.basics import write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.instances import advance, finished
from sim.engine.kernel.pages import drop_booking, drop_piece, give_back, put, room, step_of_booking, unlink, write_piece
from sim.world.codes import DAY, EventKind, Overload
from sim.world.log import NO_DAY, RowKind

_BOOK, _CANCEL, _SHED, _MOVE, _UNPLACEABLE = (
    int(k) for k in (RowKind.BOOK, RowKind.CANCEL, RowKind.SHED, RowKind.MOVE, RowKind.UNPLACEABLE)
)
_LATE, _SHED_OPTIONAL, _OVERTIME = int(Overload.LATE), int(Overload.SHED_OPTIONAL), int(Overload.OVERTIME)
_DUTY = int(EventKind.DUTY)
NO = NO_DAY


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
