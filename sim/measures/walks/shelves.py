"""The rows of a log by shelf, and their fields by column."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Places = NDArray[np.uint32]
Codes = NDArray[np.uint8]
Column = NDArray[np.int32]
Narrow = NDArray[np.signedinteger[Any]]

TILE = 512
"""So many rows are read field by field: they stay in the fastest cache."""


@walk
def classify(
    rows: NDArray[np.void],
    shelf_of_kind: Codes,
    label_of: Codes,
    side_of_label: Codes,
    side_of_worker: Codes,
    side_of_state: Codes,
    switch: int,
    shelves: int,
) -> tuple[Codes, NDArray[np.int8], Ints]:
    """Find the shelf of each row, by kind and then by side, and the label of its state.

    Args:
        rows: rows of a log.
        shelf_of_kind: the first of the three shelves of a kind, by kind. It is ``shelves`` for a kind that nobody reads.
        label_of: position of the state's label, by group + 1 and benefit + 1.
        side_of_label: side of a citizen's row, by position of the label: 1 known, 2 unknown.
        side_of_worker: side of a row without a citizen, by caseworker. The last entry is for rows without a caseworker.
        side_of_state: side of an old state, by code. The last entry is for other numbers.
        switch: the kind of rows that belong to the side of the old state too.

    Returns:
        uint8[n], the shelf; ``shelves`` for a row that nobody reads. int8[n], position of the label, if somebody reads the
        row. int64[shelves], the number of rows of each shelf.
    """
    size, known = len(rows), len(shelf_of_kind)
    shelf, label = np.empty(size, np.uint8), np.empty(size, np.int8)
    number = np.zeros(shelves, np.int64)
    for at in range(size):
        row = rows[at]
        kind, worker = row["kind"], row["caseworker"]
        start = shelf_of_kind[kind] if 0 <= kind < known else shelves
        if start == shelves:
            shelf[at] = shelves
            continue
        label[at] = label_of[row["group"] + 1, row["benefit"] + 1]
        if row["citizen"] >= 0:
            side = side_of_label[label[at]]
        elif 0 <= worker < len(side_of_worker) - 1:
            side = side_of_worker[worker]
        else:
            side = side_of_worker[-1]
        if kind == switch:
            old = row["extra"]
            side |= side_of_state[old] if 0 <= old < len(side_of_state) - 1 else side_of_state[-1]
        place = start + side - 1
        shelf[at] = place
        number[place] += 1
    return shelf, label, number


@walk
def shelve(
    shelf: Codes,
    label: NDArray[np.int8],
    first: Ints,
    begin: Ints,
    before: int,
    position: Column,
    labels: NDArray[np.int8],
) -> Places:
    """Sort rows by shelf. Rows of a shelf keep their order. Rows that nobody reads are left out.

    Args:
        shelf, label: as :func:`classify` gives them.
        first: int64[shelves + 1], the rows on the shelves before each.
        begin: int64[shelves], the entry of ``position`` and ``labels`` for the first row of a shelf.
        before: the number of rows of the log before these.
        position, labels: where the position in the log and the position of the label of each row go.

    Returns:
        uint32[kept], the places of the rows by shelf.
    """
    order, free = np.empty(first[-1], np.uint32), first.copy()  # without a sign, an entry never counts from the end
    for at in range(len(shelf)):
        own = shelf[at]
        if own < len(begin):
            entry = begin[own] + free[own] - first[own]
            order[free[own]], position[entry], labels[entry] = at, before + at, label[at]
            free[own] += 1
    return order


@walk
def fill(fields: tuple[Narrow, ...], order: Places, first: Ints, starts: Ints, columns: tuple[Narrow, ...]) -> None:
    """Copy fields of rows to columns, shelf by shelf.

    Args:
        fields: the fields of the rows, all of one width.
        order, first: as of :func:`shelve`.
        starts: int64[fields, shelves], the first entry of a shelf in a column, below 0 if the column leaves it out.
        columns: where each field goes.
    """
    for shelf in range(starts.shape[1]):
        for low in range(first[shelf], first[shelf + 1], TILE):
            places = order[low : min(low + TILE, first[shelf + 1])]
            for number in range(len(fields)):
                to = starts[number, shelf]
                if to >= 0:
                    to += low - first[shelf]
                    field, column = fields[number], columns[number][to : to + len(places)]
                    for at in range(len(places)):
                        column[at] = field[places[at]]
