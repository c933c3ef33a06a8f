"""The smallest numbers that pass, for several units at once, where every trial tries a number for each unit.

Each unit is assumed to pass from some number on. The search begins at a guess, steps away from it until it has one
number that fails and one that passes, and halves what lies between. A good guess costs few trials.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Numbers = dict[str, int]
MAX_REPAIRS = 6


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
    """

    low: int
    high: int
    guess: int
    step: int = 1
    found_low: bool = False
    found_high: bool = False
    trials: dict[int, bool] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return self.high - self.low <= 1

    def next(self) -> int:
        """The number to try next; the one found when there is nothing left to try."""
        if self.done:
            return self.high
        if not self.trials:
            at = self.guess
        elif self.found_low and self.found_high:
            at = (self.low + self.high) // 2
        else:
            at = self.low + self.step if self.found_low else self.high - self.step
            self.step *= 2
        return min(max(at, self.low + 1), self.high - 1)

    def learn(self, number: int, *, passes: bool) -> None:
        """What a trial of ``number`` showed."""
        if self.done:
            return
        self.trials[number] = passes
        if passes:
            self.high, self.found_high = min(self.high, number), True
        else:
            self.low, self.found_low = max(self.low, number), True


def smallest(full: Mapping[str, int], guess: Mapping[str, int]) -> Generator[Numbers, Mapping[str, bool], Found]:
    """Yields numbers to try for all units, is sent which units pass with them, returns the smallest that pass.

    Units depend on each other a little, so the numbers found one by one are tried together at the end; units that then
    fail go up by one until all pass. A unit's full number is taken to pass.

    Args:
        full: units -> the number known to pass.
        guess: units -> where to begin.
    """
    units = {
        name: Unit(0, most, min(max(guess[name], 1), most), step=max(1, round(most * 0.01))) for name, most in full.items()
    }
    while not all(unit.done for unit in units.values()):
        numbers = {name: unit.next() for name, unit in units.items()}
        passes = yield numbers
        for name, unit in units.items():
            unit.learn(numbers[name], passes=passes[name])
    found = {name: unit.high for name, unit in units.items()}
    failing: list[str] = []
    for _ in range(MAX_REPAIRS):
        passes = yield found
        failing = [name for name, most in full.items() if not passes[name] and found[name] < most]
        if not failing:
            break
        found = {**found, **{name: found[name] + 1 for name in failing}}
    return Found(found, tuple(failing))
