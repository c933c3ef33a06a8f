"""How well a study wants to know its differences: ``precision`` of a study's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from sim.files import quantity
from sim.files.entry import Entry
from sim.files.quantity import QuantityError
from sim.files.value import problem, shown
from sim.files.within import Within
from sim.study.choice import Confidence

LEAST_PILOT = 5
"""The fewest pairs from which the number of pairs is read."""
MOST_PAIRS = 2_000
"""The largest number of pairs that a study may ask for by precision."""
EXPECTED = "a share of the baseline's mean, like `1 %`, or a number in the unit of the measure, like `500`"


@dataclass(frozen=True)
class HalfWidth:
    """A half-width of an interval: a share of the baseline's mean (``relative``), or a number in the measure's unit."""

    value: float
    relative: bool

    def of(self, mean: float) -> float:
        """In the unit of the measure, for a baseline with this mean."""
        return self.value * abs(mean) if self.relative else self.value


def _half_width(raw: object) -> HalfWidth:
    relative = isinstance(raw, str)
    try:
        value = float(quantity.share(raw) if relative else quantity.number(raw))
    except QuantityError as error:
        raise problem(error.message, found=shown(error.found), expected=EXPECTED) from None
    if value <= 0:
        raise problem("a half-width must be above 0", found=shown(raw), expected=EXPECTED)
    return HalfWidth(value, relative)


class Precision(Entry):
    """``precision``: pairs of runs are added until the change of each named measure is known so well.

    The pairs of ``replications`` are the pilot. ``of: level`` asks for the levels of all columns in place of differences.
    """

    measures: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    of: Literal["difference", "level"] = "difference"
    half_width: Annotated[HalfWidth, PlainValidator(_half_width)]
    confidence: Confidence | None = None  # default: the study's
    most: Annotated[int, Within(LEAST_PILOT, MOST_PAIRS)] = Field(default=200, alias="max")
