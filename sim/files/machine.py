"""What this machine has: memory and room on the disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Files in which a container says how much memory it may take."""


def memory() -> int | None:
    """Bytes of memory that this process may take: the machine's, or fewer in a container. None if the system does not tell."""
    known = [number for number in (_of_machine(), *map(_of_container, LIMITS)) if number is not None and number > 0]
    return min(known, default=None)


def _of_machine() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # not on Windows
        return None


def _of_container(file: str) -> int | None:
    try:
        return int(Path(file).read_text(encoding="ascii"))
    except (OSError, ValueError):  # `max`: no limit
        return None


def free_disk(folder: Path) -> int | None:
    """Bytes that are free where a folder lies or will lie. None if the system does not tell."""
    for place in (folder, *folder.absolute().parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:  # it is still to be made
            continue
        except OSError:
            return None
    return None
