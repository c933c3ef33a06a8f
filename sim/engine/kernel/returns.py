"""Citizens who have left and come back: when, to which state, and what of their past counts."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine.kernel.basics import drawn, sampled
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.instances import birthday
from sim.engine.kernel.past import remember
from sim.world.codes import DAY, EventKind, How
from sim.world.log import NO_DAY

NO = NO_DAY
_ARRIVAL = int(EventKind.ARRIVAL)
_H_ARRIVAL, _H_SAME = int(How.ARRIVAL), int(How.SAME_CLOCK)
RETURNS = 2
"""``gone`` of a citizen who will come back: ``came_from`` is then the state returned to, and ``spell_day`` the day.

``state`` stays the state left, because a procedure that outlives the exit writes it."""


@kernel
def way_back(S, c, destination):  # type: ignore[no-untyped-def]
    """The row by which the citizen comes back, or -1."""
    if S.returns.shape[0] == 0:
        return -1
    who = S.citizen[c]
    bits = drawn(S, c, S.settings[0].key_return, occurrence(who.spell, 0, 0))
    for i in range(S.returns.shape[0]):
        row = S.returns[i]
        if row.state == who.state and row.destination == destination and bits < row.below:
            return i
    return -1


@kernel
def plan_return(S, c, destination):  # type: ignore[no-untyped-def]
    """Settle at the exit whether, when and where the citizen comes back, and what counts then."""
    i = way_back(S, c, destination)
    if i < 0:
        return
    who, row, s, today = S.citizen[c], S.returns[i], S.settings[0], S.run[0].today
    day = today + max(sampled(S, c, row.table, row.key, occurrence(who.spell, 0, 0)), 1)
    target = row.target
    for k in range(S.clocks.shape[0]):
        clock = S.clocks[k]
        if clock.state == row.target and clock.term and clock.aged and birthday(S, c, clock.aged - 1) <= day:
            target = row.older
    if target < 0:
        return
    old = S.states[who.state]
    remember(S, c, old.family)
    if old.insured:
        who.accumulated += today - who.spell_day
    elif not old.sick:
        who.accumulated = 0
    if row.works:
        who.worked += day - today
        if s.new_right and who.worked >= s.new_right:
            who.accumulated = who.worked = 0
    who.gone, who.came_from, who.spell_day = RETURNS, target, day
    at_own(S, day * DAY, _ARRIVAL, c, 1)


@kernel
def back_again(S, c):  # type: ignore[no-untyped-def]
    """Give a citizen who comes back a fresh stay. The result says how the spell begins."""
    who, today = S.citizen[c], S.run[0].today
    if who.gone:
        who.spell += 1
        who.state = who.came_from
    state = S.states[who.state]
    who.gone = who.changed = who.talked = 0
    who.caseworker = who.came_from = -1
    for kind in range(S.guided.shape[1]):
        S.guided[c, kind] = NO
    who.entered = who.since = who.course_day = today
    who.benefit_day = today - who.accumulated if state.insured else today
    return _H_ARRIVAL | (_H_SAME if state.insured and who.accumulated > 0 else 0)
