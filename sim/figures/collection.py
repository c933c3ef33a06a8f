"""Sourced figures to compare a run with.

``world.yaml`` in ``scenarios/figures/`` becomes a tidy table. The comment at the top of ``world.yaml``
explains how a figure is compared with a measure.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.figures.figure_file import (
    COMMON,
    check_keys,
    check_known,
    check_texts,
    common_columns,
    figures_text,
    is_number,
    refusal,
    rows_of,
)
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import MOST
from sim.files.value import shown
from sim.law.clauses.vocabulary import NATURES
from sim.place.people.model import People, Place

SCALES = frozenset({"none", "population", "place", "country"})

_CELL = ("measure", "group", "team", "activity")
_COMPARE = (*_CELL, "also", "per", "factor", "complement", "stated", "scale", "not", "input", "nature")


class Cell(NamedTuple):
    """A measure over groups, teams and activities: names, ``("all",)`` for totals, ``("every",)`` for the sum of all others."""

    measure: str
    group: tuple[str, ...] = ("all",)
    team: tuple[str, ...] = ("all",)
    activity: tuple[str, ...] = ("all",)


def load_world(file: Path | None = None) -> pd.DataFrame:
    """Every figure of ``world.yaml``, one row each.

    The columns ``id, measure, value, low, high, unit, period, geography, source, source_kind, evidence, note`` describe
    the figure. The other columns describe how it is compared:

    - ``compare``: name of the measure, missing if there is none; ``not_comparable``: the reason.
    - ``group, team, activity``: tuples of names; ``("all",)`` for totals. ``also``: tuple of :class:`Cell` added to the measure.
    - ``per``: a second measure to divide by; ``per_cells``: its cells, summed.
    - ``input``: the value of the scenario files that the figure feeds; "" for none.
    - ``nature``: the nature of the comparison if it differs from that of the measure, else "".
    - ``stated, stated_low, stated_high``: the figure in the measure's unit; the range is missing if the file gives none.
    - ``scale``: ``none``, ``population``, ``place``, ``country``, or a tuple of groups: the place's share of their stocks.

    Raises:
        ScenarioError: the file is missing, or a row is invalid.
    """
    return _world(*figures_text("world.yaml", file)).copy()


def national_population(file: Path | None = None) -> int:
    """Inhabitants of all municipalities: the denominator of a place's share."""
    return _population(*figures_text("world.yaml", file))


@lru_cache(maxsize=8)
def _population(text: str, name: str) -> int:
    data = rows_of(text, name)
    stated = data.get("population")
    number = stated.get("value") if isinstance(stated, dict) else stated
    if not is_number(number) or not 1 <= number <= MOST:
        raise refusal(
            "the population is missing, or it is no number of persons", data, "population", name, found=shown(number),
            expected=f"population: {{value: …}}, from 1 to {MOST:,}",
        )  # fmt: skip
    return int(number)


def stated_for(world: pd.DataFrame, place: Place, people: People) -> pd.DataFrame:
    """The figures that a place can be compared with, with ``stated`` and its range scaled to the place.

    Args:
        world: the table of :func:`load_world`.
        place: its English title is its name in the figures. Its population and stocks give its shares.
        people: of the nation, with the stocks of its groups.

    Returns:
        The comparable rows of ``world``. Figures of another place and figures of the whole country only are left out.

    Raises:
        ScenarioError: a row scales by a group of which place or nation has no stock.
    """
    applies = (world["scale"] != "place") | (world["geography"] == place.title.en)
    table = world[world["compare"].notna() & (world["scale"] != "country") & applies].copy()
    share = float(place.population.value) / national_population()
    rows = zip(table["id"], table["scale"], strict=True)
    factor = [_factor(figure, scale, share, place, people) for figure, scale in rows]
    for column in ("stated", "stated_low", "stated_high"):
        table[column] *= factor
    return table


def _factor(figure: str, scale: str | tuple[str, ...], share: float, place: Place, people: People) -> float:
    """The place's share of the nation by which a figure is multiplied: of citizens (``share``), or of some groups."""
    if isinstance(scale, str):
        return share if scale == "population" else 1.0
    for group in scale:
        if group not in place.groups or group not in people.stocks:
            nearest = nearest_name(group, people.stocks)
            raise ScenarioError(
                f"figure {figure}: `scale` names a group of which {place.place} or its nation has no stock",
                file="figures/world.yaml", found=group, expected=", ".join(people.stocks), nearest=nearest,
            )  # fmt: skip
    here = sum(float(place.groups[group].stock.value) for group in scale)
    return here / sum(float(people.stocks[group].value) for group in scale)


@lru_cache(maxsize=8)
def _world(text: str, file: str) -> pd.DataFrame:
    rows = []
    for row in rows_of(text, file)["rows"]:
        check_keys(row, (*COMMON, "measure", "geography", "compare"), file)
        check_texts(row, ("measure", "geography"), file)
        if not isinstance(row["compare"], dict):
            expected, found = ", ".join(_COMPARE), shown(row["compare"])
            raise refusal("`compare` is not a mapping", row, "compare", file, found=found, expected=expected)
        check_known(row["compare"], _COMPARE, file)
        rows.append(
            common_columns(row) | {"measure": row["measure"], "geography": row["geography"]} | _compared(row, file)
        )
    table = pd.DataFrame(rows)
    order = ["id", "measure", *table.columns.drop(["id", "measure"])]
    return table[order]


def _compared(row: Any, file: str) -> dict[str, Any]:
    """The row's ``compare`` entry as columns, with the figure converted to the measure's unit."""
    entry = row["compare"]
    check_texts(entry, ("measure", "not", "input", "nature"), file)
    for key in ("factor", "stated"):
        if key in entry and not is_number(entry[key]):
            raise refusal(f"`{key}` is not a number", entry, key, file, found=shown(entry[key]), expected="a number")
    names: dict[str, Any] = {name: _names(entry.get(name, "all"), row, file) for name in _CELL[1:]}
    if ("not" in entry) == ("measure" in entry):
        raise refusal("`compare` needs either `measure`, or `not` with the reason", row, "compare", file)
    scale = entry.get("scale", "none")
    if scale not in SCALES if isinstance(scale, str) else not (isinstance(scale, list) and scale):
        expected = f"{', '.join(sorted(SCALES))}, or a list of groups"
        raise refusal("unknown scale", row, "compare", file, found=shown(scale), expected=expected)
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
        raise refusal("unknown nature", row, "compare", file, found=nature, expected=expected, nearest=nearest)
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
        "scale": scale if isinstance(scale, str) else tuple(str(group) for group in scale),
        "not_comparable": str(entry.get("not", "")),
    }


def _cells(entries: Any, row: Any, file: str) -> tuple[Cell, ...]:
    """The cells that ``also`` or ``per`` names: a measure, a mapping, or a list of mappings."""
    cells = []
    for item in entries if isinstance(entries, list | tuple) else [entries]:
        entry = {"measure": item} if isinstance(item, str) else item
        if not isinstance(entry, dict):
            expected = f"a measure, or a mapping with the keys {', '.join(_CELL)}"
            raise refusal("this is no cell of a measure", row, "compare", file, found=shown(entry), expected=expected)
        for key in entry:
            if key not in _CELL:
                nearest, expected = nearest_name(str(key), _CELL), ", ".join(_CELL)
                raise refusal("unknown key", row, "compare", file, found=key, expected=expected, nearest=nearest)
        if "measure" not in entry:
            raise refusal("a cell needs its measure", row, "compare", file, expected=", ".join(_CELL))
        cells.append(Cell(str(entry["measure"]), *(_names(entry.get(name, "all"), row, file) for name in _CELL[1:])))
    return tuple(cells)


def _names(entry: Any, row: Any, file: str) -> tuple[str, ...]:
    """A name, or a list of names."""
    names = entry if isinstance(entry, list) else [entry]
    for name in names:
        if not isinstance(name, str):
            raise refusal(
                "this is no name", row, "compare", file, found=shown(name), expected="a name, or a list of names"
            )
    return tuple(names)
