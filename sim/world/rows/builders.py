"""What grows while rows are made: quantile tables, codes of names, structured tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles


class Tables:
    """The quantile tables of a world; the same distribution is kept once."""

    def __init__(self) -> None:
        self._made: dict[bytes, int] = {}
        self._rows: list[NDArray[np.int32]] = []

    def add(self, inverse: quantiles.Inverse) -> int:
        """The number of the table of an inverse distribution function."""
        row = quantiles.table_of(inverse)
        number = self._made.setdefault(row.tobytes(), len(self._rows))
        if number == len(self._rows):
            self._rows.append(row)
        return number

    @property
    def array(self) -> NDArray[np.int32]:
        """All tables, one a row."""
        return np.array(self._rows, np.int32)


class Spans:
    """Calendar months as lengths in days, by the day on which they begin."""

    def __init__(self) -> None:
        self.months: list[int] = []

    def add(self, months: int | None) -> int:
        """The row of so many months; -1 for none."""
        if months is None:
            return -1
        if months not in self.months:
            self.months.append(months)
        return self.months.index(months)


def codes(names: Iterable[str]) -> dict[str, int]:
    """Names numbered in order; one that comes again keeps its number."""
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def named(codes_: Mapping[str, int]) -> dict[int, str]:
    """The inverse: code -> name."""
    return {code: name for name, code in codes_.items()}


def table(rows: list[dict[str, Any]], dtype: np.dtype[Any]) -> NDArray[np.void]:
    """Rows given by name as a structured array; every column must be given or is 0."""
    out = np.zeros(len(rows), dtype)
    for number, row in enumerate(rows):
        for name, value in row.items():
            out[number][name] = value
    return out
