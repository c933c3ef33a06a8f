"""Runs on a Dask scheduler with workers of its own, on loopback: the same bits, a killed worker, a run that hangs."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.files.errors import RunError, ScenarioError
from sim.runs.dask_pool import _late, connected, run_on
from sim.runs.make import Made
from sim.runs.run import Run
from tests.study import stub_runs
from tests.study.jobs import fail_on_two, square
from tests.study.stub import STUDY, conducted, study

pytestmark = pytest.mark.first

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        yield str(cluster.scheduler_address)


def test_jobs_have_the_outcomes_that_they_have_in_processes(address: str) -> None:
    with connected(address) as client:
        outcomes = list(run_on(client)(range(6), square, 1))
        assert sorted((o.index, o.result, o.error) for o in outcomes) == [(n, n * n, None) for n in range(6)]
        failed = {o.index: o for o in run_on(client)([1, 2, 3], fail_on_two, 1, repeat=lambda n: f"run {n}")}
    assert [failed[i].result for i in range(3)] == [1, None, 3]
    assert isinstance(failed[1].raised, ScenarioError)
    assert "run 2" in str(failed[1].error)


def test_a_study_has_the_same_bits(tmp_path: Path, address: str) -> None:
    small = study(tmp_path)
    there = conducted(small, tmp_path / "there", dask=address)
    here = conducted(small, tmp_path / "here")
    pd.testing.assert_frame_equal(there.measures, here.measures)
    assert there.manifest.run_hash == here.manifest.run_hash
    assert (there.made, there.reused) == (here.made, here.reused)


def _die_once(mark: Path, run: Run) -> Made:
    """Kill the worker at the first call for replication 2."""
    if run.replication == 2 and not mark.exists():
        mark.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return stub_runs.make(run)


def _hang(run: Run) -> Made:
    if run.replication == 2:
        time.sleep(600)
    return stub_runs.make(run)


def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path, address: str) -> None:
    small = _plain(tmp_path)
    result = conducted(small, tmp_path / "results", partial(_die_once, tmp_path / "mark"), dask=address)
    assert (tmp_path / "mark").exists()
    assert result.made == 6


def test_a_run_that_hangs_is_given_up_and_the_others_are_kept(tmp_path: Path, address: str) -> None:
    small = _plain(tmp_path)
    with pytest.raises(RunError, match="longer than 3 seconds") as error:
        conducted(small, tmp_path / "results", _hang, dask=address, limit=3.0)
    assert "2 of 6 runs failed" in str(error.value)
    assert conducted(small, tmp_path / "results").made == 2


@dataclass(frozen=True)
class Submitted:
    """A job on the scheduler."""

    key: str


class Asked:
    """A client of a scheduler that asks its workers what they run. The worker of job ``lost`` leaves at that moment."""

    def __init__(self) -> None:
        self.restarted: list[str] = []

    def call_stack(self, futures: list[Any]) -> dict[str, dict[str, list[str]]]:
        from distributed.comm.core import CommClosedError

        key = futures[0].key
        if key == "lost":
            raise CommClosedError("Address removed.")
        return {f"worker of {key}": {key: []}}

    def cancel(self, futures: list[Any], force: bool) -> None:
        assert force
        assert futures

    def restart_workers(self, workers: list[str], raise_for_error: bool) -> None:
        assert not raise_for_error
        self.restarted += workers


def test_a_worker_that_leaves_while_it_is_asked_ends_no_study() -> None:
    client = Asked()
    under_way: dict[Any, int] = {Submitted("lost"): 0, Submitted("late"): 1}
    since = {"lost": float("-inf"), "late": float("-inf")}
    assert [future.key for future in _late(client, under_way, since, limit=1.0)] == ["late"]
    assert client.restarted == ["worker of late"]
    assert since == {}, "the job of the lost worker begins anew on another one"


def test_a_scheduler_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.runs.dask_pool.CONNECTING", 1.0)
    with pytest.raises(ScenarioError, match="no Dask scheduler answers"):
        connected("tcp://127.0.0.1:9")
    with pytest.raises(ScenarioError, match="no Dask scheduler answers"):
        connected("nonsense://x")


def _plain(folder: Path) -> Any:
    return study(folder, STUDY.replace(", capacity: [keep, cut]", ""))
