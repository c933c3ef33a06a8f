"""The course of a run from its first week: stocks, hours, meetings and the queue for the team. They show how long a run warms up."""

from __future__ import annotations

import numpy as np

from sim.measures.growth import daily_stocks
from sim.measures.hours import CASEWORKER
from sim.measures.meetings import is_meeting
from sim.measures.pair_rows import next_after
from sim.measures.reading import Reading
from sim.measures.team_waits import SAME_PROCEDURE
from sim.measures.view import DAY, Floats, Ints
from sim.world.log import RowKind

WEEK = 7
STOCK, HOURS, MEETINGS, QUEUE = "stock", "hours of bound work", "meetings held", "cases that wait for the team"


def weekly(reading: Reading) -> dict[str, Floats]:
    """Series by name, each float64[whole weeks of the reading's window]: weekly means of levels, weekly sums of flows.

    - ``stock`` in all and ``stock, GROUP``: citizens.
    - ``hours of bound work``: of caseworkers, without running casework, which fills the rest of the day.
    - ``meetings held``: number.
    - ``cases that wait for the team``: cases ready for a hearing that has not been held.
    """
    view = reading.view
    stocks = daily_stocks(view, reading.pieces)
    series = {f"{STOCK}, {label}": row for label, row in zip(view.states.labels, stocks, strict=True) if row.any()}
    levels = {STOCK: stocks.sum(axis=0), **series, QUEUE: _waiting(reading)}
    work = view.inside(RowKind.WORK)
    bound = (work["role"] == view.code("role", CASEWORKER)) | (work["role"] < 0)
    flows = {
        HOURS: _by_day(
            work.day, view.window.first_day, view.window.days, (work["minutes"] * bound / 60).astype(np.float64)
        ),
        MEETINGS: _by_day(work.day, view.window.first_day, view.window.days, is_meeting(view, work).astype(np.float64)),
    }
    weeks = view.window.days // WEEK
    by_week = {name: row[: weeks * WEEK].reshape(weeks, WEEK) for name, row in (levels | flows).items()}
    return {name: table.sum(axis=1) if name in flows else table.mean(axis=1) for name, table in by_week.items()}


def _by_day(day: Ints, first: int, days: int, weights: Floats) -> Floats:
    """float64[days], the sum of weights by day."""
    return np.bincount(day - first, weights=weights, minlength=days)[:days].astype(np.float64)


def _waiting(reading: Reading) -> Floats:
    """float64[days], the cases at each midnight that are ready for a hearing and have not left."""
    view = reading.view
    ready, heard = view.whole.of(RowKind.READY), view.whole.of(RowKind.HEARING)
    gone = view.whole.of(RowKind.SWITCH, RowKind.EXIT)
    last = view.end
    ends = [
        np.append(part.narrow("minute").astype(np.int64), last)[next_after(ready, part, fields)]
        for part, fields in ((heard, SAME_PROCEDURE), (gone, ("citizen",)))
    ]
    first, days = view.window.first_day, view.window.days
    start = np.clip(-(-ready["minute"] // DAY) - first, 0, days)
    end = np.clip(-(-np.minimum(*ends) // DAY) - first, 0, days)
    steps = np.bincount(start, minlength=days + 1) - np.bincount(np.maximum(end, start), minlength=days + 1)
    return np.cumsum(steps)[:days].astype(np.float64)
