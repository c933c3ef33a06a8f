"""The files of a folder of scenarios."""

from __future__ import annotations

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
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(_NOT_OURS) and path.is_file())
