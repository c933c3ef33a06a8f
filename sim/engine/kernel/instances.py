"""Instances of duties: due dates, the next one, what has lapsed."""

from __future__ import annotations

import numpy as np

from sim.engine.kernel.basics import sampled, write
from sim.engine.log import RowKind
from sim.people.compiled import kernel
from sim.people.draw import occurrence

_LAPSE = int(RowKind.LAPSE)


@kernel
def finished(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    return not S.duties[d].every and slot.instance > S.duties[d].count


@kernel
def interval(S, c, d):  # type: ignore[no-untyped-def]
    duty, who = S.duties[d], S.citizen[c]
    table = duty.every_0 if who.need_level == 0 else duty.every_1 if who.need_level == 1 else duty.every_2
    slot = S.slot[c, duty.slot]
    return max(sampled(S, c, table, duty.key_every, occurrence(who.spell, slot.instance, 0)), 1)


@kernel
def length(S, days, span, start):  # type: ignore[no-untyped-def]
    """A length of time from a day on: days, or calendar months."""
    if span < 0:
        return np.int64(days)
    return np.int64(S.spans[span, max(0, start + S.settings[0].spans_back)])


@kernel
def spread(S, c, d):  # type: ignore[no-untyped-def]
    """The due date of the present instance of a duty that wants `count` within a term."""
    duty = S.duties[d]
    slot = S.slot[c, duty.slot]
    return slot.counts_from + length(S, duty.term, duty.term_span, slot.counts_from) * slot.instance // max(
        duty.count, 1
    )


@kernel
def following(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    if S.duties[d].every:
        slot.due += interval(S, c, d)
        slot.instance += 1
    else:
        slot.instance += 1
        slot.due = spread(S, c, d)


@kernel
def advance(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    slot.attempt = 0
    following(S, c, d)
    while not finished(S, c, d) and slot.due <= S.run[0].today:
        write(S, c, _LAPSE, -1, -1, -1, d, 0, slot.due, slot.instance, S.citizen[c].caseworker)
        following(S, c, d)
