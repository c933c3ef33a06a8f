"""A study that is killed at any moment loses at most the runs in flight, and two commands on one folder do no harm.

``JOBSIM_KILLS`` sets the number of kills (default: 4; ``make stress`` takes 50).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from sim.files import hashes
from sim.files.writing import PART, sweep
from sim.report.manifest import Manifest
from sim.results import outputs
from sim.results.stored import stored
from tests.study import killed
from tests.study.killed import COLUMNS
from tests.study.test_executors import ROOT, alive, environment

KILLS = int(os.environ.get("JOBSIM_KILLS", "4"))
REPLICATIONS = 6
ENOUGH = 5
"""Replications for each kill, so that the last kill still meets a study that makes runs. A kill comes after 1.5 runs and a
wait of 0.2 seconds in the mean, in which two workers make at most eight.
"""
pytestmark = [
    pytest.mark.first,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and groups of processes are those of POSIX"),
]


def started(folder: Path, replications: int = REPLICATIONS) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.study.killed", str(folder), str(replications)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
        start_new_session=True,
    )


def finished(folder: Path) -> int:
    """The stored runs."""
    return len(list((folder / "results" / "small" / "runs").glob("[!.]*.parquet")))


def children(group: int) -> list[int]:
    """The workers of a study."""
    return [int(name) for name in alive(group, wait=False) if int(name) != group]


def check(folder: Path, before: int) -> int:
    """No stored run is half a run, nothing finished is lost, and a manifest stands only beside the files that it lists."""
    result = folder / "results" / "small"
    if not (result / "runs").exists():
        return 0
    files = stored("small", folder / "results")
    assert [kept.why for kept in files if kept.state == "damaged"] == []
    assert len(files) >= before
    manifest = outputs.earlier(result)
    assert manifest is None or hashes.are_whole(result, manifest.files)
    return len(files)


def test_a_killed_study_loses_at_most_the_runs_in_flight(tmp_path: Path) -> None:
    chance, count, at_work = random.Random(8), 0, 0
    replications = ENOUGH * KILLS
    runs = COLUMNS * replications
    for number in range(KILLS):
        process = started(tmp_path, replications)
        aim = min(count + chance.randrange(4), runs - 1)
        until = time.monotonic() + 60
        while finished(tmp_path) < aim and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        workers = children(process.pid)
        if number % 3 == 0 and workers:  # a worker alone: the study goes on, until it is killed too
            os.kill(chance.choice(workers), signal.SIGKILL)
            time.sleep(chance.random() * 0.3)
        seen = finished(tmp_path)
        at_work += seen < runs
        (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        assert not alive(process.pid)
        count = check(tmp_path, max(count, seen))
    assert at_work == KILLS, "some kills met a study that had made all its runs, so they showed nothing"
    process = started(tmp_path, replications)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    made, reused = map(int, out.split())
    assert (made, reused) == (runs - count, count)
    manifest = Manifest.read(tmp_path / "results" / "small")
    assert hashes.are_whole(tmp_path / "results" / "small", manifest.files)
    assert not list((tmp_path / "results" / "small" / "runs").glob(f".*{PART}"))


def test_two_commands_on_one_folder_write_one_result(tmp_path: Path) -> None:
    both = [started(tmp_path), started(tmp_path)]
    ends = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], ends
    result = tmp_path / "results" / "small"
    runs = COLUMNS * REPLICATIONS
    assert check(tmp_path, runs) == runs
    manifest = Manifest.read(result)
    assert hashes.are_whole(result, manifest.files)
    alone = tmp_path / "alone"
    alone.mkdir()
    killed.main(alone, REPLICATIONS, workers=1)
    tables = [
        pd.read_parquet(folder / "tables" / "measures.parquet") for folder in (result, alone / "results" / "small")
    ]
    pd.testing.assert_frame_equal(tables[0], tables[1])


def test_only_files_of_dead_writers_are_swept(tmp_path: Path) -> None:
    from sim.files import writing

    done = subprocess.run([sys.executable, "-c", ""], check=True)
    assert done.returncode == 0
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        dead = process.pid
    host = writing._HOST
    names = {
        f".a.parquet.{host}-{os.getpid()}{PART}": True,
        f".b.parquet.{host}-{dead}{PART}": False,
        f".c.parquet.elsewhere-1{PART}": True,
    }
    old = tmp_path / f".d.parquet.elsewhere-2{PART}"
    for name in (*names, old.name):
        (tmp_path / name).write_text("")
    os.utime(old, (0, 0))
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {name for name, stays in names.items() if stays}
