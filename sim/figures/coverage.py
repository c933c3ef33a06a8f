"""The use of each row of the collection of figures: compared with a run, input of the model, or left out for a reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.figures.collection import load_world
from sim.figures.rates import load_rates
from sim.files.entry import Entry, Names, Title
from sim.files.folder import read_entry
from sim.files.schema import Schema

RANGE = re.compile(r"([A-Z])(\d+)-\1(\d+)")


class Class(Entry):
    """Rows that are left out for the same reason."""

    name: str = Field(alias="class")
    title: Title
    why: str
    rows: Names


class Collection(Entry):
    """The collection: the number of its rows and their ids."""

    rows: int
    ids: Names


class CoverageFile(Entry):
    """``figures/coverage.yaml``. ``inputs`` maps a row to the file and path of the value that it feeds."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["coverage"]
    collection: Collection
    inputs: dict[str, str]
    classes: Annotated[tuple[Class, ...], Field(strict=False)]


def expanded(names: tuple[str, ...]) -> list[str]:
    """Ids with ranges written out: ``S001-S003`` means three ids."""
    ids = []
    for name in names:
        match = RANGE.fullmatch(name)
        first, last = (int(match[2]), int(match[3])) if match else (0, -1)
        ids += [f"{match[1]}{number:03d}" for number in range(first, last + 1)] if match else [name]
    return ids


def read_coverage(root: Path) -> CoverageFile:
    """The file of a scenarios folder.

    Raises:
        ScenarioError: the file is invalid.
    """
    return read_entry(CoverageFile, root, "figures", "coverage")


def counts(root: Path, compared: set[str]) -> dict[str, Any]:
    """Count the rows of the collection by their use.

    Args:
        compared: ids of the figures that a run at this place was compared with.

    Returns:
        Numbers of rows:

        - ``collection``: all rows.
        - ``compared``; ``not_compared``: in world.yaml, with the reason.
        - ``prices``: in rates.yaml; ``inputs``: values of the model.
        - ``left_out``: class -> number.
        - ``beside``: figures of world.yaml outside the collection.
    """
    file = read_coverage(root)
    ids = set(expanded(file.collection.ids))
    world = set(load_world(root / "figures" / "world.yaml")["id"])
    prices = set(load_rates(root / "figures" / "rates.yaml")["id"]) & ids
    return {
        "collection": file.collection.rows,
        "compared": len(ids & world & compared),
        "not_compared": len((ids & world) - compared),
        "prices": len(prices),
        "inputs": len(file.inputs),
        "left_out": {each.name: len(expanded(each.rows)) for each in file.classes},
        "beside": len(world - ids),
    }
