"""Figures that cannot all be true: what each side says, which one the model follows, and what a run gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from sim.files.entry import Entry, Names, Title
from sim.files.errors import nearest_name
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.source import read

FILE = "tensions.yaml"
SHOWN = ("id", "measure", "stated", "simulated", "low", "high", "ratio", "verdict")
"""Columns of the baseline table that are shown for each figure."""


class Side(Entry):
    """One side of a tension: its statement in words, and the figures behind it (none if the law states it)."""

    says: str
    figures: Names


class Tension(Entry):
    """Statements that cannot all be true, the one that the model follows, and the reason."""

    tension: str
    title: Title
    sides: Annotated[tuple[Side, ...], Field(strict=False, min_length=2)]
    follows: str
    why: str


class TensionFile(Entry):
    """``figures/tensions.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["tensions"]
    tensions: Annotated[tuple[Tension, ...], Field(strict=False)]


def read_tensions(root: Path, known: frozenset[str]) -> tuple[Tension, ...]:
    """The tensions of a scenarios folder.

    Args:
        known: ids of the figures; a side may name no other.

    Raises:
        ScenarioError: the file is invalid, or it names an unknown figure.
    """
    source = read(root / "figures" / FILE, root)
    tensions = shape(TensionFile, source).tensions
    for tension_index, tension in enumerate(tensions):
        for side_index, side in enumerate(tension.sides):
            for name in side.figures:
                if name not in known:
                    raise source.error(
                        "there is no such figure", ("tensions", tension_index, "sides", side_index, "figures"), found=name,
                        expected="an id of figures/world.yaml", nearest=nearest_name(name, sorted(known)),
                    )  # fmt: skip
    return tensions


def tensions_of(table: pd.DataFrame, tensions: tuple[Tension, ...], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each tension with the rows of a baseline table that its sides name: stated, simulated, and their ratio.

    ``unit`` is the figure's unit if the figure is not compared. A compared figure has the unit of its measure, and ``unit`` is "".

    Raises:
        KeyError: the table lacks a figure.
    """
    rows = {str(row["id"]): row for row in table.to_dict("records")}
    return [
        {
            "tension": tension.tension, "title": tension.title.en, "follows": tension.follows, "why": tension.why,
            "sides": [
                {"says": side.says, "figures": [_figure(rows[figure_id], units[figure_id]) for figure_id in side.figures]}
                for side in tension.sides
            ],
        }
        for tension in tensions
    ]  # fmt: skip


def _figure(row: Mapping[Any, Any], unit: str) -> dict[str, Any]:
    return {name: row[name] for name in SHOWN} | {"unit": unit if row["verdict"] == "not-comparable" else ""}
