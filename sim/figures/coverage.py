"""Which rows of the collection of figures are held against a run, which feed the model, and why nothing is said of the rest."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.figures.collection import load_rates, load_world
from sim.files.entry import Entry, Names, Title
from sim.files.parse import shape
from sim.files.source import read

RANGE = re.compile(r"([A-Z])(\d+)-\1(\d+)")


class Class(Entry):
    """Rows of which nothing can be said, for one reason."""

    name: str = Field(alias="class")
    title: Title
    why: str
    rows: Names


class Collection(Entry):
    """The collection: how many rows it has, and which."""

    rows: int
    ids: Names


class CoverageFile(Entry):
    """``figures/coverage.yaml``. ``inputs``: row -> file and path of the value that it feeds."""

    schema_version: Literal[1] = Field(alias="schema")
    figures: Literal["coverage"]
    collection: Collection
    inputs: dict[str, str]
    classes: Annotated[tuple[Class, ...], Field(strict=False)]


def expanded(names: tuple[str, ...]) -> list[str]:
    """Ids with ranges written out: ``S001-S003`` is three of them."""
    found = []
    for name in names:
        match = RANGE.fullmatch(name)
        first, last = (int(match[2]), int(match[3])) if match else (0, -1)
        found += [f"{match[1]}{number:03d}" for number in range(first, last + 1)] if match else [name]
    return found


@lru_cache(maxsize=4)
def read_coverage(root: Path) -> CoverageFile:
    """The file of a scenarios folder.

    Raises:
        ScenarioError: it does not fit.
    """
    return shape(CoverageFile, read(root / "figures" / "coverage.yaml", root))


def counts(root: Path, compared: set[str]) -> dict[str, Any]:
    """How many rows of the collection are where.

    Args:
        compared: ids of the figures that a run at this place was held against.

    Returns:
        ``collection``, ``compared``, ``not_compared`` (in world.yaml, with the reason), ``prices`` (rates.yaml),
        ``inputs``, ``left_out`` (class -> number), and ``beside`` (figures of world.yaml outside the collection).
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
        "left_out": {one.name: len(expanded(one.rows)) for one in file.classes},
        "beside": len(world - ids),
    }
