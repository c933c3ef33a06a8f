"""Waits and deadlines of two columns, standardised to the baseline's mix.

A wait differs between groups, need levels and procedures, and so does a deadline between duties. A mean over all citizens of
a column moves when their mix moves, even if nobody waits longer. So two columns are compared by direct standardisation:
each stratum's value is weighted by the number that began in that stratum in the *baseline*. Both columns get the same weights.

- The strata of a wait are group, need level and, if it has them, procedure, certificate or need.
- The strata of deadlines are group and duty. Duties that only one column has are in no stratum. They are counted apart.
- A stratum counts in a replication if both columns have a value there. ``…_standardised_covered`` is the share of what began
  that these strata hold: in the baseline, and in the variant.
- Weights and strata are those of each replication, so that each replication remains one observation of the pair.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DIMENSIONS = ("group", "team", "activity", "need")
GROUP, ACTIVITY = DIMENSIONS.index("group"), DIMENSIONS.index("activity")
Cell = tuple[str, str, str, str]
"""The labels of the dimensions, in their order."""
CELL = [*DIMENSIONS, "measure", "unit"]
SUFFIX = "_standardised"
COVERED = "_standardised_covered"
GONE, NEW = "deadlines_gone", "deadlines_new"
_WAIT = re.compile(r"(?P<wait>wait_.+|detection_delay)_(?P<number>mean|within_\d+_weeks?)")
_RAW = re.compile(r"(wait_.+|detection_delay)_(mean|p\d+|within_\d+_weeks?)")
_DEADLINES = {"breach_share": "deadlines", "held_by_due_share": "instances"}
"""Shares of what fell due -> the number that fell due."""


def weight_of(measure: str) -> str | None:
    """The measure that counts what began: the weights of a mean or share. None if the measure is not standardised."""
    match = _WAIT.fullmatch(measure)
    return f"{match['wait']}_begun" if match else _DEADLINES.get(measure)


def raw_pools(measures: pd.DataFrame) -> NDArray[np.bool_]:
    """bool[rows], rows that pool citizens whose waits differ, or duties whose deadlines differ. They are not compared."""
    names = measures["measure"].astype(str)
    raw = {name for name in names.unique() if _RAW.fullmatch(name)}
    of_waits = names.isin(raw) & (measures["group"] == "all")
    of_deadlines = names.isin(_DEADLINES) & (measures["activity"] == "all")
    return np.asarray(of_waits | of_deadlines, dtype=np.bool_)


def standardised(
    before: pd.DataFrame, after: pd.DataFrame, left_out: Mapping[str, Collection[str]] | None = None
) -> tuple[pd.DataFrame, Floats, Floats]:
    """The standardised values of every wait and of deadlines, in all and by each single dimension of the strata.

    Args:
        before, after: the rows of ``measures`` of the baseline and of a variant at one place.
        left_out: measure -> activities that are in no stratum (duties whose share is a consequence of inputs).

    Returns:
        The cells (columns ``group, team, activity, need, measure, unit``). float64[cells, replications], the baseline's
        values. The variant's values. A replication without a common stratum has nan.
    """
    replications = sorted(set(before["replication"]) & set(after["replication"]))
    names = [str(name) for name in dict.fromkeys(before["measure"]) if weight_of(str(name)) is not None]
    wanted = {*names, *(str(weight_of(name)) for name in names)}
    tables = [_Wide(table[table["measure"].isin(wanted)], replications) for table in (before, after)]
    units = before.drop_duplicates("measure").set_index("measure")["unit"]
    cells: list[dict[str, str]] = []
    values: list[tuple[Floats, Floats]] = []
    for name in names:
        out = frozenset((left_out or {}).get(name, ()))
        for cell, pair in _margins(name, tables, out):
            cells.append({"unit": str(units[name]), **cell})
            values.append(pair)
    for cell, pair in _unshared(tables):
        cells.append(cell)
        values.append(pair)
    shape = (len(cells), len(replications))
    first, second = (np.array([pair[at] for pair in values], dtype=np.float64).reshape(shape) for at in (0, 1))
    return pd.DataFrame(cells, columns=CELL), first, second


@dataclass(frozen=True)
class _Part:
    """Cells of a measure and their values.

    Attributes:
        cells: (group, team, activity, need) of each, once.
        numbers: float64[cells, replications]; nan where a replication lacks the cell.
    """

    cells: list[Cell]
    numbers: Floats

    def at(self, rows: Sequence[int]) -> _Part:
        """Some of the cells."""
        return _Part([self.cells[row] for row in rows], self.numbers[list(rows)])

    def on(self, cells: Sequence[Cell]) -> Floats:
        """float64[cells, replications], the values at these cells; nan at a cell that the measure lacks."""
        known = {cell: row for row, cell in enumerate(self.cells)}
        values = np.full((len(cells), self.numbers.shape[1]), np.nan)
        rows = [(row, known[cell]) for row, cell in enumerate(cells) if cell in known]
        if rows:
            here, there = map(list, zip(*rows, strict=True))
            values[here] = self.numbers[there]
        return values


class _Wide:
    """The values of some measures by cell and replication.

    Hundreds of small tables are read for each pair of columns, so they are arrays and lists and no data frames.
    """

    def __init__(self, table: pd.DataFrame, replications: list[int]) -> None:
        at = {replication: column for column, replication in enumerate(replications)}
        cells: dict[str, dict[Cell, int]] = {}
        found: dict[str, list[tuple[int, int, float]]] = {}
        columns = (table[name].to_numpy(object).tolist() for name in ("measure", "replication", "value", *DIMENSIONS))
        for measure, replication, value, *cell in zip(*columns, strict=True):
            if replication in at:
                of_measure = cells.setdefault(measure, {})
                row = of_measure.setdefault((cell[0], cell[1], cell[2], cell[3]), len(of_measure))
                found.setdefault(measure, []).append((row, at[replication], value))
        first = [{label: rank for rank, label in enumerate(table[name].unique())} for name in DIMENSIONS]
        self._parts: dict[str, _Part] = {}
        for measure, of_measure in cells.items():
            values = np.full((len(of_measure), len(replications)), np.nan)
            rows, places, numbers = map(list, zip(*found[measure], strict=True))
            values[rows, places] = numbers
            ranks = [tuple(rank[label] for rank, label in zip(first, cell, strict=True)) for cell in of_measure]
            order = sorted(range(len(ranks)), key=ranks.__getitem__)  # by dimension, its labels as they first appear
            self._parts[measure] = _Part(list(of_measure), values).at(order)
        self._none = _Part([], np.empty((0, len(replications))))
        self._strata: dict[str, _Part] = {}

    def __contains__(self, measure: str) -> bool:
        return measure in self._parts

    def cells(self, measure: str) -> _Part:
        """All cells of a measure; none if the table lacks it."""
        return self._parts.get(measure, self._none)

    def strata(self, measure: str) -> _Part:
        """The cells with the most dimensions: each citizen is in exactly one of them."""
        if measure not in self._strata:
            part = self.cells(measure)
            depth = [sum(label != "all" for label in cell) for cell in part.cells]
            deepest = max(depth, default=0)
            self._strata[measure] = part.at([row for row, own in enumerate(depth) if own == deepest])
        return self._strata[measure]


def _margins(
    measure: str, tables: Sequence[_Wide], left_out: frozenset[str]
) -> Iterator[tuple[dict[str, str], tuple[Floats, Floats]]]:
    """The standardised values of a measure in all and by each dimension, and the share of what began that they cover."""
    parts = [table.strata(measure) for table in tables]
    index = list(dict.fromkeys(cell for part in parts for cell in part.cells if cell[ACTIVITY] not in left_out))
    if not index:
        return
    values = [part.on(index) for part in parts]
    weight_name = str(weight_of(measure))
    counts = [np.nan_to_num(table.strata(weight_name).on(index), nan=0.0) for table in tables]
    both = ~np.isnan(values[0]) & ~np.isnan(values[1])
    weight = np.where(both, counts[0], 0.0)
    weighted = [np.where(both, value, 0.0) * weight for value in values]
    everything = dict.fromkeys(DIMENSIONS, "all")
    masks = [(everything, np.ones(len(index), np.bool_))]
    for at, name in enumerate(DIMENSIONS):
        labels = np.array([cell[at] for cell in index], dtype=object)
        if (labels != "all").any():
            masks += [(everything | {name: str(label)}, labels == label) for label in dict.fromkeys(labels)]
    with np.errstate(divide="ignore", invalid="ignore"):
        for cell, rows in masks:
            total = weight[rows].sum(axis=0)
            if (total > 0).any():
                first, second = (np.where(total > 0, part[rows].sum(axis=0) / total, np.nan) for part in weighted)
                yield cell | {"measure": f"{measure}{SUFFIX}"}, (first, second)
        if not measure.partition("_within_")[1]:
            all_counts = [table.strata(weight_name).numbers for table in tables]
            pairs = zip(counts, all_counts, strict=True)
            first, second = (np.where(both, part, 0.0).sum(axis=0) / np.nansum(every, axis=0) for part, every in pairs)
            yield everything | {"measure": f"{measure}{COVERED}", "unit": "share"}, (first, second)


def _unshared(tables: Sequence[_Wide]) -> Iterator[tuple[dict[str, str], tuple[Floats, Floats]]]:
    """Deadlines a year of duties that only one of the columns has: gone (only the baseline) and new (only the variant)."""
    if any("deadlines" not in table for table in tables):
        return
    by_duty = []
    for table in tables:
        part = table.cells("deadlines")
        of_duty = [row for row, cell in enumerate(part.cells) if cell[GROUP] == "all" and cell[ACTIVITY] != "all"]
        by_duty.append(part.at(of_duty))
    for measure, at in ((GONE, 0), (NEW, 1)):
        own, other = by_duty[at], {cell[ACTIVITY] for cell in by_duty[1 - at].cells}
        alone = own.at([row for row, cell in enumerate(own.cells) if cell[ACTIVITY] not in other])
        number = np.nansum(alone.numbers, axis=0)
        cell = dict.fromkeys(DIMENSIONS, "all") | {"measure": measure, "unit": "per year"}
        yield cell, (number, np.zeros_like(number)) if measure == GONE else (np.zeros_like(number), number)
