"""Jobs on several processes: same results, killed workers, errors, Ctrl-C, the end of the parent, other pools and threads."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sim.files.errors import ScenarioError
from sim.runs.pool import Outcome, run_all
from tests.study import jobs

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_same_results_for_any_number_of_workers(workers: int) -> None:
    seen: list[int] = []
    outcomes = list(run_all(range(8), jobs.square, workers, lambda outcome: seen.append(outcome.index)))
    assert sorted((o.index, o.job, o.result, o.error) for o in outcomes) == [(n, n, n * n, None) for n in range(8)]
    assert seen == [o.index for o in outcomes]


def test_a_job_that_leads_to_many_leads_to_other_processes() -> None:
    """A fit begins with one run, and its answer asks for a hundred: they must not run one after the other."""
    known = [0]

    def lead(outcome: Outcome[int, int]) -> None:
        if outcome.index == 0:
            known.append(1)
        if outcome.index == 1:
            known.extend(range(2, 8))

    outcomes = list(run_all(known, jobs.process_of, 2, lead))
    assert sorted(outcome.job for outcome in outcomes) == list(range(8))
    alone, others = outcomes[:2], outcomes[2:]
    assert {outcome.result for outcome in alone} == {os.getpid()}
    assert os.getpid() not in {outcome.result for outcome in others}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_raises_is_that_jobs_outcome(workers: int) -> None:
    outcomes = {
        o.index: o for o in run_all([1, 2, 3], jobs.fail_on_two, workers, repeat=lambda n: f"jobsim run --only {n}")
    }
    assert [outcomes[i].result for i in range(3)] == [1, None, 3]
    failed = outcomes[1]
    assert failed.error is not None
    assert "an odd scenario" in failed.error
    assert "jobsim run --only 2" in failed.error
    assert isinstance(failed.raised, ScenarioError)
    assert failed.raised.do == "correct it"


def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path) -> None:
    outcomes = list(run_all([(n, str(tmp_path)) for n in range(6)], jobs.die_once, 2))
    assert (tmp_path / "died").exists()
    assert sorted(o.result for o in outcomes if o.result is not None) == list(range(6))
    assert len(outcomes) == 6


def test_a_job_that_always_kills_its_worker_is_reported_and_takes_no_other_along() -> None:
    outcomes = {o.index: o for o in run_all(range(6), jobs.die_on_two, 2, repeat=lambda n: f"run {n}")}
    assert len(outcomes) == 6
    assert {i for i, o in outcomes.items() if o.error is None} == {0, 1, 3, 4, 5}
    error = outcomes[2].error
    assert error is not None
    assert "killed" in error
    assert "run 2" in error


def test_an_error_in_on_done_stops_the_workers() -> None:
    def refuse(_: Outcome[int, int]) -> None:
        raise OSError("no room")

    begin = time.monotonic()
    with pytest.raises(OSError, match="no room"):
        list(run_all([0, 1, 2, 3], jobs.slow, 2, refuse))
    assert time.monotonic() - begin < 15


def script(tmp_path: Path, body: str) -> list[str]:
    """A script as a researcher writes it: without ``if __name__ == "__main__"``."""
    file = tmp_path / "script.py"
    file.write_text("from sim.runs.pool import run_all\nfrom tests.study import jobs\n" + body)
    return [sys.executable, str(file)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    command = script(tmp_path, "print('once', sorted(o.result for o in run_all(range(4), jobs.square, 2)))\n")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment(), check=False)
    assert done.stdout == "once [0, 1, 4, 9]\n", done.stderr


def test_ctrl_c_stops_at_once_and_keeps_what_is_finished(tmp_path: Path) -> None:
    body = "for o in run_all(range(6), jobs.slow, 2):\n    print('finished', o.result, flush=True)\n"
    process: subprocess.Popen[str]
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment()}
    options["preexec_fn"] = partial(
        signal.signal, signal.SIGINT, signal.SIG_DFL
    )  # who runs in the background would not hear it
    with subprocess.Popen(script(tmp_path, body), start_new_session=True, **options) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "finished 0\n"
        time.sleep(0.5)
        begin = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all
        _, errors = process.communicate(timeout=20)
        assert time.monotonic() - begin < 5
    assert errors.count("KeyboardInterrupt") == 1  # the parent's; the workers say nothing
    assert not alive(process.pid)


def test_no_worker_outlives_its_parent(tmp_path: Path) -> None:
    """The parent is killed, so it can end nobody. Its workers are busy and ignore what they can ignore."""
    marks = [tmp_path / name for name in ("one", "two")]
    command = script(tmp_path, f"list(run_all({[str(mark) for mark in marks]!r}, jobs.sleep_for_ever, 2))\n")
    with subprocess.Popen(command, start_new_session=True, env=environment()) as process:
        for _ in range(600):
            if all(mark.exists() for mark in marks):
                break
            time.sleep(0.1)
        assert all(mark.exists() for mark in marks)
        process.kill()
    try:
        assert not alive(process.pid)
    finally:
        if alive(process.pid, wait=False):
            os.killpg(process.pid, signal.SIGKILL)


def test_a_worker_of_another_pool_needs_no_workers() -> None:
    """Such a worker is daemonic and may have no children."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(jobs.squares, (4,)) == [0, 1, 4, 9]


def test_threads_of_a_running_loop_may_have_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook. The main script is hidden from the workers, and is there again afterwards."""
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__file__", "script.py", raising=False)

    async def cell() -> list[list[int]]:
        return await asyncio.gather(*(asyncio.to_thread(jobs.squares, number) for number in (3, 4)))

    assert asyncio.run(cell()) == [[0, 1, 4], [0, 1, 4, 9]]
    assert main.__file__ == "script.py"


def alive(group: int, *, wait: bool = True) -> list[str]:
    """Processes of a group that still run (Linux; elsewhere none is found), after a moment to end if ``wait``."""
    for _ in range(100 if wait else 0):
        found = _running(group)
        if not found:
            return []
        time.sleep(0.1)
    return _running(group)


def _running(group: int) -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = file.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(its_group) == group and state != "Z":
            found.append(file.parent.name)
    return found
