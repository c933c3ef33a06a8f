"""The runs of a study: those that are finished are read, the others made on all workers.

What a study wants is given as *tasks*: generators that yield the runs they need next and are sent those runs' measures.
A column with all staff needs its runs and is done; a column with staff cut asks for trials first, looks at them, and
asks for more. The workers always have whatever any task has asked for, so a search costs no waiting.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import pandas as pd

from sim.files.errors import RunError, ScenarioError
from sim.runs.pool import Outcome, run_all
from sim.runs.progress import Shown, Silent
from sim.runs.run import Made, Run, make
from sim.runs.store import Store, Stored
from sim.world.log import COLUMNS

T = TypeVar("T")
Task = Generator[Sequence[Run], list[Stored], T]
Name = tuple[str, str]
MAX_SHOWN = 3


@dataclass
class _Waiting(Generic[T]):
    """A task and what it waits for."""

    task: Task[T]
    wanted: Sequence[Run] = ()
    result: list[T] = field(default_factory=list)


@dataclass
class Runs:
    """Finished runs and those still to make.

    Attributes:
        store: where finished runs lie.
        workers: number of processes.
        make: the job of a worker.
        seen: finished runs by key and engine, of all asked for so far.
        reused: how many of them were there before.
    """

    store: Store
    workers: int = 1
    progress: Shown = field(default_factory=Silent)
    make: Callable[[Run], Made] = make
    seen: dict[Name, Stored] = field(default_factory=dict)
    reused: int = 0
    _jobs: list[Run] = field(default_factory=list)
    _asked: set[Name] = field(default_factory=set)
    _failed: list[Outcome[Run, Made]] = field(default_factory=list)
    _unequal: list[str] = field(default_factory=list)

    @property
    def made(self) -> int:
        return len(self.seen) - self.reused

    def finish(self, tasks: Sequence[Task[T]]) -> list[T]:
        """Make all runs that the tasks ask for; their results in the order given.

        Raises:
            ScenarioError: a run found bad input.
            RunError: runs failed, or the engines' logs differ; finished runs are kept.
        """
        waiting = [_Waiting(task) for task in tasks]
        for one in waiting:
            self._go_on(one, None)
        self._advance(waiting)
        self._jobs.sort(key=lambda run: run.replication)  # searches wait for the first ones
        self._show("")

        def on_done(outcome: Outcome[Run, Made]) -> None:
            self._keep(outcome)
            self._advance(waiting)
            self._show(outcome.job.label)

        for _ in run_all(self._jobs, self.make, self.workers, on_done, repeat=_command):
            pass
        self._jobs.clear()
        self._complain()
        return [one.result[0] for one in waiting]

    # --- tasks
    def _advance(self, waiting: Sequence[_Waiting[Any]]) -> None:
        """Send every task what it waits for, as long as anything moves."""
        moved = True
        while moved:
            moved = False
            for one in waiting:
                if not one.result and all(_name(run) in self.seen for run in one.wanted):
                    self._go_on(one, [self.seen[_name(run)] for run in one.wanted])
                    moved = True

    def _go_on(self, one: _Waiting[Any], tables: list[Stored] | None) -> None:
        try:
            one.wanted = one.task.send(tables) if tables is not None else next(one.task)
        except StopIteration as end:
            one.wanted, one.result = (), [end.value]
            return
        for run in one.wanted:
            self._ask(run)

    def _ask(self, run: Run) -> None:
        """Read a run, or put it among the jobs."""
        if _name(run) in self.seen or _name(run) in self._asked:
            return
        stored = self.store.load(run.key) if run.engine == "kernel" else None
        if stored is not None:
            self.seen[_name(run)] = stored
            self.reused += 1
            return
        self._asked.add(_name(run))
        self._jobs.append(run)

    # --- runs
    def _keep(self, outcome: Outcome[Run, Made]) -> None:
        """Save a finished run; remember one that failed."""
        made, run = outcome.result, outcome.job
        if made is None:
            if isinstance(outcome.raised, ScenarioError):
                raise outcome.raised
            self._failed.append(outcome)
            return
        before = self.store.load(run.key) if run.engine == "reference" else None
        if before is not None and before.about["log_sha256"] != made.about["log_sha256"]:
            self._unequal.append(_difference(run, made, self.store))
        elif before is None:
            if made.log is not None and not self.store.has_log(run.log_key):
                self.store.save_log(run.log_key, made.log)
            self.store.save(run.key, made.measures, made.about)
        self.seen[_name(run)] = before or Stored(made.measures, made.about)

    def _show(self, label: str) -> None:
        self.progress.now(len(self.seen), len(self.seen | dict.fromkeys(self._asked)), self.reused, label)

    def _complain(self) -> None:
        """Raise for runs that failed and logs that differ."""
        debug = os.environ.get("JOBSIM_DEBUG") == "1"
        problems = [_told(outcome, debug=debug) for outcome in self._failed]
        if problems:
            shown = "\n".join(problems[:MAX_SHOWN])
            more = f"\n… and {len(problems) - MAX_SHOWN} more" if len(problems) > MAX_SHOWN else ""
            kept = f"{len(self.seen)} finished runs are kept in {self.store.folder}"
            raise RunError(f"{len(problems)} of {len(problems) + len(self.seen)} runs failed; {kept}.\n{shown}{more}")
        if self._unequal:
            shown = "\n".join(self._unequal[:MAX_SHOWN])
            raise RunError(f"the engines disagree in {len(self._unequal)} of {len(self.seen)} runs:\n{shown}")


def _name(run: Run) -> Name:
    return run.key, run.engine


def _told(outcome: Outcome[Run, Made], *, debug: bool) -> str:
    """A failed run in a few lines; with its traceback when debugging."""
    lines = (outcome.error or "").splitlines()
    end = next((at for at, line in enumerate(lines) if line.startswith("Traceback")), len(lines))
    return "\n".join([f"{outcome.job.label}:", *(f"  {line}" for line in (lines if debug else lines[:end]))])


def _command(run: Run) -> str:
    """How to repeat a failed run."""
    return f"JOBSIM_DEBUG=1 jobsim run {run.study} --workers 1 (only what failed is run again)"


def _difference(run: Run, made: Made, store: Store) -> str:
    """Where the log of a run differs from the stored one, as far as that one was kept."""
    told = f"{run.label}: log {made.about['log_sha256'][:12]} of the {run.engine} engine, another one is stored"
    stored = store.load_log(run.log_key) if made.log is not None else None
    if stored is None or made.log is None:
        return f"{told}\n  do: compare logs of replication 1, which are kept"
    ours, theirs = made.log.rows, stored.rows
    length = min(len(ours), len(theirs))
    differs = (ours[:length] != theirs[:length]).nonzero()[0]
    at = int(differs[0]) if len(differs) else length
    rows = [
        "nothing" if at >= len(rows) else ", ".join(f"{name} {rows[name][at]}" for name in COLUMNS)
        for rows in (ours, theirs)
    ]
    return f"{told}\n  row {at}\n  found: {rows[0]}\n  stored: {rows[1]}"


def tables(stored: Sequence[Stored], runs: Sequence[Run]) -> pd.DataFrame:
    """The measures of several runs as one tidy table; each run says where it belongs."""
    parts = [
        one.measures.assign(
            study=run.study, place=run.place, rule_set=run.column.rules, practice=run.column.practice,
            capacity=run.column.capacity, replication=run.replication,
        )
        for one, run in zip(stored, runs, strict=True)
    ]  # fmt: skip
    head = ["study", "place", "rule_set", "practice", "capacity", "replication"]
    table = pd.concat(parts, ignore_index=True)
    return table[[*head, "group", "team", "activity", "need", "measure", "unit", "value"]]


def default_workers() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return max(os.cpu_count() or 1, 1)


def store_of(folder: Path) -> Store:
    """The store below a study's folder of results."""
    return Store(folder / "runs")
