"""Speed and memory, side by side in one run: ``make bench``.

Every job runs in a process of its own and on one thread; what is compiled is compiled before the clock starts. Repeats
are interleaved, so that whatever else the machine does meets all jobs alike; medians are shown, ratios are those of one
repeat. The limits printed beside are those the product was planned with; nothing is asserted. Absolute times depend on
the machine and on its load: trust the ratios.

``python -m benchmarks.run --quick`` is over in two minutes: one repeat of four months. ``--against FOLDER`` does each job
with the program in another checkout too, right after, and prints how many times sooner this one is.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.job import PLACE, RULES, Job

ROOT = Path(__file__).resolve().parents[1]
DAYS, QUICK_DAYS = 1096, 121
SIZES = (2_000, 5_000, 10_000, 20_000, 40_000, 60_000)

LIMITS = {
    "reference_us_per_event": "at most 20",
    "reference_seconds": "under 60",
    "reference_peak_mb": "under 1500",
    "ratio": "at least 30",
    "growth": "at most 4",
}


def ask(job: Job, root: Path = ROOT) -> dict[str, Any]:
    """Do a job in a fresh process, with the program in the folder ``root``."""
    one_thread = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    paths = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    command = [sys.executable, str(Path(__file__).with_name("job.py")), json.dumps(asdict(job))]
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **one_thread, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"benchmark failed: {job.label}, in {root}\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def jobs(days: int, repeats: int, sizes: Sequence[int], *, reference: bool) -> Iterator[tuple[int, Job]]:
    """All jobs with their repeats, interleaved; every other repeat goes backwards."""
    once = [Job("kernel", days, finish=True), Job("kernel", days, whole=True)]
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
    plain = {job.engine: found for job, found in answers.items() if not job.citizens and not job.whole}
    whole = next(found for job, found in answers.items() if job.whole)
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
    show("\nA run of the study, in all: build, kernel, measures, and what is stored of it")
    for key, name, form in (
        ("whole_seconds", "wall seconds", ".2f"),
        ("whole_processor_seconds", "processor seconds", ".2f"),
        ("whole_peak_mb", "peak memory of the process, MB", ".0f"),
    ):
        if whole[0][key] is not None:
            add(key, name, [one[key] for one in whole], form)
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


def beside(
    answers: dict[Job, list[dict[str, Any]]], others: dict[Job, list[dict[str, Any]]], root: Path
) -> dict[str, float]:
    """Print the other checkout's numbers over this one's, repeat by repeat; the median ratios by name."""
    show(f"\nThe program in {root} over this one (more than 1: this one is sooner or smaller)")
    show(f"  {'':<46}{'ratio':>12}   {'(each repeat)':<40} medians, other and this")
    medians: dict[str, float] = {}

    def add(key: str, name: str, other: Sequence[float], own: Sequence[float], form: str) -> None:
        ratios = [a / b for a, b in zip(other, own, strict=True)]
        medians[f"against_{key}"] = median(ratios)
        row(name, ratios, ".2f", f"{format(median(other), form)}, {format(median(own), form)}")

    def per_event(found: list[dict[str, Any]]) -> list[float]:
        return [1e9 * one["seconds"] / one["events"] for one in found]

    curve: dict[int, tuple[list[float], list[float]]] = {}
    for job, own in answers.items():
        other = others[job]
        if job.whole:
            for key, form in (("whole_seconds", ".2f"), ("whole_processor_seconds", ".2f"), ("whole_peak_mb", ".0f")):
                if own[0][key] is not None:
                    add(key, f"a run in all: {key.removeprefix('whole_').replace('_', ' ')}",
                        [one[key] for one in other], [one[key] for one in own], form)  # fmt: skip
        elif job.engine == "reference":
            add("reference", "reference: wall seconds", [one["seconds"] for one in other],
                [one["seconds"] for one in own], ".1f")  # fmt: skip
        elif job.citizens:
            curve[job.citizens] = (per_event(other), per_event(own))
            add(
                f"kernel_{job.citizens}", f"kernel: ns an event, {job.citizens:,} citizens", *curve[job.citizens], ".0f"
            )
        else:
            add("kernel", f"kernel: ns an event, {PLACE}", per_event(other), per_event(own), ".0f")
            for key in ("build_seconds", "measure_seconds", "write_log_seconds", "write_tables_seconds"):
                words = key.replace("_", " ")
                add(key, words, [one[key] for one in other], [one[key] for one in own], ".2f")
    if len(curve) > 1:
        growth = [
            [a / b for a, b in zip(curve[max(curve)][side], curve[min(curve)][side], strict=True)] for side in (0, 1)
        ]
        show(
            f"  {'growth, largest over smallest':<46}{'':>12}   {'':<40} {median(growth[0]):.2f}, {median(growth[1]):.2f}"
        )
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
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout, measured side by side")
    parser.add_argument("--results", type=Path, default=Path("results"))
    given = parser.parse_args()
    repeats, days = (1, QUICK_DAYS) if given.quick else (max(given.repeats, 1), given.days)
    machine = machine_now()
    answers: dict[Job, list[dict[str, Any]]] = {}
    others: dict[Job, list[dict[str, Any]]] = {}
    show(f"{machine['processors']} processors, load {machine['load_at_start']}, Python {machine['python']}")
    for repeat, job in jobs(days, repeats, given.sizes, reference=not given.no_reference):
        begin = time.perf_counter()
        answers.setdefault(job, []).append(ask(job))
        if given.against:
            others.setdefault(job, []).append(ask(job, given.against.resolve()))
        show(f"  repeat {repeat + 1}: {job.label} ({time.perf_counter() - begin:.0f} s with start-up)")
    order = list(jobs(days, 1, given.sizes, reference=not given.no_reference))
    answers = {job: answers[job] for _, job in order}
    medians = report(answers, days)
    if given.against:
        medians |= beside(answers, others, given.against)
    save(given.results / "bench", answers, medians, machine)


if __name__ == "__main__":
    main()
