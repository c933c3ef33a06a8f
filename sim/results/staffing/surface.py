"""How a service moves as posts go: one regression over all trials of a search, and the rule that reads it.

**Regression.** Each replication has its own polynomial, of second degree at most, through its trials. A mean over
replications is a mean of these polynomials, which is the least-squares fit with the replication as a block. The
replications are independent of each other, and the trials of one replication are not: they share people and draws. So
chance is measured between replications only.

**Rule.** A service counts as no worse if the upper limit of its worsening is within its margin: one-sided, Student's t
over replications. Steps are tried from the smallest on, until the first that fails. So the chance to accept a step that
is worse by more than the margin is at most one minus the confidence, however many steps are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures.view import Floats, Mask
from sim.results.intervals import t_quantile

DEGREE = 2
STEPS = 600
"""Steps that are tried within the span of the trials."""
TINY = 1e-9
"""What rounding may add to a worsening."""


@dataclass(frozen=True)
class Curve:
    """The worsening of one criterion over the size of a step, at one share of the day.

    Attributes:
        coefficients: float64[replications, degree + 1], lowest power first.
        margin: the worsening that is allowed.
    """

    coefficients: Floats
    margin: float

    def at(self, sizes: Floats) -> Floats:
        """float64[replications, sizes]."""
        powers = np.vander(sizes, self.coefficients.shape[1], increasing=True)
        return np.asarray(self.coefficients @ powers.T)

    def upper(self, sizes: Floats, confidence: float) -> Floats:
        """float64[sizes], the upper confidence limit of the worsening; the mean if there is one replication."""
        values = self.at(sizes)
        count = len(values)
        return np.asarray(values.mean(axis=0) + t_of(confidence, count) * spread(values) / np.sqrt(count))


def fitted(sizes: Floats, worse: Floats, margin: float) -> Curve:
    """The curve through trials.

    Args:
        sizes: float64[trials], the size of each step.
        worse: float64[replications, trials].
        margin: the worsening that is allowed.
    """
    degree = min(DEGREE, len(np.unique(sizes)) - 1)
    powers = np.vander(sizes, degree + 1, increasing=True)
    return Curve(np.asarray(np.linalg.lstsq(powers, worse.T, rcond=None)[0].T, np.float64), margin)


def t_of(confidence: float, count: int) -> float:
    """The one-sided quantile of Student's t over so many replications; 0 for one."""
    return t_quantile(confidence, count - 1) if count > 1 else 0.0


def spread(values: Floats) -> Floats:
    """The standard deviation over the first axis; 0 for one value."""
    return np.asarray(values.std(axis=0, ddof=1)) if len(values) > 1 else np.zeros(values.shape[1:])


def crossing(coefficients: Floats, margin: float, low: float, high: float) -> Floats:
    """float64[draws], the first size at which each polynomial exceeds a margin; ``high`` if none does.

    It is 0 where the smallest size exceeds the margin.

    Args:
        coefficients: float64[draws, degree + 1], lowest power first; the degree is at most 2.
    """
    c, b, a = (np.append(coefficients.T, np.zeros((2, len(coefficients))), axis=0)[power] for power in range(3))
    c = c - margin
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(b * b - 4 * a * c)
        # the usual formula loses digits where a is nearly 0; this form has no difference of nearly equal numbers
        half = -(b + np.copysign(root, b)) / 2
        roots = np.stack([half / a, c / half])
    roots = np.where(np.isfinite(roots) & (roots > low), roots, high)
    first = np.minimum(roots.min(axis=0), high)
    return np.where(c + b * low + a * low * low > 0, 0.0, first)


@dataclass(frozen=True)
class Level:
    """All criteria of a unit at one share of the day.

    Attributes:
        share: share of a day that may be booked ahead.
        low, high: the smallest and the largest step that was tried.
        curves: one for each criterion.
    """

    share: float
    low: float
    high: float
    curves: tuple[Curve, ...]

    @property
    def sizes(self) -> Floats:
        """The steps that are tried, from the smallest on."""
        return np.linspace(self.low, self.high, STEPS + 1)

    def safe(self, confidence: float) -> float:
        """The largest step that is no worse by the rule; 0 if none is."""
        over = np.max([curve.upper(self.sizes, confidence) - curve.margin for curve in self.curves], axis=0)
        fails: Mask = over > TINY
        first = int(fails.argmax()) if fails.any() else len(fails)
        if first in (0, len(fails)):
            return float(self.sizes[-1]) if first else 0.0
        return float(np.interp(0.0, over[first - 1 : first + 1], self.sizes[first - 1 : first + 1]))

    def estimates(self, weights: Floats) -> Floats:
        """float64[draws], the step at which the estimated worsening reaches a margin; 0 if the smallest step exceeds one.

        Args:
            weights: float64[draws, replications], each row with the sum 1. It is the weight of each replication.
        """
        reached = [
            crossing(weights @ curve.coefficients, curve.margin + TINY, self.low, self.high) for curve in self.curves
        ]
        return np.asarray(np.min(reached, axis=0))

    def stops(self, size: float, further: float, confidence: float) -> tuple[int | None, float, float]:
        """What a larger step than ``size`` would break.

        Returns:
            The number of the criterion, None if no larger step was tried. The step at which it is read. The upper limit of
            the worsening there. The step is larger by ``further``, or the first that fails if that is larger.
        """
        beyond = self.sizes[self.sizes > size + TINY] if size or not self.low else self.sizes
        over = [curve.upper(beyond, confidence) - curve.margin > TINY for curve in self.curves]
        failing = [int(fails.argmax()) if fails.any() else len(beyond) for fails in over]
        if not failing or min(failing) == len(beyond):
            return None, size, 0.0
        number = int(np.argmin(failing))
        read = max(min(size + further, self.high), float(beyond[failing[number]]))
        worse = float(self.curves[number].upper(np.array([read]), confidence)[0])
        if worse <= self.curves[number].margin:
            read = float(beyond[failing[number]])
            worse = float(self.curves[number].upper(np.array([read]), confidence)[0])
        return number, read, worse


def best(levels: Sequence[Level], confidence: float) -> tuple[Level, float]:
    """The level with the largest safe step, and the step. Of equal ones the first counts."""
    steps = [level.safe(confidence) for level in levels]
    at = int(np.argmax(steps))
    return levels[at], steps[at]
