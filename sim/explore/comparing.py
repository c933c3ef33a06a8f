"""A comparison under way: pairs of runs arrive one by one, until the width that is wanted, or until Stop.

*Two threads.* One asks the crew for runs. The other computes tables from the pairs that are there, so no worker waits for
tables. Both belong to the comparison and end with it.

*How many pairs.* The pilot of five pairs fixes the number of pairs, after Stein (:mod:`sim.results.precision`). So the page
looks only once, and its last interval holds what it says. Intervals before the last are shown as not final.

*Nothing is lost.* Every finished run is in the store before its pair is shown. A run under way at a stop is kept too.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sim.explore.draft import PILOT, Draft, at_pairs
from sim.explore.findings import Findings, Known, bare_manifest, findings_of, known_by
from sim.explore.pair import Pair
from sim.explore.shelf import FOLDER, shelf_of
from sim.explore.tested import Ends
from sim.files.errors import RunError, ScenarioError
from sim.report.manifest import Manifest
from sim.runs.crew import Crew, HaltedError
from sim.runs.make import Made
from sim.runs.pool import Outcome
from sim.runs.progress import Silent
from sim.runs.run import Plan
from sim.runs.scheduler import Job, Product, Runs, Task
from sim.runs.store import Stored

Stage = Literal["waiting", "pairs", "assumptions", "done", "stopped", "failed"]
REST = 2.0
"""Rest after a table, in the time that it took."""
ENDED: tuple[Stage, ...] = ("done", "stopped", "failed")


@dataclass(frozen=True)
class Standing:
    """What a comparison has reached, for the line of progress.

    Attributes:
        pairs: finished pairs. planned: pairs that are made in all. fixed: whether the pilot has fixed this number.
        done: finished runs of the stage. total: runs of the stage.
        reused: whether all pairs came from the store.
        left: seconds left in this stage; None if not known.
        version: grows with each new table.
        error: why it failed; None if it did not.
    """

    stage: Stage
    pairs: int
    planned: int
    fixed: bool
    done: int
    total: int
    made: int
    left: float | None
    version: int
    error: Exception | None = None


@dataclass
class Comparison(Silent):
    """The comparison of one draft. It is also the display of its own progress.

    Attributes:
        results: folder of results. The page's runs are in its folder ``explore``.
    """

    draft: Draft
    crew: Crew
    results: Path
    findings: Findings | None = None
    _lock: threading.Condition = field(default_factory=threading.Condition)
    _stop: threading.Event = field(default_factory=threading.Event)
    _pairs: list[Pair] = field(default_factory=list)
    _stage: Stage = "waiting"
    _planned: int = PILOT
    _known: Known | None = None
    _ends: Ends | None = None
    _progress: tuple[int, int, int] = (0, 0, 0)
    _since: float = field(default_factory=time.monotonic)
    _version: int = 0
    _error: Exception | None = None
    _threads: list[threading.Thread] = field(default_factory=list)

    # --- from outside
    def start(self, *, assumptions: bool = False) -> None:
        """Make pairs until the width is reached; then the ends of the leading assumptions, if they are wanted.

        A comparison that is under way goes on. One that has ended starts again and finds its runs in the store.
        """
        with self._lock:
            if any(thread.is_alive() for thread in self._threads) and not self._stop.is_set():
                return
            if self._stage == "done" and (self._ends is not None or not assumptions):
                return
            self._stop = threading.Event()
            self._pairs.clear()
            self._known, self._error, self._planned, self._progress = None, None, PILOT, (0, 0, 0)
            self._stage, self._since = "waiting", time.monotonic()
            made = threading.Thread(target=self._make, args=(self._stop, assumptions), daemon=True)
            told = threading.Thread(target=self._tell, daemon=True)
            self._threads = [made, told]
        made.start()
        told.start()

    def stop(self) -> None:
        """Hand out no further run. Runs under way end, and are kept."""
        self._stop.set()
        with self._lock:
            if self._stage not in ENDED:
                self._stage = "stopped"
            self._lock.notify_all()

    def standing(self) -> Standing:
        """What has been reached."""
        with self._lock:
            done, total, reused = self._progress
            made, seconds = done - reused, time.monotonic() - self._since
            left = seconds / made * (total - done) if made > 0 and total > done else None
            return Standing(
                self._stage, len(self._pairs), self._planned, self._known is not None, done, total, made,
                left, self._version, self._error,
            )  # fmt: skip

    def wait(self, seconds: float) -> bool:
        """Wait until the comparison has ended and its last table is there. Returns whether it has."""
        until = time.monotonic() + seconds
        for thread in list(self._threads):
            thread.join(max(until - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    # --- the display of progress
    def now(self, done: int, total: int, reused: int, label: str) -> None:  # noqa: ARG002 - as every display
        with self._lock:
            self._progress = (done, total, reused)
            self._lock.notify_all()

    # --- the thread that makes runs
    def _make(self, stop: threading.Event, assumptions: bool) -> None:
        try:
            self._stages(stop, assumptions)
            end: Stage = "done"
        except HaltedError:
            end = "stopped"
        except Exception as error:  # noqa: BLE001 - the page shows it
            end, self._error = "failed", error
        with self._lock:
            if self._stage != "failed":  # the other thread may have failed before
                self._stage = "stopped" if stop.is_set() else end
            self._lock.notify_all()

    def _stages(self, stop: threading.Event, assumptions: bool) -> None:
        study = self.draft.study
        place = study.places[0]
        plan = Plan.of(at_pairs(study, PILOT), self.results / FOLDER)
        store = shelf_of(self.results, self.draft.choice.study)

        def late(outcome: Outcome[Job, Product]) -> None:
            with suppress(RunError, ScenarioError):
                if isinstance(outcome.result, Made):  # else it is a burn-in, which its worker keeps
                    store.save(outcome.job.key, outcome.result.measures, outcome.result.about)

        runs = Runs(store, self.crew.workers, self, pool=self.crew.run_on(stop, late))
        self._enter("pairs")
        runs.finish([self._pair(plan, place, number) for number in range(1, PILOT + 1)])
        assert study.precision is not None
        known = known_by(plan.study, study.precision, self._snapshot())
        with self._lock:
            self._known, self._planned = known, known.pairs
            self._lock.notify_all()
        runs.finish([self._pair(plan, place, number) for number in range(PILOT + 1, known.pairs + 1)])
        if assumptions:
            self._enter("assumptions")
            ends = Ends.of(plan, runs, self._snapshot())
            with self._lock:
                self._ends = ends
                self._lock.notify_all()

    def _pair(self, plan: Plan, place: str, number: int) -> Task[None]:
        """The task of one pair. It is shown as soon as both runs are there."""
        runs = [plan.run(place, column, number) for column in plan.study.columns[:2]]
        stored: list[Stored] = yield runs
        pair = Pair.of(plan, number, runs, stored)
        with self._lock:
            self._pairs.append(pair)
            self._lock.notify_all()

    def _enter(self, stage: Stage) -> None:
        with self._lock:
            if self._stage not in ENDED:
                self._stage, self._since = stage, time.monotonic()
            self._lock.notify_all()

    def _snapshot(self) -> list[Pair]:
        with self._lock:
            return sorted(self._pairs, key=lambda pair: pair.number)

    # --- the thread that computes tables
    def _tell(self) -> None:
        try:
            self._tables()
        except Exception as error:  # noqa: BLE001 - the page shows it
            with self._lock:
                self._stage, self._error = "failed", error
                self._version += 1

    def _tables(self) -> None:
        study = self.draft.study
        plan = Plan.of(at_pairs(study, PILOT), self.results / FOLDER)
        manifest: Manifest | None = None
        shown: tuple[int, bool, bool] = (0, False, False)
        while True:
            with self._lock:
                state = (len(self._pairs), self._known is not None, self._ends is not None)
                ended = self._stage in ENDED
                if state == shown or not state[0]:
                    if ended:
                        return
                    if manifest is not None or not state[0]:
                        self._lock.wait(0.5)
                pairs, known, ends = list(self._pairs), self._known, self._ends
            manifest = manifest or bare_manifest(plan)  # while the first runs are under way
            if not pairs or state == shown:
                continue
            begin = time.monotonic()
            told = findings_of(study, pairs, manifest, known)
            if ends is not None:
                told = ends.beside(told)
            with self._lock:
                self.findings, shown = told, state
                self._version += 1
                rest = REST * (time.monotonic() - begin)  # tables of many pairs take the time of runs
                self._lock.wait_for(lambda: self._stage in ENDED, rest / 2 if len(pairs) < PILOT else rest)
