"""Quantities that a Danish reader types, in the notation of the scenario files."""

from __future__ import annotations

import re
from functools import lru_cache

from sim.files.localised import CURRENCY, quantity

DANISH = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(?: ?([^\W\d_]+\.?|%))?")
"""A quantity as a Dane writes it: 1.315 timer, 0,5 %."""
UNITS = ("minute", "hour", "day", "week", "month", "year")


def in_file_notation(text: str) -> str:
    """A quantity in the notation of the files: "2,5 uger" is ``2.5 weeks``. Any other text stays as it is.

    A Danish word or a decimal comma tells the notation, so the same address means the same on both pages.
    """
    match = DANISH.fullmatch(text)
    if match is None:
        return text
    whole, part, word = match.groups()
    number = whole.replace(".", "") + (f".{part}" if part else "")
    if word in (None, "%"):
        return text if part is None else f"{number} %" if word else number
    if word == CURRENCY["da"]:
        return f"{number} DKK"
    unit = _units().get(word.lower())
    return text if unit is None else f"{number} {unit}{'' if number == '1' else 's'}"


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    """Danish word of a unit of time, for one and for many -> its name in the files."""
    return {quantity(f"{number} {unit}", "da").split(" ")[1]: unit for unit in UNITS for number in (1, 2)}
