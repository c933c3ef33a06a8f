"""A finished run leaves nothing in memory: it is freed at once, without the garbage collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim.engine
import sim.world.build
from sim.engine.kernel import Run as KernelRun
from sim.engine.reference import jobcenter, run_reference
from sim.measures import measure_all
from sim.runs.make import make
from sim.runs.pool import run_all
from sim.world.world import World
from tests.engine.worlds import random_world
from tests.measures.tiny import JOB_READY, NORMS, RATES, SELF_SUPPORTING, SICK, Book
from tests.study import jobs
from tests.study.stub import STUDY, in_equilibrium, run_of, study

SIDES = {"unknown_states": [SELF_SUPPORTING], "team_of_state": {JOB_READY: 1, SELF_SUPPORTING: 2, SICK: 0}}
"""Groups of unknown volume, which are measured as a side of their own."""


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


class Watch:
    """Objects that should be freed."""

    def __init__(self) -> None:
        self._seen: list[tuple[str, weakref.ref[Any]]] = []

    def see(self, thing: Any) -> Any:
        self._seen.append((type(thing).__name__, weakref.ref(thing)))
        return thing

    @property
    def left(self) -> list[str]:
        assert self._seen
        return [name for name, thing in self._seen if thing() is not None]


@pytest.mark.parametrize("meta", [{}, SIDES], ids=["one side", "two sides"])
def test_a_measured_log_is_freed(meta: dict[str, Any]) -> None:
    book, watch = Book(28), Watch()
    book.meta |= meta
    book.arrive(0, 0, SICK)
    book.arrive(1, 0, SELF_SUPPORTING, worker=2)
    book.meet(0, 8)
    log = watch.see(book.log())
    watch.see(log.rows)
    assert len(measure_all(log, (0, 27), norms=NORMS, rates=RATES))
    del log
    assert not watch.left


def test_the_state_of_the_kernel_is_freed_with_its_run() -> None:
    watch = Watch()
    run = watch.see(KernelRun(random_world(1)).to(3))
    twin = watch.see(run.fork().to(5))
    for array in (*run.state, *twin.state):
        watch.see(array)
    del run, twin, array
    assert not watch.left


def test_the_reference_engine_is_freed_with_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its processes refer to each other, so it collects them itself. The collector stays as it was."""
    watch = Watch()

    class Watched(jobcenter.Jobcenter):
        def run(self) -> None:
            watch.see(self)
            watch.see(self.shared)
            super().run()

    monkeypatch.setattr(jobcenter, "Jobcenter", Watched)
    assert len(run_reference(random_world(1)))
    assert not watch.left
    assert not gc.isenabled()


def test_a_whole_run_is_freed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """World and log of a replication whose log is not kept. What the run returns is still there."""
    watch = Watch()
    build, engine = sim.world.build.build_world, sim.engine.run

    def build_watched(*arguments: Any, **options: Any) -> World:
        world: World = watch.see(build(*arguments, **options))
        return world

    def run_watched(*arguments: Any) -> Any:
        log = watch.see(engine(*arguments))
        watch.see(log.rows)
        return log

    monkeypatch.setattr(sim.world.build, "build_world", build_watched)
    monkeypatch.setattr(sim.engine, "run", run_watched)
    short = study(tmp_path, STUDY.replace("1 month", "1 week").replace("2 months", "1 week"))
    made = make(replace(in_equilibrium(run_of(short, short.baseline)), replication=2))
    assert len(made.measures)
    assert not watch.left


def test_a_failed_run_is_freed_though_its_error_is_kept() -> None:
    watch = Watch()
    outcomes = list(run_all([watch], jobs.fail_with_a_world, 1))
    assert outcomes[0].error is not None
    assert "fail_with_a_world" in outcomes[0].error  # the traceback is complete
    assert isinstance(outcomes[0].raised, ValueError)
    assert isinstance(outcomes[0].raised.__cause__, KeyError)
    assert not watch.left
