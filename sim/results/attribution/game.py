"""Shares of a change among its parts. A number of every set of parts is given for each replication.

*Four answers, because parts interact.* Alone: what a part changes when no other part is there. Left out: what is lost without
it. In turn: what it adds in the order of the rule set. Shapley: the mean of what it adds over all orders. Only the last two
add up to the whole change, and only the last does not depend on an order (Shapley 1953).

*Exact.* With at most seven parts, all 2^n sets are run, and the mean is over all n! orders.

*Sampled.* With more parts, each replication has an order of its own and its reverse. The mean over replications has no bias
(Castro, Gómez and Tejada 2009, Computers & Operations Research 36). Chance of the runs and of the orders are in one interval.

Intervals are Student's t over replications. Shares of one replication are sums and differences of its own runs, which have
the same people with the same fate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import combine, draw_many, entities, purpose
from sim.results.intervals import half_width

Floats = NDArray[np.float64]
Set = frozenset[int]
"""Parts by number."""
MOST_EXACT = 7
"""The largest number of parts whose sets are all run: 128 sets."""


class Estimate(NamedTuple):
    """A mean over replications with its t interval; nan where one replication gives none."""

    value: float
    low: float
    high: float


def estimate(values: Floats, confidence: float) -> Estimate:
    """The mean of independent numbers (float64[n]) with its interval."""
    mean, half = float(values.mean()), half_width(values, confidence)
    return Estimate(mean, mean - half, mean + half)


def every_set(parts: int) -> list[Set]:
    """All sets of parts, the empty one first."""
    return [frozenset(chosen) for size in range(parts + 1) for chosen in combinations(range(parts), size)]


def sets_of_orders(orders: Sequence[Sequence[int]]) -> list[Set]:
    """The sets that orders pass through, each once: nothing, the first part, the first two, and so on."""
    sets = [frozenset(order[:length]) for order in orders for length in range(len(order) + 1)]
    return list(dict.fromkeys(sets))


def simple_sets(parts: int) -> list[Set]:
    """The sets behind alone, left out and in turn."""
    whole = frozenset(range(parts))
    single = [frozenset([part]) for part in range(parts)]
    without = [whole - {part} for part in range(parts)]
    return list(dict.fromkeys([frozenset[int](), whole, *single, *without, *sets_of_orders([range(parts)])]))


def alone(numbers: Mapping[Set, Floats], parts: int) -> Floats:
    """float64[parts, replications], what each part changes by itself."""
    return np.stack([numbers[frozenset([part])] - numbers[frozenset()] for part in range(parts)])


def left_out(numbers: Mapping[Set, Floats], parts: int) -> Floats:
    """float64[parts, replications], the change of the whole less the change without each part."""
    whole = frozenset(range(parts))
    return np.stack([numbers[whole] - numbers[whole - {part}] for part in range(parts)])


def in_turn(numbers: Mapping[Set, Floats], order: Sequence[int]) -> Floats:
    """float64[parts, replications], what each part adds to those before it in an order."""
    added = {
        part: numbers[frozenset(order[: place + 1])] - numbers[frozenset(order[:place])]
        for place, part in enumerate(order)
    }
    return np.stack([added[part] for part in range(len(order))])


def shapley(numbers: Mapping[Set, Floats], parts: int) -> Floats:
    """float64[parts, replications], the mean of what each part adds over all orders, from the numbers of all sets."""
    shares = np.zeros((parts, len(numbers[frozenset()])))
    for before, value in numbers.items():
        size = len(before)
        if size < parts:
            weight = math.factorial(size) * math.factorial(parts - size - 1) / math.factorial(parts)
            for part in set(range(parts)) - before:
                shares[part] += weight * (numbers[before | {part}] - value)
    return shares


def together(numbers: Mapping[Set, Floats], parts: int) -> dict[tuple[int, int], Floats]:
    """By pair of parts, float64[replications]: how much more they change together than apart, the mean over all others.

    It is the interaction index of Shapley's value (Grabisch and Roubens 1999). It is 0 for parts that do not interact.
    """
    pairs: dict[tuple[int, int], Floats] = {}
    for one, other in combinations(range(parts), 2):
        total = np.zeros(len(numbers[frozenset()]))
        for before, value in numbers.items():
            if one not in before and other not in before:
                size = len(before)
                weight = math.factorial(size) * math.factorial(parts - size - 2) / math.factorial(parts - 1)
                both = numbers[before | {one, other}] - numbers[before | {one}] - numbers[before | {other}] + value
                total += weight * both
        pairs[one, other] = total
    return pairs


def orders_of(parts: int, replication: int, seed: int) -> list[list[int]]:
    """An order of a replication and its reverse, by keyed draws: they depend on the seed and the replication only."""
    run = combine(seed, replication)
    order = np.argsort(draw_many(run, entities("parts", parts), purpose("order of parts"), 0), kind="stable").tolist()
    return [order, order[::-1]]
