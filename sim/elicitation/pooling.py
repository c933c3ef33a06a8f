"""Several experts' judgements as one: the linear opinion pool with equal weights.

*One expert.* The three numbers are the 5, 50 and 95 percent points of the expert's distribution. Between them probability is spread
evenly, which adds the least information to what the expert said. The two ends reach a tenth of the expert's range beyond the outer
points, as in the classical model of Cooke (1991), and never beyond what the unit allows.

*Several experts.* The pooled distribution is the mean of theirs, each with the same weight. Its 5, 50 and 95 percent points are the
pooled low end, value and high end. So an outer point always lies between those of the experts.

*Why not the mean of the quantiles?* It is as simple, but two experts who contradict each other get a range as narrow as theirs. The
result would look as sure as each of them, just where they show that nobody knows. The linear pool (Stone 1961) widens the range when
experts disagree. Lichtendahl, Grushka-Cockayne and Winkler (2013) prove that it is never narrower, and that it is too wide if each
expert judges well. For a result that will be picked apart, too wide is the smaller error.

*Why equal weights?* Other weights need questions with known answers for each expert, and the form has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

POINTS = (0.05, 0.5, 0.95)
"""The probabilities of low, best and high."""
BEYOND = 0.1
"""How far an expert's distribution reaches beyond the outer points, as a share of the distance between them."""
STEPS = 200
"""Halvings of an interval: more than a number of double precision has digits."""


class Judgement(NamedTuple):
    """An expert's three numbers, in units of the form: 5, 50 and 95 percent points."""

    low: float
    best: float
    high: float


def pooled(judgements: Sequence[Judgement], least: float, most: float) -> Judgement:
    """The 5, 50 and 95 percent points of the linear opinion pool with equal weights.

    >>> pooled([Judgement(10, 20, 30), Judgement(20, 30, 40)], 0, 100).best
    25.0

    Args:
        judgements: at least one. In each, low is not above best, and best is not above high.
        least, most: bounds of what the unit allows.
    """
    curves = [curve(each, least, most) for each in judgements]
    start, end = min(points[0][0] for points in curves), max(points[-1][0] for points in curves)
    low, best, high = (_point(curves, probability, start, end) for probability in POINTS)
    return Judgement(low, best, high)


def curve(judgement: Judgement, least: float, most: float) -> list[tuple[float, float]]:
    """The points (number, probability) between which an expert's distribution function is straight."""
    reach = BEYOND * (judgement.high - judgement.low)
    ends = max(judgement.low - reach, least), min(judgement.high + reach, most)
    numbers = (min(ends[0], judgement.low), *judgement, max(ends[1], judgement.high))
    return list(zip(numbers, (0.0, *POINTS, 1.0), strict=True))


def probability(points: Sequence[tuple[float, float]], number: float) -> float:
    """The probability of at most a number."""
    reached = 0.0
    for (left, below), (right, above) in pairwise(points):
        if number >= right:
            reached = above
        elif number >= left:
            return below + (above - below) * (number - left) / (right - left)
        else:
            break
    return reached


def _point(curves: Sequence[Sequence[tuple[float, float]]], wanted: float, start: float, end: float) -> float:
    """The smallest number that the pooled quantity exceeds with a probability of at most 1 - ``wanted``."""

    def reaches(number: float) -> bool:
        return sum(probability(points, number) for points in curves) / len(curves) >= wanted - 1e-12

    if reaches(start):
        return start
    for _ in range(STEPS):
        middle = (start + end) / 2
        if middle in (start, end):
            break
        start, end = (start, middle) if reaches(middle) else (middle, end)
    return float(f"{end:.12g}")
