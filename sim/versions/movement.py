"""The measures of two versions side by side: how far each moved, and whether that is more than chance.

Both versions use the same seeds, but a changed model draws differently. So the difference is not taken in pairs. The
spread of both versions over their replications gives its interval (Welch 1947).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.intervals import is_lattice, rare
from sim.results.means import COLUMN
from sim.results.pairing import CELL, is_additive
from sim.versions.welch import half_widths

Flags = NDArray[np.bool_]
CONFIDENCE = 0.95
KEYS = [*COLUMN, *CELL]
DIMENSIONS = ["group", "team", "activity", "need"]
FEWEST = 10
"""Events of a count below which equal replications say nothing of its spread: two runs have the same few events by chance."""
MOVED, CHANCE, SAME, UNKNOWN, NEW, GONE = "moved", "chance", "same", "no interval", "new", "gone"
VERDICTS = {
    MOVED: "The interval of the difference does not contain zero.",
    CHANCE: "The interval of the difference contains zero.",
    SAME: "Both versions have the same mean.",
    UNKNOWN: "The means differ, and chance has no interval: one replication, a percentile of days, or rare events.",
    NEW: "Only the new version has the number.",
    GONE: "Only the old version has the number.",
}


def movements(old: pd.DataFrame, new: pd.DataFrame, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Join the measures of two versions, and say of each what became of it.

    A cell that a version lacks counts as 0 if the unit is additive, the version has the measure in the same breakdown, and
    it knows the cell's labels: then nothing was counted. Otherwise the cell is new or gone.

    Args:
        old, new: tables of :func:`sim.versions.table.read_table`. Columns of a study that only one has are left out.
        confidence: confidence level of the intervals.

    Returns:
        One row per column, place and cell (:data:`KEYS`). ``old_name`` is another name in the old version, else "". ``old`` and
        ``new`` are means, nan if the version has no such number. ``percent`` is of the old mean, nan if that is 0. ``low`` and
        ``high`` are the interval of ``difference``, nan without one. Then come ``replications_old``, ``replications_new``, and
        ``verdict``, one of :data:`VERDICTS`.
    """
    both = old.merge(new[COLUMN].drop_duplicates(), on=COLUMN), new.merge(old[COLUMN].drop_duplicates(), on=COLUMN)
    cells = pd.concat([table[KEYS] for table in both]).drop_duplicates().reset_index(drop=True)
    names = both[0][[*KEYS, "old_name"]].drop_duplicates(KEYS)
    a, b = (_numbers(table, cells) for table in both)
    difference = b.mean - a.mean
    equal = np.abs(difference) <= 1e-12 * np.maximum(np.abs(a.mean), np.abs(b.mean))
    difference = np.where(equal, 0.0, difference)
    half = half_widths(a.variance, a.number, b.variance, b.number, confidence)
    half[_without_interval(cells, a, b)] = np.nan
    table = cells.merge(names, "left", on=KEYS).fillna({"old_name": ""})
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(a.mean != 0, 100 * difference / np.abs(a.mean), np.nan)
    verdict = np.select(
        [np.isnan(a.mean) & np.isnan(b.mean), np.isnan(a.mean), np.isnan(b.mean), equal, np.isnan(half), np.abs(difference) > half],
        [SAME, NEW, GONE, SAME, UNKNOWN, MOVED], CHANCE,
    )  # fmt: skip
    return table.assign(
        old=a.mean, new=b.mean, difference=difference, percent=percent, low=difference - half, high=difference + half,
        replications_old=a.number, replications_new=b.number, verdict=verdict,
    )  # fmt: skip


class _Numbers:
    """Means and variances of a version in each cell.

    Attributes:
        number: int64[cells], values behind the mean.
        mean, variance: float64[cells]; nan without a value, and the variance with fewer than two.
        other: int64[cells], values other than 0.
    """

    def __init__(self, table: pd.DataFrame, cells: pd.DataFrame, zero: Flags) -> None:
        table = table[table["value"].notna()]
        place = table[KEYS].merge(cells.assign(at=np.arange(len(cells))), "left", on=KEYS)["at"].to_numpy()
        value = table["value"].to_numpy()
        there = np.bincount(place, minlength=len(cells))
        runs = cells.merge(table.groupby(COLUMN)["replication"].nunique().rename("runs").reset_index(), "left")["runs"]
        self.number = np.where(zero, runs.fillna(0), there).astype(np.int64)
        n = np.maximum(self.number, 1)
        self.mean = np.where(self.number > 0, np.bincount(place, value, len(cells)) / n, np.nan)
        squares = np.bincount(place, (value - self.mean[place]) ** 2, len(cells))
        squares += (self.number - there) * np.nan_to_num(self.mean) ** 2
        variance = np.where(self.number > 1, squares / np.maximum(self.number - 1, 1), np.nan)
        # a tiny variance of equal values is rounding error, not spread
        self.variance = np.where(variance <= (1e-12 * np.abs(self.mean)) ** 2, 0.0, variance)
        self.other = np.bincount(place[value != 0.0], minlength=len(cells))


def _numbers(table: pd.DataFrame, cells: pd.DataFrame) -> _Numbers:
    """The numbers of a version. A cell counts as 0 where the version would have it if anything had been counted."""
    known = _breakdown_known(table, cells)
    for name in DIMENSIONS:
        known &= cells[name].isin(table[name].unique()).to_numpy()
    return _Numbers(table, cells, known & _additive(cells))


def _breakdown_known(table: pd.DataFrame, cells: pd.DataFrame) -> Flags:
    """bool[cells]: whether the version has the measure of the cell by the same dimensions in the same column."""
    both = pd.concat([cells, table], ignore_index=True)
    split = [both[name] != "all" for name in DIMENSIONS]
    code = (
        both.groupby([*(both[name] for name in (*COLUMN, "measure", "unit")), *split], sort=False).ngroup().to_numpy()
    )
    known: Flags = np.isin(code[: len(cells)], code[len(cells) :])
    return known


def _additive(cells: pd.DataFrame) -> Flags:
    """bool[cells]: whether a missing cell of the unit is zero."""
    additive: Flags = (
        cells["unit"].map({unit: is_additive(unit) for unit in cells["unit"].unique()}).to_numpy(dtype=np.bool_)
    )
    return additive


def _without_interval(cells: pd.DataFrame, a: _Numbers, b: _Numbers) -> Flags:
    """bool[cells]: whether the replications say nothing of chance, as in every comparison of the program.

    Two means without any spread differ by the program alone, unless they count a few events.
    """
    exact = (a.variance == 0) & (b.variance == 0)
    lattice = np.array(
        [is_lattice(*names) for names in zip(cells["measure"], cells["unit"], strict=True)], dtype=np.bool_
    )
    few = _additive(cells) & (np.maximum(np.abs(a.mean), np.abs(b.mean)) < FEWEST)
    uncommon = rare(a.other, a.number) | rare(b.other, b.number)
    without: Flags = np.where(exact, few, lattice | uncommon)
    return without
