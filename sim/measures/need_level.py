"""The need level of a citizen at the time of a row."""

from __future__ import annotations

import numpy as np

from sim.measures.view import Ints, Part, View
from sim.world.log import RowKind


def need_level(view: View, part: Part) -> Ints:
    """int64[n], the need level of each row's citizen at the time of the row (0 light, 1 medium, 2 heavy).

    A level is written right after the row that begins a spell, at the same minute. It then holds for that row too.
    """
    traits = view.whole.of(RowKind.TRAITS)
    order = np.lexsort((traits["minute"], traits["citizen"]))
    known = traits["citizen"][order] * view.end + traits["minute"][order]
    latest = np.searchsorted(known, part["citizen"] * view.end + part["minute"], side="right") - 1
    levels: Ints = traits["need_level"][order][latest]
    return levels
