"""A shock to an inflow: more or fewer arrivals over a span of days. Other citizens do not change.

The usual arrivals keep their identity, day and fate. Additional arrivals form a stream of their own. A fall thins the
usual stream. Each citizen has his or her own draw, so a smaller fall removes a subset of the larger one's citizens.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import chance, draw_many, purpose
from sim.place.people import fate

Columns = dict[str, NDArray[np.int64]]


class Surge(NamedTuple):
    """The arrivals on the days ``first`` to ``last`` are multiplied by ``1 + change``; ``change`` is at least -1."""

    first: int
    last: int
    change: float


def surged(
    run: int,
    group: str,
    state: int,
    per_year: float,
    usual: Columns,
    surges: list[Surge],
    units: NDArray[np.int64] | None = None,
) -> Columns:
    """The arrivals of a group under shocks that do not overlap. Without shocks the result is ``usual`` itself.

    Args:
        run: the run's key.
        group, state: name and code.
        per_year: usual arrivals a year.
        usual: the result of :func:`sim.place.people.fate.arrivals`.
        units: the season of the arrivals, as there.
    """
    columns = usual
    for surge in surges:
        if surge.change < 0:
            columns = _thinned(run, columns, surge)
        else:
            more = _more(run, group, state, per_year, surge, units)
            columns = {name: np.concatenate([column, more[name]]) for name, column in columns.items()}
    return columns


def _thinned(run: int, columns: Columns, surge: Surge) -> Columns:
    """The arrivals after a fall. Each arrival on the days of the shock is removed with probability ``-change``."""
    day = columns["arrive"] // fate.DAY
    bits = draw_many(run, columns["entity"], purpose("inflow shock"), 0) if day.size else day
    stays = (day < surge.first) | (day > surge.last) | (bits >= chance(-surge.change))
    return {name: column[stays] for name, column in columns.items()}


def _more(run: int, group: str, state: int, per_year: float, surge: Surge, units: NDArray[np.int64] | None) -> Columns:
    """The additional arrivals: a stream that exists on the days of the shock only and is named after the first day."""
    stream = f"{group}:from day {surge.first}"
    days = surge.last - surge.first + 2
    season = None if units is None else np.concatenate([units[:1], units[surge.first : surge.last + 1]])
    columns = fate.arrivals(run, stream, state, per_year * surge.change, days, season)
    columns["arrive"] = columns["arrive"] + (surge.first - 1) * fate.DAY
    return columns
