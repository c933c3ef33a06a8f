"""Levels by day of what begins and ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDING = 1e-6
"""A smaller level is what is left of weights that were added and taken off."""


@walk
def levels(row: Ints, begin: Ints, end: Ints, weight: Floats, size: int, days: int) -> Floats:
    """float64[size, days], the sum of the weights of the entries of a row that are open on a day.

    Args:
        row: from 0 to ``size`` - 1.
        begin: the first day of an entry. end: the day after its last one, at most ``days``.
    """
    level = np.zeros((size, days))
    for at in range(len(row)):
        if begin[at] < days:
            level[row[at], begin[at]] += weight[at]
        if end[at] < days:
            level[row[at], end[at]] -= weight[at]
    for own in range(size):
        now = 0.0
        for day in range(days):
            now += level[own, day]
            level[own, day] = 0.0 if now < ROUNDING else now
    return level
