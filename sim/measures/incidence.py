"""The share that is served within some days, if others leave first and some are still waiting when the log ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measures.view import Floats, Ints, Mask


def incidences(cell: Ints, size: int, days: Ints, served: Mask, waiting: Mask, within: Sequence[int]) -> Floats:
    """The cumulative incidence of being served in each cell, by Aalen and Johansen.

    Leaving is a competing end, not a censoring: a citizen who has left is never served. Only waits that the log cuts off
    are censored. If none is cut off before a number of days, the estimate equals the plain share of all that began.

    Args:
        cell: int64[n], the cell of each wait, from 0 to ``size`` - 1.
        days: int64[n], 0 or more days from the beginning to the end, or to the log's last day if the wait is cut off.
        served: bool[n], waits that ended because the citizen was served.
        waiting: bool[n], waits that the log cuts off. All other waits ended because the citizen left.
        within: the numbers of days in rising order, counted inclusively as the law counts deadlines.

    Returns:
        float64[size, within], shares of 0 to 1. A share is nan in a cell without waits. It is nan too if nobody was observed
        for so long and some were still waiting.
    """
    from sim.measures.walks.curves import cumulative_incidence

    return cumulative_incidence(cell, size, days, served, waiting, np.array(within))
