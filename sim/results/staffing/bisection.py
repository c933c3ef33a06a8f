"""Find the smallest number that passes for several units at once. Every trial tries one number for each unit.

A trial gives each unit a margin, which is negative if the unit fails. A unit passes from some number on, so a bracket
is kept: a number that fails and a number that passes. Margins are nearly linear in the number. The next number is
therefore the zero of the straight line through two margins. If that line does not help, it is the middle of the bracket.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Numbers = dict[str, int]
MAX_REPAIRS = 6
LINES = 3
"""After this many trials, every second trial uses the middle of the bracket instead of the zero of the line."""


class Found(NamedTuple):
    """The smallest numbers. ``unsure`` lists the units that still failed in the last trial and got one more step."""

    numbers: Numbers
    unsure: tuple[str, ...]


@dataclass
class Unit:
    """The bracket of one unit.

    Attributes:
        low: the largest number known to fail; 0 is never tried.
        high: the smallest number known to pass.
        guess: the first number to try.
        margins: tried number -> margin; infinite if no line can be drawn through it.
        tried: number of trials.
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
        """The number to try next, or the answer if no number is left to try."""
        if self.done:
            return self.high
        if not self.tried:
            number = self.guess
        else:
            root = self._root() if self.tried <= LINES or self.tried % 2 else None
            number = (self.low + self.high + 1) // 2 if root is None else root
        return min(max(number, self.low + 1), self.high - 1)

    def learn(self, number: int, margin: float) -> None:
        """Narrow the bracket by the margin of a trial with ``number``."""
        if self.done:
            return
        self.tried += 1
        self.margins[number] = margin
        if margin >= 0:
            self.high = min(self.high, number)
        else:
            self.low = max(self.low, number)

    def _root(self) -> int | None:
        """The smallest number that passes by the line through both ends, or through the two lowest numbers tried.

        None if there is no such line, for example because the low end failed with an infinite margin.
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
    """A generator that yields numbers to try for all units, receives their margins, and returns the smallest that pass.

    Units depend slightly on each other, so the separate answers are tried together at the end. Units that then fail get
    one more step until all pass, at most :data:`MAX_REPAIRS` times. A unit's full number is assumed to pass.

    Args:
        full: unit -> the number known to pass.
        margins: unit -> its margin with this number.
        guess: unit -> the first number to try.
    """
    units = {name: Unit(0, most, guess[name], {most: margins[name]}) for name, most in full.items()}
    while not all(unit.done for unit in units.values()):
        numbers = {name: unit.next() for name, unit in units.items()}
        trial_margins = yield numbers
        for name, unit in units.items():
            unit.learn(numbers[name], trial_margins[name])
    numbers_found = {name: unit.high for name, unit in units.items()}
    failing: list[str] = []
    for _ in range(MAX_REPAIRS):
        trial_margins = yield numbers_found
        failing = [name for name, most in full.items() if trial_margins[name] < 0 and numbers_found[name] < most]
        if not failing:
            break
        numbers_found = {**numbers_found, **{name: numbers_found[name] + 1 for name in failing}}
    return Found(numbers_found, tuple(failing))
