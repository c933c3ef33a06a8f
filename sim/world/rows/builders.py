"""The parts from which rows are built: quantile tables, codes of names, structured tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles


class Tables:
    """The quantile tables of a world. Equal distributions share one table."""

    def __init__(self) -> None:
        self._made: dict[bytes, int] = {}
        self._rows: list[NDArray[np.int32]] = []

    def add(self, inverse: quantiles.Inverse) -> int:
        """Add the table of an inverse distribution function, and return its number."""
        row = quantiles.table_of(inverse)
        number = self._made.setdefault(row.tobytes(), len(self._rows))
        if number == len(self._rows):
            self._rows.append(row)
        return number

    @property
    def array(self) -> NDArray[np.int32]:
        """int32[tables, cells + 1], all tables, one per row."""
        return np.array(self._rows, np.int32)


class Spans:
    """Calendar months as lengths in days, by the day on which they begin."""

    def __init__(self) -> None:
        self.months: list[int] = []

    def add(self, months: int | None) -> int:
        """The row for this number of months; -1 for None."""
        if months is None:
            return -1
        if months not in self.months:
            self.months.append(months)
        return self.months.index(months)


def codes(names: Iterable[str]) -> dict[str, int]:
    """Number the names in order. A repeated name keeps its first number."""
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def named(codes_: Mapping[str, int]) -> dict[int, str]:
    """The inverse: code -> name."""
    return {code: name for name, code in codes_.items()}


def table(rows: list[dict[str, Any]], dtype: np.dtype[Any]) -> NDArray[np.void]:
    """A structured array from rows by column name. A missing column is 0."""
    array = np.zeros(len(rows), dtype)
    for name in dict.fromkeys(name for row in rows for name in row):
        having = [number for number, row in enumerate(rows) if name in row]
        array[name][having] = [rows[number][name] for number in having]
    return array
