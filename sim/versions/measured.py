"""Studies run by a version's own command, in a process of its own, with its own results and its own cache."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.files.caches import CACHE_VARIABLE
from sim.files.errors import RunError
from sim.files.paths import SCENARIOS_VARIABLE
from sim.files.writing import make_folder, write
from sim.runs.signals import blocked
from sim.versions.revision import OF_GIT, Version
from sim.versions.table import read_table

STUDIES = Path("scenarios", "studies")
QUEUE = re.compile(r"^kind: *queue\b", re.MULTILINE)
PATIENCE = 20
"""Seconds in which a stopped study may end its workers."""
LAST_LINES = 8
"""Lines of a failed study that the error shows."""
START = """
import os, pathlib, runpy, signal, sys, threading
def end_with_parent():
    os.read(0, 1)  # the other end of the pipe is this program's
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=end_with_parent, daemon=True).start()
import sim
here, found = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sim.__file__).resolve().parents[1]
if here != found:
    sys.exit(f"the program of {found} was found instead of that of {here}")
sys.argv = ["jobsim", *sys.argv[2:]]
runpy.run_module("sim.cli", run_name="__main__")
"""
"""The program of the other process. It ends when this one ends, and it refuses to run another version's files."""


@dataclass(frozen=True)
class Asked:
    """How studies are run: the same for both versions.

    Attributes:
        replications: runs of each column; None for each study's own number.
        workers: processes; None for the version's own choice.
        say: takes a line on the progress; `str` drops it.
    """

    replications: int | None = None
    workers: int | None = None
    say: Callable[[str], object] = str


def studies_of(checkout: Path) -> list[str]:
    """The names of the studies that a version has, sorted. Studies of a queue have no measures, and are left out."""
    files = (checkout / STUDIES).glob("*.yaml")
    return sorted(file.stem for file in files if not QUEUE.search(file.read_text(encoding="utf-8", errors="replace")))


def measured(version: Version, checkout: Path, study: str, folder: Path, asked: Asked) -> pd.DataFrame:
    """The measures of a study under a version: those of a finished result, else of a run now.

    Args:
        checkout: the folder with the version's files.
        folder: the version's folder of results. The version reuses its own finished runs in it.

    Raises:
        RunError: the study failed under the version.
        ScenarioError: the folder cannot be written.
    """
    table = finished(version, study, folder, asked)
    if table is not None:
        asked.say(f"{version.name}: {study} is reused")
        return table
    asked.say(f"{version.name}: {study} runs")
    make_folder(folder)
    _marker(folder, study).unlink(missing_ok=True)
    options = ["--results", str(folder), "--json"]
    for name, number in (("--replications", asked.replications), ("--workers", asked.workers)):
        options += [] if number is None else [name, str(number)]
    _run(version, checkout, ["run", study, *options], folder)
    table = read_table(folder / study)
    write(_marker(folder, study), json.dumps({"replications": asked.replications}) + "\n")
    return table


def finished(version: Version, study: str, folder: Path, asked: Asked) -> pd.DataFrame | None:
    """The measures of a finished result with as many replications; None without one.

    The folder of a checkout may have changed since, so it is run again. It then reuses the runs that still apply.
    """
    if version.commit is None:
        return None
    try:
        made = json.loads(_marker(folder, study).read_text(encoding="utf-8"))
        return read_table(folder / study) if made == {"replications": asked.replications} else None
    except (OSError, ValueError, RunError):  # it is missing, or somebody removed a part of it
        return None


def _marker(folder: Path, study: str) -> Path:
    """The file that says with how many replications the result of a study was finished."""
    return folder / f"{study}.json"


def _run(version: Version, checkout: Path, words: list[str], folder: Path) -> None:
    """Run a version's command to its end. It is ended first if this process is stopped."""
    env = {name: value for name, value in os.environ.items() if name not in (*OF_GIT, SCENARIOS_VARIABLE, "PYTHONHOME")}
    env |= {"PYTHONPATH": str(checkout), CACHE_VARIABLE: str(folder / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    errors = folder / "messages.txt"
    with errors.open("wb") as stream:
        with blocked():  # a signal now would leave a process that nobody knows
            process = subprocess.Popen(  # noqa: S603 - this Python, and the user's own checkout
                [sys.executable, "-c", f"{UNBLOCK}{START}", str(checkout), *words],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=stream, cwd=checkout, env=env,
            )  # fmt: skip
        try:
            code = process.wait()
        finally:
            with blocked():
                _end(process)
                text = errors.read_text(encoding="utf-8", errors="replace")
                errors.unlink()
    if code:
        last = "\n".join(f"  {line}" for line in text.splitlines()[-LAST_LINES:])
        raise RunError(
            f"{version.name}: `jobsim {' '.join(words[:2])}` ended with exit code {code}. Its last words:\n{last}"
        )


UNBLOCK = """
import signal
if hasattr(signal, "pthread_sigmask"):
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
"""
"""The other process inherits blocked signals. It unblocks them first."""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process if it still runs. It may end its own workers first."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    process.wait()
