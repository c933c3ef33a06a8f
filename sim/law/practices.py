"""Practice files: a practice may extend another, whose sections it replaces whole."""

from __future__ import annotations

from pathlib import Path

from sim.law.extending import read_extending
from sim.law.source import Source


def read_practice(root: Path, name: str) -> Source:
    """The practice ``name`` with all that it extends filled in. A key that it gives replaces the same key below it."""
    return read_extending(root, "practices", name)
