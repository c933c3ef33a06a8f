"""Workers that stay between studies, so that a click is answered by processes that have imported everything already.

:func:`sim.runs.pool.run_all` starts workers for one study and ends them with it, which costs one or two seconds each time. A
crew starts them once and serves several askers at a time. Each asker hands out at most one job per worker, so askers share
the workers evenly. Two askers that want the same job share one process's work.

A stop hands out no further job. The jobs under way, at most one per worker, end and are given to ``late``, so nothing
that was made is lost.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from sim.runs.pool import Outcome, failed, serve, sheltered
from sim.runs.signals import blocked

Job = TypeVar("Job")
Result = TypeVar("Result")
Value = TypeVar("Value")

BEAT = 0.2
"""Seconds between two looks at the wish to stop."""
TRIES = 2
"""How often a job is tried whose worker dies."""


class HaltedError(Exception):
    """An asker wanted no more jobs."""


class Crew:
    """Worker processes that stay.

    Attributes:
        workers: number of processes.
    """

    def __init__(self, workers: int) -> None:
        self.workers = max(workers, 1)
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._closed = False

    def submit(self, function: Callable[[Job], Value], job: Job, name: Hashable = None) -> Future[Value]:
        """Hand out a job. A job of the same name that is under way is not handed out again.

        Raises:
            HaltedError: the crew is closed.
        """
        with self._lock:
            if self._closed:
                raise HaltedError
            known = self._under_way.get(name) if name is not None else None
            if known is not None:
                return known
            if self._pool is None:
                with blocked():
                    self._pool = ProcessPoolExecutor(
                        self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=serve
                    )
            with sheltered(function):
                future = self._pool.submit(function, job)
            if name is not None:
                self._under_way[name] = future
        if name is not None:
            future.add_done_callback(lambda _: self._under_way.pop(name, None))
        return future

    def warm(self) -> None:
        """Start the processes, so that the first job finds them ready."""
        for number in range(self.workers):
            self.submit(_ready, number)

    def renew(self, broken: Future[Any]) -> None:
        """Forget the processes after the death of one; the next job starts new ones. ``broken`` is a job that was lost."""
        with self._lock:
            if isinstance(broken.exception(), BrokenProcessPool) and self._pool is not None and _is_broken(self._pool):
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None

    def close(self) -> None:
        """End the processes at once, also those at work."""
        with self._lock:
            self._closed, pool, self._pool = True, self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 - public only from Python 3.14
                process.kill()
            pool.shutdown(wait=True, cancel_futures=True)

    def run_on(
        self, stop: threading.Event, late: Callable[[Outcome[Any, Any]], None]
    ) -> Callable[..., Iterator[Outcome[Any, Any]]]:
        """A function with the arguments of :func:`sim.runs.pool.run_all` that runs jobs on this crew.

        Args:
            stop: when it is set, no further job is handed out, and :class:`HaltedError` is raised.
            late: gets the outcome of each job that was under way at the stop.
        """

        def run_all(
            jobs: Sequence[Job],
            worker_fn: Callable[[Job], Result],
            workers: int,
            on_done: Callable[[Outcome[Job, Result]], None] | None = None,
            *,
            repeat: Callable[[Job], str] = repr,
        ) -> Iterator[Outcome[Job, Result]]:
            under_way: dict[Future[Result], int] = {}
            tries: dict[int, int] = {}
            waiting = list(range(len(jobs)))
            known = len(jobs)
            try:
                while waiting or under_way:
                    if stop.is_set():
                        raise HaltedError
                    while waiting and len(under_way) < min(workers, self.workers):
                        index = waiting.pop(0)
                        future = self.submit(worker_fn, jobs[index], getattr(jobs[index], "key", None))
                        under_way[future] = index
                    done, _ = wait(under_way, timeout=BEAT, return_when=FIRST_COMPLETED)
                    for future in done:
                        index = under_way.pop(future)
                        if isinstance(future.exception(), BrokenProcessPool):
                            self.renew(future)
                            tries[index] = tries.get(index, 0) + 1
                            if tries[index] < TRIES:
                                waiting.insert(0, index)
                                continue
                        outcome = _outcome(future, index, jobs[index], repeat)
                        if on_done is not None:
                            on_done(outcome)
                        waiting = [*range(known, len(jobs)), *waiting]  # a task waits for what it has just asked for
                        known = len(jobs)
                        yield outcome
            finally:
                for future, index in under_way.items():
                    future.add_done_callback(_giving(late, index, jobs[index], repeat))

        return run_all


def _giving(
    late: Callable[[Outcome[Any, Any]], None], index: int, job: Job, repeat: Callable[[Job], str]
) -> Callable[[Future[Any]], None]:
    """What gives the outcome of a job to ``late`` when it ends."""

    def give(ended: Future[Any]) -> None:
        late(_outcome(ended, index, job, repeat))

    return give


def _ready(number: int) -> int:
    """Import what a run needs. The process then waits a moment, so that each process gets one such job."""
    import sim.runs.make

    sim.runs.make.imported()
    time.sleep(0.2)
    return number


def _is_broken(pool: ProcessPoolExecutor) -> bool:
    return bool(pool._broken)  # noqa: SLF001 - the only sign of a pool that takes no more jobs


def _outcome(future: Future[Result], index: int, job: Job, repeat: Callable[[Job], str]) -> Outcome[Job, Result]:
    """The outcome of an ended job."""
    if future.cancelled():
        return Outcome(index, job, error="it was not started")
    raised = future.exception()
    if isinstance(raised, BrokenProcessPool):
        error = "the worker process was killed twice (out of memory?)"
        return Outcome(index, job, error=f"{error}\n  do: repeat it with {repeat(job)}")
    return Outcome(index, job, future.result()) if raised is None else failed(index, job, raised, repeat)
