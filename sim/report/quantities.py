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
