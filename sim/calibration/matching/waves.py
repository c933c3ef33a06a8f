"""Waves of history matching: runs at points spread over what is left, an emulator of them, and what it rules out."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.calibration.matching.emulator import Emulator, emulator_of
from sim.calibration.matching.implausibility import LIMIT, Aims, chance, over_targets
from sim.calibration.matching.region import Region, region_of, scattered, spread

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
CANDIDATES = 5
"""So many points of a region are drawn for each point of the next wave."""


@dataclass(frozen=True)
class Plan:
    """What a fit is to do.

    Attributes:
        waves: the number of waves.
        points: points of a wave.
        rank: 1 if the largest implausibility rules a point out, 2 if the second largest does.
        seed: of the points.
    """

    waves: int
    points: int
    rank: int = 1
    seed: int = 1


@dataclass(frozen=True)
class Wave:
    """A finished wave.

    Attributes:
        points: float64[points, parameters], from 0 to 1.
        means: float64[points, targets], over the runs of each point.
        variance: float64[targets], of these means by chance.
        implausibility: float64[points, targets], of the runs themselves; nan where a target has no number.
        known: bool[targets], the targets with a number in every run. The others rule out nothing.
        emulator: of the known targets.
        region: what no wave has ruled out so far.
    """

    points: Floats
    means: Floats
    variance: Floats
    implausibility: Floats
    known: Flags
    emulator: Emulator
    region: Region

    def kept(self, rank: int) -> Flags:
        """bool[points], the points that their own runs do not rule out."""
        return np.asarray(over_targets(np.nan_to_num(self.implausibility), rank) <= LIMIT)


@dataclass
class History:
    """The waves of a fit.

    Attributes:
        aims: the fitted targets.
        waves: in order. The last one is the first that leaves nothing, if there is such a wave.
    """

    aims: Aims
    plan: Plan
    waves: list[Wave] = field(default_factory=list)

    @property
    def region(self) -> Region:
        """What is left."""
        return self.waves[-1].region

    def by_target(self, points: Floats, chosen: Flags | None = None) -> Floats:
        """float64[points, targets], the largest implausibility over the waves by emulator; 0 for a target without a number.

        Args:
            chosen: bool[targets], the targets to count; all by default.
        """
        worst = np.zeros((len(points), len(self.aims)))
        for wave in self.waves:
            mean, variance = wave.emulator.predict(points)
            found = self.aims.of(wave.known).implausibility(mean, variance)
            worst[:, wave.known] = np.maximum(worst[:, wave.known], found)
        return worst if chosen is None else worst[:, chosen]

    def score(self, points: Floats) -> Floats:
        """float64[points], the implausibility that decides."""
        return over_targets(self.by_target(points), self.plan.rank)


Waves = Generator[Floats, Floats, History]
"""It yields points and is sent float64[points, replications, targets], the numbers of their runs."""


def waves(aims: Aims, start: Floats, plan: Plan, settled: Callable[[Floats], Floats] = lambda points: points) -> Waves:
    """The waves of a fit.

    Args:
        start: float64[parameters], the present values; the first point of the first wave.
        settled: moves points to the nearest ones that can be run.
    """
    rng = np.random.default_rng(plan.seed)
    history, parameters = History(aims, plan), len(start)
    points = np.vstack([start, spread(plan.points - 1, parameters, rng)])
    for number in range(plan.waves):
        points = settled(points)
        runs = yield points
        means, known = runs.mean(axis=1), np.asarray(np.isfinite(runs).all(axis=(0, 1)))
        variance = chance(runs)
        emulator = emulator_of(points, means[:, known])
        wave = Wave(
            points, means, variance, aims.implausibility(means, variance), known, emulator, Region(points, 1, start)
        )
        history.waves.append(wave)
        region = region_of(history.score, parameters, LIMIT, rng)
        history.waves[-1] = replace(wave, region=region)
        if region.is_empty or number + 1 == plan.waves:
            break
        some = region.points[
            rng.choice(len(region.points), min(CANDIDATES * plan.points, len(region.points)), replace=False)
        ]
        points = scattered(some, plan.points, rng)
    return history
