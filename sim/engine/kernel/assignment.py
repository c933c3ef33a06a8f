"""Assignment: which caseworker gets which citizen, and which post gets a piece of work."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.chance.draw import draw
from sim.engine.kernel.basics import write
from sim.engine.kernel.diary import move_booking, pass_on
from sim.engine.kernel.effects import assigned, look
from sim.engine.kernel.pages import desk_room_before, hearing, room_before
from sim.world.codes import Role, StaffChange
from sim.world.log import NO_DAY, RowKind

_ASSIGN, _LEAVE, _JOIN = int(RowKind.ASSIGN), int(StaffChange.LEAVE), int(StaffChange.JOIN)
_CASEWORKER = int(Role.CASEWORKER)
NO = NO_DAY


@kernel
def preference(S, c, worker):  # type: ignore[no-untyped-def]
    return draw(S.settings[0].run, S.citizen[c].entity, S.settings[0].key_caseworker, S.posts[worker].code)


@kernel
def list_members(S):  # type: ignore[no-untyped-def]
    """List the posts by pool, in the order of posts."""
    n = 0
    for pool in range(S.pool.shape[0]):
        S.pool[pool].first = n
        for worker in range(S.posts.shape[0]):
            if S.posts[worker].pool == pool:
                S.members[n] = worker
                n += 1
        S.pool[pool].posts = n - S.pool[pool].first


@kernel
def below_limit(S, worker):  # type: ignore[no-untyped-def]
    s, post, pool = S.settings[0], S.post[worker], S.pool[S.posts[worker].pool]
    limit = post.share * (pool.cases * (1000 + s.margin_share) + s.margin_cases * pool.share)
    return post.cases * 1000 * pool.share < limit


@kernel
def choose(S, c, without):  # type: ignore[no-untyped-def]
    """The best caseworker but ``without``: first by rank (below the limit, at work, any), then by preference."""
    s, number = S.settings[0], S.states[S.citizen[c].state].pool
    pool = S.pool[number]
    a_share, a_case = pool.cases * (1000 + s.margin_share) + s.margin_cases * pool.share, 1000 * pool.share
    best, best_rank, best_preference = without, 9, 0
    for i in range(pool.first, pool.first + pool.posts):
        worker = S.members[i]
        if worker == without:
            continue
        rank, post = 2, S.post[worker]
        if post.active:
            rank = 0 if post.cases * a_case < post.share * a_share else 1
        if rank <= best_rank:
            liking = preference(S, c, worker)
            if rank < best_rank or liking < best_preference:
                best, best_rank, best_preference = worker, rank, liking
    return best


@kernel
def member(S, c, pool, minutes):  # type: ignore[no-untyped-def]
    """The post of a role with diaries of its own that takes a piece of work.

    The post with the earliest room comes first, then the citizen's preference.
    """
    tomorrow, first, desk = S.run[0].today + 1, S.pool[pool].first, minutes >= S.settings[0].min_piece
    best, best_day, best_preference = -1, S.settings[0].horizon, 0
    for absent in range(2):
        for i in range(first, first + S.pool[pool].posts):
            worker = S.members[i]
            if not absent and not S.post[worker].active:
                continue
            end = min(best_day + 1, S.settings[0].horizon)  # room on a later day than the best is none
            day = desk_room_before(S, worker, end) if desk else room_before(S, worker, tomorrow, minutes, end)
            if best >= 0 and day > best_day:
                continue
            liking = preference(S, c, worker)
            if best < 0 or day < best_day or liking < best_preference:
                best, best_day, best_preference = worker, day, liking
        if best >= 0:
            break
    return best


@kernel
def pass_all_on(S, worker):  # type: ignore[no-untyped-def]
    """Move the bookings of a leaver without citizens to other posts of the pool, day by day."""
    pool, others = S.posts[worker].pool, False
    for other in range(S.posts.shape[0]):
        others |= S.posts[other].pool == pool and other != worker and S.post[other].active == 1
    if not others:
        return
    for day in range(S.run[0].today + 1, S.settings[0].horizon):
        p = S.page[worker, day].head
        while p >= 0:
            following = S.piece[p].page_next
            if S.piece[p].live:
                b = S.piece[p].booking
                if S.booking[b].worker == worker:  # all pieces of a booking go to one post
                    S.booking[b].worker = member(S, S.booking[b].citizen, pool, S.piece[p].minutes)
                pass_on(S, p, S.booking[b].worker)
            p = following


@kernel
def count(S, worker, weight):  # type: ignore[no-untyped-def]
    S.post[worker].cases += weight
    S.pool[S.posts[worker].pool].cases += weight


@kernel
def forget(S, c):  # type: ignore[no-untyped-def]
    S.post[S.citizen[c].caseworker].open -= 1
    count(S, S.citizen[c].caseworker, -S.states[S.citizen[c].state].weight)


@kernel
def give(S, c, worker, previous):  # type: ignore[no-untyped-def]
    S.citizen[c].caseworker = S.caseworker_of[S.citizen[c].citizen] = worker
    if worker >= 0:
        S.post[worker].open += 1
        count(S, worker, S.states[S.citizen[c].state].weight)
    write(S, c, _ASSIGN, -1, -1, -1, -1, 0, NO, previous, worker)
    assigned(S, c, previous)


@kernel
def move_cases(S, c, old, worker):  # type: ignore[no-untyped-def]
    """Move the bookings of the citizen's procedures to another diary."""
    t = S.citizen[c].thread
    while t >= 0:
        if S.thread[t].booking >= 0:
            move_booking(S, S.thread[t].booking, old, worker)
        t = S.thread[t].next


@kernel
def take(S, c):  # type: ignore[no-untyped-def]
    previous, state = S.citizen[c].caseworker, S.states[S.citizen[c].state]
    if previous >= 0:
        if S.settings[0].fixed_caseworker or S.posts[previous].pool == state.pool:
            return
        forget(S, c)
    give(S, c, choose(S, c, -1), previous)
    if previous >= 0:
        move_cases(S, c, previous, S.citizen[c].caseworker)


@kernel
def release(S, c):  # type: ignore[no-untyped-def]
    previous = S.citizen[c].caseworker
    forget(S, c)
    S.citizen[c].caseworker = S.caseworker_of[S.citizen[c].citizen] = -1
    write(S, c, _ASSIGN, -1, -1, -1, -1, 0, NO, previous, -1)
    look(S, c)


@kernel
def reassign(S, c, worker):  # type: ignore[no-untyped-def]
    old = S.citizen[c].caseworker
    if worker == old:
        return
    forget(S, c)
    give(S, c, worker, old)
    state = S.citizen[c].state
    i = 0
    while S.duty_of[state, i] >= 0:
        d = S.duty_of[state, i]
        slot = S.slot[c, S.duties[d].slot]
        if slot.duty == d and slot.booking >= 0:
            move_booking(S, slot.booking, old, worker)
        i += 1
    move_cases(S, c, old, worker)
    t = S.citizen[c].thread
    while t >= 0:
        if S.thread[t].place >= 0:
            hearing(S, old, S.thread[t].place, -S.thread[t].minutes)
            hearing(S, worker, S.thread[t].place, S.thread[t].minutes)
        t = S.thread[t].next


@kernel
def staff_changes(S, kind, worker, share):  # type: ignore[no-untyped-def]
    S.pool[S.posts[worker].pool].share += share - S.post[worker].share
    S.post[worker].share = share
    if kind == _LEAVE:
        S.post[worker].active = 0
        if S.posts[worker].role != _CASEWORKER:
            pass_all_on(S, worker)
        for citizen in range(S.caseworker_of.shape[0]):
            if S.caseworker_of[citizen] == worker:  # nobody's, once the citizen has left
                c = S.seat[citizen]
                reassign(S, c, choose(S, c, worker))
    elif kind == _JOIN:
        S.post[worker].active = 1
        for citizen in range(S.caseworker_of.shape[0]):
            if not below_limit(S, worker):  # whoever comes only raises the number of cases
                break
            old = S.caseworker_of[citizen]
            if old < 0 or old == worker or S.posts[old].pool != S.posts[worker].pool:
                continue
            c = S.seat[citizen]
            if preference(S, c, worker) < preference(S, c, old):
                reassign(S, c, worker)
