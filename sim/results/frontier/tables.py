"""The tables of a search: its trials, what the points set, and the points at the ends of leading assumptions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.report.assumed import BEYOND, ONE_AT_A_TIME, with_assumptions
from sim.report.manifest import Manifest
from sim.report.ranges_table import COLUMNS as OF_RANGES
from sim.report.ranges_table import ranges_table
from sim.results.frontier.confirm import COLUMNS, Point
from sim.results.frontier.dial import Dial
from sim.results.frontier.readings import OBJECTIVES
from sim.results.frontier.search import Trial

VALUES = ["point", "dial", "position", "address", "now", "then"]
ENDS = ["point", *(name for name in OF_RANGES if name not in ("place", "column"))]


def trials_table(trials: Sequence[Trial], dials: Sequence[Dial], again: Sequence[Trial]) -> pd.DataFrame:
    """One row per trial.

    ``trial`` (from 1), the position of each dial, ``in_search FIRST`` and so on (mean differences from the baseline, flattered by
    chance), by how much each limit is broken, ``keeps_limits`` and ``run_again``.
    """
    numbers = {trial.number for trial in again}
    return pd.DataFrame(
        [
            {"trial": trial.number + 1}
            | {dial.name: at for dial, at in zip(dials, trial.positions, strict=True)}
            | {
                f"in_search {key[0]} {key[1]}": value
                for key, value in zip(OBJECTIVES, trial.outcome.means, strict=True)
            }
            | {f"breaks {name}": amount for name, amount in trial.outcome.broken.items()}
            | {"keeps_limits": trial.outcome.keeps_limits, "run_again": trial.number in numbers}
            for trial in trials
        ]
    )


def values_table(points: Sequence[Point], dials: Sequence[Dial]) -> pd.DataFrame:
    """One row per point and value (:data:`VALUES`), in file notation."""
    rows = [
        (point.name, dial.name, at, each.address, each.value.text, each.text(number))
        for point in points
        for dial, at in zip(dials, point.positions, strict=True)
        for each, number in zip(dial.parameters, dial.numbers(at), strict=True)
    ]
    return pd.DataFrame(rows, columns=VALUES)


def with_both(table: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The numbers of the points with ``assumptions_low, assumptions_high, assumptions_beyond_chance``, in the unit of the difference.

    They are empty in rows of one group or team, and if nothing was tested.

    Args:
        table: :func:`sim.results.frontier.confirm.frontier_table`.
        manifest: its ranges have the points as columns.
    """
    known = with_assumptions(table.assign(column=table["point"]), manifest)
    return known[[*COLUMNS, *ONE_AT_A_TIME, BEYOND]]


def ends_table(manifest: Manifest) -> pd.DataFrame:
    """One row per point, group of leading assumptions and number: the difference at both ends (:data:`ENDS`)."""
    return ranges_table(manifest).rename(columns={"column": "point"})[ENDS]
