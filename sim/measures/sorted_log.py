"""A log sorted by kind of row and by side, column by column: all that measures read of it.

The rows come in blocks, as the kernel makes them, and are not kept. A column holds the rows of the kinds that have it, as
narrow as in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.axis import StateAxis
from sim.measures.volume import KNOWN, UNKNOWN, side_of_caseworkers, side_of_labels
from sim.world.codes import DAY
from sim.world.log import COLUMNS, NEUTRAL, NOBODY, ROW, Log, RowKind
from sim.world.log.named_rows import columns_of, columns_of_any

Column = NDArray[Any]
Ints = NDArray[np.int64]

BLOCK = 1 << 16
"""Rows are sorted so many at a time: 2.7 MB, which stay in the processor's cache."""
_OF_DUTY = frozenset({"minute", "group", "benefit", "caseworker"})
_OF_POST = frozenset({"citizen", "spell", "group", "benefit", "team", "extra"})
_OF_CASE = frozenset({"group", "benefit"})
_OF_TRAIT = frozenset({"spell", "group", "team"})
_OF_BOOKING = frozenset(COLUMNS) - {"minute", "activity"}
UNREAD: dict[RowKind, frozenset[str]] = {
    RowKind.BOOK: frozenset(COLUMNS), RowKind.OPEN: _OF_DUTY | {"team", "extra"}, RowKind.TERM: _OF_DUTY | {"minutes"},
    RowKind.CAPACITY: _OF_POST, RowKind.RUNNING: _OF_POST, RowKind.WORK: _OF_CASE | {"extra"},
    RowKind.START: _OF_CASE | {"caseworker", "team", "step", "due"},
    RowKind.OFFER: _OF_CASE | {"caseworker", "team", "spell", "duty", "procedure", "serial", "step"},
    RowKind.TRAITS: _OF_TRAIT, RowKind.ASSIGN: _OF_TRAIT, RowKind.MOVE: _OF_BOOKING, RowKind.CANCEL: _OF_BOOKING,
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
_KEPT = (*_COLUMNS, POSITION, LABEL)
_HOLDS = np.array(
    [
        [name not in COLUMNS or name in {*columns_of(kind).values()} - UNREAD.get(kind, set()) for kind, _ in _SHELF]
        for name in _KEPT
    ]
)
"""bool[kept columns, shelves], whether a column holds the rows of a shelf."""
SPARE, MOST_GROWTH, LEAST_ROOM = 1.15, 8.0, 2048
"""Room for rows to come: so much more than a log of the same pace needs, at most so many times the rows, and so many rows."""


class _Shelves:
    """The rows of a log so far by shelf: columns with room for more rows of each shelf, so that few rows are moved.

    Attributes:
        sizes: int64[shelves], rows.
    """

    def __init__(self) -> None:
        types: dict[str, np.dtype[Any]] = {POSITION: np.dtype(np.int32), LABEL: np.dtype(np.int8)}
        self.sizes = np.zeros(len(_SHELF), np.int64)
        self._room = self.sizes.copy()
        self._begin = np.where(_HOLDS, 0, -1)
        self._columns: dict[str, Column] = {
            name: np.empty(0, types[name] if name in types else ROW[name]) for name in _KEPT
        }

    def add(self, rows: NDArray[np.void], before: int, tables: Sequence[NDArray[np.uint8]], progress: float) -> None:
        """Add the next rows.

        Args:
            before: the number of rows of the log before these.
            tables: what a row's shelf and label follow from (:func:`sim.measures.walks.shelves.classify`).
            progress: the part of the log's time that has passed after these rows, above 0.
        """
        from sim.measures.walks.shelves import classify, fill, shelve

        of_kind, label_of, of_label, of_worker, of_state = tables
        shelf, label, sizes = classify(
            rows, of_kind, label_of, of_label, of_worker, of_state, int(RowKind.SWITCH), len(_SHELF)
        )
        self._make_room(self.sizes + sizes, progress)
        columns, first = self._columns, np.append(0, np.cumsum(sizes))
        starts = np.where(_HOLDS, self._begin + self.sizes, -1)
        order = shelve(shelf, label, first, starts[-1], before, columns[POSITION], columns[LABEL])
        for of_width in _WIDTHS:
            names = _COLUMNS[of_width]
            fields, kept = (tuple(source[name] for name in names) for source in (rows, columns))
            fill(fields, order, first, starts[of_width], kept)
        self.sizes += sizes

    def _make_room(self, needed: Ints, progress: float) -> None:
        """Make room for so many rows on each shelf. If a shelf is too small, all get the room that the whole log may need."""
        if (needed <= self._room).all():
            return
        growth = min(max(SPARE / progress, 1.0), MOST_GROWTH)
        self._room = (needed * growth).astype(np.int64) + LEAST_ROOM
        ends = np.cumsum(_HOLDS * self._room, axis=1)
        begin = np.where(_HOLDS, ends - self._room, -1)
        for name, size, place in zip(_KEPT, ends[:, -1].tolist(), begin, strict=True):
            column = np.empty(size, self._columns[name].dtype)
            for shelf, values in self.column(name).items():
                column[place[shelf] : place[shelf] + len(values)] = values
            self._columns[name] = column
        self._begin = begin

    def column(self, name: str) -> dict[int, Column]:
        """The values of a column by shelf, of the shelves that have rows."""
        begin, column = self._begin[_KEPT.index(name)], self._columns[name]
        held = np.flatnonzero((begin >= 0) & (self.sizes > 0))
        ends = (begin + self.sizes)[held].tolist()
        return {
            shelf: column[low:end] for shelf, low, end in zip(held.tolist(), begin[held].tolist(), ends, strict=True)
        }


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
        self._shelves = _Shelves()
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
        if len(rows):
            progress = (int(rows["minute"][-1]) + 1) / (int(self.meta["days"]) * DAY)
            self._shelves.add(rows, self.size, self._tables, progress)
            self.size += len(rows)

    def _column(self, name: str) -> dict[int, Column]:
        """The values of a column by shelf."""
        if name not in self._columns:
            self._columns[name] = self._shelves.column(name)
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
