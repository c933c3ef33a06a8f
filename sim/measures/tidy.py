"""A builder of tidy tables: one row per number, counts with their margins, waits with their percentiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.quantiles import quantiles, rising
from sim.measures.view import Floats, Ints, Mask

COLUMNS = ("group", "team", "activity", "need", "measure", "unit", "value")
ALL = "all"
"""The label of a dimension that is summed over or does not apply."""
BY_DAY, BY_LOAD, BY_MONTH = "cases by day", "caseworker-weeks by load", "share of the norm by month"
SERIES = (BY_DAY, BY_LOAD, BY_MONTH)
"""Units of numbers that only charts read. They are compared with nothing."""
PERCENTILES = (50, 90, 95)
SHARES = tuple(percent / 100 for percent in PERCENTILES)

Margins = Sequence[tuple[str, ...]]
Words = NDArray[np.object_]


class Block(NamedTuple):
    """Some rows of a table.

    Attributes:
        words: column -> its word, or object[n] its words; a dimension that is missing is "all" in every row.
        values: float64[n].
    """

    words: dict[str, str | Words]
    values: Floats


class Tidy:
    """Rows of a table with :data:`COLUMNS`. They are kept in blocks, because a table of strings is slow to make."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []

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
            words: dict[str, str | Words] = {"group": group, "team": team, "activity": activity, "need": need}
            self.blocks.append(Block({**words, "measure": measure, "unit": unit}, np.array([value], np.float64)))

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
            table = np.asarray(values.sum(axis=tuple(axis for axis, name in enumerate(names) if name not in kept)))
            self._cells(measure, unit, table, table != 0 if kept else np.ones((), np.bool_), kept, labels)

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
            table = np.divide(top, base, out=np.full(base.shape, np.nan), where=base != 0)
            self._cells(measure, unit, table, base != 0, kept, labels)

    def _cells(
        self,
        measure: str,
        unit: str,
        table: Floats,
        shown: NDArray[np.bool_],
        kept: Sequence[str],
        labels: Mapping[str, Sequence[str]],
    ) -> None:
        """Add the cells of a table that are shown and exist. Its dimensions are those of ``labels`` that are kept."""
        cells = np.nonzero(shown & ~np.isnan(table)) if table.ndim else ()
        values = table[cells] if table.ndim else table[~np.isnan(table) & shown]
        if len(values):
            in_order = [name for name in labels if name in kept]
            by = {name: _words(labels[name])[place] for name, place in zip(in_order, cells, strict=True)}
            self.blocks.append(Block({**by, "measure": measure, "unit": unit}, values))

    def grid(
        self, measures: Sequence[tuple[str, str]], values: Floats, by: Mapping[str, Sequence[str] | Words]
    ) -> None:
        """Add several measures of the same cells, cell by cell. Numbers that do not exist (nan) are left out.

        Args:
            measures: name and unit of each measure.
            values: float64[cells, measures].
            by: dimension -> the label of each cell.
        """
        cell, measure = np.nonzero(~np.isnan(values))
        if len(cell):
            words: dict[str, str | Words] = {name: _words(labels)[cell] for name, labels in by.items()}
            for number, column in enumerate(("measure", "unit")):
                words[column] = _words([each[number] for each in measures])[measure]
            self.blocks.append(Block(words, values[cell, measure]))

    def spread(
        self,
        measure: str,
        unit: str,
        values: Floats | Ints,
        by: Mapping[str, tuple[Ints, Sequence[str]]] | None = None,
        *,
        total: bool = True,
    ) -> None:
        """Add percentiles 50, 90, 95 and the mean of observations: ``<measure>_p50`` and so on.

        Args:
            values: [n], the observations.
            by: dimension -> (int64[n] position of each observation, labels). Each dimension gets a table of its own.
            total: whether to add the figures over all observations too.
        """
        order = rising(values)  # once for all dimensions: quantiles need it
        values = values[order].astype(np.float64)
        if total:
            self._spread(measure, unit, values, np.zeros(len(values), dtype=np.int64), 1, {})
        for name, (index, labels) in (by or {}).items():
            unique = list(dict.fromkeys(labels))
            place = index[order]
            if len(unique) < len(labels):
                place = np.array([unique.index(label) for label in labels], dtype=np.int64)[place]
            self._spread(measure, unit, values, place, len(unique), {name: unique})

    def _spread(
        self, measure: str, unit: str, values: Floats, index: Ints, size: int, by: Mapping[str, Sequence[str]]
    ) -> None:
        number = np.bincount(index, minlength=size)
        total = np.bincount(index, weights=values, minlength=size)
        mean = np.divide(total, number, out=np.full(size, np.nan), where=number > 0)
        names = [*(f"{measure}_p{percent}" for percent in PERCENTILES), f"{measure}_mean"]
        numbers = np.column_stack([quantiles(values, index, size, SHARES), mean])
        self.grid([(name, unit) for name in names], numbers, by)

    def renamed(self, names: Mapping[str, str]) -> Tidy:
        """The rows of some measures (the keys) under other names (the values)."""
        table = Tidy()
        for words, values in self.blocks:
            measure = words["measure"]
            if isinstance(measure, str):
                if measure in names:
                    table.blocks.append(Block({**words, "measure": names[measure]}, values))
                continue
            mask = np.array([name in names for name in measure], dtype=np.bool_)
            part = {name: word if isinstance(word, str) else word[mask] for name, word in words.items()}
            part["measure"] = _words([names[name] for name in measure[mask]])
            table.blocks.append(Block(part, values[mask]))
        return table

    @staticmethod
    def joined(tables: Iterable[Tidy]) -> Tidy:
        """Several tables as one, in their order."""
        whole = Tidy()
        whole.blocks = [block for table in tables for block in table.blocks]
        return whole

    def frame(self) -> pd.DataFrame:
        """The table: columns :data:`COLUMNS`, value float64."""
        lengths = [len(values) for _, values in self.blocks]
        columns: dict[str, pd.Series[str]] = {}
        for name in COLUMNS[:-1]:
            column, end = np.full(sum(lengths), ALL, dtype=object), 0
            for length, block in zip(lengths, self.blocks, strict=True):
                end += length
                if name in block.words:
                    column[end - length : end] = block.words[name]
            columns[name] = pd.Series(column, dtype="str")
        every = [values for _, values in self.blocks]
        return pd.DataFrame({**columns, COLUMNS[-1]: np.concatenate(every) if every else np.zeros(0)})


def _words(labels: Sequence[str] | Words) -> Words:
    return np.asarray(labels, dtype=object)


def _merge(values: Floats, axis: int, labels: Sequence[str]) -> tuple[Floats, Sequence[str]]:
    """Sum cells of dimension ``axis`` whose labels are equal."""
    unique = list(dict.fromkeys(labels))
    if len(unique) == len(labels):
        return values, labels
    place = [unique.index(label) for label in labels]
    merged = np.zeros((*values.shape[:axis], len(unique), *values.shape[axis + 1 :]))
    np.add.at(np.moveaxis(merged, axis, 0), place, np.moveaxis(values, axis, 0))
    return merged, unique


def count(shape: Sequence[int], *index: Ints, weights: Floats | Ints | Mask | None = None) -> Floats:
    """The number of rows, or the sum of their weights, in each cell.

    Args:
        shape: size of each dimension.
        index: per dimension int64[n], the position of each row.

    Returns:
        float64[shape].
    """
    from sim.measures.walks.cells import tally

    if len(index) == 1:
        return np.bincount(index[0], weights=weights, minlength=shape[0]).astype(np.float64, copy=False)
    first, *others, last = (np.ascontiguousarray(place, np.int64) for place in index)
    for size, place in zip(shape[1:-1], others, strict=True):
        first = first * size + place
    values = np.ones(1) if weights is None else np.asarray(weights, np.float64)
    return tally(first, last, math.prod(shape[:-1]), shape[-1], values).reshape(tuple(shape))
