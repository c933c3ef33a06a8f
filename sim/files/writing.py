"""Atomic writing of files, and errors of the file system as messages."""

from __future__ import annotations

import errno
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sim.files.errors import RunError, ScenarioError

PART = ".part"
"""The suffix of an unfinished file. Before it stands who writes: machine and process."""
LOCK = ".lock"
"""The ending of the file beside a folder that the writer of the folder holds."""
LONGEST = 24 * 3600
"""Seconds after which an unfinished file has no writer any more."""
_HOST = re.sub(r"[^A-Za-z0-9]", "", platform.node()) or "unnamed"
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


def refusal(error: OSError, file: Path) -> ScenarioError | RunError:
    """A file system error as a message that says what to do."""
    if error.errno in NO_SPACE or "No space left" in str(error):
        return RunError(f"{file}: the disk is full; finished runs are kept. Make room and start the study again.")
    if file.is_dir():
        return ScenarioError(
            "a folder stands where a file must be written", file=str(file), expected="a file, or nothing",
            do="remove or rename the folder",
        )  # fmt: skip
    if error.errno in NO_PERMISSION:
        return ScenarioError(
            "the results cannot be written here",
            file=str(file.parent),
            found=error.strerror or str(error),
            expected="a folder with write permission",
            do="give write permission, or choose another folder with --results",
        )
    return RunError(f"{file}: could not be written ({error}); finished runs are kept. Start the study again.")


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Turn a file system error for ``file`` into a message with the path and what to do.

    Raises:
        ScenarioError: the permission is missing.
        RunError: the disk is full or fails.
    """
    try:
        yield
    except OSError as error:
        raise refusal(error, file) from error


def make_folder(folder: Path) -> None:
    """Create a folder for results and check that it is writable, before any run starts."""
    with writing(folder / "manifest.json"):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".write-")
        os.close(handle)
        Path(name).unlink()


@contextmanager
def whole(file: Path) -> Iterator[BinaryIO]:
    """A stream into a temporary file that replaces ``file`` when complete. After a failure the temporary file is removed.

    Raises:
        ScenarioError, RunError: as :func:`writing`.
    """
    part = file.with_name(f".{file.name}.{_HOST}-{os.getpid()}{PART}")
    try:
        with writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
    finally:  # also after Ctrl-C
        if part.exists():
            part.unlink()


def sweep(folder: Path) -> None:
    """Remove the temporary files of writers that were killed. Those of living writers stay, also on other machines.

    A writer of another machine counts as killed if its file has not changed for :data:`LONGEST`.
    """
    for part in folder.glob(f".*{PART}"):
        host, _, number = part.name.removesuffix(PART).rpartition(".")[2].rpartition("-")
        with suppress(OSError):  # its writer has just finished
            old = time.time() - part.stat().st_mtime > LONGEST
            if old or (host == _HOST and number.isdigit() and not lives(int(number))):
                part.unlink()


def lives(process: int) -> bool:
    """Whether a process of this machine runs. If the system does not tell, it does."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to somebody else
        return True
    return True


def lock_of(folder: Path) -> Path:
    """The file whose lock the only writer of a folder holds. It lies beside the folder and stays."""
    return folder.with_name(f".{folder.name}{LOCK}")


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock of a folder, and keep others waiting meanwhile.

    The holder may ask for it again; another thread of the same process waits.
    """
    from filelock import FileLock

    file = lock_of(folder)
    with writing(file):
        lock = FileLock(file, is_singleton=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def write(file: Path, content: str | bytes) -> None:
    """Write a file atomically, as :func:`whole` does. Text is encoded in UTF-8."""
    with whole(file) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
