"""Rows of a citizen: their order, and the row of another set that belongs to each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Column = NDArray[np.int32]


@walk
def by_citizen(citizen: Column, position: Column, most: int) -> Ints:
    """int64[n], the order of rows by citizen and position.

    Args:
        position: of the rows in the log, which may be in any order.
        most: the largest number of a citizen.
    """
    free = np.zeros(most + 3, np.int64)
    for at in range(len(citizen)):
        free[citizen[at] + 2] += 1
    for number in range(1, len(free)):
        free[number] += free[number - 1]
    begin, order = free.copy(), np.empty(len(citizen), np.int64)
    for at in range(len(citizen)):
        number = citizen[at] + 1
        to = free[number]
        free[number] += 1
        while to > begin[number] and position[order[to - 1]] > position[at]:  # a citizen has few rows
            order[to] = order[to - 1]
            to -= 1
        order[to] = at
    return order


@walk
def merged(values: Column, ends: Ints) -> Ints:
    """int64[n], the order of values that consist of runs, each in rising order.

    Args:
        ends: int64[runs], the entry after each run.
    """
    order = np.empty(len(values), np.int64)
    next_of = np.append(0, ends[:-1])
    for to in range(len(values)):
        best = -1
        for run in range(len(ends)):
            if next_of[run] < ends[run] and (best < 0 or values[next_of[run]] < values[next_of[best]]):
                best = run
        order[to] = next_of[best]
        next_of[best] += 1
    return order


@walk
def following(
    citizen: Column,
    position: Column,
    key: Ints,
    end_citizen: Column,
    end_position: Column,
    end_key: Ints,
    most: int,
) -> Ints:
    """int64[n], the first later end of the same citizen and key; -1 without one. The walk goes back in time.

    Args:
        most: the largest number of a citizen.
    """
    answer = np.full(len(citizen), -1, np.int64)
    nearest = np.full(most + 2, -1, np.int64)  # of each citizen, the first of the ends passed
    after = np.empty(len(end_citizen), np.int64)  # of each end passed, the citizen's next
    end = len(end_citizen) - 1
    for at in range(len(citizen) - 1, -1, -1):
        while end >= 0 and end_position[end] > position[at]:
            after[end] = nearest[end_citizen[end] + 1]
            nearest[end_citizen[end] + 1] = end
            end -= 1
        found = nearest[citizen[at] + 1]
        while found >= 0 and end_key[found] != key[at]:
            found = after[found]
        answer[at] = found
    return answer


@walk
def last_own(
    citizen: Column,
    position: Column,
    key: Ints,
    end_citizen: Column,
    end_position: Column,
    end_key: Ints,
    most: int,
) -> Ints:
    """int64[n], the last end of the same citizen and key before the next start of both; -1 without one.

    Args:
        most: the largest number of a citizen.
    """
    answer = np.full(len(citizen), -1, np.int64)
    latest = np.full(most + 2, -1, np.int64)  # of each citizen, the last of the starts passed
    before = np.empty(len(citizen), np.int64)  # of each start passed, the citizen's previous
    start = 0
    for end in range(len(end_citizen)):
        while start < len(citizen) and position[start] < end_position[end]:
            before[start] = latest[citizen[start] + 1]
            latest[citizen[start] + 1] = start
            start += 1
        found = latest[end_citizen[end] + 1]
        while found >= 0 and key[found] != end_key[end]:
            found = before[found]
        if found >= 0:
            answer[found] = end
    return answer


@walk
def agreeing(citizen: Column, key: Ints, other_citizen: Column, other_key: Ints, most: int) -> Ints:
    """int64[n], the first row of another set with the same citizen and key; -1 without one.

    Args:
        most: the largest number of a citizen.
    """
    first = np.full(most + 2, -1, np.int64)
    after = np.empty(len(other_citizen), np.int64)
    for at in range(len(other_citizen) - 1, -1, -1):
        after[at] = first[other_citizen[at] + 1]
        first[other_citizen[at] + 1] = at
    answer = np.empty(len(citizen), np.int64)
    for at in range(len(citizen)):
        found = first[citizen[at] + 1]
        while found >= 0 and other_key[found] != key[at]:
            found = after[found]
        answer[at] = found
    return answer


@walk
def latest(citizen: Ints, minute: Ints, of_citizen: Ints, of_minute: Ints, most: int) -> Ints:
    """int64[n], the last entry of each citizen that is not later than the minute; -1 without one.

    Args:
        of_citizen, of_minute: of the entries, by citizen and in order of time.
        most: the largest number of a citizen.
    """
    begin = np.zeros(most + 2, np.int64)
    for at in range(len(of_citizen)):
        begin[of_citizen[at] + 1] += 1
    for number in range(1, len(begin)):
        begin[number] += begin[number - 1]
    answer = np.empty(len(citizen), np.int64)
    for at in range(len(citizen)):
        first = begin[citizen[at]]
        entry = begin[citizen[at] + 1] - 1
        while entry >= first and of_minute[entry] > minute[at]:  # a citizen has few entries
            entry -= 1
        answer[at] = entry if entry >= first else -1
    return answer
