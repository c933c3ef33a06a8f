"""The letters of a figure as they are drawn: their size, and whether they are cut or lie on each other."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.report.style import styled

IN_PRINT, IN_WORD = 7.0, 0.974
"""Points of the smallest letters on a page of A4, and the size of a chart there: Word shows 6.7 inches on 16.6 cm."""
NEAR = 0.3
"""Share of the height of a line by which the boxes of two texts may overlap: a box is higher than its letters."""


def texts(figure: Figure) -> list[Text]:
    """Every text that the figure shows, with the ticks that its pictures have: matplotlib chooses them by the settings in use."""
    with styled():
        figure.draw_without_rendering()
    shown: list[Text] = [*figure.texts]
    for axes in figure.axes:
        legend = axes.get_legend()
        shown += [*axes.texts, axes.title, axes._left_title, axes._right_title]  # type: ignore[attr-defined]
        shown += [] if legend is None else legend.get_texts()
        shown += _axis_texts(axes) if axes.axison else []
    return [text for text in shown if text.get_visible() and text.get_text().strip()]


def _axis_texts(axes: Axes) -> list[Text]:
    ticks: list[Text] = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if low <= tick.get_loc() <= high:
                ticks += [tick.label1, tick.label2]
        ticks.append(axis.label)
    return ticks


class Letters(NamedTuple):
    """What is wrong with the letters of a figure, and how small they are.

    Attributes:
        smallest: points of the smallest letters.
        cut: the texts that leave the figure.
        overlapping: pairs of texts that lie on each other.
    """

    smallest: float
    cut: list[str]
    overlapping: list[tuple[str, str]]


def letters(figure: Figure) -> Letters:
    """The letters of a figure as they are drawn."""
    shown = [(text, text.get_window_extent()) for text in texts(figure)]
    wide, tall, dots = figure.bbox.width, figure.bbox.height, figure.dpi / 72
    return Letters(
        min(float(text.get_fontsize()) for text, _ in shown),
        [
            text.get_text()
            for text, box in shown
            if box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1 or box.y1 > tall + 1
        ],
        [
            (one.get_text(), other.get_text())
            for (one, a), (other, b) in combinations(shown, 2)
            if _common(a, b, NEAR * dots * min(float(one.get_fontsize()), float(other.get_fontsize())))
        ],
    )


def _common(one: Bbox, other: Bbox, near: float) -> bool:
    """Whether two boxes share more than a strip at their edges."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(wide > 0.5 and tall > near)
