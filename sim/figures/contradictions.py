"""Figures that cannot hold together: what each side says, what the model follows, and what a run makes of both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from sim.files.entry import Entry, Names, Title
from sim.files.errors import nearest_name
from sim.files.parse import shape
from sim.files.source import read

FILE = "tensions.yaml"
SHOWN = ("id", "measure", "stated", "simulated", "low", "high", "ratio", "verdict")
"""What is told of each figure: columns of the baseline table."""


class Side(Entry):
    """One of the things said: in words, and as rows of the figures (none where it is the law that says it)."""

    says: str
    figures: Names


class Tension(Entry):
    """Things said that cannot hold together, and what the model follows, with the reason."""

    tension: str
    title: Title
    sides: Annotated[tuple[Side, ...], Field(strict=False, min_length=2)]
    follows: str
    why: str


class TensionFile(Entry):
    """``figures/tensions.yaml``."""

    schema_version: Literal[1] = Field(alias="schema")
    figures: Literal["tensions"]
    tensions: Annotated[tuple[Tension, ...], Field(strict=False)]


def read_tensions(root: Path, known: frozenset[str]) -> tuple[Tension, ...]:
    """The tensions of a scenarios folder.

    Args:
        known: ids of the figures; a side that names another is refused.

    Raises:
        ScenarioError: the file does not fit, or names a figure that is not there.
    """
    return _read(root, known)


@lru_cache(maxsize=4)
def _read(root: Path, known: frozenset[str]) -> tuple[Tension, ...]:
    source = read(root / "figures" / FILE, root)
    tensions = shape(TensionFile, source).tensions
    for at, tension in enumerate(tensions):
        for number, side in enumerate(tension.sides):
            for name in side.figures:
                if name not in known:
                    raise source.error(
                        "there is no such figure", ("tensions", at, "sides", number, "figures"), found=name,
                        expected="an id of figures/world.yaml", nearest=nearest_name(name, sorted(known)),
                    )  # fmt: skip
    return tensions


def tensions_of(table: pd.DataFrame, tensions: tuple[Tension, ...], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each tension with the rows of a baseline table that its sides name: stated beside simulated, and their ratio.

    ``unit`` is that of the figure where it is not compared; a figure that is has the unit of what it is held against.

    Raises:
        KeyError: the table lacks a figure.
    """
    rows = {str(row["id"]): row for row in table.to_dict("records")}
    return [
        {
            "tension": tension.tension, "title": tension.title.en, "follows": tension.follows, "why": tension.why,
            "sides": [
                {"says": side.says, "figures": [_figure(rows[id_], units[id_]) for id_ in side.figures]}
                for side in tension.sides
            ],
        }
        for tension in tensions
    ]  # fmt: skip


def _figure(row: Mapping[Any, Any], unit: str) -> dict[str, Any]:
    return {name: row[name] for name in SHOWN} | {"unit": unit if row["verdict"] == "not-comparable" else ""}
