"""Pair earlier rows with later rows: starts with ends of the same key, in the log's order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.measures.view import Ints, Part
from sim.world.log import NOBODY

Column = NDArray[np.int32]


def next_after(start: Part, end: Part, fields: Sequence[str]) -> Ints:
    """For each row of ``start``, find the first later row of ``end`` that agrees in ``fields``.

    Args:
        start, end: rows in the log's order.
        fields: columns of the log that must be equal, the citizen first (for example citizen, spell, duty).

    Returns:
        int64[len(start)], index into ``end``, or -1 without such a row. Two starts may share one end.
    """
    from sim.measures.walks.pairs import following

    return following(*_pairs(start, end, fields))


def same_key(part: Part, other: Part, fields: Sequence[str]) -> Ints:
    """int64[len(part)], for each row of ``part`` the first row of ``other`` that agrees in ``fields``, or -1."""
    from sim.measures.walks.pairs import agreeing

    citizen, _, key, other_citizen, _, other_key, most = _pairs(part, other, fields)
    return agreeing(citizen, key, other_citizen, other_key, most)


def in_turn(start: Part, end: Part, fields: Sequence[str]) -> Ints:
    """For the k-th ``start`` row of a key, find the k-th ``end`` row of the key (first in, first out).

    Returns:
        int64[len(start)], index into ``end``, or -1.
    """
    if not len(start) or not len(end):
        return np.full(len(start), -1, dtype=np.int64)
    start_key, end_key = joint_keys([(start[f], end[f]) for f in fields])
    turns = max(len(start), len(end)) + 1
    end_turn = end_key * turns + _turn(end_key)
    order = np.argsort(end_turn)
    wanted = start_key * turns + _turn(start_key)
    place = np.minimum(np.searchsorted(end_turn[order], wanted), len(order) - 1)
    return np.where(end_turn[order][place] == wanted, order[place], -1)


def last_before_next(start: Part, end: Part, fields: Sequence[str]) -> Ints:
    """For each row of ``start``, find the last row of ``end`` of its key before the key's next ``start``.

    Returns:
        int64[len(start)], index into ``end``, or -1 without such a row.
    """
    from sim.measures.walks.pairs import last_own

    return last_own(*_pairs(start, end, fields))


def latest(citizen: Ints, minute: Ints, of_citizen: Ints, of_minute: Ints) -> Ints:
    """For each citizen and minute, find the last entry of the citizen that is not later.

    Args:
        citizen, minute: int64[n].
        of_citizen, of_minute: int64[entries], by citizen and in order of time.

    Returns:
        int64[n], index of the entry, or -1 without one.
    """
    from sim.measures.walks.pairs import latest as latest_entries

    most = max(int(numbers.max(initial=NOBODY)) for numbers in (citizen, of_citizen))
    return latest_entries(citizen, minute, of_citizen, of_minute, most)


def joint_keys(columns: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Integer keys for two sets of rows. Two keys are equal if and only if all columns are equal.

    Args:
        columns: per column the values of the first set (int64[n]) and of the second set (int64[m]).

    Returns:
        int64[n] and int64[m], at most 2**38, so that a turn can be packed into the lower bits.
    """
    first = np.zeros(len(columns[0][0]), dtype=np.int64)
    second = np.zeros(len(columns[0][1]), dtype=np.int64)
    width = 1
    for column, other in columns:
        low = min(int(column.min()), int(other.min()))
        span = max(int(column.max()), int(other.max())) - low + 1
        if width * span >= 2**38:  # too wide: renumber the values that occur
            _, both = np.unique(np.concatenate([first, second]), return_inverse=True)
            first, second = both[: len(first)], both[len(first) :]
            width = int(both.max()) + 1
        first, second = first * span + (column - low), second * span + (other - low)
        width *= span
    return first, second


def _pairs(start: Part, end: Part, fields: Sequence[str]) -> tuple[Column, Column, Ints, Column, Column, Ints, int]:
    """Citizen, position and key of both sets of rows, and the largest number of a citizen."""
    citizens = [np.ascontiguousarray(part.narrow("citizen"), np.int32) for part in (start, end)]
    keys = [np.zeros(len(part), dtype=np.int64) for part in (start, end)]
    width = 0
    for field in fields:
        if field != "citizen":
            values = [part.narrow(field) for part in (start, end)]
            bits = 8 * max(column.itemsize for column in values)
            width += bits
            for key, column in zip(keys, values, strict=True):
                np.left_shift(key, bits, out=key)
                np.add(key, column, out=key)
    if width > 64:
        raise ValueError(f"{', '.join(fields)} take {width} bits besides the citizen; a key has 64")
    most = max(int(citizen.max(initial=NOBODY)) for citizen in citizens)
    return citizens[0], start.position, keys[0], citizens[1], end.position, keys[1], most


def _turn(key: Ints) -> Ints:
    """int64[n], the number of earlier entries with the same key."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    fresh: NDArray[np.bool_] = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    turn = np.empty(len(key), dtype=np.int64)
    places = np.arange(len(key))
    turn[order] = places - np.maximum.accumulate(np.where(fresh, places, 0))
    return turn
