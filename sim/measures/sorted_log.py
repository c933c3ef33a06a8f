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
_HOLDS = np.array(
    [[name in {*columns_of(kind).values()} - UNREAD.get(kind, set()) for kind, _ in _SHELF] for name in _COLUMNS]
)
"""bool[columns, shelves], whether a column holds the rows of a shelf."""


class _Shelves:
    """Some rows of a log, sorted by shelf: the columns that hold them, and where each shelf begins in a column."""

    def __init__(self, sizes: Ints) -> None:
        """Room for so many rows on each shelf, int64[shelves]."""
        self._filled = np.zeros(len(_SHELF), np.int64)
        ends = np.cumsum(_HOLDS * sizes, axis=1)
        self._begin = np.where(_HOLDS, ends - sizes, -1)
        self._begin_of_all = np.cumsum(sizes) - sizes
        self._columns: dict[str, Column] = {
            name: np.empty(size, ROW[name]) for name, size in zip(_COLUMNS, ends[:, -1].tolist(), strict=True)
        }
        kept = int(sizes.sum())
        self._columns |= {POSITION: np.empty(kept, np.int32), LABEL: np.empty(kept, np.int8)}

    def add(self, rows: NDArray[np.void], before: int, shelf: NDArray[np.uint8], label: NDArray[np.int8], sizes: Ints) -> None:
        """Add rows behind those that are there.

        Args:
            before: the number of rows of the log before these.
            shelf, label, sizes: of the rows (:func:`sim.measures.walks.shelves.classify`).
        """
        from sim.measures.walks.shelves import fill, shelve

        first = np.append(0, np.cumsum(sizes))
        columns = self._columns
        order = shelve(shelf, label, first, self._begin_of_all + self._filled, before, columns[POSITION], columns[LABEL])
        starts = np.where(_HOLDS, self._begin + self._filled, -1)
        for of_width in _WIDTHS:
            names = _COLUMNS[of_width]
            fill(tuple(rows[name] for name in names), order, first, starts[of_width], tuple(columns[name] for name in names))
        self._filled += sizes

    def take(self, name: str) -> dict[int, Column]:
        """The values of a column by shelf. They are not kept here any longer."""
        begin = self._begin[_COLUMNS.index(name)] if name in _COLUMNS else self._begin_of_all
        column, sizes = self._columns.pop(name), self._filled.tolist()
        held = np.flatnonzero((begin >= 0) & (self._filled > 0)).tolist()
        return {shelf: column[begin[shelf] : begin[shelf] + sizes[shelf]] for shelf in held}


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
        self._pieces: list[_Shelves] = []
        self._columns: dict[str, dict[int, Column]] = {}

    @classmethod
    def of(cls, log: Log) -> SortedLog:
        """A log that is whole in memory. Its rows are counted first, so each goes to its place at once."""
        rows, sorted_log = log.rows.astype(ROW, copy=False), cls(log.names, log.meta)
        blocks = [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)]
        found = [sorted_log._classified(block) for block in blocks]
        shelves = _Shelves(sum((sizes for _, _, sizes in found), np.zeros(len(_SHELF), np.int64)))
        for block, classes in zip(blocks, found, strict=True):
            shelves.add(block, sorted_log.size, *classes)
            sorted_log.size += len(block)
        sorted_log._pieces.append(shelves)
        return sorted_log

    @classmethod
    def of_blocks(
        cls, blocks: Iterable[NDArray[np.void]], names: dict[str, dict[int, str]], meta: dict[str, Any]
    ) -> SortedLog:
        """A log whose rows (:data:`ROW`) come in blocks. A block is copied before the next one is asked for."""
        sorted_log = cls(names, meta)
        for block in blocks:
            classes = sorted_log._classified(block)
            shelves = _Shelves(classes[-1])
            shelves.add(block, sorted_log.size, *classes)
            sorted_log._pieces.append(shelves)
            sorted_log.size += len(block)
        return sorted_log

    def _classified(self, rows: NDArray[np.void]) -> tuple[NDArray[np.uint8], NDArray[np.int8], Ints]:
        """The shelf and the label of each row, and the number of rows of each shelf."""
        from sim.measures.walks.shelves import classify

        return classify(rows, *self._tables, int(RowKind.SWITCH), len(_SHELF))

    def _column(self, name: str) -> dict[int, Column]:
        """The values of a column by shelf. Its pieces are joined when it is first read, and then dropped."""
        if name not in self._columns:
            pieces = [piece.take(name) for piece in self._pieces]
            shelves = sorted({shelf for piece in pieces for shelf in piece})
            of_shelf = ([piece[shelf] for piece in pieces if shelf in piece] for shelf in shelves)
            joined = (parts[0] if len(parts) == 1 else np.concatenate(parts) for parts in of_shelf)
            self._columns[name] = dict(zip(shelves, joined, strict=True))
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
