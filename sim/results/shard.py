"""A part of a study's runs, for several machines that share a folder of results.

The file of a run is the whole protocol: any scheduler can start the parts, in any order and at any time. A part makes its own
runs and writes no result. When all parts are done, ``jobsim run`` finds their runs in the folder and writes the result.

- Runs of a column with all staff are dealt out one by one.
- A search for staff stays in one part, because each of its trials depends on those before it. Its column goes with it.
- Burn-ins are made by each machine for itself, since they lie in its own folder of caches.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.files.errors import ScenarioError
from sim.results.finished import finished
from sim.results.run_study import opened
from sim.results.sensitivity.beside import Beside
from sim.results.work import Work
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.study import Study

MOST = 10_000


@dataclass(frozen=True)
class Shard:
    """Part ``number`` of ``of`` parts, from 1."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """``3/20``.

        Raises:
            ScenarioError: it is none.
        """
        first, slash, last = text.partition("/")
        if slash and first.isascii() and first.isdigit() and last.isascii() and last.isdigit() and len(text) < 12:
            shard = cls(int(first), int(last))
            if 1 <= shard.number <= shard.of <= MOST:
                return shard
        raise ScenarioError("this is not a part of a study", found=text, expected="PART/PARTS, like 3/20")

    def has(self, place: int) -> bool:
        """Whether the unit at this place belongs to the part."""
        return place % self.of == self.number - 1


@dataclass(frozen=True)
class Part:
    """The runs that a part made.

    Attributes:
        made, reused: number of runs made now, and found finished.
    """

    study: Study
    shard: Shard
    made: int
    reused: int
    folder: Path


def run_part(
    study: Study,
    shard: Shard,
    *,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Part:
    """Make the runs of a part of a study that are not finished.

    Raises:
        ScenarioError: invalid input, or the number of pairs is not known before runs are made.
        RunError: a run failed. Finished runs are kept.
    """
    if study.precision is not None:
        raise study.error(
            "a study whose pilot tells the number of pairs cannot be made in parts", ("precision",),
            do="give a fixed number of `replications`, or run it on one machine",
        )  # fmt: skip
    with opened(study, results, workers, wanted=progress, make=(work or Work()).make) as (runs, folder):
        plan = Plan.of(study, folder)
        runs.finish(tasks_of(plan, shard))
        return Part(study, shard, runs.made, runs.reused, folder)


def tasks_of(plan: Plan, shard: Shard) -> list[Task[Any]]:
    """The tasks of a part: searches with their columns, single runs of the other columns, and ends of assumptions."""
    study = plan.study
    units: list[Callable[[], Task[Any]]] = []
    for place in study.places:
        for column in study.columns:
            if column.use == "keep":
                numbers = range(1, study.replications + 1)
                units += [_alone(plan.run(place, column, number)) for number in numbers]
            else:
                units.append(_whole(plan, place, column.name))
    units += [_same(task) for task in Beside.of(plan).tasks()]
    return [unit() for place, unit in enumerate(units) if shard.has(place)]


def _alone(run: Run) -> Callable[[], Task[Any]]:
    def task() -> Generator[Sequence[Run], list[Stored], None]:
        yield [run]

    return task


def _whole(plan: Plan, place: str, column: str) -> Callable[[], Task[Any]]:
    return lambda: finished(plan, place, plan.study.column(column))


def _same(task: Task[Any]) -> Callable[[], Task[Any]]:
    return lambda: task
