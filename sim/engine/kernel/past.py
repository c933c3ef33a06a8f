"""What the law counts of a citizen's past: earlier periods on a benefit, and days paid within a window."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.engine.benefit_window import reached
from sim.world.codes import PAST


@kernel
def recall(S, c):  # type: ignore[no-untyped-def]
    """Give a citizen of the opening stock, or from outside, the earlier periods on benefits."""
    who = S.citizen[c]
    low, high = 0, S.periods.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if S.periods[middle].citizen < who.citizen:
            low = middle + 1
        else:
            high = middle
    for k in range(PAST):
        S.past[c, k].family, S.past[c, k].first, S.past[c, k].last = -1, 0, 0
    while low < S.periods.shape[0] and S.periods[low].citizen == who.citizen:
        period = S.past[c, who.periods]
        period.family, period.first, period.last = S.periods[low].family, S.periods[low].first, S.periods[low].last
        who.periods += 1
        low += 1


@kernel
def remember(S, c, family):  # type: ignore[no-untyped-def]
    """Keep the period on a benefit that ends today. The oldest one is dropped if there is no room."""
    who = S.citizen[c]
    if who.periods == PAST:
        for i in range(PAST - 1):
            S.past[c, i].family, S.past[c, i].first, S.past[c, i].last = (
                S.past[c, i + 1].family, S.past[c, i + 1].first, S.past[c, i + 1].last,
            )  # fmt: skip
        who.periods -= 1
    period = S.past[c, who.periods]
    period.family, period.first, period.last = family, who.since, S.run[0].today
    who.periods += 1


@kernel
def paid_for(S, c, need, window):  # type: ignore[no-untyped-def]
    """The first day on which the present benefit has been paid for ``need`` days within ``window``."""
    who = S.citizen[c]
    since = np.int64(who.since)
    if who.periods == 0:
        return since + need
    family = S.states[who.state].family
    a, b, d = S.past[c, 0], S.past[c, 1], S.past[c, 2]
    from_0, to_0 = (a.first, a.last) if a.family == family else (0, 0)
    from_1, to_1 = (b.first, b.last) if b.family == family else (0, 0)
    from_2, to_2 = (d.first, d.last) if d.family == family else (0, 0)
    return np.int64(reached(since, need, window, from_0, to_0, from_1, to_1, from_2, to_2))
