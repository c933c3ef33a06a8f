"""A chart on a slide of 16 to 9: the picture in the middle of a white ground, as large as it fits."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

WIDTH, HEIGHT = 40 / 3, 7.5
"""Inches of a slide."""
PIXELS = 2560
"""Points across a slide as png."""
READABLE = 7.0
"""Points of the smallest letters, those of notes, with which a slide is read in a room."""
MARGIN = 1.03
"""The box beside the figure's own size."""


class Slide(NamedTuple):
    """A chart's place on a slide.

    Attributes:
        box: the part of the plane of the figure that the slide shows, in inches of the figure.
        dpi: points of a png per inch of the figure.
        letters: points of the smallest letters on the slide.
    """

    box: Bbox
    dpi: float
    letters: float

    @property
    def readable(self) -> bool:
        return self.letters >= READABLE


def slide_of(figure: Figure) -> Slide:
    """The smallest box of the shape of a slide around a figure."""
    wide, tall = figure.get_size_inches()
    width = MARGIN * max(float(wide), float(tall) * WIDTH / HEIGHT)
    height = width * HEIGHT / WIDTH
    left, bottom = (float(wide) - width) / 2, (float(tall) - height) / 2
    sizes = [float(text.get_fontsize()) for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    return Slide(Bbox.from_bounds(left, bottom, width, height), PIXELS / width, min(sizes, default=0.0) * WIDTH / width)
