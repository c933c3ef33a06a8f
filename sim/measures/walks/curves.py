"""Quantiles of many samples and curves of many cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@walk
def mid_quantiles(values: Floats, sample: Ints, size: int, shares: Floats) -> Floats:
    """float64[size, shares], the quantiles of samples; nan for an empty one (:func:`sim.measures.quantiles.quantiles`).

    Args:
        values: float64[n], in rising order.
        sample: int64[n], the sample of each, from 0 to ``size`` - 1.
    """
    first = np.zeros(size + 1, np.int64)
    for at in range(len(sample)):
        first[sample[at] + 1] += 1
    for number in range(size):
        first[number + 1] += first[number]
    own, free = np.empty(len(values)), first[:-1].copy()
    for at in range(len(sample)):
        own[free[sample[at]]] = values[at]
        free[sample[at]] += 1
    found = np.full((size, len(shares)), np.nan)
    for number in range(size):
        low, last, at = first[number], first[number + 1], first[number]
        below, value = 0.0, 0.0  # the distinct value before, and where the middle of its observations lies
        while at < last:
            until = at
            while until < last and own[until] == own[at]:
                until += 1
            middle = (at - low + (until - at) / 2) / (last - low)
            for place in range(len(shares)):
                if np.isnan(found[number, place]) and middle >= shares[place]:
                    part = 1.0 if at == low else (shares[place] - below) / (middle - below)
                    before = own[at] if at == low else value
                    found[number, place] = before + part * (own[at] - before)
            below, value, at = middle, own[at], until
        for place in range(len(shares)):
            if last > low and np.isnan(found[number, place]):
                found[number, place] = value
    return found


@walk
def cumulative_incidence(cell: Ints, size: int, days: Ints, served: Mask, waiting: Mask, within: Ints) -> Floats:
    """float64[size, within], shares served (:func:`sim.measures.incidence.incidences`).

    Args:
        within: numbers of days, the last of which is the largest.
    """
    wide = within[-1] + 1
    ends, leaving, cut = (
        np.zeros((size, wide), np.int64),
        np.zeros((size, wide), np.int64),
        np.zeros((size, wide), np.int64),
    )
    number, longest = np.zeros(size, np.int64), np.full(size, -1, np.int64)
    for at in range(len(cell)):
        own, day = cell[at], max(days[at], 0)
        number[own] += 1
        longest[own] = max(longest[own], day)
        if day < wide:
            ends[own, day] += served[at]
            cut[own, day] += waiting[at]
            leaving[own, day] += not waiting[at]
    shares = np.full((size, len(within)), np.nan)
    for own in range(size):
        at_risk, left, reached, plain, censored = number[own], 1.0, 0.0, 0, False
        for day in range(wide if at_risk else 0):
            if at_risk > 0:
                reached += left * ends[own, day] / at_risk
                left *= 1 - leaving[own, day] / at_risk  # the share that has neither been served nor left
            plain += ends[own, day]
            for place in range(len(within)):
                if within[place] == day and not (censored and longest[own] < day and left > 0):
                    shares[own, place] = reached if censored else plain / number[own]
            at_risk -= leaving[own, day] + cut[own, day]
            censored = censored or cut[own, day] > 0
    return shares
