"""The growth of each group's stock over the window."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.files.quantity import YEAR_DAYS
from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy
from sim.measures.view import DAY, Floats, View

UNIT = "citizens per year"


def growth(view: View, pieces: Pieces) -> pd.DataFrame:
    """The slope of stocks.

    - ``stock_growth``: the slope of the straight line that fits the daily stock best, by group and in all.
    """
    tidy = Tidy()
    tidy.cube("stock_growth", UNIT, slopes(daily_stocks(view, pieces)), {"group": view.states.labels})
    return tidy.frame()


def daily_stocks(view: View, pieces: Pieces) -> Floats:
    """float64[states, days], the citizens of each state at the midnight that begins each day of the window."""
    days, states = view.window.days, len(view.states)
    change = np.zeros((states, days + 1))
    for at, sign in ((pieces.start, 1), (pieces.end, -1)):
        day = np.clip(-(-at // DAY) - view.window.first_day, 0, days)  # the first midnight at or after the minute
        np.add.at(change, (pieces.state, day), sign)
    return np.cumsum(change, axis=1)[:, :-1]


def slopes(daily: Floats) -> Floats:
    """float64[rows], the least-squares slope of each row of daily numbers, per year. One day has slope 0."""
    day = np.arange(daily.shape[1]) - (daily.shape[1] - 1) / 2
    spread = float((day**2).sum())
    return np.asarray(daily @ day / spread * YEAR_DAYS if spread else np.zeros(daily.shape[0]), np.float64)
