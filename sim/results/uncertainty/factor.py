"""A factor of a sample: values that move together, and the values that no sample moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.files.entry import Title
from sim.files.parameter import Parameter
from sim.files.value import GRADES, Value, size

Floats = NDArray[np.float64]
LINEAR = ("share",)
"""Units of which equal steps are equal amounts. Sizes of all others are compared by factors: half as long, twice as many."""


@dataclass(frozen=True, eq=False)
class Factor:
    """Values that move together.

    Attributes:
        name: the group of leading assumptions, or the path or the section of the values.
        title: the end of a sentence.
        of: what the values are, for a sentence with a number; the title if it is None.
        choice: whether a jobcenter also chooses the values.
        why: why nobody knows the values; None if the file of leading assumptions does not say it.
        parameters: the values.
        opposite: whether a value is at the other end, by parameter.
        grade: the weakest grade of evidence among the values.
        rows: float64[rows, parameters], the kept numbers of a calibration; None for values with ranges alone.
    """

    name: str
    title: Title
    parameters: tuple[Parameter, ...]
    opposite: tuple[bool, ...] = ()
    grade: str = ""
    why: Title | None = None
    rows: Floats | None = field(default=None, repr=False)
    of: Title | None = None
    choice: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(parameter.address for parameter in self.parameters)

    def numbers(self, unit: float) -> list[float]:
        """The numbers of the values at a position from 0 to 1; of a calibration, those of a row of its kept set."""
        if self.rows is not None:
            row = self.rows[min(int(unit * len(self.rows)), len(self.rows) - 1)]
            return [float(number) for number in row]
        turned = self.opposite or (False,) * len(self.parameters)
        return [p.number(1 - unit if other else unit) for p, other in zip(self.parameters, turned, strict=True)]


@dataclass(frozen=True)
class Unmoved:
    """A value that no sample moves, and why."""

    address: str
    value: str
    grade: str
    why: Title


@dataclass(frozen=True, eq=False)
class Factors:
    """The factors of a study, and the values that stay as they are."""

    moved: tuple[Factor, ...]
    unmoved: tuple[Unmoved, ...]

    @property
    def count(self) -> int:
        """The number of values that move."""
        return sum(len(factor.parameters) for factor in self.moved)

    @property
    def not_chosen(self) -> int:
        """The number of values with a range that the user did not choose."""
        return sum(each.why is NOT_CHOSEN for each in self.unmoved)

    @property
    def without_range(self) -> int:
        """The number of values without a range."""
        return sum(each.why is NO_RANGE for each in self.unmoved)


NO_RANGE = Title(en="It has no range.", da="Den har intet spænd.")
NOT_CHOSEN = Title(en="It was not chosen.", da="Den er ikke valgt.")


def has_range(value: Value[Any]) -> bool:
    return value.low is not None and value.high is not None and size(value.low) < size(value.high)


def parameter_of(value: Value[Any]) -> Parameter:
    """A value with a range, moved on the scale of its unit.

    Shares move by equal amounts. All other units move by equal factors if the low end is positive: "10 minutes, but 5 to 20"
    means half or twice as many. A position of 0.5 is then the geometric middle, near the value itself.
    """
    low, high = size(value.low), size(value.high)
    return Parameter(value, low, high, by_factor=value.unit not in LINEAR and low > 0)


def weakest(values: Iterable[Value[Any]]) -> str:
    """The weakest grade of evidence among values: a group is as uncertain as its weakest part."""
    return max((value.evidence for value in values), key=lambda grade: GRADES.index(grade) if grade in GRADES else -1)
