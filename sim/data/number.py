"""Numbers as Danish and English files write them. A file has one way, and the whole file decides which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from sim.files.characters import plain
from sim.files.errors import ScenarioError

Decimal = Literal[",", "."]

MISSING = frozenset({"", "-", ".", "..", "...", "…", "–", "—", ":", "null", "nan", "NaN"})
"""Cells without a number, because it is suppressed or does not exist. They are never read as 0."""
LIKE_A_NUMBER = re.compile(r"[-+]?[0-9][0-9.,' ]*%?")
_CLEAR = {",": re.compile(r"\d,(\d{1,2}|\d{4,})$|\.\d{3},\d+$"), ".": re.compile(r"\d\.(\d{1,2}|\d{4,})$|,\d{3}\.\d+$")}
_GROUPS = {",": re.compile(r"\d{1,3}(?:[.' ]\d{3})+"), ".": re.compile(r"\d{1,3}(?:[,' ]\d{3})+")}
_DIGITS = re.compile("[0-9]+")
LARGEST = 1e12
"""A number that no count reaches."""
_THREE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+")


def is_missing(raw: object) -> bool:
    """Whether a cell has no number. Not-a-number counts as missing."""
    return raw is None or (isinstance(raw, str) and plain(raw) in MISSING) or (isinstance(raw, float) and raw != raw)  # noqa: PLR0124


def is_number(raw: object) -> bool:
    """Whether a cell looks like a number."""
    if isinstance(raw, str):
        return LIKE_A_NUMBER.fullmatch(plain(raw)) is not None
    return isinstance(raw, int | float) and not isinstance(raw, bool)


class Numbers:
    """The reader of the numbers of a file.

    Args:
        cells: (line, cell) of every number.
        usual: the decimal sign of the format, for files without a decimal; None if the format does not tell.
    """

    def __init__(self, cells: Iterable[tuple[int, object]], file: str, usual: Decimal | None) -> None:
        self.file = file
        first: dict[str, tuple[int, str]] = {}
        grouped: dict[str, tuple[int, str]] = {}
        for line, raw in cells:
            if not isinstance(raw, str):
                continue
            text = plain(raw).strip("+-% ")
            for sign, pattern in _CLEAR.items():
                if pattern.search(text):
                    first.setdefault(sign, (line, text))
            if _THREE.fullmatch(text):
                grouped.setdefault("," if "," in text else ".", (line, text))
        if len(first) == 2:
            line, found = max(first.values())
            other = min(first.values())
            raise ScenarioError(
                "the file has two kinds of decimals", file=file, line=line, found=f"{found}, and {other[1]} on line {other[0]}",
                expected="decimal commas or decimal points", do="download the table again",
            )  # fmt: skip
        self.decimal = next(iter(first), usual)
        doubtful = grouped.get(self.decimal) if self.decimal else next(iter(grouped.values()), None)
        if doubtful is not None:
            raise ScenarioError(
                "a number can be read in two ways", file=file, line=doubtful[0], found=doubtful[1],
                expected="thousands without a sign, or a decimal in another cell of the file",
                do="download the table again, in Danish",
            )  # fmt: skip

    def read(self, raw: object, line: int) -> float | None:
        """A cell as a number; None if it is missing.

        Raises:
            ScenarioError: the cell is no number, a percentage, negative or infinite.
        """
        if is_missing(raw):
            return None
        if isinstance(raw, str):
            number = self._text(plain(raw), line)
        elif isinstance(raw, int | float) and not isinstance(raw, bool):
            number = float(raw) if abs(raw) < LARGEST else LARGEST
        else:
            raise self._refused("this is not a number", raw, line)
        if not 0 <= number < LARGEST:
            raise self._refused("a count cannot be negative, or this large", raw, line)
        return number

    def _text(self, text: str, line: int) -> float:
        if text.endswith("%"):
            raise ScenarioError(
                "the file has percent, not counts", file=self.file, line=line, found=text, expected="full-time persons",
                do="download the measure in full-time persons",
            )  # fmt: skip
        sign = self.decimal or "."
        whole, _, part = text.partition(sign)
        digits = whole.lstrip("+-")
        if not _DIGITS.fullmatch(digits):
            if _GROUPS[sign].fullmatch(digits) is None:
                raise self._refused("this is not a number", text, line)
            digits = re.sub(r"[.,' ]", "", digits)
        if part and not _DIGITS.fullmatch(part):
            raise self._refused("this is not a number", text, line)
        return float(f"{'-' if whole.startswith('-') else ''}{digits}.{part or 0}")

    def _refused(self, message: str, raw: object, line: int) -> ScenarioError:
        return ScenarioError(
            message,
            file=self.file,
            line=line,
            found=str(raw),
            expected="a number such as 2741 or 2741,5; `-` or `..` if missing",
        )
