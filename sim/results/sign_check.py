"""Whether a pooled difference agrees with the differences of its parts.

A mean, share, ratio or quantile over all citizens can rise although it falls in every group: the mix has moved (Simpson's
paradox). So each pooled row of a comparison is held against its parts by group, team, activity and need level.

- ``ok``: no part contradicts the pool beyond chance.
- ``mixed``: parts move apart beyond chance, so the pool tells the story of none of them alone.
- ``against-all-parts``: the pool has moved beyond chance and further than every part, so its mix has moved. No part has
  moved the same way beyond chance. Some part has moved the other way, or the pool's interval lies beyond all of theirs.
- ``not-pooled``: the row pools nothing, or it is a sum. A sum is the sum of its parts.

Many parts are looked at, so each is judged at the level of the intervals divided by the number of parts (Bonferroni).
One pair of runs has no interval. Then every difference counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from sim.report.what_may_be_shown import AGAINST
from sim.results.intervals import t_quantile
from sim.results.pairing import is_additive

OK, MIXED, NOT_POOLED = "ok", "mixed", "not-pooled"
DIMENSIONS = ("group", "team", "activity", "need")


def pooled(comparisons: pd.DataFrame) -> list[str]:
    """The verdict on each row of a table of comparisons, in its order.

    Args:
        comparisons: the columns ``place, variant, measure, unit``, the four dimensions, ``difference``, ``low``, ``high``,
            ``confidence`` and ``pairs``. The rows of several places, variants and measures may be mixed.
    """
    verdicts = [NOT_POOLED] * len(comparisons)
    table = comparisons.reset_index(drop=True)
    additive = np.array([is_additive(str(unit)) for unit in table["unit"]], dtype=np.bool_)
    numbers = list(
        zip(*(table[name].astype(float) for name in ("difference", "low", "high", "confidence", "pairs")), strict=True)
    )
    for _, rows in table[~additive].groupby(["place", "baseline", "variant", "measure"], sort=False):
        labels = list(rows[list(DIMENSIONS)].itertuples(index=False, name=None))
        parts: dict[tuple[int, tuple[str, ...]], list[int]] = {}
        for at, cell in zip(rows.index, labels, strict=True):
            for dimension in range(len(DIMENSIONS)):
                if cell[dimension] != "all":
                    rest = (*cell[:dimension], "all", *cell[dimension + 1 :])
                    parts.setdefault((dimension, rest), []).append(int(at))
        for at, cell in zip(rows.index, labels, strict=True):
            found = [
                _verdict(numbers[int(at)], [numbers[part] for part in parts[dimension, cell]])
                for dimension in range(len(DIMENSIONS))
                if (dimension, cell) in parts
            ]
            verdicts[int(at)] = max(found, key=(OK, MIXED, AGAINST).index, default=NOT_POOLED)
    return verdicts


Numbers = tuple[float, ...]
"""Difference, low, high, confidence and pairs of a row."""


def _verdict(pool: Numbers, parts: Sequence[Numbers]) -> str:
    """The verdict on a pool by its parts along one dimension."""
    ends = [_interval(part, len(parts)) for part in parts]
    up, down = any(low > 0 for low, _ in ends), any(high < 0 for _, high in ends)
    difference, (low, high) = pool[0], _interval(pool, 1)
    if low <= 0 <= high:  # the pool has not moved
        return MIXED if up and down else OK
    sign = 1 if difference > 0 else -1
    same, other = (up, down) if sign > 0 else (down, up)
    outside = all(sign * difference > sign * part[0] for part in parts)
    beyond = all(min(sign * low, sign * high) > max(sign * start, sign * end) for start, end in ends)
    if outside and not same and (other or beyond):
        return AGAINST
    return MIXED if other else OK


def _interval(numbers: Numbers, parts: int) -> tuple[float, float]:
    """The interval of a difference at the confidence of one of ``parts`` comparisons."""
    difference, low, high, confidence, pairs = numbers
    if math.isnan(low) or math.isnan(high) or pairs < 2:
        return difference, difference
    half = (high - low) / 2 * _wider(round(confidence, 9), int(pairs), parts)
    return difference - half, difference + half


@lru_cache(maxsize=1024)
def _wider(confidence: float, pairs: int, parts: int) -> float:
    """How much wider an interval is if its error is divided by the number of parts."""
    outside = (1 - confidence) / 2
    return t_quantile(1 - outside / parts, pairs - 1) / t_quantile(1 - outside, pairs - 1)
