"""The runs of a search: the baseline and practices with values set, in the same replications."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.figures.provenance import echoed, read_natures
from sim.results.frontier.dial import Positions
from sim.results.frontier.practices import Practices
from sim.results.frontier.readings import OBJECTIVES, Promise, Readings, kept_rows, readings
from sim.results.frontier.search import Outcome
from sim.results.staffing.criteria import Limits
from sim.results.uncertainty.simulate import time_left
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Runs, Task
from sim.runs.store import Stored
from sim.study.column import Column


@dataclass
class Runner:
    """What makes the runs of practices and reads their numbers.

    Attributes:
        runs, plan: as in every analysis.
        practices: the practices that are run.
        promise: the citizens with the promise of a first meeting.
        limits: the margins of the limits.
    """

    runs: Runs
    plan: Plan
    practices: Practices
    promise: Promise
    limits: Limits
    _begin: float = field(default_factory=time.monotonic)
    _new: int = 0

    def __post_init__(self) -> None:
        self._left_out = echoed(read_natures(self.plan.study.root))

    def judge(self, first: int, batch: Sequence[Positions], replications: int, trials: int) -> list[Outcome]:
        """What comes out of a batch of trials, the first of which has the number ``first``."""
        left = time_left(self._begin, self._new, trials - first)
        self.runs.progress.say(f"Trials {first + 1} to {first + len(batch)} of {trials}{left}")
        made = self.runs.made
        numbers = range(1, replications + 1)
        named = [(positions, f"trial {first + at + 1}") for at, positions in enumerate(batch)]
        found = self.read([self.practices.at(*each) for each in named], numbers)
        if self.runs.made > made:
            self._new += len(batch)
        else:
            self._begin = time.monotonic()
        return [self.outcome(each) for each in found]

    def outcome(self, read: Readings) -> Outcome:
        """The means of objectives and limits."""
        values = tuple(float(np.nanmean(read.at(key))) for key in OBJECTIVES)
        return Outcome(values, {name: float(each.mean()) for name, each in read.broken(self.limits).items()})

    def read(
        self,
        columns: Sequence[Column],
        replications: Sequence[int],
        *,
        baseline: Column | None = None,
        scenario: str = "",
    ) -> list[Readings]:
        """The numbers of columns, each paired with the baseline.

        Args:
            baseline: of a scenario (default: the study's).
            scenario: what differs from the study, such as ``contact at low``.

        Raises:
            RunError: a run failed. Finished runs are kept.
        """
        place, baseline = self.plan.study.places[0], baseline or self.plan.study.baseline
        wanted = [
            [
                replace(self.plan.run(place, column, number), engine="kernel", scenario=scenario)
                for number in replications
            ]
            for column in (baseline, *columns)
        ]
        before, *after = self.runs.finish([_task(each) for each in wanted])
        for run in [run for each in wanted for run in each]:
            _slim(self.runs, run)
        return [readings(before, each, self.promise.groups, self._left_out) for each in after]


def _task(wanted: Sequence[Run]) -> Task[list[Stored]]:
    stored: list[Stored] = yield wanted
    return stored


def _slim(runs: Runs, run: Run) -> None:
    """Drop the measures of a run that no search reads. Hundreds of runs would fill the memory."""
    stored = runs.seen[(run.key, run.engine)]
    runs.seen[(run.key, run.engine)] = replace(stored, measures=kept_rows(stored.measures))
