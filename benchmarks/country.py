"""The country: all municipalities of a list under one rule set, one replication: ``python -m benchmarks.country``.

The burn-ins and the compiled code are made before the clock starts, as they are in any study but the first. What is measured is
what a study does for these runs: worlds, engine, measures, and the files of the store.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import sim
from sim.runs.make import make
from sim.runs.opening import missing, opened
from sim.runs.pool import run_all
from sim.runs.run import Plan, Run
from sim.runs.scheduler import store_of


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--study", default="denmark")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--follow-up", action="store_true", help="let runs go on after the window, as the study does")
    given = parser.parse_args()
    begin = time.perf_counter()
    study = sim.load(given.study)
    loaded = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan.of(study, Path(folder))
        plan = plan if given.follow_up else plan.without_follow_up()
        runs = [plan.run(place, plan.study.baseline, 1) for place in study.places]
        begin = time.perf_counter()
        jobs = [job for run in runs if (job := missing(run.setting, run.replication)) is not None]
        for made in run_all(jobs, opened, given.workers):
            assert made.result is not None, made.error
        prepared = time.perf_counter() - begin
        store, rows = store_of(Path(folder)), 0
        memory = Together()
        memory.start()
        begin = time.perf_counter()
        runs.sort(key=_size, reverse=True)  # the largest first, so that no worker is left with it at the end
        for outcome in run_all([replace(run, folder=None) for run in runs], make, given.workers):
            assert outcome.result is not None, outcome.error
            store.save(outcome.job.key, outcome.result.measures, outcome.result.about)
            rows += outcome.result.about["rows"]
        seconds = time.perf_counter() - begin
        memory.over.set()
        memory.join()
    of_worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    citizens = sum(_size(run) for run in runs)
    print(f"{len(runs)} places, {citizens:,.0f} citizens at the start, {runs[0].setting.days} days, {rows:,} log rows")
    print(f"study loaded in {loaded:.1f} s, burn-ins in {prepared:.1f} s")
    print(f"runs, measures and files: {seconds:.1f} s with {given.workers} workers")
    print(f"peak memory: {own:.0f} MB here with the burn-ins, {of_worker:.0f} MB in the largest worker")
    if memory.most:
        print(f"all processes together during the runs: {memory.most / 1e3:.0f} MB, shared pages counted once")


class Together(threading.Thread):
    """Watches the memory of this process and its workers together, on Linux.

    Attributes:
        most: the most kB that were seen; 0 on another system.
        over: ends the watch.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, sum(_proportional(process) for process in _family(os.getpid())))


def _family(process: int) -> Iterator[int]:
    """The process and all that it started."""
    yield process
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _family(int(child))


def _proportional(process: int) -> int:
    """Memory in kB; a page that several processes share counts in parts."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _size(run: Run) -> float:
    return sum(group.stock.value for group in run.setting.place.groups.values())


if __name__ == "__main__":
    main()
