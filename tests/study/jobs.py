"""Jobs for tests of the executors: a worker must find them in a module."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from sim.files.errors import ScenarioError


def square(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return number * number


def fail_on_two(number: int) -> int:
    if number == 2:
        raise ScenarioError("an odd scenario", file="a.yaml", line=3, do="correct it")
    return number


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
