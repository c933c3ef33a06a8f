"""Services of units that follow from posts and the share of the day by simple rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.measures.view import Floats
from sim.results.staffing.service import Service
from sim.results.staffing.units import Units

WEEKS = 1000.0


def service(
    minutes: Mapping[str, Floats],
    held: Mapping[str, Floats] | None = None,
    deadlines: Mapping[str, Mapping[str, tuple[float, Floats]]] | None = None,
    hours: float = 1000.0,
) -> Service:
    """A service with these minutes and meetings per citizen and week.

    Args:
        minutes: unit -> float64[replications].
        held: the same for meetings; 0.1 if missing.
        deadlines: duty -> unit -> deadlines a year and the broken share by replication.
        hours: hours of the caseworkers of each unit.
    """
    units: Units = {unit: (unit,) for unit in minutes}
    count = len(next(iter(minutes.values())))
    weeks = np.full((count, len(units)), WEEKS)
    per_week = np.stack([(held or {}).get(unit, np.full(count, 0.1)) for unit in units], axis=1)
    due, broken = {}, {}
    for duty, by_unit in (deadlines or {}).items():
        none = (0.0, np.zeros(count))
        due[duty] = np.stack([np.full(count, by_unit.get(unit, none)[0]) for unit in units], axis=1)
        shares = np.stack([by_unit.get(unit, none)[1] for unit in units], axis=1)
        broken[duty] = due[duty] * shares
    running = np.stack(list(minutes.values()), axis=1) * weeks / 60
    return Service(units, running, np.full_like(weeks, hours), weeks, per_week * weeks, due, broken)


def over(sizes: Floats, worse: Callable[[Floats], Floats], noise: Floats) -> Floats:
    """float64[replications, sizes], a known worsening with noise of each replication and trial."""
    return np.asarray(worse(sizes)[None, :] + noise)
