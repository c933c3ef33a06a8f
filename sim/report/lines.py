"""Lines of text as wide as the room for them, measured in the letters of the charts."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from functools import lru_cache
from itertools import accumulate, takewhile

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
    words = text.split()
    while words:
        line = lines[-1:]
        number = _fitting(line, words, inches, size, weight)
        if number:
            lines[-1:] = [" ".join([*line, *words[:number]])]
            del words[:number]
            continue
        word = words.pop(0)
        while width_of(word, size, weight) > inches and len(word) > 1:
            fits = max((at for at in range(1, len(word)) if width_of(word[:at], size, weight) <= inches), default=1)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines


def _fitting(line: list[str], words: list[str], inches: float, size: float, weight: str) -> int:
    """How many words still fit on a line (none or one text).

    The widths of single words, which are known from other texts, tell about how many. Only texts of about so many are measured.
    """

    def fits(number: int) -> bool:
        return width_of(" ".join([*line, *words[:number]]), size, weight) <= inches

    space = width_of("n n", size, weight) - width_of("nn", size, weight)
    ends = accumulate(space + width_of(word, size, weight) for word in (*line, *words))
    number = max(sum(1 for _ in takewhile(lambda end: end <= inches + space, ends)) - len(line), 0)
    while number < len(words) and fits(number + 1):
        number += 1
    while number and not fits(number):
        number -= 1
    return number
