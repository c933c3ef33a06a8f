"""The growth of each group's stock over the window."""

from __future__ import annotations

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Floats, View

UNIT = "citizens per year"


def growth(view: View, pieces: Pieces) -> Tidy:
    """The slope of stocks.

    - ``stock_growth``: the slope of the straight line that fits the daily stock best, by group and in all. If the arrivals of a
      group have a season, the wave that follows from it is fitted together with the line, so a season is no growth.
    """
    tidy, daily = Tidy(), daily_stocks(view, pieces)
    found = slopes(daily)
    for position, wave in waves(view).items():
        found[position] = slope_beside(daily[position], wave)
    tidy.cube("stock_growth", UNIT, found, {"group": view.states.labels})
    return tidy


def waves(view: View) -> dict[int, Floats]:
    """The expected course of stocks with a season in the window (``meta["season"]``), by position of the state."""
    window = slice(view.window.first_day, view.window.last_day + 1)
    courses = view.log.meta.get("season", {})
    return {
        int(view.states.of_code[int(state)]): np.asarray(course, np.float64)[window]
        for state, course in courses.items()
    }


def daily_stocks(view: View, pieces: Pieces) -> Floats:
    """float64[states, days], the citizens of each state at the midnight that begins each day of the window."""
    days, states = view.window.days, len(view.states)
    begun, ended = (  # by the first midnight at or after the minute
        count((states, days + 1), pieces.state, np.clip(-(-at // DAY) - view.window.first_day, 0, days))
        for at in (pieces.start, pieces.end)
    )
    return np.cumsum(begun - ended, axis=1)[:, :-1]


def slopes(daily: Floats) -> Floats:
    """float64[rows], the least-squares slope of each row of daily numbers, per year. One day has slope 0."""
    day = np.arange(daily.shape[1]) - (daily.shape[1] - 1) / 2
    spread = float((day**2).sum())
    return np.asarray(daily @ day / spread * YEAR_DAYS if spread else np.zeros(daily.shape[0]), np.float64)


def slope_beside(daily: Floats, wave: Floats) -> float:
    """The slope of a stock with a season, per year: line and wave are fitted together by least squares.

    Within less than a year, a line and a wave look alike. So such a window fits the stock divided by the wave instead.

    Args:
        daily: float64[days], the stock.
        wave: float64[days], its expected course, of any mean.
    """
    if daily.size < int(YEAR_DAYS):
        return float(slopes((daily / wave * wave.mean())[None])[0])
    day = np.arange(daily.size) - (daily.size - 1) / 2
    columns = np.column_stack([np.ones(daily.size), day, wave - wave.mean()])
    return float(np.linalg.lstsq(columns, daily, rcond=None)[0][1] * YEAR_DAYS)
