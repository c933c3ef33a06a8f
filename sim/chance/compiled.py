"""Compilation of functions with numba, and the cache of their machine code.

numba notices a change in the file of a compiled function, but not in the files that it calls. A stale kernel would run silently.
The cache folder's name therefore contains a hash of numba's version and of every source file that a kernel depends on.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import njit
from numba.core.dispatcher import Dispatcher

from sim.chance.code_cache import CodeCache
from sim.chance.parts import PartCompiler, in_one_version
from sim.files.caches import CACHE_VARIABLE, Cache, cache_of, keep_newest

ROOMS = ("files", "chance", "law", "place", "study", "world", "engine")
"""The rooms whose sources determine a log."""
KEPT = 10
"""The number of folders that remain, each with the code of one version of the sources (2 MB)."""

F = TypeVar("F")


def source_hash() -> str:
    """Sixteen hexadecimal digits that change with any source file of :data:`ROOMS` or with numba's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    package = Path(__file__).parent.parent
    for room in ROOMS:
        for path in sorted(path for path in (package / room).rglob("*.py") if not path.name.startswith(".")):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path | None:
    """The folder of compiled code (:mod:`sim.files.caches`); None if no folder can be written.

    When it is new, folders of older sources are removed, except those used last. If it is not the preferred folder, the
    first process says so on stderr.
    """
    cache = cache_of(f"kernel-{source_hash()}")
    if cache.new and multiprocessing.parent_process() is None:
        if cache.folder is not None:
            keep_newest(list(cache.folder.parent.glob("kernel-*")), KEPT)
        if cache.why is not None:
            sys.stderr.write(_note(cache))
    return cache.folder


def _note(cache: Cache) -> str:
    """The words about a folder that is not the preferred one."""
    if cache.folder is not None and cache.lasts:
        means = f"the compiled kernel is kept in {cache.folder.parent}"
    else:
        means = "the kernel is compiled at each start, which takes about a minute"
    return f"jobsim: {cache.why}, so {means}\n  do: set {CACHE_VARIABLE} to a folder that you can write\n"


FOLDER = cache_folder()
if FOLDER is not None:
    numba.config.CACHE_DIR = str(FOLDER)


def _cached(compiled: Any, function: Any) -> Any:
    """Give a compiled function its cache, if there is a folder for it."""
    if FOLDER is not None and isinstance(compiled, Dispatcher):  # compilation can be switched off
        vars(compiled)["_cache"] = CodeCache(function)  # numba offers no other way
    return compiled


def leaf(function: F) -> F:
    """Compile a leaf: a small pure function of integers that both engines call."""
    compiled: Any = _cached(njit(nogil=True)(function), function)
    return compiled  # type: ignore[no-any-return]


def walk(function: F) -> F:
    """Compile a walk over arrays, which Python calls and which may allocate memory.

    It must call no compiled function of another file, because its code is made again only if its own file changes.
    """
    compiled: Any = _cached(njit(nogil=True)(function), function)
    return compiled  # type: ignore[no-any-return]


def kernel(function: F) -> F:
    """Compile a function of the kernel. It must not allocate memory, because reference counting is off.

    Only compiled functions call it, so it is a part: it has no Python wrapper, no cache and no machine code of its own.
    """
    part = njit(nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=PartCompiler)
    compiled: Any = part(function)
    return in_one_version(compiled)  # type: ignore[no-any-return]


def entry(function: F) -> F:
    """Compile the kernel's entry function, which Python calls. The cache keeps it with all functions that it calls."""
    compiled: Any = _cached(njit(nogil=True, _nrt=False)(function), function)
    return compiled  # type: ignore[no-any-return]
