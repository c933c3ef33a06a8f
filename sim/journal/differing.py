"""How much the histories of each citizen differ between two runs of the same people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.journal.comparable import COMPARED, OF_DIARIES, Comparable, Table

_THING = tuple(
    COMPARED.index(name) for name in ("citizen", "kind", "spell", "duty", "procedure", "activity", "form", "extra")
)
_KIND = COMPARED.index("kind")
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Differing:
    """Differences between the two histories of each citizen.

    Attributes:
        rows: int64[citizens], rows that only one history has; days count, caseworkers do not.
        things: int64[citizens], events that only one history has, on any day; bookings and due days do not count.
        by_rule: int64[citizens], such events of a duty, procedure or activity in which the two settings differ.
        present: bool[citizens], whether the citizen is in at least one of the runs.
    """

    rows: NDArray[np.int64]
    things: NDArray[np.int64]
    by_rule: NDArray[np.int64]
    present: NDArray[np.bool_]

    @property
    def citizens(self) -> int:
        return int(self.present.sum())

    @property
    def identical(self) -> int:
        """Number of citizens with the same history by day."""
        return int((self.present & (self.rows == 0)).sum())

    @property
    def other_days(self) -> int:
        """Number of citizens with the same events, some of them on another day."""
        return int((self.present & (self.rows > 0) & (self.things == 0)).sum())

    @property
    def touched(self) -> int:
        """Number of citizens with another event of a duty, procedure or activity in which the settings differ."""
        return int((self.by_rule > 0).sum())

    def most(self, count: int) -> list[int]:
        """Citizens whose histories differ most: by rule, then in things, then in rows; lower numbers first."""
        order = np.lexsort((-self.rows, -self.things, -self.by_rule))
        return [int(citizen) for citizen in order[:count] if self.rows[citizen]]


def differing(both: Comparable, named: Mapping[str, Collection[str]]) -> Differing:
    """Compare all histories of two runs.

    Args:
        both: the two logs. named: the duties, procedures and activities in which the two settings differ.
    """
    tables = [both.table(side) for side in (0, 1)]
    size = 1 + max(int(table[:, 0].max(initial=-1)) for table in tables)
    happens = [table[~np.isin(table[:, _KIND], OF_DIARIES)] for table in tables]
    of_rules = [table[_is_of(table, both, named)] for table in happens]
    present = np.zeros(size, np.bool_)
    for table in tables:
        present[table[:, 0]] = True
    rows, things, by_rule = (
        _apart(left, right, size)
        for left, right in (tables, [t[:, _THING] for t in happens], [t[:, _THING] for t in of_rules])
    )
    return Differing(rows, things, by_rule, present)


def _is_of(table: Table, both: Comparable, named: Mapping[str, Collection[str]]) -> NDArray[np.bool_]:
    """bool[rows], whether a row is of one of these duties, procedures or activities."""
    codes = {
        section: [code for code, name in both.names(section).items() if name in names]
        for section, names in named.items()
    }
    of_any = np.zeros(len(table), np.bool_)
    for column in ("duty", "procedure", "activity"):
        of_any |= np.isin(table[:, COMPARED.index(column)], codes[column])
    return of_any


def _apart(left: Table, right: Table, size: int) -> NDArray[np.int64]:
    """int64[size], the number of rows that only one of two tables has, by citizen (the first column).

    Equal rows cancel one by one. Rows are compared by a hash of 64 bits. Among ten million rows, the chance that two
    different rows share a hash is one in 400,000.
    """
    keys = np.concatenate([_hashes(left), _hashes(right)])
    citizens = np.concatenate([left[:, 0], right[:, 0]])
    signs = np.concatenate([np.ones(len(left), np.int64), np.full(len(right), -1, np.int64)])
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    net = np.zeros(len(first), np.int64)
    np.add.at(net, place, signs)
    unmatched = np.zeros(size, np.int64)
    np.add.at(unmatched, citizens[first], np.abs(net))
    return unmatched


def _hashes(table: Table) -> NDArray[np.uint64]:
    """A hash of each row (the finalizer of splitmix64 over its columns)."""
    state = np.zeros(len(table), np.uint64)
    with np.errstate(over="ignore"):
        for column in table.T:
            state = (state ^ column.astype(np.uint64)) + _MIX
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state ^= state >> np.uint64(31)
    return state
