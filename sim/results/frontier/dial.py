"""A dial: practice values that a search turns together, from the low ends of their ranges to the high ends.

Position 0 is the practice as it is, -1 the low end of every range and 1 the high end. Between them a value moves by equal
factors (a share by equal amounts), each from its own number. So a dial never changes which value is larger than which by
a change of unit, and the practice as it is is one of the positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.files.parameter import Parameter
from sim.law.compose.practices import ValueSet

STEP = 0.05
"""The step of a position. A finer one would only look more exact: gaps are whole days."""
SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Dial:
    """Practice values that move together.

    Attributes:
        name: as the user wrote it, such as ``contact.*.heavy``.
        parameters: the values with their bounds. Each value lies within its bounds.
    """

    name: str
    parameters: tuple[Parameter, ...]

    @property
    def least(self) -> float:
        """-1, or 0 if every value is at its low end already."""
        return -1.0 if any(each.low < each.present for each in self.parameters) else 0.0

    @property
    def most(self) -> float:
        """1, or 0 if every value is at its high end already."""
        return 1.0 if any(each.present < each.high for each in self.parameters) else 0.0

    def numbers(self, position: float) -> list[float]:
        """The numbers of the values at a position, as a file can have them."""
        return [_number(each, position) for each in self.parameters]

    def change(self, position: float) -> float:
        """The mean change of the values, as a share of their numbers; a value of 0 is left out."""
        pairs = zip(self.parameters, self.numbers(position), strict=True)
        shares = [number / each.present - 1 for each, number in pairs if each.present]
        return sum(shares) / len(shares) if shares else 0.0

    def sets(self, position: float) -> list[ValueSet]:
        """What is set at a position. A value that stays as it is is not set."""
        return [
            ValueSet(each.value.path, each.text(number))
            for each, number in zip(self.parameters, self.numbers(position), strict=True)
            if abs(number - each.present) > SAME
        ]


Positions = tuple[float, ...]
"""A position of each dial."""


def sets_of(dials: Sequence[Dial], positions: Positions) -> tuple[ValueSet, ...]:
    """What is set when each dial is at its position."""
    return tuple(each for dial, at in zip(dials, positions, strict=True) for each in dial.sets(at))


def _number(parameter: Parameter, position: float) -> float:
    present = parameter.present
    if abs(position) < SAME:
        return present
    end, way = (parameter.high, position) if position > 0 else (parameter.low, -position)
    if parameter.by_factor and present > 0:
        exact = present * (end / present) ** way
    else:
        exact = present + (end - present) * way
    return parameter.number(parameter.position(exact)) if parameter.low < parameter.high else present
