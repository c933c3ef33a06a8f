"""Replications share no chance, so their mean has the variance that their spread tells.

The test is the analysis of variance of one way. Let m numbers of each of k seeds be independent draws of one distribution. Then
m times the variance between the seeds' means, over the mean variance within seeds, is near 1. Replications that share a burn-in
break this: what the burn-in did is in every number of a seed, so it is between the seeds and not within. An interval by chance
would then be too narrow by the root of the ratio.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.runs.opening import burned
from sim.study.setting import Setting
from sim.world.opening import CrossSection
from tests.aalborg import setting
from tests.opening.test_burn_in import short

SEEDS, REPLICATIONS = range(1, 9), range(1, 6)
STOCK = [
    (group, field) for group in ("sick", "activity-ready", "in-flexjob") for field in ("elapsed", "present", "age")
]
"""Numbers of the opening stock: means of days in the spell, days in the system, age in days."""
LARGEST = 3.0
"""Between the mean ratio of independent replications (1, with a standard error of some 0.3) and that of a shared burn-in (12)."""

Floats = NDArray[np.float64]
Openings = dict[tuple[int, int], CrossSection]


def ratios(numbers: Floats) -> Floats:
    """Variance between seeds over the variance within: float64[seeds, replications, numbers] -> float64[numbers]."""
    between = numbers.shape[1] * numbers.mean(axis=1).var(axis=0, ddof=1)
    found: Floats = between / numbers.var(axis=1, ddof=1).mean(axis=0)
    return found


@pytest.fixture(scope="module")
def places() -> dict[int, Setting]:
    """A tiny place by seed. Its burn-in lasts sixty days."""
    return {seed: short(setting(days=40, seed=seed)) for seed in SEEDS}


@pytest.fixture(scope="module")
def own(places: dict[int, Setting]) -> Openings:
    """(seed, replication) -> the cross-section that the program gives it."""
    found = {(seed, number): burned(where, number) for seed, where in places.items() for number in REPLICATIONS}
    return {at: section for at, section in found.items() if section is not None}


@pytest.fixture(scope="module")
def shared(own: Openings) -> Openings:
    """(seed, replication) -> the cross-section of the seed's first replication: the fault that the test must notice."""
    return {(seed, number): own[seed, 1] for seed, number in own}


def of_stock(sections: Openings) -> Floats:
    """Numbers of the opening stock, as a run draws it. The draws differ by seed and replication in any case."""
    return np.array(
        [
            [
                [float(sections[seed, n].drawn(100 * seed + n, group, 40)[field].mean()) for group, field in STOCK]
                for n in REPLICATIONS
            ]
            for seed in SEEDS
        ]
    )


def test_replications_of_a_seed_differ_as_much_as_those_of_other_seeds(own: Openings, shared: Openings) -> None:
    assert len(own) == len(SEEDS) * len(REPLICATIONS)
    assert ratios(of_stock(own)).mean() < LARGEST
    assert ratios(of_stock(shared)).mean() > LARGEST
