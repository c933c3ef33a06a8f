"""Compiled walks over the rows of a log, each from one end to the other. numba compiles them when they are first called.

No function here calls one of another file, because the cache of compiled code notices a change in its own file only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
TILE = 512
"""So many rows are read field by field: they stay in the fastest cache."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.uint32]
Narrow = NDArray[np.signedinteger[Any]]


@walk
def shelve(
    rows: NDArray[np.void],
    shelf_of_kind: Narrow,
    label_of: Narrow,
    side_of_label: Narrow,
    side_of_worker: Narrow,
    side_of_state: Narrow,
    switch: int,
    shelves: int,
) -> tuple[Places, NDArray[np.int8], Ints]:
    """Sort rows by shelf: by kind and then by side. Rows of a shelf keep their order.

    Args:
        rows: rows of a log.
        shelf_of_kind: the first of the three shelves of a kind, by kind. Shelf ``shelves`` is for rows that nobody reads.
        label_of: position of the state's label, by group + 1 and benefit + 1.
        side_of_label: side of a citizen's row, by position of the label: 1 known, 2 unknown.
        side_of_worker: side of a row without a citizen, by caseworker. The last entry is for rows without a caseworker.
        side_of_state: side of an old state, by code. The last entry is for other numbers.
        switch: the kind of rows that belong to the side of the old state too.

    Returns:
        uint32[n], the places of the rows by shelf. int8[n], position of the label by place. int64[shelves + 2], the first
        entry of each shelf, and n.
    """
    size, known = len(rows), len(shelf_of_kind)
    shelf, label = np.empty(size, np.uint8), np.empty(size, np.int8)
    first = np.zeros(shelves + 2, np.int64)
    for at in range(size):
        row = rows[at]
        kind, worker = row["kind"], row["caseworker"]
        label[at] = label_of[row["group"] + 1, row["benefit"] + 1]
        if row["citizen"] >= 0:
            side = side_of_label[label[at]]
        elif 0 <= worker < len(side_of_worker) - 1:
            side = side_of_worker[worker]
        else:
            side = side_of_worker[-1]
        if kind == switch:
            old = row["extra"]
            side |= side_of_state[old] if 0 <= old < len(side_of_state) - 1 else side_of_state[-1]
        start = shelf_of_kind[kind] if 0 <= kind < known else shelves
        place = start if start == shelves else start + side - 1
        shelf[at] = place
        first[place + 1] += 1
    for place in range(shelves + 1):
        first[place + 1] += first[place]
    order, free = np.empty(size, np.uint32), first.copy()  # without a sign, an entry never counts from the end
    for at in range(size):
        order[free[shelf[at]]] = at
        free[shelf[at]] += 1
    return order, label, first


@walk
def fill(
    fields: tuple[Narrow, ...], order: Places, first: Ints, starts: Ints, columns: tuple[Narrow, ...]
) -> None:
    """Copy fields of rows to columns, shelf by shelf.

    Args:
        fields: the fields of the rows, all of one width.
        order, first: as :func:`shelve` gives them.
        starts: int64[fields, shelves], the first entry of a shelf in a column, below 0 if the column leaves it out.
        columns: where each field goes.
    """
    for shelf in range(starts.shape[1]):
        for low in range(first[shelf], first[shelf + 1], TILE):
            places = order[low : min(low + TILE, first[shelf + 1])]
            for number in range(len(fields)):
                to = starts[number, shelf]
                if to >= 0:
                    to += low - first[shelf]
                    field, column = fields[number], columns[number][to : to + len(places)]
                    for at in range(len(places)):
                        column[at] = field[places[at]]


@walk
def by_citizen(citizen: NDArray[np.int32], position: NDArray[np.int32], most: int) -> Ints:
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
def following(
    citizen: NDArray[np.int32],
    position: NDArray[np.int32],
    key: Ints,
    end_citizen: NDArray[np.int32],
    end_position: NDArray[np.int32],
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
    citizen: NDArray[np.int32],
    position: NDArray[np.int32],
    key: Ints,
    end_citizen: NDArray[np.int32],
    end_position: NDArray[np.int32],
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
def last_levels(
    citizen: NDArray[np.int32],
    minute: NDArray[np.int32],
    of_citizen: NDArray[np.int32],
    since: NDArray[np.int32],
    level: NDArray[np.int32],
    most: int,
) -> NDArray[np.int8]:
    """int8[n], each citizen's last level written until the minute of the row; before the first, the first; 0 without any.

    Args:
        citizen, minute: of the rows, in order of time.
        of_citizen, since, level: of the levels, in order of time.
        most: the largest number of a citizen.
    """
    now = np.zeros(most + 2, np.int8)
    for at in range(len(of_citizen) - 1, -1, -1):
        now[of_citizen[at] + 1] = level[at]
    levels, written = np.empty(len(citizen), np.int8), 0
    for at in range(len(citizen)):
        while written < len(since) and since[written] <= minute[at]:
            now[of_citizen[written] + 1] = level[written]
            written += 1
        levels[at] = now[citizen[at] + 1]
    return levels


@walk
def agreeing(
    citizen: NDArray[np.int32], key: Ints, other_citizen: NDArray[np.int32], other_key: Ints, most: int
) -> Ints:
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
def merged(values: NDArray[np.int32], ends: Ints) -> Ints:
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
def start_again(
    weeks: NDArray[np.float64],
    first: NDArray[np.bool_],
    paid: NDArray[np.bool_],
    start: Ints,
    end: Ints,
    enough: float,
    within: float,
    week: int,
    monday: int,
) -> None:
    """Take off the weeks on benefits before each new start of a citizen's count, in place.

    A count starts again when a benefit is paid after enough whole calendar weeks of self-support since the last start.

    Args:
        weeks, first, paid, start, end: the entries of all citizens (:class:`sim.measures.benefit_weeks.BenefitWeeks`), and
            whether an entry is its citizen's first.
        enough: the whole calendar weeks of self-support that start a count again.
        within: how far back they count, minutes.
        week: minutes of a week.
        monday: minutes from the Monday before day 0 to day 0.
    """
    since = -1  # the entry from which self-support counts, -1 before the first benefit
    for at in range(len(weeks)):
        if first[at]:
            since = -1
        if not paid[at]:
            continue
        since = at if since < 0 else since
        earliest = int(start[at] - within)
        free, low, high = 0, 0, 0  # entries that follow each other are one time
        for place in range(since + 1, at + 1):
            if place < at and (paid[place] or (high > low and start[place] == high)):
                high = high if paid[place] else end[place]
                continue
            from_week = -(-(max(low, earliest) + monday) // week)
            free += max((high + monday) // week - from_week, 0)
            low, high = start[place], end[place]
        if free >= enough:
            taken, since, place = weeks[at], at, at
            while place < len(weeks) and (place == at or not first[place]):
                weeks[place] -= taken
                place += 1


@walk
def desks(
    worker: NDArray[np.int16],
    team: NDArray[np.int8],
    role: NDArray[np.int8],
    of_worker: Ints,
    of_team: Ints,
    of_role: Ints,
    caseworker: int,
) -> Ints:
    """int64[n], the position of each row's team, or of its role if it is not a caseworker's work.

    Args:
        of_worker, of_team, of_role: positions by number + 1. Numbers that are not in a table have its first position.
        caseworker: the role of caseworkers. A row without a role is theirs if it names a caseworker.
    """
    places = np.empty(len(worker), np.int64)
    for at in range(len(worker)):
        if role[at] != caseworker and (role[at] >= 0 or worker[at] < 0):
            table, number = of_role, role[at] + 1
        elif worker[at] >= 0:
            table, number = of_worker, worker[at] + 1
        else:
            table, number = of_team, team[at] + 1
        places[at] = table[number if 0 <= number < len(table) else 0]
    return places


@walk
def mid_quantiles(values: Floats, sample: Ints, size: int, shares: Floats) -> Floats:
    """float64[size, shares], the quantiles of samples; nan for an empty one (:func:`sim.measures.quantiles.quantiles`).

    Args:
        values: float64[n], in rising order.
        sample: int64[n], the sample of each, from 0 to ``size`` - 1.
    """
    first = np.zeros(size + 1, np.int64)
    for at in range(len(sample)):
        first[sample[at] + 1] += 1
    for number in range(size):
        first[number + 1] += first[number]
    own, free = np.empty(len(values)), first[:-1].copy()
    for at in range(len(sample)):
        own[free[sample[at]]] = values[at]
        free[sample[at]] += 1
    found = np.full((size, len(shares)), np.nan)
    for number in range(size):
        low, last, at = first[number], first[number + 1], first[number]
        below, value = 0.0, 0.0  # the distinct value before, and where the middle of its observations lies
        while at < last:
            until = at
            while until < last and own[until] == own[at]:
                until += 1
            middle = (at - low + (until - at) / 2) / (last - low)
            for place in range(len(shares)):
                if np.isnan(found[number, place]) and middle >= shares[place]:
                    part = 1.0 if at == low else (shares[place] - below) / (middle - below)
                    before = own[at] if at == low else value
                    found[number, place] = before + part * (own[at] - before)
            below, value, at = middle, own[at], until
        for place in range(len(shares)):
            if last > low and np.isnan(found[number, place]):
                found[number, place] = value
    return found


@walk
def cumulative_incidence(
    cell: Ints, size: int, days: Ints, served: Mask, waiting: Mask, within: Ints
) -> Floats:
    """float64[size, within], shares served (:func:`sim.measures.incidence.incidences`).

    Args:
        within: numbers of days, the last of which is the largest.
    """
    wide = within[-1] + 1
    ends, leaving, cut = np.zeros((size, wide), np.int64), np.zeros((size, wide), np.int64), np.zeros((size, wide), np.int64)
    number, longest = np.zeros(size, np.int64), np.full(size, -1, np.int64)
    for at in range(len(cell)):
        own, day = cell[at], max(days[at], 0)
        number[own] += 1
        longest[own] = max(longest[own], day)
        if day < wide:
            ends[own, day] += served[at]
            cut[own, day] += waiting[at]
            leaving[own, day] += not waiting[at]
    shares = np.full((size, len(within)), np.nan)
    for own in range(size):
        at_risk, left, reached, plain, censored = number[own], 1.0, 0.0, 0, False
        for day in range(wide if at_risk else 0):
            if at_risk > 0:
                reached += left * ends[own, day] / at_risk
                left *= 1 - leaving[own, day] / at_risk  # the share that has neither been served nor left
            plain += ends[own, day]
            for place in range(len(within)):
                if within[place] == day and not (censored and longest[own] < day and left > 0):
                    shares[own, place] = reached if censored else plain / number[own]
            at_risk -= leaving[own, day] + cut[own, day]
            censored = censored or cut[own, day] > 0
    return shares
