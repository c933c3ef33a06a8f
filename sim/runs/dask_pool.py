"""Run jobs on the workers of a Dask scheduler, as :func:`sim.runs.pool.run_all` runs them in processes of this machine.

The scheduler and its workers are started by others (docs/machines.md). The results come back to this process, which stores
them. So the workers need no shared folder, and a stop of this process keeps what is finished.

- A worker that dies is survived: Dask gives its job to another one. A job that has killed :data:`DEATHS` workers has failed.
- A job that takes longer than the limit has failed, and its worker is started again. Jobs beside it are not lost.
- The program must be the same on all machines; a run on another version fails and says so.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sim.files.errors import ScenarioError
from sim.runs.pool import Outcome

Future = Any
"""A future of distributed, whose methods have no types."""

Job = TypeVar("Job")
Result = TypeVar("Result")

CONNECTING = 15.0
"""Seconds to wait for a scheduler's answer."""
DEATHS = 2
"""Workers that a job may kill before it has failed."""
BEAT = 1.0
"""Seconds between two looks at the jobs under way, if a limit is set."""


def connected(address: str) -> Any:
    """The client of a scheduler.

    Raises:
        ScenarioError: `distributed` is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ScenarioError(
            "runs on a Dask scheduler need the package `distributed`", do="install it: pip install 'jobsim[dask]'"
        ) from None
    try:
        return Client(address, timeout=CONNECTING, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise ScenarioError(
            "no Dask scheduler answers", found=f"{address} ({(str(error).splitlines() or [''])[0]})",
            expected="the address that `dask scheduler` prints, like tcp://10.0.0.5:8786",
            do="start a scheduler and workers (docs/machines.md), or leave out --dask",
        ) from None  # fmt: skip


def run_on(client: Any, limit: float | None = None) -> Callable[..., Iterator[Outcome[Any, Any]]]:
    """A function with the arguments of :func:`sim.runs.pool.run_all` that runs jobs on the workers of a scheduler.

    Args:
        limit: seconds that a job may take once it runs; None for no limit.
    """

    def run_all(
        jobs: Sequence[Job],
        worker_fn: Callable[[Job], Result],
        workers: int,  # noqa: ARG001 - the scheduler knows its workers
        on_done: Callable[[Outcome[Job, Result]], None] | None = None,
        *,
        repeat: Callable[[Job], str] = repr,
    ) -> Iterator[Outcome[Job, Result]]:
        under_way: dict[Future, int] = {}
        since: dict[str, float] = {}
        known = 0

        def submit() -> None:
            """Hand out the jobs that are new. Later ones come first, because a task waits for them."""
            nonlocal known
            for index in range(known, len(jobs)):
                with warnings.catch_warnings():  # a run carries all its inputs, so that a worker reads no file
                    warnings.filterwarnings("ignore", message="Sending large graph")
                    future = client.submit(worker_fn, jobs[index], pure=False, priority=known, retries=0)
                under_way[future] = index
            known = len(jobs)

        try:
            submit()
            while under_way:
                for future in [future for future in under_way if future.done()]:
                    status = str(future.status)
                    if status not in ENDED:  # the worker died with the result, which is made again
                        continue
                    index = under_way.pop(future)
                    outcome = _outcome(future, status, index, jobs[index], repeat)
                    if on_done is not None:
                        on_done(outcome)
                    submit()
                    yield outcome
                for future in _late(client, under_way, since, limit) if limit else ():
                    index = under_way.pop(future)
                    error = f"the run took longer than {limit:g} seconds and was stopped"
                    outcome = Outcome(index, jobs[index], error=f"{error}\n  do: repeat it with {repeat(jobs[index])}")
                    if on_done is not None:
                        on_done(outcome)
                    submit()
                    yield outcome
                _wait(client, under_way, BEAT if limit else None)
        finally:
            client.cancel(list(under_way), force=True)

    return run_all


def _wait(client: Any, under_way: dict[Future, int], seconds: float | None) -> None:
    """Wait until a job is done, or for so many seconds."""
    from distributed import TimeoutError as NotYet
    from distributed import wait

    if under_way:
        with client.as_current(), suppress(NotYet):
            wait(list(under_way), timeout=seconds, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]


def _late(client: Any, under_way: dict[Future, int], since: dict[str, float], limit: float) -> list[Future]:
    """The jobs that have run for longer than the limit. They are given up, and their workers are started again."""
    if not under_way:
        return []
    running: dict[str, str] = {}
    for future in under_way:
        with suppress(KeyError, OSError):  # the scheduler has just forgotten the job, or lost the worker that it asks
            calls = client.call_stack([future])
            running |= {str(key): worker for worker, stacks in calls.items() for key in stacks}
    now = time.monotonic()
    for key in [key for key in since if key not in running]:
        del since[key]
    for key in running:
        since.setdefault(key, now)
    late = [future for future in under_way if now - since.get(str(future.key), now) > limit]
    if late:
        client.cancel(late, force=True)
        client.restart_workers(sorted({running[str(future.key)] for future in late}), raise_for_error=False)
        for future in late:
            del since[str(future.key)]
    return late


ENDED = ("finished", "error", "cancelled")


def _outcome(future: Future, status: str, index: int, job: Job, repeat: Callable[[Job], str]) -> Outcome[Job, Any]:
    if status == "finished":
        return Outcome(index, job, future.result())
    raised = future.exception() if status == "error" else None
    from distributed import KilledWorker

    if raised is None or isinstance(raised, KilledWorker):
        error = (
            f"its worker was killed {DEATHS + 1} times (out of memory?)" if raised else "the scheduler has lost the run"
        )
        return Outcome(index, job, error=f"{error}\n  do: repeat it with {repeat(job)}")
    return Outcome(
        index, job, error=f"{type(raised).__name__}: {raised}\n  do: repeat it with {repeat(job)}", raised=raised
    )
