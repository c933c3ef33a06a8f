"""Files that the program keeps for itself: JSON and tables of a bounded size. Whatever is wrong with one, it counts as damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.files.bounded import bytes_of
from sim.files.errors import ScenarioError

MOST_KEPT = 64 << 20
"""The largest file of JSON. That of a study of 98 places has some 5 MB."""


def kept_bytes(path: Path, most: int = MOST_KEPT) -> bytes:
    """The bytes of a kept file.

    Raises:
        OSError: there is none.
        ValueError: it is no regular file, or too large.
    """
    try:
        return bytes_of(path, most, path.name)
    except ScenarioError as error:
        raise ValueError(str(error)) from None


def kept_json(path: Path) -> Any:
    """What a kept file of JSON says. Raises as :func:`kept_bytes`, and a ValueError if it is no JSON."""
    try:
        return json.loads(kept_bytes(path))
    except RecursionError:
        raise ValueError(f"{path.name}: nested too deeply") from None
