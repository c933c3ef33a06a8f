"""Posts: who works on which day, for how many minutes, who falls ill, who leaves and who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.office.calendar import Calendar
from sim.office.model import MONTHS, Office
from sim.people.compiled import leaf
from sim.people.draw import chance, combine, draw_times, purpose

FULL = 1000
_LEAVE, _JOIN, _FULL = 0, 1, 2
YEAR = 365.25
WORKING_DAYS = 252.86
"""Mean Danish working days a year: 365.25 x 5 / 7 less 7.14 holidays (X186) and closed days. Only turns hours a year into minutes a day."""


@dataclass(frozen=True)
class Staff:
    """The posts of an office over a run.

    Attributes:
        team: int8 by post. fraction: permille of a full post. code: a number that does not change with other posts.
        capacity: int16 (posts, days) effective minutes. sick: int8 (posts, days).
        events: (day, post, kind, share) of leaving 0, joining 1, reaching full capacity 2.
    """

    team: NDArray[np.int8]
    fraction: NDArray[np.int32]
    code: NDArray[np.int32]
    capacity: NDArray[np.int16]
    sick: NDArray[np.int8]
    events: list[tuple[int, int, int, int]]


def full_day_minutes(office: Office) -> float:
    """Effective minutes of a full-time post on a day at work, so that a year gives the office's effective hours."""
    present = (WORKING_DAYS - office.leave.value.days) * (1 - office.sickness.value)
    return float(office.effective_hours.value / present)


def staff(
    run: int, office: Office, calendar: Calendar, days: int, posts: dict[str, float], teams: dict[str, int]
) -> Staff:
    """All posts of an office.

    Args:
        run: the run's key; every draw is keyed by post and day, so a cut changes nothing for those who stay.
        calendar: covers ``days`` days.
        posts: posts by team, in tenths; the last post of a team may be part-time.
        teams: team name -> code.
    """
    minutes = full_day_minutes(office)
    workday = np.asarray(calendar.workday[:days], bool)
    leave_chance = _leave_chance(office, calendar, days, workday)
    rows: list[tuple[int, int, int, int, NDArray[np.int16], NDArray[np.int8]]] = []
    events: list[tuple[int, int, int, int]] = []
    for name, count in posts.items():
        for index in range(int(np.ceil(round(count, 6)))):
            fraction = round(min(1.0, count - index) * FULL)
            who = combine(purpose(f"post:{name}"), index)
            works = workday & _part_time(workday, fraction)
            capacity = np.where(works, minutes, 0.0)
            away = _bits(run, who, "leave", days) < leave_chance
            for day, kind, share in _turnover(run, who, office, days):
                events.append((day, len(rows), kind, round(share * fraction / FULL)))
                capacity[day:] = np.where(works, minutes * share / FULL, 0.0)[day:]
            capacity[away] = 0.0
            code = teams[name] * 10_000 + index
            rows.append(
                (
                    teams[name],
                    fraction,
                    code,
                    0,
                    np.rint(capacity).astype(np.int16),
                    _sick(run, who, office, days, workday),
                )
            )
    return Staff(
        np.array([row[0] for row in rows], np.int8), np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.int32), np.array([row[4] for row in rows], np.int16).reshape(len(rows), days),
        np.array([row[5] for row in rows], np.int8).reshape(len(rows), days), sorted(events),
    )  # fmt: skip


def _part_time(workday: NDArray[np.bool_], fraction: int) -> NDArray[np.bool_]:
    """The whole days on which a part-time post works: spread evenly, so that a day is long enough for a meeting."""
    before = (np.cumsum(workday) - workday) * fraction // FULL
    return np.asarray(np.cumsum(workday) * fraction // FULL > before)


def _bits(run: int, who: int, name: str, count: int) -> NDArray[np.float64]:
    bits: NDArray[np.float64] = draw_times(run, who, purpose(name), count).astype(np.float64) / 2**32
    return bits


def _leave_chance(office: Office, calendar: Calendar, days: int, workday: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The chance that a working day is a day of leave: the month's share of the year's leave over its working days."""
    months = np.array([_month(calendar.to_date(day)) for day in range(days)])
    chance = np.zeros(days)
    shares = [office.leave_by_month[name].value for name in MONTHS]
    for month, share in enumerate(shares):
        inside = (months == month) & workday
        per_year = max(float(inside.sum()) / max(days / YEAR, 1e-9), 1.0)
        chance[inside] = min(share / sum(shares) * office.leave.value.days / per_year, 0.95)
    return chance


def _month(day: date) -> int:
    return day.month - 1


def _sick(run: int, who: int, office: Office, days: int, workday: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Days of sickness: absences begin by chance and last a geometric number of working days with the stated mean."""
    mean, share = office.sickness_length.value.days, office.sickness.value
    stays, begins = chance(1 - 1 / mean), chance(share / (mean * (1 - share)))
    out: NDArray[np.int8] = absences(  # type: ignore[no-untyped-call]
        draw_times(run, who, purpose("sickness"), days), workday, stays, begins
    )
    return out


@leaf
def absences(bits, workday, stays, begins):  # type: ignore[no-untyped-def]
    """Days ill: a two-state chain over working days, from 32 random bits a day and two chances of 2^-32."""
    out = np.zeros(bits.shape[0], np.int8)
    ill = False
    for day in range(bits.shape[0]):
        if workday[day]:
            ill = bits[day] < (stays if ill else begins)
            out[day] = ill
    return out


def _turnover(run: int, who: int, office: Office, days: int) -> list[tuple[int, int, int]]:
    """(day, kind, capacity share in permille): leaving, the newcomer after the vacancy, full capacity after a while."""
    bits = _bits(run, who, "turnover", 64)
    vacancy, slow = office.vacancy.value.days, office.newcomer_time.value.days
    share = round(FULL * office.newcomer_share.value)
    out: list[tuple[int, int, int]] = []
    day, number = 0.0, 0
    while number < bits.size:
        day += -np.log1p(-bits[number]) * YEAR / office.turnover.value
        number += 1
        left = int(day) + 1
        if left >= days:
            return out
        out.append((left, _LEAVE, 0))
        for after, kind, level in ((vacancy, _JOIN, share), (vacancy + slow, _FULL, FULL)):
            if left + after < days:
                out.append((left + after, kind, level))
        day = float(left + vacancy + slow)
    return out
