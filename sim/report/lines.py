"""Lines of text as wide as the room for them, measured in the letters of the charts."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FAMILY = "DejaVu Sans"
POINTS = 72
"""Points of an inch."""
SLACK = 1.06
"""Letters on a screen may be this much wider than in print."""


@lru_cache(maxsize=8192)
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Inches of a text on one line."""
    font = FontProperties(family=FAMILY, size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return SLACK * float(width) / POINTS


def lines_of(text: str, inches: float, size: float, weight: str = "normal") -> list[str]:
    """A text on lines of at most ``inches``. A word that is longer is broken."""
    lines: list[str] = []
    for whole in text.split():
        word = whole
        longer = f"{lines[-1]} {word}" if lines else word
        if width_of(longer, size, weight) <= inches:
            lines[-1:] = [longer]
            continue
        while width_of(word, size, weight) > inches and len(word) > 1:
            fits = max((at for at in range(1, len(word)) if width_of(word[:at], size, weight) <= inches), default=1)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines
