"""A shock to an inflow: more or fewer arrivals over a span of days, with everybody else as they were.

Who would come without the shock keeps identity, day and fate. More arrivals are a stream of their own beside the usual one;
fewer are the usual ones thinned, each by a draw of his or her own, so that a smaller fall takes a part of those that a
larger one takes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import chance, draw_many, purpose
from sim.place.people import fate

Columns = dict[str, NDArray[np.int64]]


class Surge(NamedTuple):
    """Arrivals on the days ``first`` to ``last`` are ``1 + change`` times as many; ``change`` is -1 at least."""

    first: int
    last: int
    change: float


def surged(run: int, group: str, state: int, per_year: float, usual: Columns, surges: list[Surge]) -> Columns:
    """The arrivals of a group under shocks that do not overlap; without any, ``usual`` itself.

    Args:
        run: the run's key.
        group, state: name and code.
        per_year: usual arrivals.
        usual: of :func:`sim.place.people.fate.arrivals`.
    """
    columns = usual
    for surge in surges:
        if surge.change < 0:
            columns = _thinned(run, columns, surge)
        else:
            more = _more(run, group, state, per_year, surge)
            columns = {name: np.concatenate([column, more[name]]) for name, column in columns.items()}
    return columns


def _thinned(run: int, columns: Columns, surge: Surge) -> Columns:
    """Each arrival of these days stays away with the chance of the fall."""
    day = columns["arrive"] // fate.DAY
    bits = draw_many(run, columns["entity"], purpose("inflow shock"), 0) if day.size else day
    stays = (day < surge.first) | (day > surge.last) | (bits >= chance(-surge.change))
    return {name: column[stays] for name, column in columns.items()}


def _more(run: int, group: str, state: int, per_year: float, surge: Surge) -> Columns:
    """Arrivals of a stream that exists on these days only, named after the first of them."""
    stream = f"{group}:from day {surge.first}"
    columns = fate.arrivals(run, stream, state, per_year * surge.change, surge.last - surge.first + 2)
    columns["arrive"] = columns["arrive"] + (surge.first - 1) * fate.DAY
    return columns
