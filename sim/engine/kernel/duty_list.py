"""The duties of a citizen's state together: they begin, follow one another, and lose their bookings."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine.kernel.basics import begin_later
from sim.engine.kernel.diary import cancel
from sim.world.codes import How

_H_HELD = int(How.HELD)


@kernel
def cancel_duties(S, c):  # type: ignore[no-untyped-def]
    i, state = 0, S.citizen[c].state
    while S.duty_of[state, i] >= 0:
        d = S.duty_of[state, i]
        slot = S.slot[c, S.duties[d].slot]
        if slot.duty == d and slot.booking >= 0:
            cancel(S, slot.booking)
            slot.booking = -1
        i += 1


@kernel
def start_duties(S, c, how):  # type: ignore[no-untyped-def]
    i, state = 0, S.citizen[c].state
    while S.duty_of[state, i] >= 0:
        begin_later(S, c, S.duty_of[state, i], S.citizen[c].spell, how)
        i += 1


@kernel
def start_followers(S, c, d):  # type: ignore[no-untyped-def]
    """A meeting of a duty was held: the duty that follows from it begins, once in a spell."""
    code, i, state = S.duties[d].followed_by - 1, 0, S.citizen[c].state
    while code >= 0 and S.duty_of[state, i] >= 0:
        if S.duties[S.duty_of[state, i]].code == code:
            begin_later(S, c, S.duty_of[state, i], S.citizen[c].spell, _H_HELD)
        i += 1
