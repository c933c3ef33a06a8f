"""Waves of a fit to a function with a known answer, in place of the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.calibration.matching.implausibility import Aims
from sim.calibration.matching.waves import History, Plan, waves

Floats = NDArray[np.float64]


def driven(
    function: Callable[[Floats], Floats], aims: Aims, plan: Plan, parameters: int, *, noise: float = 0.01, seed: int = 5
) -> History:
    """The waves of a fit. A run of a point is the function's value with normal noise."""
    rng = np.random.default_rng(seed)
    work = waves(aims, np.full(parameters, 0.5), plan)
    points = next(work)
    while True:
        means = function(points)
        runs = means[:, None, :] + noise * rng.standard_normal((len(points), 2, means.shape[1]))
        try:
            points = work.send(runs)
        except StopIteration as end:
            history: History = end.value
            return history


def aims(*values: float, sd: float = 0.02, discrepancy: float = 0.01) -> Aims:
    """Targets of the same uncertainty."""
    return Aims(np.array(values), np.full(len(values), sd), np.full(len(values), discrepancy))
