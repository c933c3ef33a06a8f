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
    tables = [_Wide.of(table[table["measure"].isin(wanted)], replications) for table in (before, after)]
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
class _Wide:
    """The values of some measures by cell and replication: measure -> float64[cells, replications], index by dimensions."""

    by_measure: Mapping[str, pd.DataFrame]

    @classmethod
    def of(cls, table: pd.DataFrame, replications: list[int]) -> _Wide:
        keys = ["measure", *DIMENSIONS]
        wide = table.pivot_table(index=keys, columns="replication", values="value", sort=False)
        wide = wide.reindex(columns=replications)
        parts = wide.groupby(level="measure", sort=False)
        return cls({str(name): part.droplevel("measure") for name, part in parts})

    def cells(self, measure: str) -> pd.DataFrame:
        """All cells of a measure; none if the table lacks it."""
        if measure in self.by_measure:
            return self.by_measure[measure]
        some = next(iter(self.by_measure.values()))
        return some.iloc[:0]

    def strata(self, measure: str) -> pd.DataFrame:
        """The cells with the most dimensions: each citizen is in exactly one of them."""
        cells = self.cells(measure)
        divided = [np.asarray(cells.index.get_level_values(name) != "all", dtype=np.int64) for name in DIMENSIONS]
        depth = np.sum(divided, axis=0)
        return cells.iloc[np.flatnonzero(depth == np.max(depth, initial=0))]


def _margins(
    measure: str, tables: Sequence[_Wide], left_out: frozenset[str]
) -> Iterator[tuple[dict[str, str], tuple[Floats, Floats]]]:
    """The standardised values of a measure in all and by each dimension, and the share of what began that they cover."""
    parts = [table.strata(measure) for table in tables]
    parts = [part[~part.index.get_level_values("activity").isin(left_out)] for part in parts]
    index = parts[0].index.union(parts[1].index, sort=False)
    if not len(index):
        return
    values = [part.reindex(index).to_numpy(dtype=np.float64) for part in parts]
    weight_name = str(weight_of(measure))
    counts = [table.strata(weight_name).reindex(index).fillna(0.0).to_numpy(dtype=np.float64) for table in tables]
    both = ~np.isnan(values[0]) & ~np.isnan(values[1])
    weight = np.where(both, counts[0], 0.0)
    weighted = [np.where(both, value, 0.0) * weight for value in values]
    everything = dict.fromkeys(DIMENSIONS, "all")
    labels = {name: index.get_level_values(name).to_numpy(dtype=object) for name in DIMENSIONS}
    masks = [(everything, np.ones(len(index), np.bool_))]
    for name in DIMENSIONS:
        if (labels[name] != "all").any():
            masks += [(everything | {name: str(label)}, labels[name] == label) for label in dict.fromkeys(labels[name])]
    with np.errstate(divide="ignore", invalid="ignore"):
        for cell, rows in masks:
            total = weight[rows].sum(axis=0)
            if (total > 0).any():
                first, second = (np.where(total > 0, part[rows].sum(axis=0) / total, np.nan) for part in weighted)
                yield cell | {"measure": f"{measure}{SUFFIX}"}, (first, second)
        if not measure.partition("_within_")[1]:
            all_counts = [table.strata(weight_name).to_numpy(dtype=np.float64) for table in tables]
            pairs = zip(counts, all_counts, strict=True)
            first, second = (np.where(both, part, 0.0).sum(axis=0) / np.nansum(every, axis=0) for part, every in pairs)
            yield everything | {"measure": f"{measure}{COVERED}", "unit": "share"}, (first, second)


def _unshared(tables: Sequence[_Wide]) -> Iterator[tuple[dict[str, str], tuple[Floats, Floats]]]:
    """Deadlines a year of duties that only one of the columns has: gone (only the baseline) and new (only the variant)."""
    if any("deadlines" not in table.by_measure for table in tables):
        return
    by_duty = []
    for table in tables:
        cells = table.cells("deadlines").fillna(0.0)
        of_duty = (cells.index.get_level_values("group") == "all") & (cells.index.get_level_values("activity") != "all")
        by_duty.append(cells[of_duty].droplevel(["group", "team", "need"]))
    for measure, at in ((GONE, 0), (NEW, 1)):
        own, other = by_duty[at], by_duty[1 - at]
        number = own[~own.index.isin(other.index)].sum(axis=0).to_numpy(dtype=np.float64)
        cell = dict.fromkeys(DIMENSIONS, "all") | {"measure": measure, "unit": "per year"}
        yield cell, (number, np.zeros_like(number)) if measure == GONE else (np.zeros_like(number), number)
