"""A season day by day: what share of the arrivals a day has, and the course of the stock that follows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.place.people.fate import ARRIVAL_UNITS
from sim.place.people.season import MONTHS, WEEKDAYS, Season

Floats = NDArray[np.float64]


class Wave(NamedTuple):
    """A stock under a season, relative to its mean: at the start of the run, and by day of the run."""

    at_start: float
    by_day: Floats


def units_by_day(season: Season, start: date, first: int, count: int) -> NDArray[np.int64]:
    """How much of the time of an even stream each day takes, in ``ARRIVAL_UNITS`` of a day.

    Each calendar year is scaled to its number of days, so it has as many expected arrivals as without the season.

    Args:
        season: the season.
        start: the date of day 0.
        first: the first day, which may be negative.
        count: number of days.

    Returns:
        int64[count].
    """
    begin = np.datetime64(start, "D") + first
    from_year = begin.astype("datetime64[Y]")
    to_year = (begin + count).astype("datetime64[Y]") + 1
    dates = np.arange(from_year.astype("datetime64[D]"), to_year.astype("datetime64[D]"))
    raw = _factors(season, dates)
    year = dates.astype("datetime64[Y]").astype(np.int64)
    year -= year[0]
    scale = np.bincount(year) / np.bincount(year, weights=raw)
    units = np.rint(raw * scale[year] * ARRIVAL_UNITS).astype(np.int64)
    offset = int((begin - dates[0]).astype(np.int64))
    return units[offset : offset + count]


def wave_of(season: Season, start: date, cumulative: Floats, days: int) -> Wave:
    """The expected course of a stock whose arrivals have a season and whose citizens leave after the same times all year.

    The stock of a day is the sum over ages of the arrivals so long ago times the share that is still there.

    Args:
        season: the season.
        start: the date of day 0.
        cumulative: by age in days, the share of the stock in equilibrium with at most that age.
        days: number of days of the run.
    """
    ages = np.diff(cumulative, prepend=0.0)
    oldest = int(np.searchsorted(cumulative, 1 - 1e-4)) + 1
    share = ages[:oldest] / ages[:oldest].sum()
    arrivals = units_by_day(season, start, -oldest, oldest + days + 1) / ARRIVAL_UNITS
    stock = np.convolve(arrivals, share, mode="valid")[1 : days + 1]
    return Wave(float(stock[0]), stock)


def _factors(season: Season, dates: NDArray[np.datetime64]) -> Floats:
    month = dates.astype("datetime64[M]").astype(np.int64) % 12
    weekday = (dates.astype(np.int64) + 3) % len(WEEKDAYS)  # 1970-01-01 was a Thursday
    factors = np.ones(dates.size)
    if season.months:
        factors *= np.array([season.months[name].value for name in MONTHS])[month]
    if season.weekdays:
        factors *= len(WEEKDAYS) * np.array([season.weekdays[name].value for name in WEEKDAYS])[weekday]
    return factors
