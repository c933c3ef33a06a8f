"""The names of measures, as the list of measures gives them."""

from __future__ import annotations

import re

ENDING = re.compile(r"_(?:p\d+|mean|begun|served|left|never|within_\d+_weeks?)$")
"""What can follow the name of a wait or a delay."""


def named(text: str) -> set[str]:
    """The measures that a text names. ``a_p50|p90`` names two; ``<w>`` stands for a number of weeks."""
    names = set()
    for quoted in re.findall(r"`([^`\s]+)`", text):
        first, *others = quoted.split("|")
        stem = first.rpartition("_")[0]
        names |= {first, *(f"{stem}_{other}" for other in others)}
    return names


def unnamed(measures: set[str], text: str) -> set[str]:
    """The measures that a text does not name. A wait is named with or without its ending."""
    names = named(text)
    stems = names | {ENDING.sub("", name) for name in names}
    return {
        name
        for name in measures
        if not {name, re.sub(r"\d+$|(?<=_)\d+(?=_)", "<w>", name), ENDING.sub("", name)} & stems
    }
