"""Seats: the places of citizens in the tables. A seat is taken on arrival, and free again when its citizen has left for good.

The tables so hold those who are present, who will come back, and whose case outlives the exit. A citizen's number stays the
same for the run; draws, ties and log rows go by it.
"""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine.kernel.past import recall
from sim.world.log import NO_DAY


@kernel
def take_seat(S, citizen):  # type: ignore[no-untyped-def]
    """Give a citizen a seat, with what was known before the arrival."""
    c = S.run[0].free_seat
    if c >= 0:
        S.run[0].free_seat = S.citizen[c].next
    else:
        c = S.run[0].seats
        S.run[0].seats = c + 1
    S.seat[citizen] = c
    S.citizen[c] = S.blank[0]
    fate, who = S.fate[citizen], S.citizen[c]
    who.citizen, who.entity, who.need_bits, who.born = citizen, fate.entity, fate.need_bits, fate.born
    who.state, who.came_from, who.traits = fate.state, fate.came_from, fate.traits
    who.accumulated, who.worked, who.spell = fate.accumulated, fate.worked, fate.outside
    for k in range(S.slot.shape[1]):
        S.slot[c, k] = S.blank_slot[0]
    for k in range(S.guided.shape[1]):
        S.guided[c, k] = NO_DAY
    if S.effects.shape[0]:
        S.soft[c] = S.blank_soft[0]
    recall(S, c)
    return c


@kernel
def leave_seat(S, c):  # type: ignore[no-untyped-def]
    """Free the seat of a citizen who has left for good and has no case any more."""
    who = S.citizen[c]
    if who.gone == 1 and who.thread < 0 and S.seat[who.citizen] == c:
        S.seat[who.citizen] = S.caseworker_of[who.citizen] = -1
        who.next = S.run[0].free_seat
        S.run[0].free_seat = c
