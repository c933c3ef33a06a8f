"""The figures of the world: each as `jobsim doctor baseline` has it, with what it was used for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.calibration.matching.calibration_file import FOLDER, read_calibration
from sim.figures.collection import load_world
from sim.figures.durations import read_curves
from sim.files.errors import UnknownNameError
from sim.validation.judgement import Span, Verdict
from sim.validation.row import NOTHING, Row

USES = ("input", "fitted", "held-out", "other")
"""What a figure was used for: it is a value of the files, a value was fitted to it, it was held out, or none of these."""


def uses(root: Path, place: str) -> dict[str, str]:
    """Id of each figure of ``world.yaml`` -> one of :data:`USES`.

    ``calibration/*.yaml`` and ``durations.yaml`` say what was fitted and what was held out. A figure that they do not name is
    an *input* if ``world.yaml`` says which value it feeds. Of all others no value is known to rest on them, but nobody has
    declared them as held out.
    """
    world = load_world(root / "figures" / "world.yaml")
    known = {str(row["id"]): "input" if row["input"] else "other" for row in world.to_dict("records")}
    for curve in read_curves(root, frozenset(known)):
        known |= dict.fromkeys(curve.held_out, "held-out") | dict.fromkeys(curve.fitted, "fitted")
    if not (root / FOLDER).is_dir():
        return known
    try:
        targets = read_calibration(place, root)[0].targets
    except UnknownNameError:  # nothing is fitted to this place
        return known
    for part, use in ((targets.held_out, "held-out"), (targets.fitted, "fitted")):
        known |= {entry.figure: use for entry in part.values() if entry.figure is not None}
    return known


def world_rows(table: pd.DataFrame, root: Path, place: str) -> list[Row]:
    """The rows of the world, in the order of the baseline table.

    Args:
        table: of :func:`sim.results.baseline.baseline_table`.
    """
    used, world = uses(root, place), load_world(root / "figures" / "world.yaml")
    facts = {str(row["id"]): (str(row["unit"]), str(row["source"])) for row in world.to_dict("records")}
    return [
        _row(row, used[str(row["id"])], *facts[str(row["id"])])
        for row in table.to_dict("records")
        if row["family"] == "world"
    ]


def _row(row: dict[Any, Any], use: str, unit: str, source: str) -> Row:
    """A figure as the baseline table has it. The verdict is the table's: whether the mean lies within the figure's range."""
    verdict: Verdict = row["verdict"]
    keep = replace(NOTHING, simulated=row["simulated"], verdict=verdict, so_far=verdict)
    compared = verdict != "not-comparable"
    return Row(
        id=row["id"], family="world", measure=row["measure"], unit="" if compared else unit, stated=row["stated"],
        claim=Span(row["low"], row["high"]), keep=keep, source=source, nature=row["nature"], use=use, notes=(row["note"],),
    )  # fmt: skip


def counts(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Use -> number of comparable figures inside and outside, and of those that are not comparable."""
    words = ("inside", "outside", "not-comparable")
    return {
        use: {word: sum(row.use == use and row.keep.verdict == word for row in rows) for word in words} for use in USES
    }
