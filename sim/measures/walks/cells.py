"""Sums by cell of a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@walk
def tally(index: tuple[Ints, ...], shape: tuple[int, ...], weights: Floats) -> Floats:
    """float64[cells], the sum of the weights of the rows in each cell of a table, row by row of the table.

    Args:
        index: for each dimension int64[n], the position of each row, from 0 to its size - 1.
        shape: the size of each dimension.
        weights: float64[n], or float64[1] if all rows have the same weight.

    Raises:
        IndexError: a position is outside the table.
    """
    cells = 1
    for size in shape:
        cells *= size
    total, step = np.zeros(cells), 1 if len(weights) == len(index[0]) else 0
    for at in range(len(index[0])):
        cell = 0
        for axis in range(len(index)):
            place = index[axis][at]
            if place < 0 or place >= shape[axis]:
                raise IndexError("a position is outside the table")
            cell = cell * shape[axis] + place
        total[cell] += weights[at * step]
    return total
