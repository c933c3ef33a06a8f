"""Lengths of time of the people files as inverse distribution functions, in days."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.law.clauses.procedure import Procedure
from sim.law.clauses.regime import TermLimit
from sim.place.people.distribution import Distribution
from sim.place.people.model import People
from sim.world.rows.rules import Rules


def days_of(text: str) -> float:
    """The days of a survival point's time."""
    from sim.files.quantity import duration

    return float(duration(text).days)


def inverse_of(distribution: Distribution) -> q.Inverse:
    """The inverse distribution function, in days."""
    if distribution.fixed is not None:
        return q.constant(distribution.fixed.value.days)
    if distribution.mean is not None:
        return q.exponential(distribution.mean.value.days)
    if distribution.survival:
        return q.survival([(days_of(time), share.value) for time, share in distribution.survival.items()])
    parts = []
    for part in distribution.mixture:
        if part.fixed is not None:
            inner = q.constant(part.fixed.value.days)
        elif part.mean is not None and part.cv is not None:
            inner = q.lognormal(part.mean.value.days, part.cv.value)
        else:
            assert part.mean is not None
            inner = q.exponential(part.mean.value.days)
        parts.append((part.share.value, q.delayed(part.delay.value.days, inner) if part.delay else inner))
    return q.mixture(parts)


def prolonged(rules: Rules, people: People, ground: str) -> q.Inverse:
    """The length of a prolongation on a ground of SDPL § 27: from the people file, cut at the law's limit."""
    limit = rules.rule_set.regime.prolongations[ground].limit
    return at_most(inverse_of(people.prolongations[ground]), limit.value.days if limit else None)


@lru_cache(maxsize=64)
def at_most(inner: q.Inverse, longest: int | None) -> q.Inverse:
    """The same lengths, cut at ``longest`` days."""
    return inner if longest is None else lambda p: np.minimum(inner(p), float(longest))


def reaching_further(inner: q.Inverse, limit: int, other: TermLimit) -> q.Inverse:
    """The same lengths, but lengths in the last days before ``limit`` are stretched evenly up to another limit."""
    start = limit - other.last.value.days
    factor = (other.at_most.value.days - start) / (limit - start)

    def lengths(p: NDArray[np.float64]) -> NDArray[np.float64]:
        days = np.asarray(inner(p), np.float64)
        return np.where(days > start, start + (days - start) * factor, days)

    return lengths


def time_left(ages: q.Inverse, limit: int) -> q.Inverse:
    """The days until an age of ``limit`` days, at least one, for citizens of these ages."""
    return lambda p: np.maximum(limit - np.asarray(ages(1.0 - np.asarray(p, np.float64)), np.float64), 1.0)


def with_prolongations(rules: Rules, people: People, first: q.Inverse, procedure: Procedure) -> q.Inverse:
    """A term plus the prolongations that the procedure at its end may add, one chance after another.

    The opening stock uses it. The term has a fixed length, so lengths may be added at equal probabilities.
    """
    labels = {step.label: step for step in procedure.steps if step.label}
    parts: list[tuple[float, q.Inverse]] = []
    left = 1.0
    for step in procedure.steps:
        after = labels.get(step.to or "") if step.chance else None
        if after is not None and after.prolong is not None:
            share = left * people.chances[step.chance or ""].value
            parts.append((share, _added(first, prolonged(rules, people, after.prolong))))
            left -= share
    return q.mixture([(left, first), *parts]) if parts else first


@lru_cache(maxsize=64)
def _added(first: q.Inverse, more: q.Inverse) -> q.Inverse:
    return lambda p: first(p) + more(p)
