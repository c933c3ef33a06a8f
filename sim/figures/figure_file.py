"""A file of figures: rows with an id, a value, a grade and a source, read with their lines and checked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import scenarios_dir
from sim.files.value import GRADES, NEED_A_RANGE

COMMON = ("id", "value", "low", "high", "unit", "period", "source", "source_kind", "evidence", "note")
"""Keys of every figure."""


def figures_text(name: str, file: Path | None) -> tuple[str, str]:
    """The text of a file of figures, or of another file of that format, and the name of the file.

    Raises:
        ScenarioError: the file cannot be read.
    """
    path = (scenarios_dir() / "figures" / name if file is None else file).resolve()
    try:
        return path.read_text(encoding="utf-8"), str(path)
    except OSError as error:
        raise ScenarioError("the figures cannot be read", file=str(path), found=error.strerror) from error
    except ValueError as error:  # the text is not UTF-8
        raise ScenarioError("this is not YAML", file=str(path), found=str(error)) from error


@lru_cache(maxsize=8)
def rows_of(text: str, file: str) -> dict[str, Any]:
    """The rows of a text of figures. Each text is read once in a process. Raises a ScenarioError for an invalid row."""
    try:
        data = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ScenarioError("this is not YAML", file=file, line=line, found=error.problem) from error
    except (YAMLError, ValueError) as error:
        raise ScenarioError("this is not YAML", file=file, found=str(error)) from error
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
        raise ScenarioError("the figures are missing", file=file, expected="rows:, a list of figures")
    seen: set[str] = set()
    for row in data["rows"]:
        _check(row, file, seen)
    return data


def common_columns(row: Any) -> dict[str, Any]:
    numbers = {key: float(row[key]) if key in row else float("nan") for key in ("value", "low", "high")}
    return {key: str(row.get(key, "")) for key in COMMON} | numbers


def _check(row: Any, file: str, seen: set[str]) -> None:
    """Raise an error if the row's id, grade, value or range is invalid.

    The id must be unique and the grade known. The range must contain the value and is required below the grade of a statistic.
    """
    if not isinstance(row, dict) or "id" not in row:
        raise refusal("a figure needs an id", row, None, file)
    if row["id"] in seen:
        raise refusal("two figures have the same id", row, "id", file, found=row["id"])
    seen.add(row["id"])
    grade = row.get("evidence")
    if grade not in GRADES:
        expected, nearest = ", ".join(GRADES), nearest_name(str(grade), GRADES)
        raise refusal("unknown evidence grade", row, "evidence", file, found=grade, expected=expected, nearest=nearest)
    for key in ("value", "low", "high"):
        if key in row and (isinstance(row[key], bool) or not isinstance(row[key], int | float)):
            raise refusal(
                f"`{key}` is not a number", row, key, file, found=row[key], expected="a number without a unit"
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
    for key in keys:
        if key not in row and key not in {"low", "high", "note"} | optional:
            raise refusal("a key is missing", row, "id", file, found=row["id"], expected=key)


def check_known(entry: Any, known: tuple[str, ...], file: str) -> None:
    """Raise an error if an entry has an unknown key."""
    for key in entry:
        if key not in known:
            nearest = nearest_name(str(key), known)
            raise refusal("unknown key", entry, key, file, found=key, expected=", ".join(known), nearest=nearest)


def refusal(message: str, row: Any, key: str | None, file: str, **more: Any) -> ScenarioError:
    place = getattr(row, "lc", None)
    line = None
    if place is not None:
        known = place.data is not None and key in place.data
        line = (place.data[key][0] if known else place.line) + 1
    return ScenarioError(message, file=file, line=line, **more)
