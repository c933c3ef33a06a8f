"""The cache of compiled code: where it lies, whether it can be written, its size, damaged entries, kernels of other versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sim.files.caches import CACHE_VARIABLE, Cache, cache_of
from sim.installation.finding import Finding, in_bytes

KERNEL = "kernel-"
DIGEST = 32
"""Bytes of the hash at the beginning of a file (:mod:`sim.chance.code_cache`)."""
PART = "Compiled code"


def check_cache(present: str | None = None) -> list[Finding]:
    """The cache.

    Args:
        present: the name of the folder of this version's code; None if numba cannot be imported, so that it is not known.
    """
    cache = opened()
    if cache.folder is None or not cache.lasts:
        found = f"{cache.why}, and no other folder lasts: the kernel is compiled at each start, about a minute"
        return [Finding(PART, "problem", found, f"set {CACHE_VARIABLE} to a folder that you can write")]
    base = cache.folder.parent
    kernels = sorted(folder for folder in base.glob(f"{KERNEL}*") if folder.is_dir())
    size = sum(_size(folder) for folder in kernels)
    where = f"{base}, {in_bytes(size)}"
    findings = []
    if cache.why is not None:
        do = f"set {CACHE_VARIABLE} to a folder that you can write and that lasts"
        findings.append(Finding(PART, "note", f"{cache.why}, so it is kept in {where}", do))
    else:
        findings.append(Finding(PART, "ok", where))
    others = [folder for folder in kernels if folder.name != present]
    if present is not None and not any(_files(base / present)):
        findings.append(
            Finding(PART, "note", "nothing of this version yet", "the first run compiles it, about a minute")
        )
    if others and present is not None:
        some = (
            f"code of {len(others)} other version{'' if len(others) == 1 else 's'}, {in_bytes(sum(map(_size, others)))}"
        )
        findings.append(Finding(PART, "ok", f"{some}; ten versions are kept"))
    damaged = [file for folder in kernels for file in _files(folder) if not is_whole(file)]
    if damaged:
        names = ", ".join(str(file.relative_to(base)) for file in damaged[:3])
        more = f" and {len(damaged) - 3} more" if len(damaged) > 3 else ""
        do = "nothing: it is compiled again when it is needed. If it happens often, check the disk"
        findings.append(Finding(PART, "note", f"damaged: {names}{more}", do))
    return findings


def present_kernel() -> str | None:
    """The name of the folder of this version's code; None if numba cannot be imported."""
    try:
        from sim.chance.compiled import source_hash
    except Exception:  # noqa: BLE001 - the check of packages says what is wrong with numba
        return None
    return f"{KERNEL}{source_hash()}"


def is_whole(file: Path) -> bool:
    """Whether a file of code has the content that it was written with. Its code is not read, let alone executed."""
    try:
        content = file.read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content[DIGEST:]).digest() == content[:DIGEST]


def opened() -> Cache:
    """The folder of caches as a run would choose it. What is created to look is removed again."""
    cache = cache_of("checked")
    if cache.folder is not None:
        with suppress(OSError):
            cache.folder.rmdir()
    return cache


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.rglob("*.nbc"))


def _size(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total
