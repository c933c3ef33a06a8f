"""Sourced figures: statistics to compare a run with, and prices of hours, benefits and certificates.

``world.yaml`` and ``rates.yaml`` in ``scenarios/figures/`` become tidy tables. The comment at the top of ``world.yaml``
explains how a figure is compared with a measure.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import scenarios_dir
from sim.files.value import GRADES, NEED_A_RANGE
from sim.law.clauses.vocabulary import NATURES

SCALES = frozenset({"none", "population", "place", "country"})

_COMMON = ("id", "value", "low", "high", "unit", "period", "source", "source_kind", "evidence", "note")
_CELL = ("measure", "group", "team", "activity")
_COMPARE = (*_CELL, "also", "per", "factor", "complement", "stated", "scale", "not", "input", "nature")
_PRICED = ("kind", "benefit", "who", "paid_by", "weeks_from", "weeks_to", "pair", "certificate")
_OPTIONAL = frozenset({"low", "high", "note", *_PRICED[1:]})


class Cell(NamedTuple):
    """A measure over some groups, teams and activities.

    Each of the three is a tuple of names, ``("all",)`` for the row of totals, or ``("every",)`` for the sum of all other rows.
    """

    measure: str
    group: tuple[str, ...] = ("all",)
    team: tuple[str, ...] = ("all",)
    activity: tuple[str, ...] = ("all",)


class HourPair(NamedTuple):
    """A price per hour and the hours per post that belong to it. Numbers of different pairs must not be mixed."""

    dkk_per_hour: float
    hours_per_post: float


def load_world(file: Path | None = None) -> pd.DataFrame:
    """Every figure of ``world.yaml``, one row each.

    The columns ``id, measure, value, low, high, unit, period, geography, source, source_kind, evidence, note`` describe
    the figure. The other columns describe how it is compared:

    - ``compare``: name of the measure; missing if the figure cannot be compared.
    - ``group, team, activity``: tuples of names; ``("all",)`` for the row of totals.
    - ``also``: tuple of :class:`Cell` added to the measure.
    - ``per``: a second measure to divide by; ``per_cells``: its cells, summed.
    - ``input``: the value of the scenario files that the figure feeds; "" for none.
    - ``nature``: the nature of the comparison if it differs from that of the measure, else "".
    - ``stated, stated_low, stated_high``: the figure in the measure's unit; the range is missing if the file gives none.
    - ``scale``: ``none``, ``population``, ``place``, ``country``, or a share as a number.
    - ``not_comparable``: why ``compare`` is missing.

    Raises:
        ScenarioError: the file is missing, or a row is invalid.
    """
    return _world(*_version("world.yaml", file)).copy()


def load_rates(file: Path | None = None) -> pd.DataFrame:
    """Every price of ``rates.yaml``, one row each.

    The columns ``id, kind, value, low, high, unit, period, source, source_kind, evidence, note`` describe the price.
    The columns ``benefit, who, paid_by, weeks_from, weeks_to, pair, certificate`` say what is priced.
    They are missing where they do not apply. Kinds of price:

    - ``benefit-rate, mean-benefit``: before tax.
    - ``state-refund, municipal-co-financing``: percent, by weeks on benefit, both ends included.
    - ``hour-price, hours-per-post, post-cost, fee, interpreter-hour``.

    Raises:
        ScenarioError: as :func:`load_world`.
    """
    return _rates(*_version("rates.yaml", file)).copy()


def national_population(file: Path | None = None) -> int:
    """Inhabitants of all municipalities: the denominator of a place's share."""
    path, changed = _version("world.yaml", file)
    return int(_read(path, changed)["population"]["value"])


def stated_for(world: pd.DataFrame, place: str, population: int) -> pd.DataFrame:
    """The figures that a place can be compared with, with ``stated`` and its range scaled to the place.

    Args:
        world: the table of :func:`load_world`.
        place: the name of the place as the figures spell it, such as ``Aalborg``.
        population: the place's inhabitants.

    Returns:
        The comparable rows of ``world``. Figures of another place and figures of the whole country only are left out.
    """
    share = population / national_population()
    applies = (world["scale"] != "place") | (world["geography"] == place)
    table = world[world["compare"].notna() & (world["scale"] != "country") & applies].copy()
    factor = table["scale"].map(lambda scale: _factor(scale, share))
    for column in ("stated", "stated_low", "stated_high"):
        table[column] *= factor
    return table


def hour_pair(rates: pd.DataFrame, pair: str = "papers") -> HourPair:
    """Price and effective hours of one pair: ``papers`` (481 DKK, 1,315 hours) or ``hours`` (431 DKK, 1,450 hours).

    Raises:
        ScenarioError: the pair is unknown.
    """
    rows = rates[rates["pair"] == pair].set_index("kind")["value"]
    if rows.empty:
        known = [str(name) for name in rates["pair"].dropna().unique()]
        raise ScenarioError(
            "there is no such pair of price and hours",
            found=pair,
            expected=", ".join(known),
            nearest=nearest_name(pair, known),
        )
    return HourPair(float(rows["hour-price"]), float(rows["hours-per-post"]))


def _factor(scale: str | float, share: float) -> float:
    if isinstance(scale, str):
        return share if scale == "population" else 1.0
    return scale


# --- the files --------------------------------------------------------------------------------------------------------


def _version(name: str, file: Path | None) -> tuple[Path, int]:
    """The file and the time of its last change in ns, so that a changed file is read again."""
    path = (scenarios_dir() / "figures" / name if file is None else file).resolve()
    return path, path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> dict[str, Any]:  # noqa: ARG001 - part of the cache key
    try:
        data = YAML(typ="rt", pure=True).load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError("the figures cannot be read", file=str(path), found=error.strerror) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ScenarioError("this is not YAML", file=str(path), line=line, found=error.problem) from error
    except (YAMLError, ValueError) as error:
        raise ScenarioError("this is not YAML", file=str(path), found=str(error)) from error
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
        raise ScenarioError("the figures are missing", file=str(path), expected="rows:, a list of figures")
    seen: set[str] = set()
    for row in data["rows"]:
        _check(row, str(path), seen)
    return data


@lru_cache(maxsize=8)
def _world(path: Path, changed: int) -> pd.DataFrame:
    rows = []
    for row in _read(path, changed)["rows"]:
        _known(row, (*_COMMON, "measure", "geography", "compare"), str(path))
        rows.append(
            _common(row) | {"measure": row["measure"], "geography": row["geography"]} | _compared(row, str(path))
        )
    table = pd.DataFrame(rows)
    order = ["id", "measure", *table.columns.drop(["id", "measure"])]
    return table[order]


@lru_cache(maxsize=8)
def _rates(path: Path, changed: int) -> pd.DataFrame:
    rows = []
    for row in _read(path, changed)["rows"]:
        _known(row, (*_COMMON, *_PRICED), str(path))
        rows.append(_common(row) | {key: row.get(key) for key in _PRICED})
    table = pd.DataFrame(rows).astype({"weeks_from": "Int64", "weeks_to": "Int64"})
    order = ["id", "kind", *table.columns.drop(["id", "kind"])]
    return table[order]


def _common(row: Any) -> dict[str, Any]:
    numbers = {key: float(row[key]) if key in row else float("nan") for key in ("value", "low", "high")}
    return {key: str(row.get(key, "")) for key in _COMMON} | numbers


def _compared(row: Any, file: str) -> dict[str, Any]:
    """The row's ``compare`` entry as columns, with the figure converted to the measure's unit."""
    entry = row["compare"]
    names: dict[str, Any] = {name: _names(entry.get(name, "all")) for name in ("group", "team", "activity")}
    if ("not" in entry) == ("measure" in entry):
        raise _refusal(
            "a figure needs either the measure to compare it with, or the reason not to compare it",
            row,
            "compare",
            file,
        )
    scale = entry.get("scale", "none")
    if isinstance(scale, str) and scale not in SCALES:
        raise _refusal("unknown scale", row, "compare", file, found=scale, expected=", ".join(sorted(SCALES)))
    factor, complement = float(entry.get("factor", 1)), bool(entry.get("complement", False))
    value, low, high = (
        float(number) * factor if number is not None else float("nan")
        for number in (entry.get("stated", row["value"]), row.get("low"), row.get("high"))
    )
    if complement:
        value, low, high = 1 - value, 1 - high, 1 - low
    per = _cells(entry.get("per", ()), row, file)
    nature = str(entry.get("nature", ""))
    if nature not in {"", *NATURES}:
        nearest, expected = nearest_name(nature, NATURES), ", ".join(NATURES)
        raise _refusal("unknown nature", row, "compare", file, found=nature, expected=expected, nearest=nearest)
    return {
        "compare": entry.get("measure"),
        **names,
        "also": _cells(entry.get("also", ()), row, file),
        "per": per[0].measure if per else None,
        "per_cells": per,
        "input": str(entry.get("input", "")),
        "nature": nature,
        "stated": value,
        "stated_low": low,
        "stated_high": high,
        "scale": scale if isinstance(scale, str) else float(scale),
        "not_comparable": str(entry.get("not", "")),
    }


def _cells(entries: Any, row: Any, file: str) -> tuple[Cell, ...]:
    """The cells that ``also`` or ``per`` names: a measure, a mapping, or a list of mappings."""
    cells = []
    for item in [entries] if isinstance(entries, str | dict) else entries:
        entry = {"measure": item} if isinstance(item, str) else item
        for key in entry:
            if key not in _CELL:
                nearest, expected = nearest_name(str(key), _CELL), ", ".join(_CELL)
                raise _refusal("unknown key", row, "compare", file, found=key, expected=expected, nearest=nearest)
        if "measure" not in entry:
            raise _refusal("a cell needs its measure", row, "compare", file, expected=", ".join(_CELL))
        cells.append(Cell(str(entry["measure"]), *(_names(entry.get(name, "all")) for name in _CELL[1:])))
    return tuple(cells)


def _names(entry: Any) -> tuple[str, ...]:
    return (str(entry),) if isinstance(entry, str) else tuple(str(name) for name in entry)


def _check(row: Any, file: str, seen: set[str]) -> None:
    """Raise an error if the row's id, grade, value or range is invalid.

    The id must be unique and the grade known. The range must contain the value and is required below the grade of a statistic.
    """
    if not isinstance(row, dict) or "id" not in row:
        raise _refusal("a figure needs an id", row, None, file)
    if row["id"] in seen:
        raise _refusal("two figures have the same id", row, "id", file, found=row["id"])
    seen.add(row["id"])
    grade = row.get("evidence")
    if grade not in GRADES:
        expected, nearest = ", ".join(GRADES), nearest_name(str(grade), GRADES)
        raise _refusal("unknown evidence grade", row, "evidence", file, found=grade, expected=expected, nearest=nearest)
    for key in ("value", "low", "high"):
        if key in row and (isinstance(row[key], bool) or not isinstance(row[key], int | float)):
            raise _refusal(
                f"`{key}` is not a number", row, key, file, found=row[key], expected="a number without a unit"
            )
    if "value" not in row or ("low" in row) != ("high" in row):
        raise _refusal("a figure needs a value; low and high must be given together", row, "id", file, found=row["id"])
    if "low" in row and not row["low"] <= row["value"] <= row["high"]:
        interval = f"{row['low']} … {row['value']} … {row['high']}"
        raise _refusal(
            "the value lies outside its range", row, "value", file, found=interval, expected="low <= value <= high"
        )
    if "low" not in row and grade in NEED_A_RANGE:
        raise _refusal(
            "a figure of this grade needs a range", row, "evidence", file, found=grade, expected="low and high"
        )


def _known(row: Any, keys: tuple[str, ...], file: str) -> None:
    """Raise an error if a key is unknown or a required key is missing."""
    compare = row.get("compare", {})
    if not isinstance(compare, dict):
        raise _refusal("`compare` is not a mapping", row, "compare", file, found=compare, expected=", ".join(_COMPARE))
    for entry, known in ((row, keys), (compare, _COMPARE)):
        for key in entry:
            if key not in known:
                nearest = nearest_name(str(key), known)
                raise _refusal("unknown key", entry, key, file, found=key, expected=", ".join(known), nearest=nearest)
    for key in keys:
        if key not in row and key not in _OPTIONAL:
            raise _refusal("a key is missing", row, "id", file, found=row["id"], expected=key)


def _refusal(message: str, row: Any, key: str | None, file: str, **more: Any) -> ScenarioError:
    place = getattr(row, "lc", None)
    line = None
    if place is not None:
        known = place.data is not None and key in place.data
        line = (place.data[key][0] if known else place.line) + 1
    return ScenarioError(message, file=file, line=line, **more)
