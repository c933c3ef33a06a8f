"""Sums by cell of a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@walk
def tally(row: Ints, column: Ints, rows: int, columns: int, weights: Floats) -> Floats:
    """float64[rows, columns], the sum of the weights in each cell of a table.

    Args:
        row, column: int64[n], the cell of each weight.
        weights: float64[n], or float64[1] if all are the same.

    Raises:
        IndexError: a cell is outside the table.
    """
    total, step = np.zeros((rows, columns)), 0 if len(weights) == 1 else 1
    for at in range(len(row)):
        if not (0 <= row[at] < rows and 0 <= column[at] < columns):
            raise IndexError("a cell is outside the table")
        total[row[at], column[at]] += weights[at * step]
    return total
