"""The fluid bound of a staff cut: the posts whose hours the rules set free.

With fewer posts, running casework may fall to the baseline's minutes per citizen and week. Posts that bring so many hours
are the most that can go, if diaries were a fluid: no peak, no named caseworker, no day on leave. No search is needed, so
the bound has an interval of its own, and its size depends on no margin. For a unit it is ``max(0, R1 - r0 W1 / 60) / h``.

- ``R1``: hours of running casework under the column's rules with all staff.
- ``W1``: citizen-weeks under these rules.
- ``h``: hours of a post under these rules.
- ``r0``: the baseline's running minutes per citizen and week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.measures.view import Floats
from sim.results.staffing.service import Service
from sim.results.staffing.surface import spread, t_of


@dataclass(frozen=True)
class Estimate:
    """A number with the ends of its interval; None if it has none."""

    value: float
    low: float | None = None
    high: float | None = None


def freed_posts(before: Service, kept: Service, posts: Mapping[str, float]) -> Floats:
    """float64[replications, units], posts whose hours running casework has above the baseline; negative below it.

    Args:
        before: the baseline's service.
        kept: the service under the column's rules with all staff, of the same replications.
        posts: posts by unit.
    """
    needed = np.where(kept.weeks > 0, np.nan_to_num(before.minutes) * kept.weeks / 60, 0.0)
    full = np.array([posts[unit] for unit in kept.units])
    with np.errstate(divide="ignore", invalid="ignore"):
        of_post = np.where(kept.hours > 0, kept.hours / full, np.nan)
        return np.nan_to_num((kept.running - needed) / of_post)


def estimate(values: Floats, confidence: float, *, least: float | None = None) -> Estimate:
    """The mean of one value per replication, with its t interval; no interval for one replication."""
    mean, count = float(values.mean()), len(values)
    ends: list[float | None] = [None, None]
    if count > 1:
        half = t_of(0.5 + confidence / 2, count) * float(spread(values)) / np.sqrt(count)
        ends = [mean - half, mean + half]
    low, high = (None if end is None else end if least is None else max(end, least) for end in ends)
    return Estimate(mean if least is None else max(mean, least), low, high)


@dataclass(frozen=True)
class Bound:
    """The fluid bound of each unit, and of all units together."""

    units: dict[str, Estimate]
    total: Estimate
    by_replication: Floats


def fluid_bound(before: Service, kept: Service, posts: Mapping[str, float], confidence: float) -> Bound:
    """The fluid bound with t intervals over replications. Arguments as in :func:`freed_posts`.

    The total adds the units whose mean is above 0. The others would need more posts, which no other unit can give.
    """
    values = freed_posts(before, kept, posts)
    units = {unit: estimate(values[:, at], confidence, least=0.0) for at, unit in enumerate(kept.units)}
    together = values[:, values.mean(axis=0) > 0].sum(axis=1)
    return Bound(units, estimate(together, confidence, least=0.0), together)
