"""Rows of one kind by the names that :data:`sim.world.log.fields.FIELDS` gives to their columns."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.world.log.fields import AUTHOR, COMMON, FIELDS, Field
from sim.world.log.row import ROW, RowKind


@cache
def columns_of(kind: RowKind) -> dict[str, str]:
    """The fields of the rows of a kind: name -> column."""
    row = FIELDS[kind]
    author = () if row.author == "no step" else AUTHOR
    return {field.name: field.column for field in (*COMMON, *author, *row.fields)}


@cache
def columns_of_any(kinds: tuple[RowKind, ...]) -> dict[str, str]:
    """The fields of rows of several kinds: name -> column. Each row has the fields of its own kind only.

    A name is left out if two kinds use it for different columns.
    """
    columns: dict[str, set[str]] = {}
    for kind in kinds:
        for name, column in columns_of(kind).items():
            columns.setdefault(name, set()).add(column)
    return {name: next(iter(of_name)) for name, of_name in columns.items() if len(of_name) == 1}


def named(rows: NDArray[np.void], kind: RowKind) -> NDArray[np.void]:
    """Rows of :data:`ROW`, all of one kind, by the names of their fields. Contiguous rows are not copied."""
    return np.ascontiguousarray(rows).view(_dtype_of(kind))


@cache
def _dtype_of(kind: RowKind) -> np.dtype[np.void]:
    places, columns = ROW.fields, columns_of(kind)
    assert places is not None
    return np.dtype(
        {
            "names": list(columns),
            "formats": [places[column][0] for column in columns.values()],
            "offsets": [places[column][1] for column in columns.values()],
            "itemsize": ROW.itemsize,
        }
    )


def own_fields(column: str) -> dict[RowKind, Field]:
    """The field of a column by kind of row, for the kinds in which the column has a meaning of its own."""
    return {kind: field for kind, entry in FIELDS.items() for field in entry.fields if field.column == column}
