"""The folder of caches: the one in ``JOBSIM_CACHE``, else the user's own, else one in the temporary folder."""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

CACHE_VARIABLE = "JOBSIM_CACHE"
"""The environment variable that sets the folder of caches."""
OWN_WRITERS_ONLY = 0o022
"""The permissions that a folder of machine code must not give."""


class Cache(NamedTuple):
    """A folder for one cache.

    Attributes:
        folder: a folder that can be written; None if there is none on this machine.
        new: whether it was created now.
        why: the reason why the preferred folder is not used; None if it is used.
        lasts: whether the folder is there at the next start.
    """

    folder: Path | None
    new: bool = True
    why: str | None = None
    lasts: bool = True


def cache_of(name: str) -> Cache:
    """Choose the folder of this name in the folder of caches, and create it.

    The folder in the temporary folder belongs to the user and cannot be written by others, because machine code in it is
    executed. If another user has a folder of this name, this process makes a new folder and removes it at its end.
    """
    base, why = _preferred(), None
    cache = _opened(base / name) if base is not None else None
    if cache is None:
        why = "there is no home directory" if base is None else f"{base} cannot be written"
        base = _own_temporary()
        cache = _opened(base / name, why) if base is not None else None
    if cache is not None:
        return cache
    try:
        base = Path(tempfile.mkdtemp(prefix="jobsim_cache_"))
    except OSError:
        return Cache(None, why=why, lasts=False)
    os.environ[CACHE_VARIABLE] = str(base)  # worker processes use it too
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    (base / name).mkdir()
    return Cache(base / name, why=why, lasts=False)


def is_writable(folder: Path) -> bool:
    """Whether files can be created in the folder. It is created if it is missing. Its date becomes that of this use."""
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _opened(folder: Path, why: str | None = None) -> Cache | None:
    """A folder as a cache; None if it cannot be written or not even looked for."""
    try:
        new = not folder.is_dir()
    except OSError:  # it is in a home directory of another user
        return None
    return Cache(folder, new, why) if is_writable(folder) else None


def keep_newest(folders: list[Path], number: int) -> None:
    """Remove all but the folders that were used last. A folder that cannot be removed stays."""

    def used(folder: Path) -> float:
        try:
            return folder.stat().st_mtime
        except OSError:  # another process has just removed it
            return 0.0

    for folder in sorted(folders, key=used)[: -number or None]:
        shutil.rmtree(folder, ignore_errors=True)


def _preferred() -> Path | None:
    """The folder that the environment or the home directory gives. None if there is no home directory."""
    chosen, user = os.environ.get(CACHE_VARIABLE), os.environ.get("XDG_CACHE_HOME")
    try:
        if chosen:
            return Path(chosen).expanduser()
        return (Path(user) if user else Path.home() / ".cache") / "jobsim"
    except RuntimeError:  # a user without a name, as in many containers
        return None


def _own_temporary() -> Path | None:
    """The user's folder in the temporary folder. None if it cannot be created or another user could write in it."""
    user = os.getuid() if hasattr(os, "getuid") else "own"  # on Windows each user has a temporary folder
    try:
        folder = Path(tempfile.gettempdir()) / f"jobsim_cache_{user}"
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()  # a link to another folder is not followed
    except OSError:
        return None
    if user != "own" and (not stat.S_ISDIR(about.st_mode) or about.st_uid != user or about.st_mode & OWN_WRITERS_ONLY):
        return None
    return folder
