"""What one process measures: ``python benchmarks/job.py JOB`` prints the answer as JSON. ``run.py`` asks for it."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.study.read_setting import setting_of

if TYPE_CHECKING:
    from sim.study.setting import Setting
    from sim.world.world import World

PLACE, RULES, PRACTICE, START, SEED = "aalborg", "current", "baseline", date(2024, 1, 1), 20240101
WARM_UP = 366
WARM_SIZE, WARM_DAYS = 1_000, 40


@dataclass(frozen=True)
class Job:
    """What one process measures.

    Attributes:
        engine: kernel or reference.
        citizens: opening stock to which the place is scaled (0: the place as it is).
        finish: also measure the log and write it and the tables.
        whole: a run as a study makes it, from its inputs to its stored measures; ``days`` and ``citizens`` do not apply.
    """

    engine: str
    days: int
    replication: int = 1
    citizens: int = 0
    finish: bool = False
    whole: bool = False

    @property
    def label(self) -> str:
        if self.whole:
            return f"a run of the study {PLACE}, in all"
        return f"{self.engine}, {self.citizens or PLACE}, {self.days} days"


def scaled(setting: Setting, citizens: int) -> Setting:
    """The setting with a place of so many citizens: stocks, entries, posts (stock over cases) and team places."""
    from sim.files.quantity import Number

    share = citizens / sum(group.stock.value for group in setting.place.groups.values())
    groups = {
        name: group.model_copy(
            update={
                "stock": replace(group.stock, value=Number(group.stock.value * share)),
                "entries": replace(group.entries, value=Number(group.entries.value * share)),
            }
        )
        for name, group in setting.place.groups.items()
    }
    places = setting.place.team_places
    per_week = replace(places.per_week, value=Number(max(1.0, places.per_week.value * share)))
    update = {"groups": groups, "team_places": places.model_copy(update={"per_week": per_week})}
    return replace(setting, place=setting.place.model_copy(update=update))


def timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    """A call's result, wall seconds and processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - wall, time.process_time() - processor


def peak_mb() -> float | None:
    """The most memory this process has held, in MB (10^6 bytes); None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def run_engine(world: World, engine: str) -> tuple[int, int]:
    """The number of rows of the log, and how many events there were (-1: the engine does not count).

    The kernel runs as in a study, which takes its rows in blocks. An earlier program holds the whole log.
    """
    if engine == "reference":
        return len(rows_of(world, engine)), -1
    from sim.engine.kernel import Run

    run, days = Run(world), world.settings["days"]
    if not hasattr(run, "blocks"):
        run.to(days)
        return len(run.rows), run.events
    return sum(len(block) for block in run.blocks(days)), run.events


def rows_of(world: World, engine: str) -> Any:
    """The rows of the whole log."""
    if engine == "reference":
        from sim.engine.reference import run_reference

        return run_reference(world)
    from sim.engine.kernel import Run

    return Run(world).to(world.settings["days"]).rows


def measure(job: Job) -> dict[str, Any]:
    """Do a job. Keys end in their unit."""
    if job.whole:
        return whole(job)
    from sim.world.build import build_world

    def make() -> World:
        return build_world(setting, job.replication)

    setting = setting_of(PLACE, RULES, PRACTICE, START, WARM_DAYS, SEED)
    small = build_world(scaled(setting, WARM_SIZE), 1)
    run_engine(small, job.engine)
    if job.finish:
        finished(small, rows_of(small, job.engine))
    setting = replace(setting, days=job.days)
    if job.citizens:
        setting = scaled(setting, job.citizens)
    make()  # the calendar is kept from here on, as in a study
    world, build_seconds, _ = timed(make)
    (rows, events), seconds, processor_seconds = timed(lambda: run_engine(world, job.engine))
    found: dict[str, Any] = {
        "seconds": seconds, "processor_seconds": processor_seconds, "build_seconds": build_seconds, "events": events,
        "rows": rows, "citizens": len(world.citizens), "peak_mb": peak_mb(),
    }  # fmt: skip
    return found | (finished(world, rows_of(world, job.engine)) if job.finish else {})


def finished(world: World, rows: Any) -> dict[str, float]:
    """Seconds to measure a log and to write it and the tables; bytes a row takes in its file."""
    from sim.engine import Log
    from sim.figures.norms import norms
    from sim.figures.prices import rates
    from sim.files.paths import scenarios_dir
    from sim.measures import Window, measure_all
    from sim.runs.store import Store

    log, last = Log(rows, world.names, world.meta), world.settings["days"] - 1
    window = Window(min(WARM_UP, last // 2), last)
    root = scenarios_dir()
    bands, prices = norms(root, PLACE), rates(root)
    table, measure_seconds, _ = timed(lambda: measure_all(log, window, norms=bands, rates=prices))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "runs")
        _, log_seconds, _ = timed(lambda: store.save_log("bench", log))
        size = store.log_file("bench").stat().st_size

        def write() -> None:
            store.save("bench", table, {})
            table.to_csv(Path(folder) / "measures.csv", index=False)

        _, table_seconds, _ = timed(write)
    return {
        "measure_seconds": measure_seconds, "write_log_seconds": log_seconds, "write_tables_seconds": table_seconds,
        "log_bytes_per_row": size / len(rows), "memory_bytes_per_row": float(rows.dtype.itemsize),
    }  # fmt: skip


def whole(job: Job) -> dict[str, float | None]:
    """Seconds and peak memory of a run of the study of the place: build, kernel, measures, and what is stored of it.

    The first run of the process is not counted, because it loads the compiled code.
    """
    import sim
    from sim.runs.run import Plan
    from sim.runs.store import Store

    try:
        from sim.runs.make import make
    except ImportError:  # an earlier checkout
        from sim.runs.run import make  # type: ignore[attr-defined, no-redef]

    with tempfile.TemporaryDirectory() as folder:
        plan = Plan.of(sim.load(PLACE), Path(folder))
        store = Store(Path(folder) / "runs")

        def once(replication: int) -> None:
            run = plan.run(PLACE, plan.study.baseline, replication)
            made = make(run)
            store.save(run.key, made.measures, made.about, made.log)

        once(job.replication + 1)
        _, seconds, processor_seconds = timed(lambda: once(job.replication))
    return {"whole_seconds": seconds, "whole_processor_seconds": processor_seconds, "whole_peak_mb": peak_mb()}


if __name__ == "__main__":
    print(json.dumps(measure(Job(**json.loads(sys.argv[1])))))
