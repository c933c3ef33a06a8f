"""A value that a fit or a sample moves within its range, and the notation of its numbers in a file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.files import quantity
from sim.files.set_values import SetTo, address_of
from sim.files.value import Value, size

WHOLE = {"duration": "days", "minutes of work": "minutes", "count": ""}
"""Units of values that are whole numbers, with the word of the file."""
READERS = {
    "duration": quantity.duration, "minutes of work": quantity.work, "share": quantity.share, "DKK": quantity.money,
    "count": quantity.count, "number": quantity.number,
}  # fmt: skip
"""Unit of a value -> the function that reads its quantity from a file's notation."""
DIGITS = 6
"""Digits of a number in a file."""


@dataclass(frozen=True)
class Parameter:
    """A value that is moved.

    Attributes:
        value: the value in its file.
        low, high: ends of the range that is searched, as :func:`sim.files.value.size` counts.
        step: the value is a multiple of this; 0 for any number.
        by_factor: whether equal steps of a position multiply the number by equal factors. The low end is then positive.
    """

    value: Value[Any]
    low: float
    high: float
    step: float = 0.0
    by_factor: bool = False

    @property
    def address(self) -> str:
        """``FILE:PATH``."""
        return address_of(self.value)

    @property
    def present(self) -> float:
        """The value in its file."""
        return size(self.value.value)

    def number(self, unit: float) -> float:
        """The number at a position from 0 (low) to 1 (high), as a file can have it."""
        if self.by_factor:
            number = self.low * (self.high / self.low) ** unit
        else:
            number = self.low + unit * (self.high - self.low)
        step = 1.0 if self.value.unit in WHOLE else self.step
        number = round(round(number / step) * step, 9) if step else float(f"{number:.{DIGITS}g}")
        return float(min(max(number, self.low), self.high))

    def position(self, number: float) -> float:
        """The position from 0 to 1 of a number in the range."""
        if self.by_factor:
            return math.log(number / self.low) / math.log(self.high / self.low)
        return (number - self.low) / (self.high - self.low)

    def text(self, number: float) -> str:
        """A number in file notation."""
        unit = self.value.unit
        if unit in WHOLE:
            return f"{round(number)} {WHOLE[unit]}".strip()
        if unit == "share":
            return f"{100 * number:.10g} %"
        return f"{number:.10g} DKK" if unit == "DKK" else f"{number:.10g}"

    def set_to(self, number: float) -> SetTo:
        """The value set to a number."""
        return SetTo(self.value.path, self.text(number), address_of(self.value).rpartition(":")[0])
