"""A builder of tidy tables: one row per number, counts with their margins, waits with their percentiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.measures.view import Floats, Ints

COLUMNS = ("group", "team", "activity", "need", "measure", "unit", "value")
ALL = "all"
"""The label of a dimension that is summed over or does not apply."""
PERCENTILES = (50, 90, 95)

Margins = Sequence[tuple[str, ...]]


class Tidy:
    """Rows of a table with :data:`COLUMNS`."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str, str, str, float]] = []

    def add(
        self,
        measure: str,
        unit: str,
        value: float,
        *,
        group: str = ALL,
        team: str = ALL,
        activity: str = ALL,
        need: str = ALL,
    ) -> None:
        """Add one number. A number that does not exist (nan) is left out."""
        if not np.isnan(value):
            self._rows.append((group, team, activity, need, measure, unit, float(value)))

    def cube(
        self, measure: str, unit: str, values: Floats, axes: Mapping[str, Sequence[str]], margins: Margins = ((),)
    ) -> None:
        """Add additive numbers by one or more dimensions.

        Args:
            values: float64, one dimension per entry of ``axes``.
            axes: dimension (a column of the table) -> labels by position.
            margins: the tables to write besides the full table, each as the dimensions that it keeps. The other
                dimensions are summed and labelled "all". Empty cells (0) are left out, except the grand total.
        """
        names = tuple(axes)
        labels: dict[str, Sequence[str]] = {}
        for axis, name in enumerate(names):
            values, labels[name] = _merge(values, axis, axes[name])
        for kept in (names, *(m for m in margins if tuple(m) != names)):
            table = values.sum(axis=tuple(axis for axis, name in enumerate(names) if name not in kept))
            if not kept:
                self.add(measure, unit, float(table))
                continue
            kept_in_order = [name for name in names if name in kept]
            for cell in np.argwhere(table != 0):
                dimensions = {name: labels[name][place] for name, place in zip(kept_in_order, cell, strict=True)}
                self.add(measure, unit, float(table[tuple(cell)]), **dimensions)

    def ratio(
        self,
        measure: str,
        unit: str,
        above: Floats,
        below: Floats,
        axes: Mapping[str, Sequence[str]],
        *,
        margins: Margins = ((),),
    ) -> None:
        """Add quotients of two counts with the same dimensions. A margin is the quotient of the sums.

        Cells with a denominator of 0 are left out.
        """
        names = tuple(axes)
        labels: dict[str, Sequence[str]] = {}
        for axis, name in enumerate(names):
            above, _ = _merge(above, axis, axes[name])
            below, labels[name] = _merge(below, axis, axes[name])
        for kept in (names, *(m for m in margins if tuple(m) != names)):
            lost = tuple(axis for axis, name in enumerate(names) if name not in kept)
            top, base = np.asarray(above.sum(axis=lost)), np.asarray(below.sum(axis=lost))
            kept_in_order = [name for name in names if name in kept]
            for cell in np.argwhere(base != 0):
                dimensions = {name: labels[name][place] for name, place in zip(kept_in_order, cell, strict=True)}
                self.add(measure, unit, float(top[tuple(cell)] / base[tuple(cell)]), **dimensions)

    def spread(
        self,
        measure: str,
        unit: str,
        values: Floats,
        by: Mapping[str, tuple[Ints, Sequence[str]]] | None = None,
        *,
        total: bool = True,
    ) -> None:
        """Add percentiles 50, 90, 95 and the mean of observations: ``<measure>_p50`` and so on.

        Args:
            values: float64[n], the observations.
            by: dimension -> (int64[n] position of each observation, labels). Each dimension gets a table of its own.
            total: whether to add the figures over all observations too.
        """
        if total:
            self._spread(measure, unit, values, np.zeros(len(values), dtype=np.int64), [{}])
        for name, (index, labels) in (by or {}).items():
            unique = list(dict.fromkeys(labels))
            place = np.array([unique.index(label) for label in labels], dtype=np.int64)
            self._spread(measure, unit, values, place[index], [{name: label} for label in unique])

    def _spread(
        self, measure: str, unit: str, values: Floats, index: Ints, segments: Sequence[Mapping[str, str]]
    ) -> None:
        """Smooth percentiles (:func:`quantile`) of each segment of one sorted array."""
        count = np.bincount(index, minlength=len(segments))
        first = np.cumsum(count) - count
        ordered = values[np.lexsort((values, index))]
        total = np.bincount(index, weights=values, minlength=len(segments))
        for place in np.flatnonzero(count).tolist():
            n, dimensions = int(count[place]), segments[place]
            segment = ordered[first[place] : first[place] + n]
            for percent in PERCENTILES:
                self.add(f"{measure}_p{percent}", unit, quantile(segment, percent / 100), **dimensions)
            self.add(f"{measure}_mean", unit, float(total[place] / n), **dimensions)

    def frame(self) -> pd.DataFrame:
        """The table: columns :data:`COLUMNS`, value float64."""
        columns = list(zip(*self._rows, strict=True)) or [()] * len(COLUMNS)
        data = {name: pd.Series(list(columns[number]), dtype="str") for number, name in enumerate(COLUMNS[:-1])}
        return pd.DataFrame({**data, COLUMNS[-1]: np.array(columns[-1], dtype=np.float64)})


def quantile(ordered: Floats, share: float) -> float:
    """A quantile by the mid-distribution function, interpolated between distinct values.

    Half of the observations that equal a value lie below it. So the quantile moves smoothly with the frequencies of whole
    days, where an ordinary median stays on one day and then jumps to the next. The estimate is asymptotically normal for
    discrete data too (Ma, Genton and Parzen 2011, Annals of the Institute of Statistical Mathematics 63). Without equal
    observations it is Hazen's quantile.

    Args:
        ordered: float64[n], observations in rising order, n > 0.
        share: from 0 to 1.
    """
    values, counts = np.unique(ordered, return_counts=True)
    middle = (np.cumsum(counts) - counts / 2) / len(ordered)
    return float(np.interp(share, middle, values))


def _merge(values: Floats, axis: int, labels: Sequence[str]) -> tuple[Floats, Sequence[str]]:
    """Sum cells of dimension ``axis`` whose labels are equal."""
    unique = list(dict.fromkeys(labels))
    if len(unique) == len(labels):
        return values, labels
    place = [unique.index(label) for label in labels]
    merged = np.zeros((*values.shape[:axis], len(unique), *values.shape[axis + 1 :]))
    np.add.at(np.moveaxis(merged, axis, 0), place, np.moveaxis(values, axis, 0))
    return merged, unique


def count(shape: Sequence[int], *index: Ints, weights: Floats | Ints | None = None) -> Floats:
    """The number of rows, or the sum of their weights, in each cell.

    Args:
        shape: size of each dimension.
        index: per dimension int64[n], the position of each row.

    Returns:
        float64[shape].
    """
    flat = np.zeros(len(index[0]), dtype=np.int64)
    for size, place in zip(shape, index, strict=True):
        flat = flat * size + place
    return np.bincount(flat, weights=weights, minlength=int(np.prod(shape))).reshape(tuple(shape)).astype(np.float64)
