"""What the tests of the page ask for."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import replace

from sim.explore.catalogue import Catalogue
from sim.explore.choice import Choice, first_choice

with warnings.catch_warnings():  # the client's library has a successor, which is not needed here
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = ["LONGEST", "PORT", "TOKEN", "TestClient", "choice", "until"]

PORT = 8765
TOKEN = "t0ken"
LONGEST = 120.0
"""Seconds until a test gives up."""


def choice(catalogue: Catalogue, *proposals: str, **changes: object) -> Choice:
    """A choice of the smallest place with some proposals, and the baseline's practice."""
    first = replace(first_choice(catalogue), proposals=proposals, practice="baseline")
    return replace(first, **changes)  # type: ignore[arg-type]


def until(reached: Callable[[], bool]) -> None:
    """Wait until something is reached."""
    end = time.monotonic() + LONGEST
    while not reached():
        assert time.monotonic() < end, "it was not reached"
        time.sleep(0.02)
