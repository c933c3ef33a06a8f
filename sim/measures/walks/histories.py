"""What holds at a row or a piece of a history: need level, weeks on benefits, desk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import walk

Ints = NDArray[np.int64]
Column = NDArray[np.int32]


@walk
def cut(
    kind: NDArray[np.int8],
    citizen: Column,
    minute: Column,
    level: Column,
    worker: NDArray[np.int16],
    state: NDArray[np.int8],
    benefit: NDArray[np.int8],
    team_of: Ints,
    here: NDArray[np.bool_],
    end: int,
    kinds: tuple[int, int, int, int],
) -> Ints:
    """int64[8, pieces], the fields of the pieces of histories (:class:`sim.measures.episodes.Pieces`).

    Args:
        kind, citizen, minute, level, worker, state, benefit: of the rows, by citizen and in order of time.
        team_of: the team of each caseworker.
        here: bool[states], the states whose pieces are kept.
        end: first minute after the log.
        kinds: the kinds ARRIVE, TRAITS, ASSIGN and EXIT.
    """
    size, (arrive, traits, assign, leave) = len(kind), kinds
    until, number = np.empty(size, np.int64), 0  # where the piece ends that begins with a row; -1 if none does
    for at in range(size):
        following = minute[at + 1] if at + 1 < size and citizen[at + 1] == citizen[at] else end
        until[at] = following if kind[at] != leave and following > minute[at] and here[state[at]] else -1
        number += until[at] >= 0
    pieces, piece, need, held = np.empty((8, number), np.int64), 0, 1, -1
    for at in range(size):
        if kind[at] == arrive or at == 0 or citizen[at] != citizen[at - 1]:
            need, held = 1, -1
        if kind[at] == traits:
            need = level[at]
        elif kind[at] == assign:
            held = worker[at]
        if until[at] >= 0:
            pieces[0, piece], pieces[1, piece], pieces[2, piece] = citizen[at], state[at], benefit[at]
            pieces[3, piece], pieces[4, piece] = need, held
            pieces[5, piece] = team_of[held] if 0 <= held < len(team_of) else -1
            pieces[6, piece], pieces[7, piece] = minute[at], until[at]
            piece += 1
    return pieces


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
