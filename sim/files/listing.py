"""The files of a folder of scenarios."""

from __future__ import annotations

import os
from pathlib import Path

MAX_BYTES = 1 << 20
"""The largest scenario file."""
ENDING = ".yaml"
LIKE_YAML = (".yaml", ".yml")
_NOT_OURS = (".", "~", "#")


def files_in(folder: Path) -> list[Path]:
    """The files of a folder that a person put there, in order. It is the only list of a folder of scenarios.

    Hidden files are left out: locks of Emacs (``.#name.yaml``), copies of macOS (``._name.yaml``), swap files. So are
    locks of office programs (``~$name.yaml``), folders, and links to nothing.
    """
    return [folder / name for name in sorted(_names(folder))]


def has_file(folder: Path, name: str) -> bool:
    """Whether :func:`files_in` has a file of exactly this name, also where the system ignores capitals."""
    return name in _names(folder)


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:  # which knows what is a file without asking again for each
            return [entry.name for entry in entries if not entry.name.startswith(_NOT_OURS) and entry.is_file()]
    except (FileNotFoundError, NotADirectoryError):
        return []
