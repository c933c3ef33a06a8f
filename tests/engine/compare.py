"""Two logs beside each other, and the worlds that several tests share."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine import run
from sim.world.log import COLUMNS, RowKind
from tests.aalborg import aalborg
from tests.engine.worlds import random_world

Rows = NDArray[np.void]

FULL = os.environ.get("JOBSIM_FULL") == "1"
"""Whether tests run Aalborg to the end of the main study instead of a part of its first year."""

BEFORE, AFTER = 2, 4


def in_words(row: Any) -> str:
    """A row of a log by the names of its columns, the kind by its word."""
    values = {name: int(row[name]) for name in COLUMNS}
    day, minute = divmod(values.pop("minute"), 1440)
    return f"day {day} {minute // 60:02}:{minute % 60:02} {RowKind(values.pop('kind')).name} " + " ".join(
        f"{name}={value}" for name, value in values.items()
    )


def first_difference(reference: Rows, other: Rows) -> str | None:
    """Where two logs part, with the rows around; None when they are equal."""
    if reference.dtype != other.dtype:
        return f"the rows differ in type: {reference.dtype} and {other.dtype}"
    if np.array_equal(reference, other):
        return None
    shared = min(reference.size, other.size)
    apart = np.flatnonzero(reference[:shared] != other[:shared])
    at = int(apart[0]) if apart.size else shared
    lines = [f"{reference.size} and {other.size} rows, equal up to row {at}"]
    lines += [f"  both  {in_words(row)}" for row in reference[max(at - BEFORE, 0) : at]]
    lines += [f"  first {in_words(row)}" for row in reference[at : at + AFTER]]
    lines += [f"  other {in_words(row)}" for row in other[at : at + AFTER]]
    return "\n".join(lines)


@lru_cache(maxsize=64)
def kernel_rows(seed: int) -> Rows:
    """The kernel's log of a random world."""
    return run(random_world(seed)).rows


def hash_of(replication: int) -> str:
    """A worker's job: the hash of sixty days of Aalborg."""
    return run(aalborg(days=60, replication=replication)).sha256()
