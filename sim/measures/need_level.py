"""The need level of a citizen at the time of a row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.measures.view import Ints, Part, View
from sim.world.log import NOBODY, RowKind

NOW = "need level now"


def need_level(view: View, part: Part) -> Ints:
    """int64[n], the need level of each row's citizen at the time of the row (0 light, 1 medium, 2 heavy).

    A level is written right after the row that begins a spell, at the same minute. It then holds for that row too.
    """
    part.derived(NOW, lambda rows: _levels(view.whole, rows))
    return part[NOW]


def _levels(view: View, part: Part) -> NDArray[np.int8]:
    from sim.measures.walks.histories import last_levels

    traits = view.of(RowKind.TRAITS)
    citizen, of_citizen = part.narrow("citizen"), traits.narrow("citizen")
    most = max(int(numbers.max(initial=NOBODY)) for numbers in (citizen, of_citizen))
    since, level = traits.narrow("minute"), traits.narrow("need_level")
    return last_levels(citizen, part.narrow("minute"), of_citizen, since, level, most)
