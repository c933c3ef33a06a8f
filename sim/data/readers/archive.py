"""The archive of an Excel sheet, before its library opens it: what it would unpack to, and how many cells a sheet spans."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from sim.data.cell import check_cells
from sim.data.contents import Contents
from sim.files.errors import ScenarioError

MOST_UNPACKED = 128 << 20
"""The most bytes of an archive when unpacked."""
MOST_RATIO = 200
"""The largest ratio of unpacked to packed bytes; sheets have 5 to 30."""
SMALL = 8 << 20
"""Unpacked bytes below which the ratio does not matter."""
OTHER_KINDS = ("xl/workbook.bin", "content.xml")
"""Parts of sheets of other kinds, which the library would read too."""
DAMAGES = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error)
"""What the reading of a damaged archive raises. An archive with a password is a RuntimeError."""
_SHEET = re.compile(r"xl/.*\.xml", re.IGNORECASE)
_CELL = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]{1,7})\$?([0-9]{1,10})""")


def check_archive(contents: Contents) -> None:
    """Check an archive.

    Raises:
        ScenarioError: it is damaged, no Excel sheet, or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(contents.raw)) as archive:
            parts = archive.infolist()
            _check_parts(parts, contents)
            for part in parts:
                if _SHEET.fullmatch(part.filename):
                    _check_span(archive.read(part), contents.file)
    except DAMAGES as error:
        raise damaged(contents, error) from None


def _check_parts(parts: list[zipfile.ZipInfo], contents: Contents) -> None:
    unpacked, packed = sum(part.file_size for part in parts), len(contents.raw)
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * packed):
        raise ScenarioError(
            "the sheet is too large when unpacked", file=contents.file, found=f"{unpacked:,} bytes in {packed:,}",
            expected=f"at most {MOST_UNPACKED:,} bytes", do="do not open it; download the table again, or as CSV",
        )  # fmt: skip
    names = [part.filename for part in parts]
    if not any(name.startswith("xl/") for name in names):
        raise ScenarioError(
            "this archive is not an Excel sheet", file=contents.file, found=", ".join(names[:3]),
            expected="a sheet with the ending .xlsx", do="unpack the archive and import the file in it",
        )  # fmt: skip
    if any(name in OTHER_KINDS for name in names):
        raise ScenarioError(
            "this is a sheet of another kind", file=contents.file, found=", ".join(n for n in names if n in OTHER_KINDS),
            expected="a sheet with the ending .xlsx", do="save it as .xlsx, or as CSV with `;`",
        )  # fmt: skip


def _check_span(sheet: bytes, file: str) -> None:
    """Refuse a sheet whose last row and last column span too many cells: the library makes room for all of them."""
    rows = columns = 1
    for letters, row in _CELL.findall(sheet):
        rows, columns = max(rows, int(row)), max(columns, column_number(letters.decode()))
    check_cells(rows * columns, file)


def column_number(letters: str) -> int:
    """The number of a column from its letters: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def damaged(contents: Contents, error: Exception) -> ScenarioError:
    """The error for a file that cannot be read as a sheet."""
    return ScenarioError(
        "this is not an Excel sheet", file=contents.file, found=f"{type(error).__name__}: {error}"[:200],
        expected="a whole .xlsx file", do="the download may have ended too early; download it again",
    )  # fmt: skip
