"""The need level of a citizen at the time of a row."""

from __future__ import annotations

import numpy as np

from sim.measures.pair_rows import span_of
from sim.measures.view import Ints, Part, View
from sim.world.log import RowKind


def need_level(view: View, part: Part) -> Ints:
    """int64[n], the need level of each row's citizen at the time of the row (0 light, 1 medium, 2 heavy).

    A level is written right after the row that begins a spell, at the same minute. It then holds for that row too.
    """
    return part.derived("need level now", lambda rows: _levels(view.whole, rows))


def _levels(view: View, part: Part) -> Ints:
    traits = view.of(RowKind.TRAITS)
    order = traits.by_citizen
    citizen, minute = traits["citizen"][order], traits["minute"][order]
    at, end = span_of(citizen, part["citizen"])
    minute, until, moving = np.append(minute, 0), part["minute"], np.arange(len(at))
    while len(moving):  # to the last level that was written until the minute of the row
        further = at[moving] + 1
        moving = moving[(further < end[moving]) & (minute[further] <= until[moving])]
        at[moving] += 1
    levels: Ints = traits["need_level"][order][np.minimum(at, len(order) - 1)]
    return levels
