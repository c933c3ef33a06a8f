"""The runs of a study: finished runs are read from the store, the others are made by all workers.

A study requests runs through *tasks*. A task is a generator: it yields the runs that it needs next and is sent their
measures. A column with all staff requests its runs once. A column with staff cut requests trial runs first and then more.
The workers get the requests of all tasks, so they stay busy while one task searches.

A run opens with the stock of its replication's burn-in. A burn-in that is not kept yet is a job before its runs, which wait
for it. So it is made once, whatever number of columns opens with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import pandas as pd

from sim.files.errors import RunError, ScenarioError
from sim.runs.make import Made, make
from sim.runs.opening import BurnIn, Opened, missing, opened
from sim.runs.pool import Outcome, run_all
from sim.runs.progress import Shown, Silent
from sim.runs.run import Run
from sim.runs.store import Store, Stored
from sim.study.study_file import MOST_REPLICATIONS
from sim.world.log import COLUMNS

T = TypeVar("T")
Task = Generator[Sequence[Run], list[Stored], T]
Name = tuple[str, str]
Job = Run | BurnIn
Product = Made | Opened
MAX_SHOWN = 3


@dataclass
class _Waiting(Generic[T]):
    """A task and the runs that it waits for."""

    task: Task[T]
    wanted: Sequence[Run] = ()
    result: list[T] = field(default_factory=list)


@dataclass
class Runs:
    """The requested runs of a study, finished or still to make.

    Attributes:
        store: the store of finished runs.
        workers: number of processes.
        progress: the display of progress.
        make: the job of a worker.
        repeat: the command that repeats failed runs.
        pool: runs jobs; the processes of this machine by default.
        again: which runs are made again although they are finished; None for no run.
        seen: finished runs by key and engine.
        reused: number of runs in ``seen`` that the store already had.
    """

    store: Store
    workers: int = 1
    progress: Shown = field(default_factory=Silent)
    make: Callable[[Run], Made] = make
    repeat: str = "the same command"
    pool: Callable[..., Iterator[Outcome[Job, Product]]] = run_all
    again: Callable[[Run], bool] | None = None
    seen: dict[Name, Stored] = field(default_factory=dict)
    reused: int = 0
    _jobs: list[Job] = field(default_factory=list)
    _asked: set[Name] = field(default_factory=set)
    _opening: dict[str, list[Run]] = field(default_factory=dict)
    _opened: int = 0
    _failed: list[Outcome[Job, Product]] = field(default_factory=list)
    _unequal: list[str] = field(default_factory=list)

    @property
    def made(self) -> int:
        return len(self.seen) - self.reused

    def finish(self, tasks: Sequence[Task[T]]) -> list[T]:
        """Make all runs that the tasks request. Returns the results of the tasks in their order.

        Raises:
            ScenarioError: a run has invalid input.
            RunError: runs failed, or the engines' logs differ. Finished runs are kept.
        """
        waiting = [_Waiting(task) for task in tasks]
        for entry in waiting:
            self._go_on(entry, None)
        self._advance(waiting)
        # searches wait for their own runs, which have the highest numbers, and then ask for more; large places come first, so that
        # no worker is left with one at the end
        self._jobs.sort(key=lambda job: (job.replication <= MOST_REPLICATIONS, job.replication, -_citizens(job)))
        self._show("")

        def on_done(outcome: Outcome[Job, Product]) -> None:
            if isinstance(outcome.job, BurnIn):
                self._open(outcome.job, outcome)
            else:
                self._keep(outcome.job, outcome)
                self._advance(waiting)
            self._show(outcome.job.label)

        function = make_or_burn if self.make is make else self.make
        for _ in self.pool(self._jobs, function, self.workers, on_done, repeat=lambda _: self.repeat):
            pass
        self._jobs.clear()
        self._complain()
        return [entry.result[0] for entry in waiting]

    # --- tasks
    def _advance(self, waiting: Sequence[_Waiting[Any]]) -> None:
        """Send finished runs to the tasks that wait for them, until no task advances."""
        moved = True
        while moved:
            moved = False
            for entry in waiting:
                if not entry.result and all(_name(run) in self.seen for run in entry.wanted):
                    self._go_on(entry, [self.seen[_name(run)] for run in entry.wanted])
                    moved = True

    def _go_on(self, entry: _Waiting[Any], stored: list[Stored] | None) -> None:
        try:
            entry.wanted = entry.task.send(stored) if stored is not None else next(entry.task)
        except StopIteration as end:
            entry.wanted, entry.result = (), [end.value]
            return
        for run in entry.wanted:
            self._ask(run)

    def _ask(self, run: Run) -> None:
        """Read a run from the store, or add it to the jobs."""
        if _name(run) in self.seen or _name(run) in self._asked:
            return
        repeated = self.again is not None and self.again(run)
        stored = self.store.load(run.key) if run.engine == "kernel" and not repeated else None
        if stored is not None and (not run.keeps_log or self.store.has_log(run.log_key)):
            self.seen[_name(run)] = stored
            self.reused += 1
            return
        self._asked.add(_name(run))
        burn_in = missing(run.setting, run.replication) if self.make is make else None  # another job needs no citizens
        if burn_in is None:
            self._jobs.append(run)
            return
        if burn_in.key not in self._opening:
            self._opening[burn_in.key] = []
            self._jobs.append(burn_in)
        self._opening[burn_in.key].append(run)

    # --- runs
    def _open(self, burn_in: BurnIn, outcome: Outcome[Job, Product]) -> None:
        """Keep a finished burn-in, and add the runs that wait for it to the jobs; or remember a failed one."""
        runs = self._opening.pop(burn_in.key)
        if outcome.result is None:
            self._remember(outcome)
            return
        self._opened += 1
        self._jobs.extend(runs)

    def _keep(self, run: Run, outcome: Outcome[Job, Product]) -> None:
        """Save a finished run, or remember a failed one."""
        made = outcome.result
        if not isinstance(made, Made):
            self._remember(outcome)
            return
        again = self.again is not None and self.again(run)
        before = self.store.load(run.key) if run.engine == "reference" or again else None
        if before is not None and before.about["log_sha256"] != made.about["log_sha256"]:
            self._unequal.append(_difference(run, made, self.store))
        elif before is None or again:
            if made.log is not None and not self.store.has_log(run.log_key):
                self.store.save_log(run.log_key, made.log)
            self.store.save(run.key, made.measures, made.about)
        self.seen[_name(run)] = (before if before and not again else None) or Stored(made.measures, made.about)

    def _remember(self, outcome: Outcome[Job, Product]) -> None:
        """Remember a failed job. Invalid input ends everything."""
        if isinstance(outcome.raised, ScenarioError):
            raise outcome.raised
        self._failed.append(outcome)

    def _show(self, label: str) -> None:
        done, asked = len(self.seen), len(self.seen | dict.fromkeys(self._asked))
        self.progress.now(self._opened + done, self._opened + len(self._opening) + asked, self.reused, label)

    def _complain(self) -> None:
        """Raise an error for failed runs or different logs.

        Raises:
            RunError: runs failed, or the engines' logs differ.
        """
        debug = os.environ.get("JOBSIM_DEBUG") == "1"
        problems = [_summary(outcome, debug=debug) for outcome in self._failed]
        if problems:
            shown = "\n".join(problems[:MAX_SHOWN])
            more = f"\n… and {len(problems) - MAX_SHOWN} more" if len(problems) > MAX_SHOWN else ""
            kept = f"{len(self.seen)} finished runs are kept in {self.store.folder}"
            raise RunError(f"{len(problems)} of {len(problems) + len(self.seen)} runs failed; {kept}.\n{shown}{more}")
        if self._unequal:
            shown = "\n".join(self._unequal[:MAX_SHOWN])
            what = "runs made again differ from the stored ones" if self.again is not None else "the engines disagree"
            raise RunError(f"{what} in {len(self._unequal)} of {len(self.seen)} runs:\n{shown}")


def make_or_burn(job: Job) -> Product:
    """Make a run or a burn-in. This is the job of a worker.

    Raises:
        ScenarioError, RunError: as :func:`sim.runs.make.make`.
    """
    return opened(job) if isinstance(job, BurnIn) else make(job)


def _citizens(job: Job) -> float:
    """The opening stock of a job's place, which its time follows."""
    return sum(group.stock.value for group in job.setting.place.groups.values())


def _name(run: Run) -> Name:
    return run.key, run.engine


def _summary(outcome: Outcome[Job, Product], *, debug: bool) -> str:
    """A failed run in a few lines; with its traceback if ``debug``."""
    lines = (outcome.error or "").splitlines()
    end = next((number for number, line in enumerate(lines) if line.startswith("Traceback")), len(lines))
    return "\n".join([f"{outcome.job.label}:", *(f"  {line}" for line in (lines if debug else lines[:end]))])


def _difference(run: Run, made: Made, store: Store) -> str:
    """The first row in which the log of a run differs from the stored log, if that log is kept."""
    head = f"{run.label}: log {made.about['log_sha256'][:12]} of the {run.engine} engine differs from the stored log"
    stored = store.load_log(run.log_key) if made.log is not None else None
    if stored is None or made.log is None:
        return f"{head}\n  do: repeat the study with --logs; then logs of replication 1 are compared row by row"
    ours, theirs = made.log.rows, stored.rows
    length = min(len(ours), len(theirs))
    differs = (ours[:length] != theirs[:length]).nonzero()[0]
    index = int(differs[0]) if len(differs) else length
    rows = [
        "nothing" if index >= len(rows) else ", ".join(f"{name} {rows[name][index]}" for name in COLUMNS)
        for rows in (ours, theirs)
    ]
    return f"{head}\n  row {index}\n  found: {rows[0]}\n  stored: {rows[1]}"


def tables(stored: Sequence[Stored], runs: Sequence[Run]) -> pd.DataFrame:
    """The measures of several runs as one tidy table, with columns that identify the run."""
    parts = [
        table.measures.assign(
            study=run.study, place=run.place, rule_set=run.column.rules, practice=run.column.practice,
            capacity=run.column.capacity, replication=run.replication,
        )
        for table, run in zip(stored, runs, strict=True)
    ]  # fmt: skip
    head = ["study", "place", "rule_set", "practice", "capacity", "replication"]
    whole = pd.concat(parts, ignore_index=True)
    return whole[[*head, "group", "team", "activity", "need", "measure", "unit", "value"]]


def default_workers() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return max(os.cpu_count() or 1, 1)


def store_of(folder: Path) -> Store:
    """The store in a study's folder of results."""
    return Store(folder / "runs")
