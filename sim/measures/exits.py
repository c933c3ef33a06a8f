"""Entries and exits: the destinations of exits, and the time in the system before them."""

from __future__ import annotations

import numpy as np

from sim.measures.pair_rows import latest
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, View
from sim.world.log import RowKind


def exits(view: View) -> Tidy:
    """Entries, exits and the time before each exit.

    - ``entries``: per year by group.
    - ``exits``: per year by group left and destination (column activity).
    - ``time_in_system_p50|p90|p95|mean``: days from arrival to exit, by destination and by group left.

    For the opening stock, the days in the spell before the log count too. Earlier spells are not in a log. Entries are all
    entries, with citizens who come back. Their time counts from the latest arrival.
    """
    tidy, states, destinations = Tidy(), view.states, view.axis("destination")
    arrival = view.inside(RowKind.ARRIVE)
    entered = arrival.where(arrival["minute"] > 0)
    tidy.cube(
        "entries", "per year", count((len(states),), view.state(entered)) * view.per_year, {"group": states.labels}
    )
    part, everybody = view.inside(RowKind.EXIT), view.histories(RowKind.ARRIVE)
    state, place = view.state(part), destinations.index(part["destination"])
    number = count((len(states), len(destinations)), state, place) * view.per_year
    axes = {"group": states.labels, "activity": destinations.labels}
    tidy.cube("exits", "per year", number, axes, (("group",), ("activity",), ()))
    at = latest(part["citizen"], part["minute"], everybody["citizen"], everybody["minute"])
    seen = at >= 0
    arrived = np.append(everybody["minute"] - everybody["days_before"] * DAY, 0)[at]
    days = (part["minute"] - arrived) / DAY
    by = {"activity": (place[seen], destinations.labels), "group": (state[seen], states.labels)}
    tidy.spread("time_in_system", "days", days[seen], by)
    return tidy
