"""Jobs on several processes: results as they finish, a killed worker survived, Ctrl-C stops cleanly.

*Processes, spawned.* A run holds the interpreter, so threads would not help. Workers are spawned, not forked: a fork
copies the locks of threads it does not copy (numba's and Arrow's pools, the progress display), and whatever the parent
has read; a spawned worker starts clean and alike on Linux, macOS and Windows. It costs a second or two once per worker
(imports; the kernel comes compiled from its cache), against runs of several seconds.

*Few at a time.* No more jobs are handed out than there are workers. When a worker dies, only those under way are in
doubt; all others go on in a fresh pool, and each in doubt is tried once more, alone, so that it can take no neighbour
along.

*Jobs may lead to jobs.* ``on_done`` may append to the list of jobs. What comes later goes first, since something waits
for it, and the workers are busy with the rest meanwhile.

*The same results for any number of workers.* A job must depend on its own description only; outcomes carry the job's
index, since the order in which they finish means nothing.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome(Generic[Job, Result]):
    """What became of a job.

    Attributes:
        index: place of the job in the sequence given.
        job: the job.
        result: what the worker returned; None when it failed.
        error: what went wrong and how to repeat the job; None when nothing did.
        raised: the exception, where the job raised one (a killed worker raises none).
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

    With one worker the jobs run in this process, in order (nothing to start, easy to debug, no protection from a kill).
    A job that raises is reported, not retried: it would raise again. Whoever stops early (Ctrl-C, closing the iterator)
    ends the workers; outcomes already yielded stand.

    Args:
        jobs: what to do; must be picklable. A list to which ``on_done`` appends is worked to its end.
        worker_fn: a function of a module (not a lambda), called with one job.
        workers: number of processes.
        on_done: called in this process with each outcome before it is yielded; saves and shows progress.
        repeat: says how to repeat a failed job (a command, for example).

    Raises:
        KeyboardInterrupt: after the workers have been ended.
    """
    outcomes: Generator[Outcome[Job, Result], None, None]
    if workers <= 1 or len(jobs) <= 1:
        outcomes = (_here(index, job, worker_fn, repeat) for index, job in enumerate(jobs))
    else:
        outcomes = _elsewhere(jobs, worker_fn, workers, repeat)
    with closing(outcomes):  # whatever stops us here, the workers end at once
        for outcome in outcomes:
            if on_done is not None:
                on_done(outcome)
            yield outcome


def _here(
    index: int, job: Job, worker_fn: Callable[[Job], Result], repeat: Callable[[Job], str]
) -> Outcome[Job, Result]:
    """Run a job in this process."""
    try:
        return Outcome(index, job, worker_fn(job))
    except Exception as raised:  # noqa: BLE001 - one job's failure is that job's outcome
        return _failed(index, job, raised, repeat)


def _elsewhere(
    jobs: Sequence[Job], worker_fn: Callable[[Job], Result], workers: int, repeat: Callable[[Job], str]
) -> Generator[Outcome[Job, Result], None, None]:
    """Run jobs in processes; those in doubt after a kill once more, one by one."""
    waiting, doubtful, known = deque(range(len(jobs))), deque[int](), len(jobs)

    def absorb() -> None:
        """Put jobs that were appended meanwhile in front, in their order."""
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
                error = "the process that ran it was killed, and again when it ran alone (out of memory?)"
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
    """Take jobs from ``waiting`` until none is left or a worker dies; then those under way are in ``doubtful``.

    ``absorb`` is called before jobs are handed out: it may put further ones into ``waiting``.
    """
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_ignore_ctrl_c)
    under_way: dict[Future[Result], int] = {}
    whole, finished = True, False
    try:
        while under_way or (waiting and whole):
            absorb()
            while waiting and whole and len(under_way) < workers:
                try:
                    with _sheltered(worker_fn):
                        under_way[pool.submit(worker_fn, jobs[waiting[0]])] = waiting[0]
                    waiting.popleft()
                except BrokenProcessPool:
                    whole = False
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                index = under_way.pop(future)
                raised = future.exception()
                if isinstance(raised, BrokenProcessPool):  # so are all others under way, at once
                    doubtful.append(index)
                    whole = False
                elif raised is not None:
                    yield _failed(index, jobs[index], raised, repeat)
                else:
                    yield Outcome(index, jobs[index], future.result())
            absorb()
        finished = True
    finally:
        if not finished:
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 - public only from Python 3.14
                process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _failed(index: int, job: Job, raised: BaseException, repeat: Callable[[Job], str]) -> Outcome[Job, Result]:
    """The outcome of a job that raised: its last line first, then where, then how to repeat it."""
    where = "".join(traceback.format_exception(raised)).rstrip()
    error = f"{type(raised).__name__}: {raised}\n  do: repeat it with {repeat(job)}\n{where}"
    return Outcome(index, job, error=error, raised=raised)


def _ignore_ctrl_c() -> None:
    """Ctrl-C reaches every process of the terminal; the parent ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _sheltered(worker_fn: Callable[[Job], Result]) -> Iterator[None]:
    """Start workers that do not import the caller's script and do not hear Ctrl-C while they start.

    A spawned process imports the main script, so a script of three lines without ``if __name__ == "__main__"`` would
    start itself over and over. A worker function from a module of its own needs no script. What is blocked here is
    blocked in the new process for good; in this one a Ctrl-C arrives as soon as the block ends.
    """
    main = sys.modules["__main__"]
    hidden = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    if worker_fn.__module__ == "__main__":
        hidden = {}
    can_block = hasattr(signal, "pthread_sigmask")  # not on Windows
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else set()
    for name in hidden:
        setattr(main, name, None)
    try:
        yield
    finally:
        for name, value in hidden.items():
            setattr(main, name, value)
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
