"""The kernel as plain Python: its text is run as it stands, and nothing of it is compiled.

To compile the kernel takes half a minute of a processor, to interpret a small world takes a second. The state's arrays get
a stand-in, because compiled code reads a record's field as ``S.citizen[c].state``. The small functions of integers that
both engines share (:func:`sim.chance.compiled.leaf`) stay compiled.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from numpy.typing import NDArray

HANDLE = "sim.engine.kernel.handle"
"""The module with the address of the state, which compiled code needs and plain Python does not."""
QUANTILES = "tables"
"""The array that the kernel only hands on to compiled functions."""


class Record:
    """One record of a table. Its attributes are the fields, each a Python integer."""

    __slots__ = ("_at", "_columns")
    _at: int
    _columns: dict[str, NDArray[Any]]

    def __init__(self, columns: dict[str, NDArray[Any]], at: int) -> None:
        object.__setattr__(self, "_columns", columns)
        object.__setattr__(self, "_at", at)

    def __getattr__(self, name: str) -> int:
        value: int = self._columns[name].item(self._at)
        return value

    def __setattr__(self, name: str, value: int) -> None:
        self._columns[name][self._at] = int(value)


class Table:
    """An array of records or of integers with one or two dimensions; nothing is copied.

    An index beyond the array raises IndexError. Compiled code would read whatever lies there.
    """

    def __init__(self, array: NDArray[Any]) -> None:
        self.shape: tuple[int, ...] = array.shape
        self._flat = array.reshape(-1)
        names = array.dtype.names
        self._columns = {name: self._flat[name] for name in names} if names else None
        self._records: dict[int, Record] = {}

    def _at(self, index: Any) -> int:
        if not isinstance(index, tuple):
            return range(self.shape[0])[int(index)]
        row, column = index
        return range(self.shape[0])[int(row)] * self.shape[1] + range(self.shape[1])[int(column)]

    def __getitem__(self, index: Any) -> Any:
        at = self._at(index)
        if self._columns is None:
            return self._flat.item(at)
        record = self._records.get(at)
        if record is None:
            record = self._records[at] = Record(self._columns, at)
        return record

    def __setitem__(self, index: Any, value: Any) -> None:
        at = self._at(index)
        if self._columns is None:
            self._flat[at] = int(value)
        else:
            for name, column in self._columns.items():
                column[at] = getattr(value, name)


class State:
    """What stands in the place of :class:`sim.engine.kernel.handle.Handle`: ``S.piece`` is the table of that name."""

    def __init__(self, state: Any) -> None:
        for name, array in zip(state._fields, state, strict=True):
            setattr(self, name, array if name == QUANTILES else Table(array))


def interpret() -> None:
    """Let the kernel be imported as plain Python; must be called before it is imported first.

    Raises:
        RuntimeError: the kernel has been imported.
    """
    if "sim.engine.kernel" in sys.modules:
        raise RuntimeError("the kernel was imported and is compiled")
    from sim.chance import compiled

    for decorator in ("kernel", "entry"):
        setattr(compiled, decorator, lambda function: function)
    handle: Any = ModuleType(HANDLE)
    handle.Handle, handle.prefetch = State, lambda *_: None
    sys.modules[HANDLE] = handle
