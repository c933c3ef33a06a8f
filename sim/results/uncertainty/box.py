"""Where a claim holds: a box of positions in which the samples that meet it lie close together (PRIM), if it is no chance find.

*Search.* The patient rule induction method (Friedman and Fisher 1999) peels a tenth of the samples off one side of one factor
at a time. It takes the side after which the largest share of the rest meets the claim. Of all boxes on the way, the one with the
greatest weighted relative accuracy remains: (samples inside / all) x (share inside - share of all). A limit that raises the
share no more than a binomial test would allow is taken away again (Bryant and Lempert 2010).

*Chance.* With 200 factors some box always looks good. The same search therefore runs on the same points with the answers
shuffled. A box is reported only if less than 5 % of the shuffled searches give one as accurate. Its density is also
measured on samples that had no part in finding it (five parts, each left out once).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Verdict = Literal["everywhere", "nowhere", "box", "no box", "too few"]

PEELED = 0.1
"""The share of the samples in the box that a step peels off."""
LEAST_INSIDE = 8
"""Fewer samples in a box say nothing about its density."""
RISK = 0.05
SHUFFLES = 199
PARTS = 5
LEAST_SAMPLES = 40
"""Fewer samples cannot show a box that shuffled answers would not show too."""
LEAST_OF_A_KIND = 5
"""The fewest samples that meet the claim, and that do not, for a box to be searched."""


@dataclass(frozen=True)
class Limit:
    """A factor's positions in a box: from ``low`` to ``high``; 0 and 1 are the ends of its range."""

    factor: int
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """What the samples say about where a claim holds.

    Attributes:
        verdict: ``everywhere`` and ``nowhere`` mean all samples; ``no box``: the claim holds in some, and no box tells
            them apart from the others; ``too few``: too few samples for a search.
        samples, met: number of samples, and of those that meet the claim.
        limits: of the box, in the order in which they matter.
        coverage: the share of the samples that meet the claim which lies inside.
        density: the share of the samples inside that meets the claim.
        density_held_out: the same in samples that had no part in the search; nan if none lies inside.
        density_outside: the share of the samples outside that meets the claim.
        inside: number of samples inside.
        chance: the share of searches over shuffled answers that find as good a box; nan without a search.
    """

    verdict: Verdict
    samples: int
    met: int
    limits: tuple[Limit, ...] = ()
    coverage: float = float("nan")
    density: float = float("nan")
    density_held_out: float = float("nan")
    density_outside: float = float("nan")
    inside: int = 0
    chance: float = float("nan")


def where(points: Floats, met: Bools, *, seed: int = 0, shuffles: int = SHUFFLES) -> Found:
    """Where a claim holds.

    Args:
        points: float64[samples, factors], positions from 0 to 1.
        met: bool[samples], whether a sample meets the claim.
        seed: of the shuffling and of the parts.
        shuffles: number of searches over shuffled answers.
    """
    samples, good = len(met), int(met.sum())
    if good in {0, samples}:
        return Found("everywhere" if good else "nowhere", samples, good)
    if samples < LEAST_SAMPLES or min(good, samples - good) < LEAST_OF_A_KIND:
        return Found("too few", samples, good)
    rng = np.random.default_rng(seed)
    limits = _pruned(points, met, _search(points, met))
    reached = accuracy(_inside(points, limits), met)
    if not limits:
        return Found("no box", samples, good)
    others = []
    for _ in range(shuffles):
        shuffled = rng.permutation(met)
        others.append(accuracy(_inside(points, _pruned(points, shuffled, _search(points, shuffled))), shuffled))
    chance = (1 + int((np.array(others) >= reached - 1e-12).sum())) / (shuffles + 1)
    if chance >= RISK:
        return Found("no box", samples, good, chance=chance)
    inside = _inside(points, limits)
    return Found(
        "box", samples, good, tuple(limits), float(met[inside].sum() / good), float(met[inside].mean()),
        _held_out(points, met, rng), float(met[~inside].mean()) if (~inside).any() else float("nan"), int(inside.sum()),
        chance,
    )  # fmt: skip


def accuracy(inside: Bools, met: Bools) -> float:
    """Weighted relative accuracy of a box: (samples inside / all) x (share inside - share of all)."""
    return float(inside.mean() * (met[inside].mean() - met.mean())) if inside.any() else 0.0


def _search(points: Floats, met: Bools) -> list[Limit]:
    """The box of the greatest accuracy on the way of peeling."""
    factors = points.shape[1]
    low, high = np.zeros(factors), np.ones(factors)
    inside = np.ones(len(met), np.bool_)
    best, kept = 0.0, (low.copy(), high.copy())
    while True:
        count = int(inside.sum())
        peeled = max(round(PEELED * count), 1)
        if count - peeled < LEAST_INSIDE:
            break
        within, answers = points[inside], met[inside]
        order = np.argsort(within, axis=0)
        sorted_answers = answers[order]
        left = count - peeled
        after_low = sorted_answers[peeled:].sum(axis=0) / left  # the low end is peeled off
        after_high = sorted_answers[:left].sum(axis=0) / left
        factor = int(np.maximum(after_low, after_high).argmax())
        column = within[order[:, factor], factor]
        if after_low[factor] >= after_high[factor]:
            low[factor] = (column[peeled - 1] + column[peeled]) / 2
        else:
            high[factor] = (column[left - 1] + column[left]) / 2
        inside &= (points[:, factor] >= low[factor]) & (points[:, factor] <= high[factor])
        if int(inside.sum()) >= count:  # positions that are all the same cannot be peeled
            break
        reached = accuracy(inside, met)
        if reached > best:
            best, kept = reached, (low.copy(), high.copy())
    return [
        Limit(int(at), float(kept[0][at]), float(kept[1][at])) for at in np.flatnonzero((kept[0] > 0) | (kept[1] < 1))
    ]


def _inside(points: Floats, limits: list[Limit]) -> Bools:
    inside = np.ones(len(points), np.bool_)
    for each in limits:
        inside &= (points[:, each.factor] >= each.low) & (points[:, each.factor] <= each.high)
    return inside


def _pruned(points: Floats, met: Bools, limits: list[Limit]) -> list[Limit]:
    """The limits that matter, the one whose loss costs most first.

    A limit matters if the box is less accurate without it. The share inside must also be higher than without it, by a
    binomial test at :data:`RISK` divided by the number of factors.
    """
    left = list(limits)
    while left:
        whole = _inside(points, left)
        losses = []
        for each in left:
            others = _inside(points, [other for other in left if other is not each])
            share = float(met[others].mean())
            chance = _binomial(int(met[whole].sum()), int(whole.sum()), share)
            losses.append((accuracy(whole, met) - accuracy(others, met), chance))
        worst = max(range(len(left)), key=lambda at: (losses[at][1], -losses[at][0]))
        if losses[worst][1] <= RISK / points.shape[1] and losses[worst][0] > 0:
            return [left[at] for at in sorted(range(len(left)), key=lambda at: -losses[at][0])]
        left.pop(worst)
    return []


def _binomial(met: int, count: int, share: float) -> float:
    """The chance of at least so many of ``count`` that meet a claim, if each does with the chance ``share``."""
    from scipy.stats import binom

    return float(binom.sf(met - 1, count, share))


def _held_out(points: Floats, met: Bools, rng: np.random.Generator) -> float:
    """The share that meets the claim inside boxes found without these samples, over five parts; nan if none lies inside."""
    part = rng.permutation(len(met)) % PARTS
    inside, good = 0, 0
    for number in range(PARTS):
        rest, own = part != number, part == number
        limits = _pruned(points[rest], met[rest], _search(points[rest], met[rest]))
        if limits:
            there = _inside(points[own], limits)
            inside, good = inside + int(there.sum()), good + int(met[own][there].sum())
    return good / inside if inside else float("nan")
