"""A new law: the tables that change at once, and the law of running cases."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine.kernel.assignment import list_members
from sim.engine.kernel.basics import begin_later, write
from sim.engine.kernel.calendar import at
from sim.engine.kernel.diary import cancel
from sim.engine.kernel.instances import in_force
from sim.engine.kernel.spells import hand_over
from sim.engine.kernel.traits import settle_riders
from sim.world.codes import DAY, EventKind, How
from sim.world.log import RowKind

_EXEMPT, _REGIME = int(RowKind.EXEMPT), int(EventKind.REGIME)
_H_SWITCH, _H_MOVED = int(How.SWITCH), int(How.STOCK) | int(How.MOVED)


@kernel
def new_law(S):  # type: ignore[no-untyped-def]
    """Change the tables, then schedule a check of each running case, in order of citizens."""
    n, today = S.run[0].law, S.run[0].today
    S.run[0].law = n + 1
    S.settings[0] = S.law_settings[n]
    for i in range(S.states.shape[0]):
        S.states[i] = S.law_states[n, i]
    for i in range(S.clocks.shape[0]):
        S.clocks[i] = S.law_clocks[n, i]
    for i in range(S.needs.shape[0]):
        S.needs[i] = S.law_needs[n, i]
    for i in range(S.activities.shape[0]):
        S.activities[i] = S.law_activities[n, i]
    for i in range(S.certificates.shape[0]):
        S.certificates[i] = S.law_certificates[n, i]
    for i in range(S.riders.shape[0]):
        S.riders[i] = S.law_riders[n, i]
    share_pools(S, n)
    for citizen in range(S.seat.shape[0]):
        if S.seat[citizen] >= 0 and not S.citizen[S.seat[citizen]].gone:
            at(S, today * DAY, _REGIME, citizen, 1)


@kernel
def share_pools(S, n):  # type: ignore[no-untyped-def]
    """Set the pools of all posts again, because merged groups share their caseworkers."""
    for i in range(S.pool.shape[0]):
        S.pool[i].cases = S.pool[i].share = 0
    for worker in range(S.posts.shape[0]):
        S.post[worker].full_before = 0  # the least piece of desk work may have changed
        S.posts[worker].pool = S.law_pools[n, worker]
        S.pool[S.posts[worker].pool].cases += S.post[worker].cases
        S.pool[S.posts[worker].pool].share += S.post[worker].share
    list_members(S)


@kernel
def heir(S, c, d):  # type: ignore[no-untyped-def]
    """The version of a duty that continues the work of the repealed version from today, or -1."""
    i, state = 0, S.citizen[c].state
    while S.duty_of[state, i] >= 0:
        other = S.duty_of[state, i]
        if S.duties[other].line == S.duties[d].line and in_force(S, c, other):
            return other
        i += 1
    return -1


@kernel
def repeal(S, c, d):  # type: ignore[no-untyped-def]
    """Repeal a duty. Another version takes over, or its bookings are cancelled and nothing is owed."""
    who, slot = S.citizen[c], S.slot[c, S.duties[d].slot]
    other = heir(S, c, d)
    if other >= 0:
        slot.duty = other
        if slot.booking >= 0:
            S.booking[slot.booking].owner = S.booking[slot.booking].duty = other
        return
    if slot.booking >= 0:
        cancel(S, slot.booking)
        slot.booking = -1
    missing = slot.owed - slot.held
    if S.verdict[c, S.duties[d].slot] >= S.run[0].today and missing > 0:
        write(S, c, _EXEMPT, -1, -1, -1, d, missing, slot.deadline, 0, who.caseworker)
    slot.spell = -1


@kernel
def come_under(S, c):  # type: ignore[no-untyped-def]
    """Move a running case to the new law. Duties that the law excludes from the move stay."""
    who, today = S.citizen[c], S.run[0].today
    i, state = 0, who.state
    while S.duty_of[state, i] >= 0:
        d = S.duty_of[state, i]
        slot = S.slot[c, S.duties[d].slot]
        if slot.duty == d and slot.spell == who.spell and not in_force(S, c, d):
            repeal(S, c, d)
        i += 1
    settle_riders(S, c, _H_SWITCH)
    if S.states[state].caseworker == 1 and not who.handed:
        hand_over(S, c)
    i = 0
    while S.duty_of[state, i] >= 0:
        d = S.duty_of[state, i]
        if S.duties[d].enacted == today and in_force(S, c, d):
            begin_later(S, c, d, who.spell, _H_MOVED)
        i += 1
