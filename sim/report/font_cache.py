"""The folder in which matplotlib keeps its list of fonts, for users without a home directory that can be written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sim.files.caches import cache_of, is_writable

VARIABLE = "MPLCONFIGDIR"
"""The environment variable that sets the folder."""


def settle() -> None:
    """Give matplotlib a folder among the caches if its own cannot be written.

    Otherwise matplotlib would warn, make a temporary folder, and search all fonts at each start.
    """
    if "matplotlib" in sys.modules or _can_write():
        return
    folder = cache_of("matplotlib").folder
    if folder is not None:
        os.environ[VARIABLE] = str(folder)


def _can_write() -> bool:
    """Whether matplotlib can write in the folders that it chooses itself."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return is_writable(Path(chosen))
    try:
        if sys.platform == "win32":
            bases = [Path(os.environ.get("LOCALAPPDATA") or Path.home())]
        elif sys.platform.startswith(("linux", "freebsd")):
            bases = [
                Path(os.environ.get(f"XDG_{kind.upper()}_HOME") or Path.home() / f".{kind}") / "matplotlib"
                for kind in ("config", "cache")
            ]
        else:
            bases = [Path.home() / ".matplotlib"]
    except RuntimeError:  # there is no home directory
        return False
    return all(is_writable(base) for base in bases)


settle()
