"""Quantities that a study chooses. They have no range and no grade, because they are choices and not findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator

from sim.files import quantity
from sim.files.quantity import Duration, QuantityError
from sim.files.value import problem, shown

LEAST_CONFIDENCE, MOST_CONFIDENCE = 0.5, 0.999


def reads(reader: Callable[[object], Any]) -> PlainValidator:
    """A field with a bare quantity. It has no range and no grade, because it is a choice and not a finding."""

    def read(raw: object) -> Any:
        try:
            return reader(raw)
        except QuantityError as error:
            raise problem(error.message, found=shown(error.found), expected=error.expected) from None

    return PlainValidator(read)


def _confidence(raw: object) -> float:
    """A share from 50 % to 99.9 %."""
    level = quantity.share(raw)
    if not LEAST_CONFIDENCE <= level <= MOST_CONFIDENCE:
        raise QuantityError("the confidence is out of range", found=raw, expected="50 % to 99.9 %")
    return level


Span = Annotated[Duration, reads(quantity.duration)]
Confidence = Annotated[float, reads(_confidence)]
