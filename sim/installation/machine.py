"""The machine: processors, memory, and room on the disks of results and caches."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from sim.files.paths import results_dir
from sim.installation.finding import Finding, in_bytes
from sim.installation.folders import nearest

LEAST_DISK, GOOD_DISK = 200e6, 2e9
"""Bytes: below the first a study cannot finish; the second has room for a study with logs."""
OF_COMMAND, OF_WORKER = 0.8e9, 0.5e9
"""Bytes of memory of the command and of each of its processes, for a municipality such as Aalborg."""
LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Where a container's limit of memory stands on Linux."""


def threads() -> int:
    """The processors that this process may use, which is the usual number of workers."""
    return max(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 1)


def check_processors() -> Finding:
    """The number of workers."""
    own, all_ = threads(), os.cpu_count() or 1
    found = f"{own} of {all_}, so {own} worker{'' if own == 1 else 's'} unless --workers says otherwise"
    return Finding("Processors", "ok", found)


def check_memory() -> Finding:
    """Whether the free memory suffices for as many workers as there are processors."""
    free = free_memory()
    if free is None:
        return Finding("Memory", "ok", "this system does not tell")
    needed = OF_COMMAND + threads() * OF_WORKER
    found = f"{in_bytes(free)} free; a run of Aalborg with {threads()} workers takes some {in_bytes(needed)}"
    if free < OF_COMMAND + OF_WORKER:
        return Finding("Memory", "problem", found, "close other programs, or use a machine with more memory")
    if free < needed:
        return Finding("Memory", "note", found, f"jobsim run … --workers {int((free - OF_COMMAND) // OF_WORKER)}")
    return Finding("Memory", "ok", found)


def check_disks(results: Path | None, caches: Path | None) -> list[Finding]:
    """The room on the disk of the results and, if it is another one, on that of the caches."""
    with suppress(Exception):  # the check of folders says what is wrong
        results = results_dir(results).absolute()
    places = {"results": results, "compiled code": caches}
    findings, seen = [], set()
    for name, folder in places.items():
        if folder is None:
            continue
        there = nearest(folder)
        device = there.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(there).free
        found = f"{in_bytes(free)} free for {name} ({there})"
        if free < LEAST_DISK:
            do = "make room; `jobsim doctor store STUDY --prune` removes runs that no result needs"
            findings.append(Finding("Disk", "problem", found, do))
        elif free < GOOD_DISK:
            findings.append(Finding("Disk", "note", found, "`jobsim plan STUDY` says what a study takes"))
        else:
            findings.append(Finding("Disk", "ok", found))
    return findings


def free_memory() -> float | None:
    """Bytes that a new process could use; None if the system does not tell."""
    known = [size for size in (_free_linux(), _limit()) if size is not None]
    if known:
        return min(known)
    if sys.platform == "win32":
        return _free_windows()
    with suppress(ValueError, OSError, AttributeError):
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES"))
    return None


def _free_linux(file: Path = Path("/proc/meminfo")) -> float | None:
    with suppress(OSError, ValueError, StopIteration):
        lines = file.read_text(encoding="ascii").splitlines()
        return 1024.0 * int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1])
    return None


def _limit(file: Path = LIMIT) -> float | None:
    """What a container may still use."""
    with suppress(OSError, ValueError):
        return float(file.read_text(encoding="ascii")) - float(
            file.with_name("memory.current").read_text(encoding="ascii")
        )
    return None


def _free_windows() -> float | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong), ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "page", "free_page", "virtual", "free_virtual", "extended")),
        )  # fmt: skip

    status = Status()
    status.length = ctypes.sizeof(Status)
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
        return None
    return float(status.free)
