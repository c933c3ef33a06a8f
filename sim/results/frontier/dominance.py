"""Which points no other point beats, by estimates and beyond chance.

More is better in every objective. A point *dominates* another if it is at least as good in every objective and better in one.

*Beyond chance.* Points share their replications, so two points are compared by the differences of each replication, with
Student's t. A frontier of n points makes n (n - 1) / 2 comparisons in each objective. All of them hold together with the given
confidence, since each has the confidence that Bonferroni's inequality asks for.

- A point *stands* if it is better than every other point in some objective, beyond chance.
- It is *beaten* if some other point is better in every objective, beyond chance.
- Else there are too few runs to tell, or no other point.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.results.intervals import half_width

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Standing = Literal["stands", "beaten", "cannot tell"]


def dominates(one: Floats, other: Floats) -> bool:
    """Whether a point (float64[objectives]) dominates another."""
    return bool((one >= other).all() and (one > other).any())


def front(points: Floats) -> list[int]:
    """The points (float64[points, objectives]) that no other dominates, in their order. Of equal points the first is kept."""
    kept: list[int] = []
    for at, point in enumerate(points):
        beaten = any(dominates(other, point) for other in points)
        if not beaten and not any((points[earlier] == point).all() for earlier in kept):
            kept.append(at)
    return kept


def spread(points: Floats, most: int) -> list[int]:
    """At most so many of the points (float64[points, 2]): both ends, and those nearest to even steps between them.

    Distances are counted along the front, with each objective as a share of its range.
    """
    if len(points) <= most:
        return list(range(len(points)))
    order = np.argsort(points[:, 0], kind="stable")
    width = np.ptp(points, axis=0)
    scaled = points[order] / np.where(width > 0, width, 1.0)
    along = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(scaled, axis=0)).sum(axis=1))])
    chosen: list[int] = []
    for wanted in np.linspace(0, along[-1], most):
        free = [at for at in range(len(order)) if at not in chosen]
        chosen.append(min(free, key=lambda at: abs(along[at] - wanted)))
    return sorted(int(order[at]) for at in chosen)


def better(points: Floats, confidence: float) -> Bools:
    """bool[points, points, objectives]: whether the first is better than the second beyond chance.

    Args:
        points: float64[points, objectives, replications], all points with the same replications.
        confidence: that all comparisons hold together.
    """
    count, objectives, _ = points.shape
    found = np.zeros((count, count, objectives), np.bool_)
    level = 1 - (1 - confidence) / max(count * (count - 1) / 2 * objectives, 1)
    for one in range(count):
        for other in range(count):
            for at in range(objectives):
                more = points[one, at] - points[other, at]
                half = half_width(more, level)
                found[one, other, at] = (
                    one != other and float(more.mean()) - half > 0
                )  # nan, with one replication, is False
    return found


def standings(points: Floats, confidence: float) -> list[Standing]:
    """What chance leaves of each point's place on the frontier. Arguments as in :func:`better`."""
    ahead = better(points, confidence)
    count = len(points)
    result: list[Standing] = []
    for at in range(count):
        others = [other for other in range(count) if other != at]
        if any(ahead[other, at].all() for other in others):
            result.append("beaten")
        elif others and all(ahead[at, other].any() for other in others):
            result.append("stands")
        else:
            result.append("cannot tell")
    return result
