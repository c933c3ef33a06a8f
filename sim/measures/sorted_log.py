"""A log sorted by kind of row and by side, column by column: all that measures read of it.

The rows come in blocks, as the kernel makes them, and are not kept. A column holds the rows of the kinds that have it, as
narrow as in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.axis import StateAxis
from sim.measures.volume import KNOWN, UNKNOWN, side_of_caseworkers, side_of_labels
from sim.world.log import COLUMNS, NEUTRAL, NOBODY, ROW, Log, RowKind
from sim.world.log.named_rows import columns_of, columns_of_any

Column = NDArray[Any]

BLOCK = 1 << 16
"""Rows are sorted so many at a time: 2.7 MB, which stay in the processor's cache."""
_OF_DUTY = frozenset({"minute", "group", "benefit", "caseworker"})
_OF_POST = frozenset({"citizen", "spell", "group", "benefit", "team", "extra"})
_OF_CASE = frozenset({"group", "benefit"})
UNREAD: dict[RowKind, frozenset[str]] = {
    RowKind.BOOK: frozenset(COLUMNS), RowKind.OPEN: _OF_DUTY | {"team", "extra"}, RowKind.TERM: _OF_DUTY | {"minutes"},
    RowKind.CAPACITY: _OF_POST, RowKind.RUNNING: _OF_POST, RowKind.WORK: _OF_CASE | {"extra"},
    RowKind.START: _OF_CASE | {"caseworker", "team"}, RowKind.OFFER: _OF_CASE | {"caseworker", "team"},
}  # fmt: skip
"""Columns that no measure reads, in kinds with many rows. They are not kept."""
KINDS = tuple(kind for kind in RowKind if UNREAD.get(kind) != frozenset(COLUMNS))
SIDES = (KNOWN, UNKNOWN, KNOWN | UNKNOWN)
"""The shelves of a kind. The third is for a switch from one side to the other."""
LABEL, POSITION, KIND = "state position", "position", "kind"
"""Names of what is no column of the log: the position of a row's state on the axis, and of the row in the log."""

_SHELF = {(kind, side): place for place, (kind, side) in enumerate((kind, side) for kind in KINDS for side in SIDES)}
_SHELF_OF_KIND = np.array(
    [_SHELF[RowKind(kind), KNOWN] if kind in KINDS else len(_SHELF) for kind in range(1 + max(RowKind))], np.uint8
)
_COLUMNS = tuple(sorted((name for name in COLUMNS if name != KIND), key=lambda name: ROW[name].itemsize))
_BYTES = [ROW[name].itemsize for name in _COLUMNS]
_WIDTHS = [slice(_BYTES.index(width), _BYTES.index(width) + _BYTES.count(width)) for width in sorted(set(_BYTES))]
"""The columns of each width."""
_HOLDS = np.array(
    [[name in {*columns_of(kind).values()} - UNREAD.get(kind, set()) for kind, _ in _SHELF] for name in _COLUMNS]
)
"""bool[columns, shelves], whether a column holds the rows of a shelf."""


class SortedLog:
    """The rows of a log by kind and side.

    Attributes:
        names, meta: those of the log (:class:`sim.world.log.Log`).
        states: the labels of (group, benefit).
        size: the number of rows of the log, with those that are not kept.
    """

    def __init__(self, names: dict[str, dict[int, str]], meta: dict[str, Any]) -> None:
        self.names, self.meta, self.size = names, meta, 0
        self.states = StateAxis(meta["state"], names["state"], meta.get("state_later", ()))
        of_label = side_of_labels(self, self.states)
        of_state = np.append(of_label[self.states.of_code], of_label[0])
        tables = (_SHELF_OF_KIND, self.states.table, of_label, side_of_caseworkers(self), of_state)
        self._tables = tuple(table.astype(np.uint8) for table in tables)
        self._sizes: list[NDArray[np.int64]] = []
        self._blocks: dict[str, list[Column]] = {name: [] for name in (POSITION, LABEL, *_COLUMNS)}
        self._columns: dict[str, dict[int, Column]] = {}

    @classmethod
    def of(cls, log: Log) -> SortedLog:
        """A log that is whole in memory."""
        rows = log.rows.astype(ROW, copy=False)
        return cls.of_blocks((rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)), log.names, log.meta)

    @classmethod
    def of_blocks(
        cls, blocks: Iterable[NDArray[np.void]], names: dict[str, dict[int, str]], meta: dict[str, Any]
    ) -> SortedLog:
        """A log whose rows (:data:`ROW`) come in blocks. A block is copied before the next one is asked for."""
        sorted_log = cls(names, meta)
        for block in blocks:
            sorted_log._add(block)
        return sorted_log

    def _add(self, rows: NDArray[np.void]) -> None:
        from sim.measures.walks.shelves import fill, shelve

        of_kind, label_of, of_label, of_worker, of_state = self._tables
        order, position, label, first = shelve(
            rows, of_kind, label_of, of_label, of_worker, of_state, int(RowKind.SWITCH), len(_SHELF), self.size
        )
        sizes = np.diff(first)
        ends = np.cumsum(_HOLDS * sizes, axis=1)
        starts = np.where(_HOLDS, ends - sizes, -1)
        columns = [np.empty(size, ROW[name]) for name, size in zip(_COLUMNS, ends[:, -1].tolist(), strict=True)]
        for of_width in _WIDTHS:
            names = _COLUMNS[of_width]
            fill(tuple(rows[name] for name in names), order, first, starts[of_width], tuple(columns[of_width]))
        for name, column in zip((*_COLUMNS, POSITION, LABEL), (*columns, position, label), strict=True):
            self._blocks[name].append(column)
        self._sizes.append(sizes)
        self.size += len(rows)

    @cached_property
    def _size_of(self) -> NDArray[np.int64]:
        """int64[blocks, shelves], rows."""
        return np.array(self._sizes, dtype=np.int64).reshape(-1, len(_SHELF))

    def _column(self, name: str) -> dict[int, Column]:
        """The values of a column by shelf. The blocks of the column are joined when it is first read, and then dropped."""
        if name not in self._columns:
            blocks, by_shelf = self._blocks.pop(name), {}
            sizes = self._size_of * _HOLDS[_COLUMNS.index(name)] if name in _COLUMNS else self._size_of
            ends = np.cumsum(sizes, axis=1)
            for shelf in np.flatnonzero(sizes.any(axis=0)).tolist():
                of_block = zip(blocks, ends[:, shelf].tolist(), sizes[:, shelf].tolist(), strict=True)
                by_shelf[shelf] = np.concatenate([block[end - size : end] for block, end, size in of_block if size])
            self._columns[name] = by_shelf
        return self._columns[name]

    def rows(
        self, kinds: Sequence[RowKind], sides: int, *, by_citizen: bool = False
    ) -> tuple[NDArray[np.int32], Callable[[str], Column]]:
        """Rows of these kinds on these sides, in the order of the log, or by citizen and then in the order of the log.

        Args:
            sides: :data:`KNOWN`, :data:`UNKNOWN` or both (``|``).

        Returns:
            int32[n], positions in the log; and a function that gives the values of a field, of :data:`LABEL` or of
            :data:`KIND`, as narrow as in the log. It raises a KeyError if no kind has the field, if two kinds have it in
            different columns, or if the field is in :data:`UNREAD`.
        """
        from sim.measures.walks.pairs import by_citizen as citizen_order
        from sim.measures.walks.pairs import merged

        columns = columns_of_any(tuple(kinds)) | {LABEL: LABEL, KIND: KIND}
        shelves = [(kind, _SHELF[kind, side]) for kind in kinds for side in SIDES if side & sides]
        shelves = [(kind, shelf) for kind, shelf in shelves if shelf in self._column(POSITION)]

        def joined(column: str) -> Column:
            values = [self._values(column, kind, shelf) for kind, shelf in shelves]
            return values[0] if len(values) == 1 else np.concatenate([np.zeros(0, np.int8), *values])

        position = joined(POSITION).astype(np.int32, copy=False)
        if by_citizen:
            citizen = joined("citizen")
            order = citizen_order(citizen, position, int(citizen.max(initial=NOBODY)))
        elif len(shelves) > 1:
            order = merged(position, np.cumsum([len(self._column(POSITION)[shelf]) for _, shelf in shelves]))
        else:
            return position, lambda name: joined(columns[name])
        return position[order], lambda name: joined(columns[name])[order]

    def _values(self, column: str, kind: RowKind, shelf: int) -> Column:
        """A column of a shelf; its neutral value if the kind does not have the column."""
        size = len(self._column(POSITION)[shelf])
        if column == KIND:
            return np.full(size, kind, np.int8)
        by_shelf = self._column(column)
        if shelf in by_shelf:
            return by_shelf[shelf]
        if column in UNREAD.get(kind, ()):
            raise KeyError(
                f"`{column}` of {kind.name} rows is not kept, because no measure read it: remove it from UNREAD"
            )
        return np.full(size, NEUTRAL[column], ROW[column])
