"""Posts: the minutes of work of each post by day, with leave, sickness and turnover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.chance.compiled import leaf
from sim.chance.draw import chance, combine, draw_times, purpose
from sim.files.quantity import YEAR_DAYS
from sim.files.value import at_value
from sim.place.office.calendar import Calendar
from sim.place.office.model import MONTHS, Office
from sim.place.people.model import PartTime

FULL = 1000
_LEAVE, _JOIN, _FULL = 0, 1, 2
LENGTHS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
"""The mean days of each calendar month, January first."""


@dataclass(frozen=True)
class Staff:
    """The posts of an office over a run.

    Attributes:
        team: int8[posts].
        fraction: permille of a full post.
        code: a number of the post that does not depend on other posts.
        capacity: int16[posts, days], effective minutes.
        sick: int8[posts, days], 1 on days of sickness.
        events: (day, post, kind, share), with kind 0 leaving, 1 joining, 2 reaching full capacity.
    """

    team: NDArray[np.int8]
    fraction: NDArray[np.int32]
    code: NDArray[np.int32]
    capacity: NDArray[np.int16]
    sick: NDArray[np.int8]
    events: list[tuple[int, int, int, int]]


def full_day_minutes(office: Office) -> float:
    """Effective minutes of a full-time post on a day at work. Over a year they sum to the office's effective hours."""
    return float(office.effective_hours.value / office.days_present)


def staff(
    run: int, office: Office, calendar: Calendar, days: int, posts: dict[str, float], teams: dict[str, int],
    part_time: Mapping[str, PartTime] | None = None, under_strain: Mapping[str, Office] | None = None,
) -> Staff:  # fmt: skip
    """All posts of an office over a run.

    Args:
        run: the run's key. Every draw is keyed by post and day, so a cut does not change the remaining posts.
        calendar: covers ``days`` days.
        posts: full-time posts by team, to one decimal. The last post of a team may be smaller than the others.
        teams: team name -> code.
        part_time: by team, where it differs from the office's.
        under_strain: by team, the office with another absence or turnover. A day at work is as long as in the office.
    """
    minutes = full_day_minutes(office)
    workday = np.asarray(calendar.workday[:days], bool)
    leave = leave_chance(office, calendar, days)
    usual = falling_ill(office, calendar, days)
    rows: list[tuple[int, int, int, int, NDArray[np.int16], NDArray[np.int8]]] = []
    events: list[tuple[int, int, int, int]] = []
    for name, count in posts.items():
        own = (under_strain or {}).get(name, office)
        begins = usual if own is office else falling_ill(own, calendar, days)
        for index, fraction in enumerate(post_sizes(count, (part_time or {}).get(name, office.part_time))):
            entity = combine(purpose(f"post:{name}"), index)
            works = workday & _part_time(workday, fraction)
            capacity = np.where(works, minutes, 0.0)
            away = _bits(run, entity, "leave", days) < leave
            for day, kind, share in _turnover(run, entity, own, days):
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
                    _sick(run, entity, own, workday, begins),
                )
            )
    return Staff(
        np.array([row[0] for row in rows], np.int8), np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.int32), np.array([row[4] for row in rows], np.int16).reshape(len(rows), days),
        np.array([row[5] for row in rows], np.int8).reshape(len(rows), days), sorted(events),
    )  # fmt: skip


def post_sizes(count: float, mix: PartTime | None = None) -> list[int]:
    """The posts of a team, each in permille of full time. Together they make ``count`` full-time posts.

    Each post becomes full-time or part-time, whichever keeps the part-time share nearer to its target. A post's size
    therefore depends on its number alone, and a cut does not change other posts. The last post takes the remainder.
    """
    share = round(FULL * mix.share.value) if mix else 0
    part = round(FULL * mix.hours.value) if mix else FULL
    left, total, of_part = round(count * FULL), 0, 0
    sizes: list[int] = []
    while left > 0:
        too_much = (of_part + part) * FULL - share * (total + part)
        too_little = share * (total + FULL) - of_part * FULL
        size = part if too_much <= too_little else FULL
        of_part += size if too_much <= too_little else 0
        total += size
        sizes.append(min(size, left))
        left -= size
    return sizes


def _part_time(workday: NDArray[np.bool_], fraction: int) -> NDArray[np.bool_]:
    """bool[days], the days of a part-time post: whole days, spread evenly. Each day is then long enough for a meeting."""
    before = (np.cumsum(workday) - workday) * fraction // FULL
    return np.asarray(np.cumsum(workday) * fraction // FULL > before)


def _bits(run: int, entity: int, name: str, count: int) -> NDArray[np.float64]:
    bits: NDArray[np.float64] = draw_times(run, entity, purpose(name), count).astype(np.float64) / 2**32
    return bits


def months_of(calendar: Calendar, days: int) -> NDArray[np.int64]:
    """int64[days], the calendar month of each day; January is 0."""
    dates = np.datetime64(calendar.start, "D") + np.arange(days)
    return np.asarray(dates.astype("datetime64[M]").astype(np.int64) % 12)


def working_days(calendar: Calendar, days: int) -> NDArray[np.float64]:
    """float64[12], the working days of each calendar month in a year, estimated from the days of the run."""
    month, workday = months_of(calendar, days), np.asarray(calendar.workday[:days], bool)
    share = np.bincount(month[workday], minlength=12) / np.maximum(np.bincount(month, minlength=12), 1)
    return np.asarray(share * LENGTHS, np.float64)


def leave_chance(office: Office, calendar: Calendar, days: int) -> NDArray[np.float64]:
    """float64[days], the probability of leave on a working day: the month's days of leave divided by its working days.

    Raises:
        ScenarioError: a month has more leave than working days.
    """
    shares = np.array([office.leave_by_month[name].value for name in MONTHS])
    leave = shares / shares.sum() * office.leave.value.days
    workdays = working_days(calendar, days)
    month = months_of(calendar, days)
    for number in np.flatnonzero((leave > workdays) & (np.bincount(month, minlength=12) > 0)):
        name = MONTHS[number]
        raise at_value(
            office.leave_by_month[name], f"the leave in {name} exceeds the working days of the month",
            found=f"{leave[number]:.1f} days", expected=f"{workdays[number]:.1f} days at most",
            do="lower the month's share or the days of leave",
        )  # fmt: skip
    chances = np.divide(leave, workdays, out=np.zeros(12), where=workdays > 0)
    return np.asarray(chances[month] * np.asarray(calendar.workday[:days]), np.float64)


def falling_ill(office: Office, calendar: Calendar, days: int) -> NDArray[np.int64]:
    """int64[days], the probability (in units of 2^-32) that a healthy caseworker falls ill on a working day.

    Let p be the month's level of sickness and L the mean length of an absence. The probability p / (L (1 - p)) makes the
    chain of healthy and ill days tend to p. The levels are proportional to the months' shares. Their mean over a
    year's working days is the office's sickness. An absence that crosses into the next month carries a few
    days of the old level into it.
    """
    workdays = working_days(calendar, days)
    shares = np.array([office.sickness_by_month[name].value for name in MONTHS])
    level = office.sickness.value * shares / np.average(shares, weights=workdays)
    begins = np.minimum(level / (office.sickness_length.value.days * (1 - level)), 1.0)
    return np.array([chance(float(probability)) for probability in begins], np.int64)[months_of(calendar, days)]


def _sick(
    run: int, entity: int, office: Office, workday: NDArray[np.bool_], begins: NDArray[np.int64]
) -> NDArray[np.int8]:
    """int8[days], days of sickness. Absences start with the month's probability; their length is geometric."""
    stays = chance(1 - 1 / office.sickness_length.value.days)
    out: NDArray[np.int8] = absences(  # type: ignore[no-untyped-call]
        draw_times(run, entity, purpose("sickness"), workday.size), workday, stays, begins
    )
    return out


@leaf
def absences(bits, workday, stays, begins):  # type: ignore[no-untyped-def]
    """int8[days], days ill: a two-state Markov chain over working days.

    Args:
        bits: 32 random bits by day.
        workday: bool by day.
        stays: the probability of staying ill, in units of 2^-32.
        begins: by day, the probability of falling ill, in units of 2^-32.
    """
    out = np.zeros(bits.shape[0], np.int8)
    ill = False
    for day in range(bits.shape[0]):
        if workday[day]:
            ill = bits[day] < (stays if ill else begins[day])
            out[day] = ill
    return out


def _turnover(run: int, entity: int, office: Office, days: int) -> list[tuple[int, int, int]]:
    """Events (day, kind, capacity in permille): leaving, the newcomer after the vacancy, and full capacity later."""
    if office.turnover.value <= 0:
        return []
    bits = _bits(run, entity, "turnover", 64)
    vacancy, slow = office.vacancy.value.days, office.newcomer_time.value.days
    share = round(FULL * office.newcomer_share.value)
    out: list[tuple[int, int, int]] = []
    day, number = 0.0, 0
    while number < bits.size:
        day += -np.log1p(-bits[number]) * YEAR_DAYS / office.turnover.value
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
