"""Make the rows of two logs comparable: common codes, days instead of minutes, no caseworkers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.world.codes import DAY
from sim.world.log import Log, RowKind
from sim.world.log.named_rows import own_fields

Table = NDArray[np.int64]

COMPARED = (
    "citizen", "day", "kind", "spell", "duty", "procedure", "activity", "form", "role", "minutes", "due", "extra", "group", "benefit",
)  # fmt: skip
"""Columns of a comparable row. Group and benefit are set only in rows of arrivals and switches."""
OF_DIARIES = (
    RowKind.ASSIGN, RowKind.BOOK, RowKind.CANCEL, RowKind.SHED, RowKind.MOVE, RowKind.PLACE, RowKind.FREE, RowKind.UNPLACEABLE,
)  # fmt: skip
"""Kinds of row about diaries and agendas: they say when work is planned, not that it happens."""
BY_DAY = tuple(kind for kind, field in own_fields("extra").items() if field.unit == "day")
"""Kinds of row whose ``extra`` is a day."""
NAMED = {kind: field.dictionary for kind, field in own_fields("extra").items() if field.dictionary}
"""Kinds of row whose ``extra`` is a code of a dictionary."""
FORMS = {kind: field.dictionary for kind, field in own_fields("form").items() if field.name != "form"}
"""Kinds of row whose ``form`` is not a form -> the dictionary of its codes, "" if it is not a code."""
_TELL_THE_GROUP = (RowKind.ARRIVE, RowKind.SWITCH)


class Comparable:
    """Two logs of the same people under one set of codes.

    Attributes:
        logs: the two, 0 and 1.
    """

    def __init__(self, left: Log, right: Log) -> None:
        self.logs = (left, right)

    def names(self, dictionary: str) -> dict[int, str]:
        """Common code -> name."""
        return {code: name for name, code in self._names(dictionary).items()}

    def rows(self, side: int, positions: Sequence[int]) -> list[tuple[int, ...]]:
        """Rows of one log as tuples by :data:`COMPARED`."""
        return [tuple(row) for row in self.table(side, np.asarray(positions, np.int64)).tolist()]

    def table(self, side: int, positions: Table | None = None) -> Table:
        """int64[rows, 14] by :data:`COMPARED`: all rows of citizens, or those at ``positions``, in order."""
        rows = self.logs[side].rows
        rows = rows[rows["citizen"] >= 0] if positions is None else rows[positions]
        kind = rows["kind"]
        tells = np.isin(kind, _TELL_THE_GROUP)
        columns = {
            "citizen": rows["citizen"], "day": rows["minute"] // DAY, "kind": kind, "spell": rows["spell"], "role": rows["role"],
            "duty": self._common("duty", side)[rows["duty"]],
            "procedure": self._common("procedure", side)[rows["procedure"]], "activity": self._common("activity", side)[rows["activity"]],
            "form": self._by_kind(side, rows["form"], kind, FORMS, "form"), "minutes": rows["minutes"], "due": rows["due"],
            "extra": np.where(kind == RowKind.ASSIGN, 0, self._by_kind(side, rows["extra"], kind, NAMED, "")),
            "group": np.where(tells, rows["group"], 0),
            "benefit": np.where(tells, self._common("benefit", side)[rows["benefit"]], 0),
        }  # fmt: skip
        return np.column_stack([columns[name].astype(np.int64) for name in COMPARED])

    def _by_kind(self, side: int, codes: Table, kind: Table, special: dict[RowKind, str], usual: str) -> Table:
        """int64[rows], a column whose dictionary depends on the kind of the row, in common codes."""
        wide = codes.astype(np.int64)
        column = self._common(usual, side)[wide] if usual else wide.copy()
        for row_kind, name in special.items():
            mask = kind == row_kind
            column[mask] = self._common(name, side)[wide[mask]] if name else wide[mask]
        return column

    def _common(self, dictionary: str, side: int) -> Table:
        """Code of one log -> common code. The last entry is for code -1."""
        return self._tables[dictionary][side]

    @cached_property
    def _tables(self) -> dict[str, tuple[Table, Table]]:
        wanted = {"duty", "procedure", "activity", "form", "benefit", *NAMED.values(), *filter(None, FORMS.values())}
        return {name: self._pair(name) for name in wanted}

    def _pair(self, dictionary: str) -> tuple[Table, Table]:
        names = self._names(dictionary)
        left, right = (_lookup(log.names.get(dictionary, {}), names) for log in self.logs)
        return left, right

    def _names(self, dictionary: str) -> dict[str, int]:
        known = [name for log in self.logs for name in log.names.get(dictionary, {}).values()]
        return {name: code for code, name in enumerate(dict.fromkeys(known))}


def _lookup(own: dict[int, str], names: dict[str, int]) -> Table:
    """Code of one log -> common code. A code without a name gets a code that no name has."""
    table = np.arange(1 << 15, dtype=np.int64) + len(names)  # codes are 16 bits at most
    for code, name in own.items():
        table[code] = names[name]
    table[-1] = -1
    return table
