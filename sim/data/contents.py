"""The bytes of a file from outside: size, hash and text. Nothing is read before its size is known."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sim.files.bounded import bytes_of
from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import user_path

MOST_BYTES = 64 << 20
"""The largest file: StatBank gives at most a million cells, which are less."""
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SHORT = 12
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Contents:
    """A file as it was read: its name in messages, its bytes and their SHA-256."""

    path: Path
    raw: bytes
    sha256: str

    @property
    def file(self) -> str:
        return self.path.name

    @property
    def short(self) -> str:
        """The beginning of the hash, as it stands beside each value."""
        return self.sha256[:_SHORT]

    @property
    def is_sheet(self) -> bool:
        return self.raw.startswith(ZIP)


def read_contents(path: str | Path) -> Contents:
    """Read a file.

    Raises:
        ScenarioError: the file is missing, empty, too large, a link, or no file.
    """
    where = user_path(path)
    try:
        raw = bytes_of(where, MOST_BYTES, str(where), do="download fewer periods or fewer breakdowns")
    except FileNotFoundError:
        raise _missing(where) from None
    return contents_of(where, raw)


def contents_of(path: Path, raw: bytes) -> Contents:
    """Contents of bytes that came by another way, with the same checks."""
    if not raw.strip(b"\xef\xbb\xbf \r\n\t"):
        raise ScenarioError(
            "the file is empty", file=str(path), found=f"{len(raw)} bytes", expected="a table with headings and numbers",
            do="download it again",
        )  # fmt: skip
    return Contents(path, raw, hashlib.sha256(raw).hexdigest())


def text_of(contents: Contents, *, old: bool = False) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8 with or without a mark or, if ``old``, Windows-1252.

    Raises:
        ScenarioError: the bytes are no text of these encodings.
    """
    raw, file = contents.raw, contents.file
    if raw.startswith(OLD_EXCEL):
        raise ScenarioError(
            "this is an old Excel file",
            file=file,
            expected="a sheet with the ending .xlsx",
            do="save it as .xlsx, or as CSV",
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScenarioError(
            "the encoding is wrong", file=file, found="UTF-16", expected="UTF-8, or Windows-1252 for PX and CSV",
            do="save the file as UTF-8",
        )  # fmt: skip
    if b"\x00" in raw:
        raise _no_text(file, raw.count(b"\n", 0, raw.index(b"\x00")) + 1, 0)
    try:
        text, encoding = raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        text, encoding = (_old_text(raw), "Windows-1252") if old else ("", "")
        if not text:
            line = raw.count(b"\n", 0, error.start) + 1
            raise ScenarioError(
                "the encoding is wrong", file=file, line=line, found=f"byte 0x{raw[error.start]:02x}",
                expected="UTF-8, or Windows-1252 for PX and CSV", do="save the file as UTF-8, or download it again",
            ) from None  # fmt: skip
    odd = _CONTROL.search(text)
    if odd:
        raise _no_text(file, text.count("\n", 0, odd.start()) + 1, ord(odd[0]))
    return text, encoding


def _no_text(file: str, line: int, character: int) -> ScenarioError:
    return ScenarioError(
        "this is not a text", file=file, line=line, found=f"the character U+{character:04X}",
        expected="StatBank CSV, JSON-stat, PX, jobindsats JSON or CSV, or .xlsx", do="download the table again in one of these formats",
    )  # fmt: skip


def _old_text(raw: bytes) -> str:
    """A text in Windows-1252; empty if the bytes are none."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return ""


def _missing(path: Path) -> ScenarioError:
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except OSError:
        names = []
    return ScenarioError(
        "there is no such file",
        file=str(path),
        expected="a file of a published table",
        nearest=nearest_name(path.name, names),
    )
