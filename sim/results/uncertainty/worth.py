"""What to measure first: how much a decision, or the width of an interval, would gain if one factor were known.

The decision is to adopt the rules if the mean of the difference meets a claim, and not to adopt them otherwise. Its gain is
the difference less the threshold if adopted, and zero if not. Without further knowledge one decides once for all samples.
With a factor known, one decides by the mean of the difference at its value. The expected value of perfect information about
the factor (EVPPI) is the mean gain with that knowledge less the mean gain without it. It is in the unit of the measure.

The mean at a factor's value is the mean plus the factor's component of the surface (:mod:`sim.results.uncertainty.surface`),
which is the regression of Strong, Oakley and Brennan (2014) on all factors at once. A factor that no term tells apart has the
worth 0. If no sample is on the other side of the threshold, no knowledge can change the decision. Then the share of
the variance that would disappear still orders the factors.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.results.uncertainty.surface import Surface

Floats = NDArray[np.float64]


def perfect(outcome: Floats, threshold: float, *, more: bool) -> float:
    """The value of knowing every factor, in the unit of the outcome.

    Args:
        outcome: float64[samples], the difference of each sample without chance.
        threshold: of the claim.
        more: whether the claim is that the difference is above the threshold.
    """
    return _gained(_gain(outcome, threshold, more=more), float(_gain(outcome, threshold, more=more).mean()))


def partial(surface: Surface, factors: frozenset[int], threshold: float, *, more: bool) -> float:
    """The value of knowing some factors (EVPPI), in the unit of the outcome. Never below 0."""
    known = np.full(len(surface.columns), surface.mean)
    for each in {surface.factors_of(term) for term in surface.terms}:
        if each <= factors:
            known = known + surface.component(each)
    gain = _gain(known, threshold, more=more)
    return _gained(gain, float(_gain(np.array([surface.mean]), threshold, more=more)[0]))


def _gain(outcome: Floats, threshold: float, *, more: bool) -> Floats:
    return np.asarray(outcome - threshold if more else threshold - outcome)


def _gained(gain: Floats, mean: float) -> float:
    """The mean of the better choice at each sample, less the better choice for all."""
    return max(float(np.maximum(gain, 0.0).mean()) - max(mean, 0.0), 0.0)
