"""What a study needs of the machine that runs it: memory for its workers, and room on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.files import machine
from sim.files.errors import ScenarioError
from sim.runs.scheduler import default_workers
from sim.study.size import Size, largest, longest_part
from sim.study.study import Study
from sim.study.study_file import BYTES_OF_RUN

ROOM_OF_COLUMN = 5_500_000
"""Bytes of the tables and charts of a column at a place: 37 MB of tables and 6 MB of charts for the eight of Aalborg."""
ROOM_OF_ROW = 8
"""Bytes of a row of a kept log on the disk."""


@dataclass(frozen=True)
class Resources:
    """What a study needs, and what the machine has.

    Attributes:
        largest: the size of its largest run.
        workers: the processes that fit, at most as many as are wanted.
        disk: bytes of its runs, tables and charts.
        memory_there, disk_there: bytes of the machine; None if the system does not tell.
    """

    largest: Size
    workers: int
    disk: float
    memory_there: int | None
    disk_there: int | None

    @property
    def memory(self) -> float:
        """Bytes of one run."""
        return self.largest.gigabytes * 1e9


def room(study: Study, runs: int, logs: int = 0) -> float:
    """Bytes of runs, tables and charts on the disk, and of so many kept logs."""
    kept = ROOM_OF_ROW * largest(study).rows * logs if logs else 0.0
    return runs * BYTES_OF_RUN + len(study.columns) * len(study.places) * ROOM_OF_COLUMN + kept


def resources(study: Study, folder: Path, workers: int | None = None, runs: int | None = None) -> Resources:
    """What a study needs, beside what this machine has.

    Args:
        folder: the folder of its results.
        workers: the processes that are wanted (default: one for each processor).
        runs: the number of its runs (default: columns x places x replications, without those of searches).
    """
    size, there = largest(study), machine.memory()
    wanted = workers or default_workers()
    fitting = wanted if there is None else max(min(wanted, int(there / (size.gigabytes * 1e9))), 1)
    count = len(study.columns) * len(study.places) * study.replications if runs is None else runs
    return Resources(size, fitting, room(study, count), there, machine.free_disk(folder))


def check_resources(study: Study, folder: Path, workers: int | None = None) -> int:
    """The number of processes that may run a study here: those that are wanted, or as many as the memory holds.

    Raises:
        ScenarioError: one run needs more memory than the machine has, so many processes do, or the runs need more room on
            the disk than is free. The message says how much, and what to change.
    """
    need = resources(study, folder, workers)
    if need.memory_there is not None and need.memory > need.memory_there:
        raise study.error(
            f"a run of {need.largest.place} needs more memory than this machine has", (longest_part(study),),
            found=need.largest.text, expected=f"at most {need.memory_there / 1e9:,.1f} GB, the memory of this machine",
            do="shorten the study, make the place smaller, or run it on a larger machine (docs/machines.md)",
        )  # fmt: skip
    if workers is not None and need.workers < workers:
        raise ScenarioError(
            "so many processes need more memory than this machine has",
            found=f"{workers} processes, each with {need.largest.text}",
            expected=f"at most {need.workers} in {(need.memory_there or 0) / 1e9:,.1f} GB", do=f"--workers {need.workers}",
        )  # fmt: skip
    if need.disk_there is not None and need.disk > need.disk_there:
        runs = len(study.columns) * len(study.places) * study.replications
        raise study.error(
            "the results need more room on the disk than is free", ("replications",),
            found=f"some {need.disk / 1e9:,.1f} GB for {runs:,} runs",
            expected=f"at most {need.disk_there / 1e9:,.1f} GB, which are free in {folder}",
            do="make fewer replications, or choose a folder on another disk with --results",
        )  # fmt: skip
    return need.workers
