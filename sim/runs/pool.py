"""Run jobs in several processes. Results arrive as jobs finish, a killed worker is survived, and a stop is clean.

*Spawned processes.* A run holds the interpreter lock, so threads would not help. Workers are spawned rather than forked.
A fork would copy the locks of threads that it does not copy (pools of numba and Arrow, the progress display).
A spawned worker starts clean and behaves alike on Linux, macOS and Windows. It costs one or two seconds per worker for
imports, against runs of several seconds; the compiled kernel comes from its cache.

*Few jobs at a time.* At most one job per worker is handed out. When a worker dies, only the running jobs are in doubt.
All other jobs continue in a new pool. Each job in doubt is tried once more, alone, so that it cannot harm another job.

*No worker outlives its parent.* After Ctrl-C or another exception, the parent ends its workers. A worker also waits for
the end of its parent in a thread of its own, so it ends even if the parent is killed during a run.

*One worker in a worker.* A process of another pool may be forbidden to have children. There the jobs run in that process.

*Jobs may lead to jobs.* ``on_done`` may append to the list of jobs. New jobs run first, because a task waits for them.

*The same results for any number of workers.* A job must depend on its own description only. Jobs finish in any order,
so each outcome carries the index of its job.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from typing import Generic, TypeVar

from sim.runs.signals import ENDINGS, blocked

Job = TypeVar("Job")
Result = TypeVar("Result")

_STARTING = threading.Lock()
"""Held while workers start, because the main script is hidden meanwhile."""


@dataclass(frozen=True)
class Outcome(Generic[Job, Result]):
    """The outcome of a job.

    Attributes:
        index: position of the job in the sequence of jobs.
        job: the job.
        result: the value that the worker returned; None if the job failed.
        error: the reason for the failure and how to repeat the job; None if the job succeeded.
        raised: the exception that the job raised; None if there was none or the worker was killed.
    """

    index: int
    job: Job
    result: Result | None = None
    error: str | None = None
    raised: BaseException | None = None


def run_all(
    jobs: Sequence[Job],
    worker_fn: Callable[[Job], Result],
    workers: int,
    on_done: Callable[[Outcome[Job, Result]], None] | None = None,
    *,
    repeat: Callable[[Job], str] = repr,
) -> Iterator[Outcome[Job, Result]]:
    """Run every job and yield its outcome as soon as it is known.

    With one worker the jobs run in this process, in order. This is easy to debug but gives no protection from a kill. So does
    a first job that is alone, until it has led to several.
    A daemonic process cannot have children, so it always has one worker.
    A job that raises an exception is reported and not retried, because it would fail again. An early stop (Ctrl-C, or
    closing the iterator) ends the workers. Outcomes that were already yielded remain valid.

    Args:
        jobs: the jobs; they must be picklable. Jobs that ``on_done`` appends to this list run too.
        worker_fn: a function of a module (not a lambda), called with one job.
        workers: number of processes.
        on_done: called in this process with each outcome before it is yielded; saves results and shows progress.
        repeat: returns how to repeat a failed job, for example as a command.

    Raises:
        KeyboardInterrupt: after the workers have been ended.
    """
    outcomes: Generator[Outcome[Job, Result], None, None]
    if workers <= 1 or multiprocessing.current_process().daemon:
        outcomes = (_here(index, job, worker_fn, repeat) for index, job in enumerate(jobs))
    else:
        outcomes = _first_here(jobs, worker_fn, workers, repeat)
    with closing(outcomes):  # the workers end at once, whatever stops this loop
        for outcome in outcomes:
            if on_done is not None:
                on_done(outcome)
            yield outcome


def _first_here(
    jobs: Sequence[Job], worker_fn: Callable[[Job], Result], workers: int, repeat: Callable[[Job], str]
) -> Generator[Outcome[Job, Result], None, None]:
    """Run a job in this process as long as it is the only one. As soon as several wait, run them in processes."""
    done = 0
    while len(jobs) == done + 1:
        yield _here(done, jobs[done], worker_fn, repeat)
        done += 1
    if len(jobs) > done:
        yield from _elsewhere(jobs, done, worker_fn, workers, repeat)


def _here(
    index: int, job: Job, worker_fn: Callable[[Job], Result], repeat: Callable[[Job], str]
) -> Outcome[Job, Result]:
    """Run a job in this process."""
    try:
        return Outcome(index, job, worker_fn(job))
    except Exception as raised:  # noqa: BLE001 - one job's failure is that job's outcome
        return failed(index, job, raised, repeat)


def _elsewhere(
    jobs: Sequence[Job], done: int, worker_fn: Callable[[Job], Result], workers: int, repeat: Callable[[Job], str]
) -> Generator[Outcome[Job, Result], None, None]:
    """Run the jobs after the first ``done`` in processes. Jobs in doubt after a kill run once more, one by one."""
    waiting, doubtful, known = deque(range(done, len(jobs))), deque[int](), len(jobs)

    def absorb() -> None:
        """Put newly appended jobs in front, in their order."""
        nonlocal known
        waiting.extendleft(reversed(range(known, len(jobs))))
        known = len(jobs)

    while waiting or doubtful:
        if waiting:
            yield from _pool(jobs, waiting, doubtful, worker_fn, workers, repeat, absorb)
        else:
            alone, lost = deque([doubtful.popleft()]), deque[int]()
            yield from _pool(jobs, alone, lost, worker_fn, 1, repeat)
            for index in lost:
                error = "the worker process was killed twice, the second time when this job ran alone (out of memory?)"
                yield Outcome(index, jobs[index], error=f"{error}\n  do: repeat it with {repeat(jobs[index])}")
        absorb()


def _pool(
    jobs: Sequence[Job],
    waiting: deque[int],
    doubtful: deque[int],
    worker_fn: Callable[[Job], Result],
    workers: int,
    repeat: Callable[[Job], str],
    absorb: Callable[[], None] = lambda: None,
) -> Iterator[Outcome[Job, Result]]:
    """Run jobs from ``waiting`` until none is left or a worker dies. The jobs that ran at a death go to ``doubtful``.

    ``absorb`` is called before jobs are handed out and may add jobs to ``waiting``.
    """
    with blocked():  # the process that watches over the pool's resources starts here, and must outlive the pool
        pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=serve)
    under_way: dict[Future[Result], int] = {}
    intact, finished = True, False
    try:
        while under_way or (waiting and intact):
            absorb()
            while waiting and intact and len(under_way) < workers:
                try:
                    with sheltered(worker_fn):
                        under_way[pool.submit(worker_fn, jobs[waiting[0]])] = waiting[0]
                    waiting.popleft()
                except BrokenProcessPool:
                    intact = False
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                index = under_way.pop(future)
                raised = future.exception()
                if isinstance(raised, BrokenProcessPool):  # raised for every running job at once
                    doubtful.append(index)
                    intact = False
                elif raised is not None:
                    yield failed(index, jobs[index], raised, repeat)
                else:
                    yield Outcome(index, jobs[index], future.result())
            absorb()
        finished = True
    finally:
        if not finished:
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 - public only from Python 3.14
                process.kill()  # also if it is still starting; it has nothing to finish
        pool.shutdown(wait=True, cancel_futures=True)


def failed(index: int, job: Job, raised: BaseException, repeat: Callable[[Job], str]) -> Outcome[Job, Result]:
    """The outcome of a job that raised an exception: the exception, how to repeat the job, and the traceback.

    The frames of the traceback lose their variables. Otherwise each failed job would hold its world and its log.
    """
    trace = "".join(traceback.format_exception(raised)).rstrip()
    error = f"{type(raised).__name__}: {raised}\n  do: repeat it with {repeat(job)}\n{trace}"
    link: BaseException | None = raised
    while link is not None:
        traceback.clear_frames(link.__traceback__)
        link = link.__cause__ or link.__context__
    return Outcome(index, job, error=error, raised=raised)


def serve() -> None:
    """Prepare a worker. It ignores Ctrl-C, which reaches every process of the terminal, and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the parent and end this process, whatever it does. The kernel does not hold the lock."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


@contextmanager
def sheltered(worker_fn: Callable[[Job], Result]) -> Iterator[None]:
    """Start workers that do not import the caller's script and ignore Ctrl-C while they start.

    A spawned process imports the main script. A short script without ``if __name__ == "__main__"`` would therefore start
    itself again and again. A worker function of another module does not need the script. One thread at a time hides it.
    """
    with _STARTING, blocked():
        main = sys.modules["__main__"]
        hidden = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
        if worker_fn.__module__ == "__main__":
            hidden = {}
        for name in hidden:
            setattr(main, name, None)
        try:
            yield
        finally:
            for name, value in hidden.items():
                setattr(main, name, value)
