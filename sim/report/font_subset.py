"""A part of matplotlib's font: only some of its letters."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FILES = {400: "DejaVuSans.ttf", 700: "DejaVuSans-Bold.ttf"}
"""The font of matplotlib, by weight."""


def font_subset(
    weight: int, letters: Iterable[int], change: Callable[[TTFont], None] | None = None, **options: Any
) -> bytes:
    """The font of a weight with some letters.

    Args:
        letters: their code points.
        change: changes the font before it is written.
        options: those of fontTools' ``subset.Options``.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    from sim.report.own_matplotlib import mpl

    source, stream = Path(mpl.get_data_path()) / "fonts" / "ttf" / FILES[weight], io.BytesIO()
    with TTFont(source, lazy=True, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(subset.Options(notdef_outline=True, **options))
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        if change is not None:
            change(font)
        font.save(stream)
    return stream.getvalue()
