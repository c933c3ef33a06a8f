"""The share that is served within some days, if others leave first and some are still waiting when the log ends."""

from __future__ import annotations

import math

import numpy as np

from sim.measures.view import Ints, Mask


def incidence(days: Ints, served: Mask, waiting: Mask, within: int) -> float:
    """The cumulative incidence of being served, by Aalen and Johansen.

    Leaving is a competing end, not a censoring: a citizen who has left is never served. Only waits that the log cuts off
    are censored. If none is cut off before ``within``, the estimate equals the plain share of all that began.

    Args:
        days: int64[n], days from the beginning to the end, or to the log's last day if the wait is cut off.
        served: bool[n], waits that ended because the citizen was served.
        waiting: bool[n], waits that the log cuts off. All other waits ended because the citizen left.
        within: the number of days, counted inclusively as the law counts deadlines.

    Returns:
        A share of 0 to 1. It is nan if nobody was observed for so long and some were still waiting.
    """
    if not len(days):
        return math.nan
    if not (waiting & (days < within)).any():
        return float(np.count_nonzero(served & (days <= within))) / len(days)
    times, place = np.unique(days, return_inverse=True)
    ends, all_ends, cut = (np.bincount(place[mask], minlength=len(times)) for mask in (served, ~waiting, waiting))
    at_risk = len(days) - np.concatenate([[0], np.cumsum(all_ends + cut)[:-1]])
    stays = 1 - all_ends / at_risk
    before = np.concatenate([[1.0], np.cumprod(stays)[:-1]])
    reached = times <= within
    if times[-1] < within and float(np.prod(stays)) > 0:
        return math.nan
    return float((before * ends / at_risk)[reached].sum())
