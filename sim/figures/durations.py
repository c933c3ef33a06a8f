"""The figures of how long citizens stay, curve by curve: fitted ones, and held-out ones that the model can fail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from sim.files.entry import Entry, Names, Title
from sim.files.errors import nearest_name
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.source import read

FILE = "durations.yaml"
USES = ("fitted", "held_out")
SHOWN = ("id", "measure", "stated", "low", "high", "simulated", "ratio", "verdict")
"""Columns of the baseline table that are shown for each figure."""


class Curve(Entry):
    """A curve and its figures: ``fitted`` ones set a value of the scenario files, ``held_out`` ones did not."""

    curve: str
    title: Title
    fitted: Names
    held_out: Names


class DurationFile(Entry):
    """``figures/durations.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["durations"]
    curves: Annotated[tuple[Curve, ...], Field(strict=False)]


def read_curves(root: Path, known: frozenset[str]) -> tuple[Curve, ...]:
    """The curves of a scenarios folder.

    Args:
        known: ids of the figures; a curve may name no other.

    Raises:
        ScenarioError: the file is invalid, names an unknown figure, or names a figure twice.
    """
    source = read(root / "figures" / FILE, root)
    curves = shape(DurationFile, source).curves
    seen: set[str] = set()
    for number, curve in enumerate(curves):
        for use in USES:
            keys = ("curves", number, use)
            for name in getattr(curve, use):
                if name not in known:
                    raise source.error(
                        "there is no such figure", keys, found=name, expected="an id of figures/world.yaml",
                        nearest=nearest_name(name, sorted(known)),
                    )  # fmt: skip
                if name in seen:
                    raise source.error(
                        "a figure stands twice", keys, found=name, expected="each figure once",
                        do="keep it as fitted if it set a value, else as held out",
                    )  # fmt: skip
                seen.add(name)
    return curves


def durations_of(table: pd.DataFrame, curves: tuple[Curve, ...]) -> list[dict[str, Any]]:
    """One record per figure of a curve, in the order of the file: the columns of :data:`SHOWN`, ``curve``, ``title`` and ``use``.

    Args:
        table: a baseline table (:func:`sim.results.baseline.baseline_table`).

    Raises:
        KeyError: the table lacks a figure.
    """
    rows = {str(row["id"]): row for row in table.to_dict("records")}
    return [
        {"curve": curve.curve, "title": curve.title.en, "use": use} | {name: rows[figure][name] for name in SHOWN}
        for curve in curves
        for use in USES
        for figure in getattr(curve, use)
    ]
