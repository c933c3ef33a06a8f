"""Instances of duties: due dates, the next instance, lapsed and exempt instances."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine.kernel.basics import sampled, write
from sim.world.codes import Running
from sim.world.log import RowKind

_MOVE, _NEXT_SWITCH = int(Running.MOVE), int(Running.NEXT_SWITCH)
_LAPSE, _EXEMPT = int(RowKind.LAPSE), int(RowKind.EXEMPT)


@kernel
def finished(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    return not S.duties[d].every and slot.instance > S.duties[d].count


@kernel
def length(S, days, span, start):  # type: ignore[no-untyped-def]
    """A length of time in days from a starting day, given in days or in calendar months."""
    if span < 0:
        return np.int64(days)
    return np.int64(S.spans[span, min(max(0, start + S.settings[0].spans_back), S.spans.shape[1] - 1)])


@kernel
def birthday(S, c, age):  # type: ignore[no-untyped-def]
    """The day on which the citizen reaches an age (calendar months, a row of ``spans``)."""
    born = np.int64(S.citizen[c].born)
    return born + length(S, 0, age, born)


@kernel
def interval(S, c, d, start):  # type: ignore[no-untyped-def]
    duty, who = S.duties[d], S.citizen[c]
    if duty.every_span >= 0:
        return length(S, 0, duty.every_span, start)
    table = duty.every_0 if who.need_level == 0 else duty.every_1 if who.need_level == 1 else duty.every_2
    slot = S.slot[c, duty.slot]
    return np.int64(max(sampled(S, c, table, duty.key_every, occurrence(who.spell, slot.instance, 0)), 1))


@kernel
def spread(S, c, d):  # type: ignore[no-untyped-def]
    """The due date of the present instance of a duty that requires `count` instances within a term."""
    duty = S.duties[d]
    slot = S.slot[c, duty.slot]
    return slot.counts_from + length(S, duty.term, duty.term_span, slot.counts_from) * slot.instance // max(
        duty.count, 1
    )


@kernel
def following(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    if S.duties[d].every:
        slot.due += interval(S, c, d, slot.due)
        slot.instance += 1
    else:
        slot.instance += 1
        slot.due = spread(S, c, d)


@kernel
def law_of(S, c, running):  # type: ignore[no-untyped-def]
    """The day whose law applies to a running case: today, the spell's first day, or the first day of the stay."""
    if running == _MOVE:
        return S.run[0].today
    if running == _NEXT_SWITCH:
        return np.int64(S.citizen[c].spell_day)
    return np.int64(S.citizen[c].entered)


@kernel
def in_force(S, c, d):  # type: ignore[no-untyped-def]
    """Whether this version of the duty applies to the citizen's case: it is enacted, and no later version is."""
    duty = S.duties[d]
    if duty.enacted and law_of(S, c, duty.enacted_for) < duty.enacted:
        return False
    later = d + 1
    while later < S.duties.shape[0] and S.duties[later].code == duty.code:
        if law_of(S, c, S.duties[later].enacted_for) >= S.duties[later].enacted:
            return False
        later += 1
    return True


@kernel
def binds(S, c, d):  # type: ignore[no-untyped-def]
    """Whether the duty applies by the law and the citizen's traits. It is checked at its start, opening and due day."""
    duty, traits = S.duties[d], S.citizen[c].traits
    return not ((duty.only and not traits & duty.only) or traits & duty.exempt) and in_force(S, c, d)


@kernel
def exempt(S, c, d):  # type: ignore[no-untyped-def]
    """Drop the instance of a citizen who has become exempt. It is no longer owed."""
    slot = S.slot[c, S.duties[d].slot]
    while True:
        write(S, c, _EXEMPT, -1, -1, -1, d, 0, slot.due, slot.instance, S.citizen[c].caseworker)
        slot.attempt = 0
        slot.owed -= 1
        following(S, c, d)
        if finished(S, c, d) or slot.due > S.run[0].today:
            return


@kernel
def advance(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    slot.attempt = 0
    following(S, c, d)
    while not finished(S, c, d) and slot.due <= S.run[0].today:
        write(S, c, _LAPSE, -1, -1, -1, d, 0, slot.due, slot.instance, S.citizen[c].caseworker)
        following(S, c, d)
