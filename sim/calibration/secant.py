"""Values of which each moves one target most: they are fitted together, each along the secant of its own target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

FLATTEST, STEEPEST = 0.4, 4.0
"""Bounds of a measured slope, as shares of the expected one: beyond them it is noise or another value's effect."""
SHORTEST = 0.03
"""A relative change of the target that sampling noise may hide."""


class Unknown(NamedTuple):
    """A value to be fitted.

    Attributes:
        name: of the value.
        target: name of the number that it moves most.
        start: first value.
        slope: expected relative change of the target for a change of one in the value.
        least, most: bounds of the value.
        step: largest change in one round.
    """

    name: str
    target: str
    start: float
    slope: float
    least: float
    most: float
    step: float


class Round(NamedTuple):
    """Values that were chosen and the targets that they reached."""

    chosen: dict[str, float]
    reached: dict[str, float]


def misses(tried: Round, goals: Mapping[str, float], unknowns: Sequence[Unknown]) -> dict[str, float]:
    """By unknown, the relative distance of its target from the goal."""
    return {each.name: tried.reached[each.target] / goals[each.target] - 1 for each in unknowns}


def fitted(
    simulate: Callable[[Mapping[str, float]], Mapping[str, float]],
    goals: Mapping[str, float],
    unknowns: Sequence[Unknown],
    *,
    rounds: int,
    tolerance: float,
    report: Callable[[int, Round], None] | None = None,
) -> Round:
    """The round whose largest miss is smallest. It ends when every target is within ``tolerance`` or after ``rounds``.

    Args:
        simulate: targets by name for values by name.
        goals: the wanted targets, none of them 0.
        report: called after each round with its number from 1 on.
    """
    slopes = {each.name: each.slope for each in unknowns}
    values = {each.name: each.start for each in unknowns}
    done: list[Round] = []
    for number in range(1, rounds + 1):
        tried = Round(dict(values), dict(simulate(values)))
        miss = misses(tried, goals, unknowns)
        if report is not None:
            report(number, tried)
        if done:
            before = misses(done[-1], goals, unknowns)
            for each in unknowns:
                slopes[each.name] = _slope(each, done[-1].chosen, values, before, miss, slopes[each.name])
        done.append(tried)
        if max(map(abs, miss.values())) <= tolerance:
            break
        for each in unknowns:
            step = min(max(-miss[each.name] / slopes[each.name], -each.step), each.step)
            values[each.name] = min(max(values[each.name] + step, each.least), each.most)
    return min(done, key=lambda tried: max(map(abs, misses(tried, goals, unknowns).values())))


def _slope(
    each: Unknown,
    old: Mapping[str, float],
    new: Mapping[str, float],
    before: Mapping[str, float],
    after: Mapping[str, float],
    slope: float,
) -> float:
    """The secant's slope within its bounds. The earlier slope stays if the step was too short or the sign is wrong."""
    moved = new[each.name] - old[each.name]
    if abs(moved * each.slope) < SHORTEST:
        return slope
    share = (after[each.name] - before[each.name]) / moved / each.slope
    return each.slope * min(max(share, FLATTEST), STEEPEST) if share > 0 else slope
