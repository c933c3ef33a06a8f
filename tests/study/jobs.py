"""Jobs for tests of the executors: a worker must find them in a module."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np

from sim.files.errors import ScenarioError
from sim.runs.pool import run_all


def square(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return number * number


def process_of(number: int) -> int:
    """The process that runs the job."""
    time.sleep(0.05)
    return os.getpid()


def fail_on_two(number: int) -> int:
    if number == 2:
        raise ScenarioError("an odd scenario", file="a.yaml", line=3, do="correct it")
    return number


def squares(number: int) -> list[int]:
    """A job that has jobs of its own, on two workers."""
    return sorted(outcome.result or 0 for outcome in run_all(range(number), square, 2))


def die_once(job: tuple[int, str]) -> int:
    """Kill the own process at the first call for number 2; a file remembers."""
    number, folder = job
    mark = Path(folder) / "died"
    if number == 2 and not mark.exists():
        mark.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def die_on_two(number: int) -> int:
    time.sleep(0.05)
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(number: int) -> int:
    time.sleep(0.1 if number == 0 else 30)
    return number


def fail_with_a_world(watch: Any) -> int:
    """Fail because of another error, while both functions hold an array."""
    array = watch.see(np.zeros(3))
    try:
        _find(watch)
    except KeyError as error:
        raise ValueError(len(array)) from error
    return len(array)


def _find(watch: Any) -> None:
    array = watch.see(np.zeros(4))
    raise KeyError(len(array))


def sleep_for_ever(mark: str) -> int:
    """Write the number of the own process into a file, and hold on. Signals that a process may ignore are ignored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    Path(mark).write_text(str(os.getpid()))
    time.sleep(600)
    return 0
