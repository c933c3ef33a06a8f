"""What holds at a row or a piece of a history: need level, weeks on benefits, desk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Column = NDArray[np.int32]


@walk
def last_levels(
    citizen: Column,
    minute: Column,
    of_citizen: Column,
    since: Column,
    level: Column,
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
