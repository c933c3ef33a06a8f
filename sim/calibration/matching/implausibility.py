"""How far a set of values is from the targets, in standard deviations.

The implausibility of a set of values for a target is |mean of its runs - target| / s. The variance s**2 is the sum of three:
that of the mean by chance (Monte Carlo), that of the model's discrepancy from the world, and that of the target itself.

A set is ruled out if its largest implausibility exceeds :data:`LIMIT`. A random number with one mode lies within three
standard deviations of its mean with a probability of at least 95 % (Pukelsheim 1994). A normal one does with 99.7 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LIMIT = 3.0


@dataclass(frozen=True)
class Aims:
    """The numbers of the fitted targets, float64[targets] each.

    Attributes:
        value: the targets.
        sd: their standard deviations, above 0.
        discrepancy: standard deviations between model and world.
    """

    value: Floats
    sd: Floats
    discrepancy: Floats

    def __len__(self) -> int:
        return len(self.value)

    def implausibility(self, mean: Floats, variance: Floats) -> Floats:
        """float64[points, targets]; nan where the mean or its variance is.

        Args:
            mean: float64[points, targets].
            variance: of the mean, by chance or by the emulator; in a shape that fits the mean's.
        """
        spread = np.sqrt(variance + self.sd**2 + self.discrepancy**2)
        return np.asarray(np.abs(mean - self.value) / spread)

    def of(self, chosen: NDArray[np.bool_]) -> Aims:
        """Some of the targets."""
        return Aims(self.value[chosen], self.sd[chosen], self.discrepancy[chosen])


def over_targets(implausibility: Floats, rank: int) -> Floats:
    """float64[points], the largest implausibility over the targets (rank 1), or the second largest (rank 2).

    With fewer targets than the rank it is 0: nothing is ruled out.
    """
    if rank == 1 and implausibility.shape[1]:
        return np.asarray(implausibility.max(axis=1))
    if implausibility.shape[1] < rank:
        return np.zeros(len(implausibility))
    return np.asarray(np.sort(implausibility, axis=1)[:, -rank])


def chance(runs: Floats) -> Floats:
    """float64[targets], the variance of the mean of a point's runs, as a mean over the points.

    Few runs hardly tell the variance of one point. So the points of a wave share theirs.

    Args:
        runs: float64[points, replications, targets], with two replications or more.
    """
    return np.asarray(runs.var(axis=1, ddof=1).mean(axis=0) / runs.shape[1])
