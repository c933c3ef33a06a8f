"""The smallest numbers that pass, for several units at once, where every trial tries a number for each unit.

A trial tells by how much a unit passes: its margin, negative where it fails. Each unit passes from some number on, so
its answer is kept between a number that fails and one that passes. The next number tried is where the straight line
through two margins crosses zero, since margins are nearly straight; where that does not help, the middle.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Numbers = dict[str, int]
MAX_REPAIRS = 6
LINES = 3
"""After so many trials between two ends, the middle is tried instead of the line's root."""


class Found(NamedTuple):
    """The smallest numbers; ``unsure`` are units that still failed when trying ended and went up once more."""

    numbers: Numbers
    unsure: tuple[str, ...]


@dataclass
class Unit:
    """One unit's bracket.

    Attributes:
        low: the largest number known to fail (0 is never tried: nobody is no staff).
        high: the smallest number known to pass.
        guess: where to begin.
        margins: number -> margin, of what was tried; infinite where no line can be drawn through it.
    """

    low: int
    high: int
    guess: int
    margins: dict[int, float] = field(default_factory=dict)
    tried: int = 0

    @property
    def done(self) -> bool:
        return self.high - self.low <= 1

    def next(self) -> int:
        """The number to try next; the one found when there is nothing left to try."""
        if self.done:
            return self.high
        if not self.tried:
            at = self.guess
        else:
            root = self._root() if self.tried <= LINES or self.tried % 2 else None
            at = (self.low + self.high + 1) // 2 if root is None else root
        return min(max(at, self.low + 1), self.high - 1)

    def learn(self, number: int, margin: float) -> None:
        """What a trial of ``number`` showed."""
        if self.done:
            return
        self.tried += 1
        self.margins[number] = margin
        if margin >= 0:
            self.high = min(self.high, number)
        else:
            self.low = max(self.low, number)

    def _root(self) -> int | None:
        """The smallest number that passes by the line through the ends (or the two numbers next to the gap).

        None where no line leads there: the number next below failed for what tells nothing about numbers.
        """
        if math.isinf(self.margins.get(self.low, 0.0)):
            return None
        known = sorted(number for number, margin in self.margins.items() if math.isfinite(margin))
        ends = [number for number in known if number in {self.low, self.high}]
        points = ends if len(ends) == 2 else known[:2]
        if len(points) < 2:
            return None
        (x, y), (a, b) = ((number, self.margins[number]) for number in points)
        return None if b <= y else math.ceil(x - y * (a - x) / (b - y) - 1e-9)


def smallest(
    full: Mapping[str, int], margins: Mapping[str, float], guess: Mapping[str, int]
) -> Generator[Numbers, Mapping[str, float], Found]:
    """Yields numbers to try for all units, is sent the units' margins with them, returns the smallest that pass.

    Units depend on each other a little, so the numbers found one by one are tried together at the end; units that then
    fail go up by one until all pass. A unit's full number is taken to pass.

    Args:
        full: units -> the number known to pass.
        margins: units -> their margin with it.
        guess: units -> where to begin.
    """
    units = {name: Unit(0, most, guess[name], {most: margins[name]}) for name, most in full.items()}
    while not all(unit.done for unit in units.values()):
        numbers = {name: unit.next() for name, unit in units.items()}
        seen = yield numbers
        for name, unit in units.items():
            unit.learn(numbers[name], seen[name])
    found = {name: unit.high for name, unit in units.items()}
    failing: list[str] = []
    for _ in range(MAX_REPAIRS):
        seen = yield found
        failing = [name for name, most in full.items() if seen[name] < 0 and found[name] < most]
        if not failing:
            break
        found = {**found, **{name: found[name] + 1 for name in failing}}
    return Found(found, tuple(failing))
