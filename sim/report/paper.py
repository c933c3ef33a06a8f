"""What a chart is drawn on: a page of A4, or a slide that shows a part of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
Span = tuple[int, int, int]
"""Section, first and last-plus-one of the rows of a slide."""


@dataclass(frozen=True)
class Paper:
    """The room of a chart.

    Attributes:
        width: inches of the figure.
        height: inches of the figure at most; a slide always has it.
        title, subtitle: points of their letters.
        across: small panels side by side.
        columns: columns of the study at most.
        bar: inches of a bar.
        fills: whether the axes grow until the chart fills the height.
    """

    width: float
    height: float
    title: float
    subtitle: float
    across: int
    columns: int
    bar: float
    fills: bool


A4 = Paper(width=6.7, height=9.2, title=10, subtitle=7.8, across=3, columns=5, bar=0.064, fills=False)
"""The text of a page with margins of 20 mm, with room for a caption below."""
SLIDE = Paper(width=9.0, height=9.0 * 9 / 16, title=13, subtitle=9, across=5, columns=4, bar=0.055, fills=True)
"""A slide of 13.3 by 7.5 inches at two thirds of its size: letters grow by almost half when it is shown."""


class NoRoomError(Exception):
    """The paper has no room for the axes of a chart."""


@dataclass
class Part:
    """The picture that is being drawn: its paper and, of a chart on several slides, the rows that it shows.

    Attributes:
        span: the rows of this slide; None for all.
        at, of: the number of this slide, and of all slides.
        lengths: the number of rows in each section of the chart, as the drawing function has told them.
        panels: whether a row is a panel.
        must_fit: whether a figure whose axes have no room is refused (:class:`NoRoomError`) before anything is drawn in it.
    """

    paper: Paper = A4
    span: Span | None = None
    at: int = 1
    of: int = 1
    lengths: tuple[int, ...] = field(default=())
    panels: bool = False
    must_fit: bool = False

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The first and the last row of this slide counted from 1, and how many rows there are."""
        section, first, last = self.span or (0, 0, sum(self.lengths))
        before = sum(self.lengths[:section])
        return before + first + 1, before + last, sum(self.lengths)


_PART: ContextVar[Part | None] = ContextVar("part", default=None)


def part() -> Part:
    """The picture that is being drawn; all of it on A4 if nothing else was asked."""
    return _PART.get() or Part()


@contextmanager
def drawing(picture: Part) -> Iterator[Part]:
    """While it lasts, charts are drawn as this picture."""
    token = _PART.set(picture)
    try:
        yield picture
    finally:
        _PART.reset(token)


def shown_rows(*sections: Sequence[T], panels: bool = False) -> list[list[T]]:
    """The rows that this picture shows, section by section, in their order. On A4 all of them.

    Args:
        sections: the rows of the chart. A slide has rows of one section only, or all.
        panels: whether a row is a panel.
    """
    picture = part()
    picture.lengths, picture.panels = tuple(len(section) for section in sections), panels
    if picture.span is None:
        return [list(section) for section in sections]
    own, first, last = picture.span
    return [list(section[first:last]) if at == own else [] for at, section in enumerate(sections)]
