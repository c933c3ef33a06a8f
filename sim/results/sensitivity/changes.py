"""How far headlines move between the base and an end: paired changes with half-widths by chance.

The effect of a replication is the headline difference of its pair: variant less baseline. The change is the effect at an
end less the effect of the base in the same replication. All three use the same people with the same chance, so the
change has much less noise than an effect.

With two or three replications, the spread of one end's changes is hardly known. The spread is therefore pooled over all
ends that move the headline, and t has the pooled degrees of freedom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.report.headline import HEADLINES, headline
from sim.report.manifest import Manifest
from sim.results.intervals import is_lattice, t_quantile
from sim.results.pairing import compare
from sim.results.standardised import SUFFIX, weight_of
from sim.study.column import Column

KEYS = ["measure", "activity", "need", "unit"]
"""What tells one headline from another."""
WAITS = ("wait_", "detection_delay_")


def _behind(measure: str) -> tuple[str, ...]:
    """The measures of a run that a headline is made of. A standardised wait is made of a wait and of the number that began."""
    own = measure.removesuffix(SUFFIX)
    return (own, str(weight_of(own))) if own != measure and own.startswith(WAITS) else (measure,)


MEASURES = tuple(dict.fromkeys(name for measure, _, _ in HEADLINES for name in _behind(measure)))
"""What the effects are computed from. Shares of deadlines are left out: they need to know which duties only echo an input."""
END = ["group", "end"]


def effects(measures: pd.DataFrame, columns: Sequence[Column], manifest: Manifest) -> pd.DataFrame:
    """The headline differences of each replication.

    Args:
        measures: tidy measures of one place.
        columns: baseline and variant.
        manifest: of the place.

    Returns:
        :data:`KEYS`, ``replication`` and ``effect``.
    """
    measures = measures[measures["measure"].isin(MEASURES)]
    baseline, variant = columns
    parts = []
    for replication, rows in measures.groupby("replication", sort=True):
        compared = compare(rows, baseline.name, [variant.name])
        table = headline(rows, compared, manifest)
        parts.append(table[[*KEYS, "difference"]].assign(replication=replication))
    if not parts:
        return pd.DataFrame(columns=[*KEYS, "replication", "effect"])
    return pd.concat(parts, ignore_index=True).rename(columns={"difference": "effect"})


def changes(base: pd.DataFrame, at_ends: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """The mean change of each headline at each end, with its half-width.

    Args:
        base: effects of the base (:func:`effects`).
        at_ends: effects at the ends, with the columns ``group`` and ``end``.
        confidence: level of the intervals.

    Returns:
        ``group, end``, :data:`KEYS`, ``base`` (mean effect of the base in these replications), ``effect`` (mean effect at
        the end), ``change``, ``half`` (nan with one pair) and ``pairs``.
    """
    both = at_ends.merge(base.rename(columns={"effect": "base"}), on=[*KEYS, "replication"])
    both = both.dropna(subset=["effect", "base"])
    both["change"] = both["effect"] - both["base"]
    end = [*END, *KEYS]
    mean = both.groupby(end, sort=False)["change"].transform("mean")
    both = both.assign(squares=(both["change"] - mean) ** 2, moves=both["change"] != 0)
    by_end = both.groupby(end, sort=False)
    table = by_end[["base", "effect", "change"]].mean()
    table["pairs"] = by_end.size()
    table["squares"], table["moves"] = by_end["squares"].sum(), by_end["moves"].any()
    table = table.reset_index()
    table["half"] = np.nan
    for key, rows in table.groupby(KEYS, sort=False):
        if is_lattice(str(key[0]), str(key[3])):
            continue
        moving = rows[rows["moves"]]
        freedom = int((moving["pairs"] - 1).sum())
        if freedom > 0:
            spread = math.sqrt(float(moving["squares"].sum()) / freedom)
            table.loc[moving.index, "half"] = (
                t_quantile(0.5 + confidence / 2, freedom) * spread / np.sqrt(moving["pairs"])
            )
    still = ~table["moves"] & (table["pairs"] > 1)
    table.loc[still, "half"] = 0.0  # the same in every pair: the group does not reach this headline
    return table.drop(columns=["squares", "moves"])
