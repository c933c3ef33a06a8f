"""Speed and memory, side by side in one run: ``make bench``.

Every job runs in a process of its own and on one thread; what is compiled is compiled before the clock starts. Repeats
are interleaved, so that whatever else the machine does meets all jobs alike; medians are shown, ratios are those of one
repeat. The limits printed beside are those the product was planned with; nothing is asserted. Absolute times depend on
the machine and on its load: trust the ratios.

``python benchmarks/run.py --quick`` is over in two minutes: one repeat of four months.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from sim.study.read_setting import setting_of

if TYPE_CHECKING:
    from sim.study.setting import Setting
    from sim.world.world import World

ROOT = Path(__file__).resolve().parents[1]
PLACE, RULES, PRACTICE, START, SEED = "aalborg", "current", "baseline", date(2024, 1, 1), 20240101
DAYS, QUICK_DAYS, WARM_UP = 1096, 121, 366
SIZES = (2_000, 5_000, 10_000, 20_000, 40_000, 60_000)
WARM_SIZE, WARM_DAYS = 1_000, 40

LIMITS = {
    "reference_us_per_event": "at most 20",
    "reference_seconds": "under 60",
    "reference_peak_mb": "under 1500",
    "ratio": "at least 30",
    "growth": "at most 4",
}


@dataclass(frozen=True)
class Job:
    """What one process measures.

    Attributes:
        engine: kernel or reference.
        citizens: opening stock to which the place is scaled (0: the place as it is).
        finish: also measure the log and write it and the tables.
    """

    engine: str
    days: int
    replication: int = 1
    citizens: int = 0
    finish: bool = False

    @property
    def label(self) -> str:
        return f"{self.engine}, {self.citizens or PLACE}, {self.days} days"


# --- in the process that is measured ----------------------------------------------------------------------------------


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


def run_engine(world: World, engine: str) -> tuple[Any, int]:
    """The rows of the log, and how many events there were (-1: the engine does not count)."""
    if engine == "reference":
        from sim.engine.reference import run_reference

        return run_reference(world), -1
    from sim.engine.kernel import Run

    run = Run(world).to(world.settings["days"])
    return run.rows, run.events


def measure(job: Job) -> dict[str, Any]:
    """Do a job. Keys end in their unit."""
    from sim.world.build import build_world

    def make() -> World:
        return build_world(setting, job.replication)

    setting = setting_of(PLACE, RULES, PRACTICE, START, WARM_DAYS, SEED)
    run_engine(build_world(scaled(setting, WARM_SIZE), 1), job.engine)
    setting = replace(setting, days=job.days)
    if job.citizens:
        setting = scaled(setting, job.citizens)
    make()  # the calendar is kept from here on, as in a study
    world, build_seconds, _ = timed(make)
    (rows, events), seconds, processor_seconds = timed(lambda: run_engine(world, job.engine))
    found: dict[str, Any] = {
        "seconds": seconds, "processor_seconds": processor_seconds, "build_seconds": build_seconds, "events": events,
        "rows": len(rows), "citizens": len(world.citizens), "peak_mb": peak_mb(),
    }  # fmt: skip
    return found | (finished(world, rows) if job.finish else {})


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


# --- in the process that asks -----------------------------------------------------------------------------------------


def ask(job: Job) -> dict[str, Any]:
    """Do a job in a fresh process."""
    one_thread = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    command = [sys.executable, str(Path(__file__).resolve()), "--job", json.dumps(asdict(job))]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **one_thread, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"benchmark failed: {job.label}\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def jobs(days: int, repeats: int, sizes: Sequence[int], *, reference: bool) -> Iterator[tuple[int, Job]]:
    """All jobs with their repeats, interleaved; every other repeat goes backwards."""
    once = [Job("kernel", days, finish=True)]
    if reference:
        once.append(Job("reference", days))
    once += [Job("kernel", days, citizens=size) for size in sizes]
    for repeat in range(repeats):
        for job in once if repeat % 2 == 0 else reversed(once):
            yield repeat, job


def show(text: str) -> None:
    print(text, flush=True)


def row(name: str, values: Sequence[float], form: str, limit: str = "") -> None:
    """One line of the table: the median, every repeat, the limit."""
    each = ", ".join(format(value, form) for value in values)
    show(f"  {name:<46}{format(median(values), form):>12}   {'(' + each + ')':<40} {limit}")


def report(answers: dict[Job, list[dict[str, Any]]], days: int) -> dict[str, float]:
    """Print the table; the medians by name."""
    plain = {job.engine: found for job, found in answers.items() if not job.citizens}
    kernel, reference = plain["kernel"], plain.get("reference", [])
    first = kernel[0]
    medians: dict[str, float] = {}

    def add(key: str, name: str, values: Sequence[float], form: str) -> None:
        medians[key] = median(values)
        row(name, values, form, LIMITS.get(key, ""))

    show(f"\nAalborg as it is, {days} days, `{RULES}`: {first['citizens']:,} citizens in all, "
         f"{first['events']:,} events, {first['rows']:,} log rows")  # fmt: skip
    show(f"  {'':<46}{'median':>12}   {'(each repeat)':<40} limit")
    for name, found in (("reference", reference), ("kernel", kernel)):
        if not found:
            continue
        add(f"{name}_seconds", f"{name}: wall seconds", [one["seconds"] for one in found], ".2f")
        add(
            f"{name}_processor_seconds",
            f"{name}: processor seconds",
            [one["processor_seconds"] for one in found],
            ".2f",
        )
        us = [1e6 * one["seconds"] / first["events"] for one in found]
        if name == "reference":
            add("reference_us_per_event", "reference: µs an event (events of the kernel)", us, ".1f")
        else:
            add("kernel_ns_per_event", "kernel: ns an event", [1e3 * value for value in us], ".0f")
        if found[0]["peak_mb"] is not None:
            add(f"{name}_peak_mb", f"{name}: peak memory of the process, MB", [one["peak_mb"] for one in found], ".0f")
    if reference:
        pairs = list(zip(reference, kernel, strict=True))
        for key, label in (("seconds", "wall"), ("processor_seconds", "processor")):
            name = "ratio" if key == "seconds" else "ratio_processor"
            add(name, f"reference over kernel, {label} time", [slow[key] / fast[key] for slow, fast in pairs], ".1f")
        same = all(slow["rows"] == fast["rows"] for slow, fast in pairs)
        show(f"  {'log rows of both engines':<46}{'equal' if same else 'DIFFER':>12}")
    show("\nAround a run of the kernel")
    for key, name, form in (
        ("build_seconds", "seconds to build a world", ".2f"),
        ("measure_seconds", "seconds to measure a log", ".2f"),
        ("write_log_seconds", "seconds to write the log (parquet, zstd)", ".2f"),
        ("write_tables_seconds", "seconds to write the tables of a run", ".2f"),
        ("log_bytes_per_row", "bytes a log row in its file", ".2f"),
        ("memory_bytes_per_row", "bytes a log row in memory", ".0f"),
    ):
        add(key, name, [one[key] for one in kernel], form)
    curve = {job.citizens: found for job, found in answers.items() if job.citizens}
    if curve:
        show(f"\nThe kernel by size of the place, {days} days (opening stock; ns an event)")
        for size, found in curve.items():
            values = [1e9 * one["seconds"] / one["events"] for one in found]
            add(f"kernel_ns_per_event_{size}", f"{size:,} citizens, {found[0]['events']:,} events", values, ".0f")
        most, least = max(curve), min(curve)
        pairs = list(zip(curve[most], curve[least], strict=True))
        growth = [(a["seconds"] / a["events"]) / (b["seconds"] / b["events"]) for a, b in pairs]
        add("growth", f"{most:,} over {least:,} citizens, times", growth, ".2f")
    return medians


def save(
    folder: Path, answers: dict[Job, list[dict[str, Any]]], medians: dict[str, float], machine: dict[str, Any]
) -> None:
    """``bench.json`` has everything, ``bench.csv`` one row per number."""
    folder.mkdir(parents=True, exist_ok=True)
    limits = {key: limit for key, limit in LIMITS.items() if key in medians}
    every = [{**asdict(job), "repeats": found} for job, found in answers.items()]
    told = {"machine": machine, "medians": medians, "limits": limits, "jobs": every}
    (folder / "bench.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    with (folder / "bench.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["engine", "citizens", "days", "repeat", "measure", "value"])
        for job, found in answers.items():
            for repeat, one in enumerate(found, start=1):
                where = (job.engine, job.citizens or PLACE, job.days, repeat)
                writer.writerows([*where, name, value] for name, value in one.items())
    show(f"\nWritten: {folder / 'bench.json'}, {folder / 'bench.csv'}")


def machine_now() -> dict[str, Any]:
    """What the numbers were measured on."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else (-1.0, -1.0, -1.0)
    return {
        "python": platform.python_version(), "system": platform.platform(), "processor": platform.processor(),
        "processors": os.cpu_count(), "load_at_start": round(load[0], 2), "date": time.strftime("%Y-%m-%d"),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--days", type=int, default=DAYS, help="length of a run (default: three years)")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES), help="citizens of the curve")
    parser.add_argument("--no-reference", action="store_true", help="leave the slow engine out")
    parser.add_argument("--quick", action="store_true", help="one repeat of four months")
    parser.add_argument("--results", type=Path, default=Path("results"))
    parser.add_argument("--job", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        print(json.dumps(measure(Job(**json.loads(given.job)))))
        return
    repeats, days = (1, QUICK_DAYS) if given.quick else (max(given.repeats, 1), given.days)
    machine, answers = machine_now(), {}  # type: dict[str, Any], dict[Job, list[dict[str, Any]]]
    show(f"{machine['processors']} processors, load {machine['load_at_start']}, Python {machine['python']}")
    for repeat, job in jobs(days, repeats, given.sizes, reference=not given.no_reference):
        begin = time.perf_counter()
        answers.setdefault(job, []).append(ask(job))
        show(f"  repeat {repeat + 1}: {job.label} ({time.perf_counter() - begin:.0f} s with start-up)")
    order = list(jobs(days, 1, given.sizes, reference=not given.no_reference))
    answers = {job: answers[job] for _, job in order}
    save(given.results / "bench", answers, report(answers, days), machine)


if __name__ == "__main__":
    main()
