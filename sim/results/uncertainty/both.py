"""Both intervals of each headline: by chance at the values of the files, and by assumptions over the samples.

*By chance.* The t interval of the mean difference over pairs of runs with the values as they are. More pairs make it narrower.

*By assumptions.* The middle 95 % of the sampled differences. More samples do not make it narrower: it shows how far the
values could move the result. A sampled difference is of one pair, so it holds chance too. The variance by chance is known
from the pairs at the values as they are. The samples are drawn toward their mean until their variance is the rest:
mean + (difference - mean) sqrt(1 - chance / variance). If chance could be all of the variance, nothing is removed, and the
row says that assumptions cannot be distinguished from chance.

With fewer than 39 samples the least and the greatest are shown. They span the middle (n - 1) / (n + 1) on average.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.intervals import t_quantile
from sim.results.sensitivity.changes import KEYS

Floats = NDArray[np.float64]

MIDDLE = 0.95
"""The share of the samples that the interval by assumptions holds."""
MOST_CHANCE = 0.9
"""If chance is more of the samples' variance than this, assumptions cannot be distinguished from it."""
COLUMNS = [
    *KEYS, "central", "chance_low", "chance_high", "pairs", "mean", "low", "high", "level", "samples", "chance_share",
    "distinct",
]  # fmt: skip


def chance_variance(base: Floats) -> float:
    """The variance of a difference by chance, from float64[pairs]; nan with one pair."""
    return float(base.var(ddof=1)) if len(base) > 1 else math.nan


def chance_share(base: Floats, outcome: Floats) -> float:
    """The share of the samples' variance that chance explains, 0 to 1; nan if chance is not known.

    Args:
        base: float64[pairs], differences with the values as they are.
        outcome: float64[samples], sampled differences.
    """
    known, whole = chance_variance(base), float(outcome.var(ddof=1)) if len(outcome) > 1 else 0.0
    if math.isnan(known):
        return math.nan
    if not whole:
        return 0.0 if not known else 1.0
    return min(known / whole, 1.0)


def without_chance(outcome: Floats, share: float) -> Floats:
    """float64[samples], the differences without the spread by chance. They stay as they are if it is unknown or too large."""
    if math.isnan(share) or share > MOST_CHANCE:
        return outcome
    mean = outcome.mean()
    return np.asarray(mean + (outcome - mean) * math.sqrt(1 - share))


def middle(outcome: Floats, level: float = MIDDLE) -> tuple[float, float, float]:
    """Low and high end of the middle of some samples, and the share that they span on average."""
    count = len(outcome)
    if count < (1 + level) / (1 - level):
        return float(outcome.min()), float(outcome.max()), (count - 1) / (count + 1)
    low, high = np.quantile(outcome, [(1 - level) / 2, (1 + level) / 2], method="weibull")
    return float(low), float(high), level


def both_intervals(base: pd.DataFrame, sampled: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Both intervals of each headline.

    Args:
        base: differences with the values as they are (:func:`sim.results.sensitivity.changes.effects`).
        sampled: differences of the samples, with ``sample`` in place of ``replication``.
        confidence: level of the interval by chance.

    Returns:
        A row per headline (:data:`COLUMNS`). ``distinct`` says whether assumptions can be distinguished from chance.
    """
    known = {key: rows["effect"].dropna().to_numpy() for key, rows in base.groupby(KEYS, sort=False)}
    rows = []
    for key, part in sampled.groupby(KEYS, sort=False):
        outcome, central = part["effect"].dropna().to_numpy(), known.get(key, np.zeros(0))
        if not len(outcome) or not len(central):
            continue
        share = chance_share(central, outcome)
        pairs = len(central)
        half = math.nan
        if pairs > 1:
            half = t_quantile(0.5 + confidence / 2, pairs - 1) * math.sqrt(chance_variance(central) / pairs)
        low, high, level = middle(without_chance(outcome, share))
        mean = float(central.mean())
        rows.append(
            [*key, mean, mean - half, mean + half, pairs, float(outcome.mean()), low, high, level, len(outcome), share,
             math.isnan(share) or share <= MOST_CHANCE]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)
