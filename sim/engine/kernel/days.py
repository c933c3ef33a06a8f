"""The day plan of a caseworker, and the end of work."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.assignment import preference
from sim.engine.kernel.basics import write
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.counters import COUNTER, served
from sim.engine.kernel.diary import NO, move, pass_on
from sim.engine.kernel.duty import ended
from sim.engine.kernel.meetings import is_no_show
from sim.engine.kernel.pages import drop_booking, drop_piece, unlink, write_piece
from sim.engine.kernel.procedure import midnight
from sim.engine.kernel.threads import find_thread
from sim.world.codes import SMALL_KINDS, EventKind, Role
from sim.world.log import RowKind

_CAPACITY, _RUNNING, _OVERTIME, _WORK = (
    int(k) for k in (RowKind.CAPACITY, RowKind.RUNNING, RowKind.OVERTIME, RowKind.WORK)
)
_WORK_EVENT, _CASEWORKER = int(EventKind.WORK), int(Role.CASEWORKER)


@kernel
def cover(S, worker):  # type: ignore[no-untyped-def]
    """Give the meetings of a caseworker who calls in sick to colleagues with room.

    It happens before the day begins. The citizen's preference decides between colleagues.
    """
    day, pool = S.run[0].today, S.posts[worker].pool
    p = S.page[worker, day].head
    while p >= 0:
        piece = S.piece[p]
        following = piece.page_next
        b = S.booking[piece.booking]
        if piece.live and b.form >= 0:
            best, best_preference = -1, 0
            for other in range(S.posts.shape[0]):
                if S.posts[other].pool != pool or not S.post[other].active or S.sick[other, day]:
                    continue
                if S.capacity[other, day] > 0 and S.free[other, day] >= piece.minutes:
                    liking = preference(S, b.citizen, other)
                    if best < 0 or liking < best_preference:
                        best, best_preference = other, liking
            if best >= 0:
                pass_on(S, p, best)
        p = following


@kernel
def plan(S, worker):  # type: ignore[no-untyped-def]
    s, day = S.settings[0], S.run[0].today
    page = S.page[worker, day]
    capacity = S.capacity[worker, day]
    away = capacity > 0 and S.sick[worker, day] == 1
    present = 0 if away else capacity
    write(S, -1, _CAPACITY, -1, -1, -1, -1, present, NO, 1 if away else 0, worker)
    minute, used = S.run[0].minute, page.hearing
    page.hearing = 0
    p = page.head
    page.head = page.tail = -1
    if present == 0:
        S.free[worker, day] = min(S.free[worker, day], 0)
    else:
        post = S.post[worker]
        post.dialogue += post.open * s.track_dialogue
        S.small[worker, 0] += post.dialogue // 1000
        post.dialogue %= 1000
    while p >= 0:
        piece = S.piece[p]
        following = piece.page_next
        piece.shelved = 0
        if not piece.live:
            drop_piece(S, p)
        elif present == 0:
            move(S, p, worker, day + 1)
        else:
            b = S.booking[piece.booking]
            minute += piece.minutes
            piece.end = minute
            at_own(S, minute, _WORK_EVENT, b.citizen, b.owner)
            if b.owner < ties.THREAD_OWNER and is_no_show(S, b.citizen, b.duty, b.form):
                used += min(s.no_show_minutes, b.minutes)
            else:
                used += piece.minutes
        p = following
    if present == 0:
        return
    for kind in range(SMALL_KINDS):
        minutes = min(S.small[worker, kind], max(0, capacity - used))
        if minutes > 0:
            S.small[worker, kind] -= minutes
            used += minutes
            activity = s.track_activity if kind == 0 else s.help_activity if kind == 1 else s.office_activity
            write(S, -1, _WORK, activity, -1, _CASEWORKER, -1, minutes, NO, 0, worker)
    if S.posts[worker].role == _CASEWORKER:
        write(S, -1, _RUNNING, -1, -1, -1, -1, max(0, capacity - used), NO, S.post[worker].cases, worker)
    if used > capacity:
        write(S, -1, _OVERTIME, -1, -1, -1, -1, used - capacity, NO, 0, worker)


@kernel
def work_ends(S, c, ref):  # type: ignore[no-untyped-def]
    today = S.run[0].today
    t = -1
    if ref < ties.THREAD_OWNER:
        b = S.slot[c, S.duties[ref].slot].booking
    else:
        t = find_thread(S, c, ref)
        if t < 0:  # only a counter's work outlives its procedure, because it cannot be cancelled
            return
        b = S.thread[t].booking
    booking = S.booking[b]
    if booking.first >= 0:
        p = booking.first
        while S.piece[p].day != today or S.piece[p].end != S.run[0].minute:
            p = S.piece[p].next
        booking.by = S.piece[p].caseworker
        if booking.optional:
            S.page[S.piece[p].caseworker, today].optional -= S.piece[p].minutes
        if booking.form < 0:
            write_piece(S, p, _WORK, 0)
        unlink(S, p)
        if booking.left > 0:
            return
    if t < 0:
        ended(S, c, ref, b)
        return
    if S.activities[booking.activity].role == COUNTER:
        served(S, c, b)
    S.thread[t].booking = -1
    drop_booking(S, b)
    midnight(S, t, 1)
