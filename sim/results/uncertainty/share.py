"""Which factor, and which grade of evidence, carries which share of the variance of a difference over the samples.

Shares are of the whole variance of the samples. First-order shares, products, chance and the rest sum to 1 up to the error of
estimation. The rest is what no term tells apart: many small effects, and products of three factors or more. Intervals are
those of surfaces fitted again to redrawn residuals (95 %). The rest may hide in any grade, so a grade's interval reaches so
much higher. A factor without a term may have as much as a factor needs to be distinguished.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.uncertainty.surface import LEAST_POINTS, Candidates, Surface, again

Floats = NDArray[np.float64]

TIMES = 100
"""Surfaces behind an interval."""
COLUMNS = ["kind", "name", "first", "first_low", "first_high", "total", "total_low", "total_high", "distinct"]
CHANCE, REST, PRODUCTS = "chance", "rest", "products"


@dataclass(frozen=True, eq=False)
class Shares:
    """The shares of an outcome.

    Attributes:
        table: :data:`COLUMNS`. ``kind`` is factor, grade, products, chance or rest. ``distinct`` says whether a term has entered.
        surface: the surface behind it; None with too few samples.
        others: surfaces of redrawn residuals.
        least: the share that a factor must have to be distinguished from chance and from all others.
    """

    table: pd.DataFrame
    surface: Surface | None
    least: float
    others: tuple[Surface, ...] = ()


def shares(
    candidates: Candidates,
    outcome: Floats,
    names: Sequence[str],
    grades: Mapping[str, str],
    chance: float,
    *,
    times: int = TIMES,
    seed: int = 0,
) -> Shares:
    """The shares of every factor and grade.

    Args:
        candidates: of the samples' positions.
        outcome: float64[samples].
        names: of the factors.
        grades: name -> grade of evidence.
        chance: the share of the variance that chance explains; nan if it is not known.
        times: surfaces behind the intervals.
        seed: of the redrawing.
    """
    whole = float(outcome.var())
    if len(outcome) < LEAST_POINTS or whole <= 0:
        return Shares(pd.DataFrame(columns=COLUMNS), None, 1.0)
    surface = candidates.fit(outcome)
    others = again(surface, candidates, outcome, times, seed)
    explained = surface.explained([True] * len(surface.terms)) / whole
    alone = surface.explained([len(surface.factors_of(term)) == 1 for term in surface.terms]) / whole
    rest = max(1 - explained - (0.0 if math.isnan(chance) else chance), 0.0)
    least = surface.least
    rows = []
    parts: list[tuple[str, str, frozenset[int]]] = [
        ("factor", name, frozenset([number])) for number, name in enumerate(names)
    ]
    for grade in dict.fromkeys(grades[name] for name in names):
        members = frozenset(number for number, name in enumerate(names) if grades[name] == grade)
        parts.append(("grade", grade, members))
    entered = frozenset(factor for term in surface.terms for factor in surface.factors_of(term))
    for kind, name, members in parts:
        first = _share(surface, members, total=False)
        total = _share(surface, members, total=True)
        ends = [np.quantile([_share(s, members, total=t) for s in others], [0.025, 0.975]) for t in (False, True)]
        hidden = rest if kind == "grade" else 0.0 if first > 0 else min(least, rest)
        highs = [min(max(float(end[1]), value + hidden), 1.0) for end, value in zip(ends, (first, total), strict=True)]
        rows.append([kind, name, first, ends[0][0], highs[0], total, ends[1][0], highs[1], bool(members & entered)])
    for kind, value in ((PRODUCTS, max(explained - alone, 0.0)), (CHANCE, chance), (REST, rest)):
        rows.append([kind, kind, value, math.nan, math.nan, math.nan, math.nan, math.nan, True])
    return Shares(pd.DataFrame(rows, columns=COLUMNS), surface, surface.least, tuple(others))


def _share(surface: Surface, members: frozenset[int], *, total: bool) -> float:
    return min((surface.total(members) if total else surface.first(members)) / surface.whole, 1.0)
