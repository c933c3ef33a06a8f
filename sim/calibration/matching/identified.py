"""What a kept set says about each free value: the range that is left, and which values only count together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HARDLY = 0.8
"""A value is not identified if more than this share of its range is left."""
STRONG = 0.7
"""Two values count together if their correlation is as strong as this, either way."""
MIDDLE = 0.95


@dataclass(frozen=True)
class Left:
    """The range of a free value that is left, from 0 to 1.

    Attributes:
        low, high: ends of the kept points.
        share: the share of the range that is left, by the middle 95 % of the kept points.
    """

    low: float
    high: float
    share: float

    @property
    def is_identified(self) -> bool:
        """Whether the targets say anything about the value alone."""
        return self.share <= HARDLY


@dataclass(frozen=True)
class Pair:
    """Two free values whose kept points lie near a line: the targets tell them together, but not apart."""

    first: int
    second: int
    correlation: float


def left(points: Floats) -> list[Left]:
    """What is left of each parameter. ``points`` is float64[points, parameters], spread evenly over the kept set."""
    edges = (1 - MIDDLE) / 2
    lows, highs = np.quantile(points, [edges, 1 - edges], axis=0)
    return [
        Left(float(low), float(high), float(min(width / MIDDLE, 1)))
        for low, high, width in zip(points.min(axis=0), points.max(axis=0), highs - lows, strict=True)
    ]


def pairs(points: Floats) -> list[Pair]:
    """The pairs of parameters that count together, strongest first."""
    moving = np.flatnonzero(points.std(axis=0) > 0)
    if len(moving) < 2:
        return []
    matrix = np.atleast_2d(np.corrcoef(points[:, moving], rowvar=False))
    found = [
        Pair(int(moving[one]), int(moving[other]), float(matrix[one, other]))
        for one, other in zip(*np.triu_indices(len(moving), 1), strict=True)
        if abs(matrix[one, other]) >= STRONG
    ]
    return sorted(found, key=lambda pair: -abs(pair.correlation))


def middle(kept: Floats, points: Floats) -> int:
    """The position of the kept point that is nearest to the middle of the kept set.

    Args:
        kept: float64[some, parameters], the points to choose from.
        points: float64[points, parameters], spread evenly over the kept set.
    """
    width = np.maximum(points.std(axis=0), 1e-9)
    return int((((kept - points.mean(axis=0)) / width) ** 2).sum(axis=1).argmin())
