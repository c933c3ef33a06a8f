"""The runs at the points of a wave, by the pool and the store of every study."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calibration.matching.setup import Setup
from sim.calibration.matching.target import aims_of, check_measures, numbers
from sim.calibration.matching.waves import History, waves
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.set_values import resolved_as

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Simulated:
    """The finished waves of a fit.

    Attributes:
        held_out: by wave, float64[points, replications, targets], the numbers of the held-out targets.
        numbers: by wave, float64[points, parameters], the values that were run.
    """

    history: History
    held_out: tuple[Floats, ...]
    numbers: tuple[Floats, ...]


def runs_at(setup: Setup, plan: Plan, values: Floats, first: int) -> list[Run]:
    """The runs of several points, all replications of a point together.

    No two points share a replication: errors by chance then are independent, and the emulator averages them out. A run forms
    its own stock in its warm-up, so its past has the values that it tries.

    Args:
        values: float64[points, parameters].
        first: the number of points of earlier waves.
    """
    made, replications = [], setup.file.replications
    for number, point in enumerate(values):
        study = resolved_as(replace(setup.study, changes=setup.space.changes(point)))
        setting = replace(study.baseline.settings[setup.place], formed=None)
        for replication in range(1, replications + 1):
            run = plan.run(
                setup.place, setup.study.baseline, (first + number) * replications + replication, setting=setting
            )
            made.append(replace(run, scenario=f"point {first + number + 1}"))
    return made


def simulated(setup: Setup, plan: Plan, say: Callable[[str], None]) -> Task[Simulated]:
    """The task that makes the waves of a fit, one after the other.

    Raises:
        ScenarioError: a target names a measure that runs do not have. One run is made before this is known.
    """
    targets, fitted = (*setup.fitted, *setup.held_out), len(setup.fitted)
    work = waves(aims_of(setup.fitted), setup.space.present, setup.plan, setup.space.settled)
    held: list[Floats] = []
    tried: list[Floats] = []
    first, begin = 0, time.monotonic()
    points = next(work)
    while True:
        say(f"Wave {len(held) + 1} of {setup.plan.waves}: {len(points)} points{_time_left(len(held), setup, begin)}")
        values = setup.space.numbers(points)
        runs = runs_at(setup, plan, values, first)
        if not first:
            stored: list[Stored] = yield runs[:1]
            check_measures(stored[0].measures, targets, setup.setting, setup.source)
        stored = yield runs
        found = _table(stored, targets, setup)
        held.append(found[:, :, fitted:])
        tried.append(values)
        first += len(points)
        try:
            points = work.send(found[:, :, :fitted])
        except StopIteration as end:
            return Simulated(end.value, tuple(held), tuple(tried))


def _table(stored: Sequence[Stored], targets: Sequence[Any], setup: Setup) -> Floats:
    """float64[points, replications, targets], the numbers of runs."""
    rows = [numbers(each.measures, targets, setup.setting) for each in stored]
    return np.array(rows, np.float64).reshape(-1, setup.file.replications, len(targets))


def _time_left(done: int, setup: Setup, begin: float) -> str:
    """The time that all other waves will take, by the time of those that are done."""
    if not done:
        return ""
    minutes = (time.monotonic() - begin) / done * (setup.plan.waves - done) / 60
    return f", some {minutes:.0f} min left in all" if minutes >= 1 else ", less than a minute left in all"
