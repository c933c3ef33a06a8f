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
        within: the numbers of days, counted inclusively as the law counts deadlines.

    Returns:
        float64[size, within], shares of 0 to 1. A share is nan in a cell without waits. It is nan too if nobody was observed
        for so long and some were still waiting.
    """
    wide, days = max(within) + 1, np.maximum(days, 0)
    number = np.bincount(cell, minlength=size)
    early = days < wide

    def by_day(mask: Mask) -> Floats:
        chosen = mask & early
        table = np.bincount(cell[chosen] * wide + days[chosen], minlength=size * wide)
        return table.reshape(size, wide).astype(np.float64)

    ends, all_ends, cut = by_day(served), by_day(~waiting), by_day(waiting)
    at_risk = number[:, None] - (np.cumsum(all_ends + cut, axis=1) - all_ends - cut)
    some = at_risk > 0
    stays = 1 - np.divide(all_ends, at_risk, out=np.zeros_like(at_risk), where=some)
    left = np.cumprod(stays, axis=1)  # the share that has neither been served nor left, after each day
    before = np.ones_like(left)
    before[:, 1:] = left[:, :-1]
    reached = np.cumsum(np.divide(before * ends, at_risk, out=np.zeros_like(at_risk), where=some), axis=1)
    plain = np.cumsum(ends, axis=1)
    cut_off = np.cumsum(cut, axis=1)
    longest = np.full(size, -1, dtype=np.int64)
    np.maximum.at(longest, cell, days)
    shares = np.full((size, len(within)), np.nan)
    for at, day in enumerate(within):
        censored = cut_off[:, day - 1] > 0
        known = (number > 0) & ~(censored & (longest < day) & (left[:, day] > 0))
        share = np.where(censored, reached[:, day], plain[:, day] / np.maximum(number, 1))
        shares[known, at] = share[known]
    return shares
