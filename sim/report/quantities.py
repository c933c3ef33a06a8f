"""Quantities in the notation of the scenario files, as a reader of a language writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from sim.files.entry import Lang
from sim.report.text import labels

NUMBER = re.compile(r"\d+(?:\.\d+)?")
UNITS = re.compile(r"\b(minutes?|hours?|days?|weeks?|months?|years?|DKK)\b")


@lru_cache(maxsize=4096)
def quantity_words(text: str, lang: Lang) -> str:
    """``0.35`` -> "0,35" and ``2 weeks`` -> "2 uger" in Danish; unchanged in English."""
    if lang == "en":
        return text
    words = UNITS.sub(lambda match: labels()["quantity"][match[1]][lang], text)
    return NUMBER.sub(lambda match: match[0].replace(".", ","), words)


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
