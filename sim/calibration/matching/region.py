"""The part of the box that the emulators do not rule out: its share of the box, and points spread over it.

The share may be tiny. So the region is reached in levels, by subset simulation (Au and Beck 2001). Each level keeps the fifth
of the points with the least implausibility. Random moves spread them again below that level. The shares of the levels multiply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Score = Callable[[Floats], Floats]
SIZE = 2000
"""Points that represent a region."""
SHARE = 0.2
"""The share of points that a level keeps."""
STEPS = 25
"""Random moves of each point between two levels."""
MOST_LEVELS = 80
STALLED = 4
"""So many levels without a gain of one percent mean that the region is empty."""


@dataclass(frozen=True)
class Region:
    """A sample of a region.

    Attributes:
        points: float64[points, parameters], spread evenly; none if the region is empty.
        share: of the box.
        best: float64[parameters], the point with the least score that was seen.
    """

    points: Floats
    share: float
    best: Floats

    @property
    def is_empty(self) -> bool:
        return len(self.points) == 0


def spread(number: int, parameters: int, rng: np.random.Generator) -> Floats:
    """float64[points, parameters], a Latin hypercube in the box."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(parameters, rng=rng).random(number), np.float64)


def region_of(score: Score, parameters: int, limit: float, rng: np.random.Generator, size: int = SIZE) -> Region:
    """The region in which a score is at most the limit.

    Args:
        score: float64[points, parameters] -> float64[points].
    """
    points = spread(size, parameters, rng)
    scores = score(points)
    share, level, stalled = 1.0, np.inf, 0
    best, least = points[scores.argmin()].copy(), float(scores.min())
    for _ in range(MOST_LEVELS):
        wanted = max(limit, float(np.quantile(scores, SHARE)))
        inside = scores <= wanted
        share *= float(inside.mean())
        if wanted <= limit and inside.all():
            return Region(points, share, best)
        stalled = stalled + 1 if wanted > 0.99 * level else 0
        if wanted > limit and stalled >= STALLED:
            break
        level = wanted
        seeds = np.flatnonzero(inside)
        chosen = np.concatenate([seeds, rng.choice(seeds, size - len(seeds))])
        points, scores = _moved(points[chosen], scores[chosen], points[seeds], score, level, rng)
        if scores.min() < least:
            best, least = points[scores.argmin()].copy(), float(scores.min())
        if level <= limit:
            return Region(points, share, best)
    return Region(points[:0], 0.0, best)


def _moved(
    points: Floats, scores: Floats, archive: Floats, score: Score, level: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Points after random moves within the box and below a level.

    A move is the difference of two points of the archive, in all directions or in some, with a little noise. It is as likely
    as its opposite, so the points end up evenly spread.
    """
    number, parameters = points.shape
    noise = 0.05 * archive.std(axis=0) + 1e-6
    for _ in range(STEPS):
        first, second = rng.integers(len(archive), size=(2, number))
        chosen = rng.random((number, parameters)) < rng.choice([0.1, 0.3, 1.0], size=(number, 1))
        chosen[np.arange(number), rng.integers(parameters, size=number)] = True
        factor = 2.38 / np.sqrt(2 * chosen.sum(axis=1, keepdims=True)) * rng.choice([0.3, 1.0], size=(number, 1))
        move = factor * (archive[first] - archive[second]) + noise * rng.standard_normal((number, parameters))
        tried = points + np.where(chosen, move, 0.0)
        inside = np.flatnonzero(((tried >= 0) & (tried <= 1)).all(axis=1))
        if not len(inside):
            continue
        new = score(tried[inside])
        taken = inside[new <= level]
        points[taken], scores[taken] = tried[taken], new[new <= level]
    return points, scores


def scattered(points: Floats, number: int, rng: np.random.Generator) -> Floats:
    """Some points of a region, far from each other: each next one is the farthest from those before."""
    chosen = [int(rng.integers(len(points)))]
    width = np.maximum(points.std(axis=0), 1e-9)
    scaled = points / width
    nearest = ((scaled - scaled[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(min(number, len(points)) - 1):
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, ((scaled - scaled[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]
