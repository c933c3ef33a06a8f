"""A chart on slides of 16 to 9, whose letters can be read in a room."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.report.paper import SLIDE, NoRoomError, Part, Span, drawing

WIDTH, HEIGHT = 40 / 3, 7.5
"""Inches of a slide."""
PIXELS = 2560
"""Points across a slide as png."""
MARGIN = 1.03
"""The box beside the figure's own size."""


class Slide(NamedTuple):
    """A figure's place on a slide.

    Attributes:
        box: the part of the plane of the figure that the slide shows, in inches of the figure.
        dpi: points of a png per inch of the figure.
        growth: how many times larger letters are on the slide than in the figure.
    """

    box: Bbox
    dpi: float
    growth: float


def slide_of(figure: Figure) -> Slide:
    """The smallest box of the shape of a slide around a figure."""
    wide, tall = figure.get_size_inches()
    width = MARGIN * max(float(wide), float(tall) * WIDTH / HEIGHT)
    height = width * HEIGHT / WIDTH
    left, bottom = (float(wide) - width) / 2, (float(tall) - height) / 2
    return Slide(Bbox.from_bounds(left, bottom, width, height), PIXELS / width, WIDTH / width)


def slides(draw: Callable[[], Figure]) -> list[Figure]:
    """A chart as figures of a slide each: the fewest that have room for all its rows, in their order.

    Args:
        draw: draws the chart on the paper in use (:func:`sim.report.paper.drawing`).
    """
    whole = Part(SLIDE, must_fit=True)
    with suppress(NoRoomError), drawing(whole):
        return [draw()]
    for number in range(2, sum(whole.lengths)):
        with suppress(NoRoomError):
            return _drawn(draw, _spans(whole.lengths, math.ceil(sum(whole.lengths) / number)), must_fit=True)
    return _drawn(draw, _spans(whole.lengths, 1), must_fit=False)  # one row a slide, whether it fits or not


def _drawn(draw: Callable[[], Figure], spans: list[Span], *, must_fit: bool) -> list[Figure]:
    """A slide for each span.

    Raises:
        NoRoomError: one of them does not fit and must.
    """
    figures = []
    for at, span in enumerate(spans, start=1):
        with drawing(Part(SLIDE, span, at, len(spans), must_fit=must_fit)):
            figures.append(draw())
    return figures


def _spans(lengths: tuple[int, ...], most: int) -> list[Span]:
    """The rows of each slide: at most ``most``, of one section, and evenly many of each section."""
    spans = []
    for section, rows in enumerate(lengths):
        number = math.ceil(rows / most)
        ends = [round(rows * at / number) for at in range(number + 1)] if number else []
        spans += [(section, first, last) for first, last in pairwise(ends)]
    return spans
