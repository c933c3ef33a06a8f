"""Which targets contradict each other: small sets of targets that no point meets together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibration.matching.implausibility import LIMIT, over_targets
from sim.calibration.matching.region import Region, region_of
from sim.calibration.matching.waves import History

MOST = 5
"""The most conflicts that are looked for."""
SIZE = 500
"""Points of a search. It needs no share, so fewer points suffice than for a region that is kept."""


@dataclass(frozen=True)
class Conflict:
    """Targets that no point meets together, although every one of them can be left out so that the others fit.

    Attributes:
        targets: their positions. A single target is one that no point meets.
        nearest: by target, the emulated number at the point that comes nearest to meeting them all.
    """

    targets: tuple[int, ...]
    nearest: tuple[float, ...]


def conflicts(history: History) -> list[Conflict]:
    """The conflicts of a fit that kept nothing, none of which shares a target with another.

    They follow from the emulators of all waves, by search: "no point" means that the search met none.
    """
    rng = np.random.default_rng(history.plan.seed)
    left = np.ones(len(history.aims), bool)
    found: list[Conflict] = []
    while len(found) < MOST and _search(history, left, rng).is_empty:
        chosen = left.copy()
        for target in np.flatnonzero(left):
            without = chosen.copy()
            without[target] = False
            if without.any() and _search(history, without, rng).is_empty:
                chosen = without
        best = _search(history, chosen, rng).best[None, :]
        known = history.waves[-1].known
        means = np.full(len(history.aims), np.nan)
        means[known] = history.waves[-1].emulator.predict(best)[0][0]
        positions = tuple(int(target) for target in np.flatnonzero(chosen))
        found.append(Conflict(positions, tuple(float(means[target]) for target in positions)))
        left &= ~chosen
        if not left.any():
            break
    return found


def _search(history: History, chosen: NDArray[np.bool_], rng: np.random.Generator) -> Region:
    """The region of some targets alone."""
    rank, parameters = history.plan.rank, history.waves[0].points.shape[1]

    def score(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return over_targets(history.by_target(points, chosen), rank)

    return region_of(score, parameters, LIMIT, rng, SIZE)
