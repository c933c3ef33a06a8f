"""The bytes of a file that somebody hands in. A file is a regular one of bounded size, and no link leads to it."""

from __future__ import annotations

import stat
from pathlib import Path

from sim.files.errors import ScenarioError

_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)  # fmt: skip


def bytes_of(path: Path, most: int, file: str, *, do: str | None = None) -> bytes:
    """The bytes of a file.

    Args:
        most: bytes of the largest file.
        file: the name of the file in errors.
        do: what helps if the file is too large.

    Raises:
        FileNotFoundError: there is no such file.
        ScenarioError: it is a link, a folder, a pipe or a device; it is too large; or it cannot be read.
    """
    try:
        refuse_link(path, file)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "no file")
            raise ScenarioError(f"the file cannot be read: this is {kind}", file=file, expected="a file")
        if status.st_size > most:
            raise _too_large(status.st_size, most, file, do)
        with path.open("rb") as stream:
            raw = stream.read(most + 1)  # it may have grown since
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ScenarioError(f"the file cannot be read: {error.strerror}", file=file) from None
    except ValueError:  # a path with the character NUL
        raise ScenarioError("this is not a path", file=file, expected="a path without control characters") from None
    if len(raw) > most:
        raise _too_large(len(raw), most, file, do)
    return raw


def refuse_link(path: Path, file: str) -> None:
    """Refuse a link to a file. What it leads to can change, or lie where nobody meant to look.

    Raises:
        ScenarioError: the path is a link.
    """
    try:
        target = path.readlink()
    except (OSError, ValueError):  # no link, or nothing that can be looked at: its reader says which
        return
    raise ScenarioError(
        "a link is not read", file=file, found=f"a link to {target}", expected="a file",
        do="copy the file here, or name the file itself",
    )  # fmt: skip


def _too_large(found: int, most: int, file: str, do: str | None) -> ScenarioError:
    size = f"{most >> 20} MiB" if most >= 1 << 20 else f"{most:,} bytes"
    return ScenarioError(
        "the file is too large", file=file, found=f"{found:,} bytes", expected=f"at most {size}", do=do
    )
