"""Rows of one kind by the names that :data:`sim.world.log.fields.FIELDS` gives to their columns."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.world.log.fields import AUTHOR, COMMON, FIELDS, Field
from sim.world.log.row import ROW, RowKind


@cache
def columns_of(kind: RowKind) -> dict[str, str]:
    """Name -> column of all that the rows of a kind say."""
    row = FIELDS[kind]
    author = () if row.author == "no step" else AUTHOR
    return {field.name: field.column for field in (*COMMON, *author, *row.fields)}


@cache
def columns_of_any(kinds: tuple[RowKind, ...]) -> dict[str, str]:
    """Name -> column in rows of several kinds, of which each row has the names of its own kind.

    A name that two kinds give to different columns is left out.
    """
    columns: dict[str, set[str]] = {}
    for kind in kinds:
        for name, column in columns_of(kind).items():
            columns.setdefault(name, set()).add(column)
    return {name: next(iter(found)) for name, found in columns.items() if len(found) == 1}


def named(rows: NDArray[np.void], kind: RowKind) -> NDArray[np.void]:
    """Rows of :data:`ROW`, all of one kind, by the names of their fields; what lies together is not copied."""
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
    """By kind of row what a column holds, of the kinds in which it has a meaning of its own."""
    return {kind: field for kind, entry in FIELDS.items() for field in entry.fields if field.column == column}
