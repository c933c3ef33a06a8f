"""A file of figures: rows with an id, a value, a grade and a source, read with their lines and checked."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import scenarios_dir
from sim.files.source import Source, parse, read_text
from sim.files.tree import Keys
from sim.files.value import GRADES, NEED_A_RANGE, shown

COMMON = ("id", "value", "low", "high", "unit", "period", "source", "source_kind", "evidence", "note")
"""Keys of every figure."""
TEXTS = ("unit", "period", "source", "source_kind", "note")
"""Those of them that are words."""


class Lines(dict[str, Any]):
    """A mapping of a file of figures, with the line of each key.

    Attributes:
        line: of its first key.
        lines: key -> line.
    """

    def __init__(self, entries: dict[str, Any], line: int, lines: dict[str, int]) -> None:
        super().__init__(entries)
        self.line, self.lines = line, lines


def figures_text(name: str, file: Path | None) -> tuple[str, str]:
    """The text of a file of figures, or of another file of that format, and the name of the file.

    Raises:
        ScenarioError: the file cannot be read.
    """
    root = scenarios_dir()
    return read_text(root / "figures" / name if file is None else file.absolute(), root)


@lru_cache(maxsize=8)
def rows_of(text: str, file: str) -> Lines:
    """The figures of a text, and its list of ``rows``. Each text is read once in a process.

    Raises:
        ScenarioError: the text is no scenario file, or a row is invalid.
    """
    source = parse(text, file)
    data = _with_lines(source.tree, source, ())
    if not isinstance(data.get("rows"), list):
        raise ScenarioError("the figures are missing", file=file, line=data.line, expected="rows:, a list of figures")
    seen: set[str] = set()
    for row in data["rows"]:
        _check(row, file, seen)
    return data  # type: ignore[no-any-return]  # a file is a mapping


def _with_lines(entry: Any, source: Source, keys: Keys) -> Any:
    if isinstance(entry, dict):
        inner = {key: _with_lines(value, source, (*keys, key)) for key, value in entry.items()}
        lines = {key: source.place((*keys, key)).line for key in entry}
        return Lines(inner, next(iter(lines.values()), source.place(keys).line), lines)
    if isinstance(entry, list):
        return [_with_lines(item, source, (*keys, at)) for at, item in enumerate(entry)]
    return entry


def common_columns(row: Any) -> dict[str, Any]:
    numbers = {key: float(row[key]) if key in row else float("nan") for key in ("value", "low", "high")}
    return {key: str(row.get(key, "")) for key in COMMON} | numbers


def is_number(entry: Any) -> TypeGuard[float]:
    """Whether an entry is a finite number without a unit."""
    return isinstance(entry, int | float) and not isinstance(entry, bool) and math.isfinite(entry)


def _check(row: Any, file: str, seen: set[str]) -> None:
    """Raise an error if the row's id, grade, value or range is invalid.

    The id must be unique and the grade known. The range must contain the value and is required below the grade of a statistic.
    """
    if not isinstance(row, Lines) or not isinstance(row.get("id"), str):
        raise refusal("a figure needs an id", row, "id", file, found=shown(row), expected="id: a word")
    if row["id"] in seen:
        raise refusal("two figures have the same id", row, "id", file, found=row["id"])
    seen.add(row["id"])
    grade = row.get("evidence")
    if grade not in GRADES:
        expected, nearest = ", ".join(GRADES), nearest_name(str(grade), GRADES)
        raise refusal(
            "unknown evidence grade", row, "evidence", file, found=shown(grade), expected=expected, nearest=nearest
        )
    for key in ("value", "low", "high"):
        if key in row and not is_number(row[key]):
            raise refusal(
                f"`{key}` is not a number", row, key, file, found=shown(row[key]), expected="a number without a unit"
            )
    if "value" not in row or ("low" in row) != ("high" in row):
        raise refusal("a figure needs a value; low and high must be given together", row, "id", file, found=row["id"])
    if "low" in row and not row["low"] <= row["value"] <= row["high"]:
        interval = f"{row['low']} … {row['value']} … {row['high']}"
        raise refusal(
            "the value lies outside its range", row, "value", file, found=interval, expected="low <= value <= high"
        )
    if "low" not in row and grade in NEED_A_RANGE:
        raise refusal(
            "a figure of this grade needs a range", row, "evidence", file, found=grade, expected="low and high"
        )


def check_keys(row: Any, keys: tuple[str, ...], file: str, *, optional: frozenset[str] = frozenset()) -> None:
    """Raise an error if a key of a figure is unknown or a required key is missing.

    Args:
        optional: keys that may be missing, besides the range and the note.
    """
    check_known(row, keys, file)
    check_texts(row, TEXTS, file)
    for key in keys:
        if key not in row and key not in {"low", "high", "note"} | optional:
            raise refusal("a key is missing", row, "id", file, found=row["id"], expected=key)


def check_texts(row: Any, keys: tuple[str, ...], file: str) -> None:
    """Raise an error if one of the keys is there and is no text. A number in place of a text is taken as its digits."""
    for key in keys:
        if isinstance(row.get(key), dict | list | bool) or (key in row and row[key] is None):
            raise refusal(f"`{key}` is not a text", row, key, file, found=shown(row[key]), expected="a text")


def check_known(entry: Any, known: tuple[str, ...], file: str) -> None:
    """Raise an error if an entry has an unknown key."""
    for key in entry:
        if key not in known:
            nearest = nearest_name(str(key), known)
            raise refusal("unknown key", entry, key, file, found=key, expected=", ".join(known), nearest=nearest)


def refusal(message: str, row: Any, key: str, file: str, **more: Any) -> ScenarioError:
    """An error at a key of a row, or at the row."""
    line = row.lines.get(key, row.line) if isinstance(row, Lines) else None
    return ScenarioError(message, file=file, line=line, **more)
