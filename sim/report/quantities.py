"""The order of quantities in the notation of the scenario files."""

from __future__ import annotations

import re

IN_MINUTES = {
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 7 * 1440.0,
    "month": 365.25 / 12 * 1440.0,
    "year": 365.25 * 1440.0,
}


def quantity_order(text: str) -> float | None:
    """The number by which a quantity sorts: durations in minutes, so that 25 minutes come before 2 hours. None for words."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?(\w+|%)?", text)
    if match is None:
        return None
    return float(match[1]) * IN_MINUTES.get((match[2] or "").removesuffix("s"), 1.0)


def in_one_unit(*texts: str) -> tuple[str, ...]:
    """Quantities of one row in their smallest unit: 8 hours beside 90 minutes are 480 minutes. Others stay as they are.

    Only hours and minutes, and weeks and days, are exact multiples of each other.
    """
    known = [re.fullmatch(r"(\d+(?:\.\d+)?) ([a-z]+?)s?", text) for text in texts]
    for sizes in ({"minute": 1, "hour": 60}, {"day": 1, "week": 7}):
        units = {match[2] for match in known if match is not None and match[2] in sizes}
        if len(units) > 1 and all(match is not None and match[2] in sizes for match in known):
            least = min(units, key=lambda unit: sizes[unit])
            numbers = [float(match[1]) * sizes[match[2]] / sizes[least] for match in known if match is not None]
            return tuple(f"{number:.2f}".rstrip("0").rstrip(".") + f" {least}s" for number in numbers)
    return texts
