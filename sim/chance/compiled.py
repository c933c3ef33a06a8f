"""Compilation of functions with numba, and the cache of their machine code.

numba notices a change in the file of a compiled function, but not in the files that it calls. A stale kernel would run silently.
The cache folder's name therefore contains a hash of numba's version and of every source file that a kernel depends on.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import njit

from sim.chance.parts import PartCompiler
from sim.files.paths import user_path

ROOMS = ("files", "chance", "law", "place", "study", "world", "engine")
"""The rooms whose sources determine a log."""

F = TypeVar("F")


def source_hash() -> str:
    """Sixteen hexadecimal digits that change with any source file of :data:`ROOMS` or with numba's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    package = Path(__file__).parent.parent
    for room in ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """The folder of compiled code: ``JOBSIM_CACHE``, else the user's cache folder, else a temporary folder."""
    chosen = os.environ.get("JOBSIM_CACHE")
    base = user_path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "jobsim"
    folder = base / f"kernel-{source_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"jobsim-{os.getpid()}" / folder.name
        folder.mkdir(parents=True, exist_ok=True)
    return folder


numba.config.CACHE_DIR = str(cache_folder())


def leaf(function: F) -> F:
    """Compile a leaf: a small pure function of integers that both engines call."""
    compiled: Any = njit(nogil=True, cache=True)(function)
    return compiled  # type: ignore[no-any-return]


def kernel(function: F) -> F:
    """Compile a function of the kernel. It must not allocate memory, because reference counting is off.

    Only compiled functions call it, so it is a part: it has no Python wrapper, no cache and no machine code of its own.
    """
    part = njit(nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=PartCompiler)
    compiled: Any = part(function)
    return compiled  # type: ignore[no-any-return]


def entry(function: F) -> F:
    """Compile the kernel's entry function, which Python calls. The cache keeps it with all functions that it calls."""
    compiled: Any = njit(nogil=True, cache=True, _nrt=False)(function)
    return compiled  # type: ignore[no-any-return]
