"""Samples: points of a scrambled Sobol sequence over the factors, and the numbers of the values at each.

*Sequence.* The first n points are the same for every n, so more samples reuse the runs of fewer. Each factor is uniform on
its scale (:func:`sim.results.uncertainty.factor.parameter_of`). Uniform says no more than the range: no end is likelier.

*Replications.* Each sample has one replication, with a number that no other sample has. The mean over n samples then has the
variance (a + c) / n, where a is the variance by assumptions and c that by chance. With m replications for each of n / m samples
it would be a m / n + c / n, which is larger for every m > 1. With one replication for all samples c would not shrink at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.set_values import SetTo
from sim.results.uncertainty.factor import Factor

Floats = NDArray[np.float64]
FIRST = 5_000
"""The replication of sample 1 is one more. No usual study has so many replications, so no sample shares chance with it."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The sampled positions of the factors.

    Attributes:
        factors: in the order of the columns.
        units: float64[samples, factors], positions from 0 to 1.
        replications: the replication of each sample; empty: each has one of its own.
        block: samples in a row that may share runs, because they share replications.
    """

    factors: tuple[Factor, ...]
    units: Floats
    replications: tuple[int, ...] = ()
    block: int = 1

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """``FILE:PATH`` of every value, in the order of the factors."""
        return tuple(address for factor in self.factors for address in factor.addresses)

    @cached_property
    def numbers(self) -> Floats:
        """float64[samples, values], the numbers as files can have them, in the order of :attr:`addresses`."""
        rows = [
            [number for factor, unit in zip(self.factors, point, strict=True) for number in factor.numbers(float(unit))]
            for point in self.units
        ]
        return np.array(rows, np.float64).reshape(len(self.units), len(self.addresses))

    def changes(self, at: int) -> tuple[SetTo, ...]:
        """The values of a sample (from 0), set."""
        parameters = [parameter for factor in self.factors for parameter in factor.parameters]
        return tuple(p.set_to(float(number)) for p, number in zip(parameters, self.numbers[at], strict=True))

    @property
    def coordinates(self) -> tuple[Floats, NDArray[np.int64]]:
        """float64[samples, coordinates] and int64[coordinates]: positions, and the factor of each.

        A factor has one coordinate. Values from a calibration have one each, since no single position orders its rows.
        """
        columns, owner, start = [], [], 0
        for number, factor in enumerate(self.factors):
            count = len(factor.parameters)
            if factor.rows is None:
                columns.append(self.units[:, number])
                owner.append(number)
            else:
                for at, parameter in enumerate(factor.parameters):
                    of_value = self.numbers[:, start + at]
                    columns.append(np.array([parameter.position(float(each)) for each in of_value]))
                    owner.append(number)
            start += count
        return np.array(columns).T, np.array(owner, np.int64)

    def replication(self, at: int) -> int:
        """The replication of a sample (from 0)."""
        return self.replications[at] if self.replications else FIRST + at + 1

    def table(self) -> pd.DataFrame:
        """One row per sample: its number, its replication, and a column for each value, named FILE:PATH."""
        head = pd.DataFrame({"sample": self.order, "replication": [self.replication(at) for at in range(len(self))]})
        return pd.concat([head, pd.DataFrame(self.numbers, columns=list(self.addresses))], axis=1)

    @property
    def order(self) -> list[int]:
        """The numbers of the samples, from 1."""
        return list(range(1, len(self) + 1))


def sample(factors: Sequence[Factor], number: int, seed: int) -> Sample:
    """The first points of a scrambled Sobol sequence.

    Args:
        number: of samples.
        seed: of the scrambling.
    """
    from scipy.stats import qmc

    sequence: Any = qmc.Sobol(len(factors), scramble=True, seed=np.random.default_rng(seed))
    points = sequence.random_base2(math.ceil(math.log2(max(number, 2))))
    return Sample(tuple(factors), np.asarray(points[:number], np.float64))
