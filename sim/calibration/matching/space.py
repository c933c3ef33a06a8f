"""The free values with their ranges, as a box of unit length in each direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calibration.matching.calibration_file import FreeValue
from sim.files.errors import nearest_name
from sim.files.parameter import READERS, Parameter
from sim.files.quantity import QuantityError
from sim.files.set_values import SetTo, address_of
from sim.files.source import Source
from sim.files.value import Value, at_value, bound, size

Floats = NDArray[np.float64]
COUNTED = ("law", "statistic", "study")
"""Grades of values that are known. A fit never moves them."""


@dataclass(frozen=True)
class Space:
    """All free values. A point has a position from 0 to 1 for each."""

    parameters: tuple[Parameter, ...]

    def __len__(self) -> int:
        return len(self.parameters)

    @property
    def present(self) -> Floats:
        """float64[parameters], the position of the values in the files, within the box."""
        return np.array([np.clip((p.present - p.low) / (p.high - p.low), 0, 1) for p in self.parameters])

    def numbers(self, points: Floats) -> Floats:
        """float64[points, parameters], the numbers at points, as files can have them."""
        return np.array([[p.number(unit) for p, unit in zip(self.parameters, point, strict=True)] for point in points])

    def settled(self, points: Floats) -> Floats:
        """float64[points, parameters], the positions of the numbers that files can have."""
        low, high = (np.array([getattr(p, end) for p in self.parameters]) for end in ("low", "high"))
        return np.asarray((self.numbers(points) - low) / (high - low))

    def changes(self, numbers: Sequence[float] | Floats) -> tuple[SetTo, ...]:
        """The values set to the numbers of a point."""
        return tuple(p.set_to(float(number)) for p, number in zip(self.parameters, numbers, strict=True))


def space_of(entries: Sequence[FreeValue], known: Sequence[Value[Any]], source: Source) -> Space:
    """The free values of a calibration file.

    Args:
        known: the values of the place and its people.

    Raises:
        ScenarioError: a path is unknown or stands twice, or its value is counted or has no range.
    """
    parameters: list[Parameter] = []
    for number, entry in enumerate(entries):
        keys = ("parameters", number, "set")
        file, found, path = entry.path.rpartition(".yaml:")
        change = SetTo(path, "", f"{file}.yaml" if found else "")
        fitting = [value for value in known if change.fits(value)]
        if len(fitting) != 1:
            paths = [value.path for value in known]
            raise source.error(
                "two files have a value of this path" if fitting else "the place and its people have no such value",
                keys, found=entry.path, nearest=None if fitting else nearest_name(path, paths),
                expected=", ".join(map(address_of, fitting)) or f"a path such as {', '.join(paths[:3])}",
            )  # fmt: skip
        value = fitting[0]
        if any(value is earlier.value for earlier in parameters):
            raise source.error("a value stands twice", keys, found=entry.path, expected="each value once")
        parameters.append(_parameter(entry, value, source, number))
    return Space(tuple(parameters))


def _parameter(entry: FreeValue, value: Value[Any], source: Source, number: int) -> Parameter:
    keys = ("parameters", number)
    if value.evidence in COUNTED:
        raise source.error(
            f"`{value.path}` is known, so it is not fitted", (*keys, "set"), found=value.evidence,
            expected="a value of the grade fitted, assumption, expert, seed or unknown",
        )  # fmt: skip
    if value.low is None or value.high is None:
        raise at_value(value, f"`{value.path}` has no range to search", expected="low and high", do="give it a range")
    ends = {"low": size(value.low), "high": size(value.high)}
    for end in ("low", "high"):
        raw = getattr(entry, end)
        if raw is None:
            continue
        number_of_end = _size(raw, value, source, (*keys, end))
        if not ends["low"] <= number_of_end <= ends["high"]:
            raise source.error(
                f"the range of `{value.path}` is wider than that of its file", (*keys, end), found=raw,
                expected=f"{bound(value, value.low)} to {bound(value, value.high)}",
            )  # fmt: skip
        ends[end] = number_of_end
    if not ends["low"] < ends["high"]:
        raise source.error(
            f"`{value.path}` has no range to search", (*keys, "set"), found=f"{ends['low']:g} to {ends['high']:g}",
            expected="low < high", do="give the value a range, or leave it out",
        )  # fmt: skip
    return Parameter(value, ends["low"], ends["high"], entry.step or 0.0)


def _size(raw: object, value: Value[Any], source: Source, keys: tuple[str | int, ...]) -> float:
    try:
        return size(READERS[value.unit](raw))
    except QuantityError as error:
        raise source.error(error.message, keys, found=error.found, expected=error.expected) from None
