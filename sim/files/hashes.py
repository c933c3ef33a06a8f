"""Hashes of files, of folders and of data. A hash is SHA-256 as 64 hexadecimal digits."""

from __future__ import annotations

import errno
import hashlib
import json
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.files.listing import LIKE_YAML, MAX_BYTES

Files = Mapping[str, str]
"""Name of a file, relative to a folder -> hash of its content."""


def key_of(parts: dict[str, Any]) -> str:
    """The hash of ``parts`` as canonical JSON.

    Keys are sorted, so it does not depend on the order of insertion, the machine or the process.

    Raises:
        TypeError, ValueError: JSON has no exact form for a value (nan, arrays, objects).
    """
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def of_file(path: Path, most: int | None = None) -> str:
    """The hash of a file's content.

    Args:
        most: bytes of the largest file that is read; None for any size.

    Raises:
        OSError: it cannot be read, is no regular file, or is too large.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or (most is not None and status.st_size > most):
        raise OSError(errno.EINVAL, "this is no file of a size that is read", str(path))
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def of_files(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """The hash of each file by its name relative to ``folder``."""
    return {path.relative_to(folder).as_posix(): of_file(path) for path in paths}


def of_scenarios(folder: Path) -> str:
    """One hash of the names and contents of all scenario files in a folder; "" if one of them cannot be read."""
    files = (path for path in files_in(folder) if path.suffix.lower() in LIKE_YAML)
    try:
        return key_of({path.relative_to(folder).as_posix(): of_file(path, MAX_BYTES) for path in files})
    except OSError:  # the reader of the file says what is wrong, if it is needed
        return ""


def are_whole(folder: Path, files: Files) -> bool:
    """Whether every file is there and has the content that its hash names."""
    try:
        return all(of_file(folder / name) == content for name, content in files.items())
    except OSError:
        return False


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and those within it, without hidden ones and links."""
    paths = (path for path in folder.rglob("*") if not path.name.startswith("."))
    return (path for path in paths if path.is_file() and not path.is_symlink())
