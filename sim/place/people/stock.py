"""The opening stock in equilibrium: the elapsed time of its citizens' spells, and the needs that are under way.

A citizen's clocks are independent latent times: life (the first of its rows ends the spell), the term, and the first
need. After a need has arisen, the term no longer ends the spell: the benefit continues while the case waits. A need
that holds the citizen also stops life. The spell then ends D days later, when the case is closed. At a random moment,
the density of an elapsed time of a days is proportional to the share of spells longer than a days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HORIZON_DAYS = 15_000
"""The longest spell in the opening stock: 41 years."""


@dataclass(frozen=True)
class NeedLaw:
    """A need of a group.

    Attributes:
        free: the probability, by day, that the need has not arisen.
        days_under_way: days until its case is closed.
        holds: whether it keeps the citizen in the spell.
    """

    free: Floats
    days_under_way: int
    holds: bool


@dataclass(frozen=True)
class Equilibrium:
    """Ages of a stock.

    Attributes:
        cumulative: by day a, the share of the stock with at most a days in the spell.
        under_way: (needs, days), the share of citizens on day a of the spell with a case of need k under way.
        mean_days: mean length of a spell.
    """

    cumulative: Floats
    under_way: Floats
    mean_days: float


def survival_by_day(table: NDArray[np.int32]) -> Floats:
    """The share of spells left after 0, 1, 2 … days, from a quantile table."""
    nodes = table.astype(np.float64)
    levels = np.arange(nodes.size) / (nodes.size - 1)
    rising = np.unique(nodes)
    last = nodes.size - 1 - np.unique(nodes[::-1], return_index=True)[1]
    days = np.arange(HORIZON_DAYS, dtype=np.float64)
    return 1.0 - np.interp(days, rising, levels[last], left=0.0, right=1.0)


def equilibrium(life: Sequence[Floats], term: Floats | None, needs: Sequence[NeedLaw]) -> Equilibrium:
    """The ages of a stock in equilibrium.

    Args:
        life: survival by day of each life clock.
        term: survival by day of the term, if there is one.
        needs: the group's needs. Only the first to arise counts.
    """
    ones = np.ones(HORIZON_DAYS)
    alive = np.prod(np.vstack([ones, *life]), axis=0)
    right = ones if term is None else term
    free = np.prod(np.vstack([ones, *(need.free for need in needs)]), axis=0)
    untouched = alive * right * free
    under_way = np.zeros((len(needs), HORIZON_DAYS))
    for k, need in enumerate(needs):
        arises = -np.diff(need.free, append=need.free[-1]) * np.where(
            need.free > 0, free / np.maximum(need.free, 1e-12), 0.0
        )
        ready = np.cumsum(arises * right * (alive if need.holds else 1.0))
        lag = min(need.days_under_way, HORIZON_DAYS)
        lagged = np.concatenate([np.zeros(lag), ready[: HORIZON_DAYS - lag]])
        under_way[k] = (ready - lagged) * (1.0 if need.holds else alive)
    present = untouched + under_way.sum(axis=0)
    total = present.sum()
    return Equilibrium(np.cumsum(present) / total, under_way / np.maximum(present, 1e-300), float(total))
