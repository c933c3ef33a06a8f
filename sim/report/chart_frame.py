"""The frame of a chart: title, what is shown in which unit, caption, source line with the run's hash."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import AutoLocator
from matplotlib.transforms import blended_transform_factory

from sim.files.entry import Lang
from sim.report.lines import lines_of, width_of
from sim.report.manifest import Manifest
from sim.report.paper import A4, NoRoomError, Part, part
from sim.report.sheet import Sheet
from sim.report.style import FAINT, GREY, INK, SMALL, Look
from sim.report.ticks import RoomyTicks, TickNumbers
from sim.report.words import phrase

LINE = 0.0192
"""Inches of a line for each point of its letters."""
ASCENT = 0.0125
"""Inches from the top of a line to the foot of its letters, for each point of them."""
FOOT_LINE, ROW_LINE = 0.13, 0.125
"""Inches of a line of notes, and of names of rows."""
EDGE, MARK = 0.06, 0.42
"""Inches free beside texts, and inches of a mark in a legend."""
GROWTH = 1.6
"""How much higher axes may grow where there is more room than the chart asks for."""
SHORT = 38
"""Letters of a label of which two fit side by side."""


def source_line(manifest: Manifest, lang: Lang) -> str:
    """The last line of every chart: study, replications, seed, run hash, and whether effects on behaviour are assumed."""
    line = phrase(
        "source",
        lang,
        study=manifest.title.of(lang),
        replications=phrase("replications", lang, count=manifest.replications),
        seed=manifest.seed,
        hash=manifest.run_hash_short(),
    )
    return f"{line} {phrase('effects_source', lang)}" if manifest.effects else line


def sheet(title: str, subtitle: str, caption: Sequence[str], manifest: Manifest, lang: Lang, body: float) -> Sheet:
    """An empty figure of the paper in use, with its words in place.

    Args:
        body: inches that the area of the axes needs. On a slide it becomes as high as there is room.

    Raises:
        NoRoomError: the paper in use has no room for it, and the picture must fit.
    """
    picture, words = part(), _words(title, subtitle, caption, manifest, lang)
    paper, top, bottom, most = picture.paper, words.top, words.bottom, words.room
    if picture.must_fit and body > most:
        raise NoRoomError
    axes = min(most, GROWTH * body) if paper.fills else body
    height = paper.height if paper.fills else top + axes + bottom
    places = ConstrainedLayoutEngine(
        rect=(0.005, (height - top - axes) / height, 0.99, axes / height), h_pad=0.03, w_pad=0.02, hspace=0.06
    )
    figure = Sheet(places, figsize=(paper.width, height))
    figure.fits, figure.more = body <= most, axes - body
    figure.words = (words.title, subtitle, *words.notes, source_line(manifest, lang))
    FigureCanvasAgg(figure)
    at = _lines(figure, words.titles, height - 0.05, LINE * paper.title, size=paper.title, weight="bold", color=INK)
    _lines(figure, words.subtitles, at, LINE * paper.subtitle, size=paper.subtitle, weight="normal", color=GREY)
    at = _lines(figure, words.foot, bottom - 0.08, FOOT_LINE, size=SMALL, weight="normal", color=GREY)
    _lines(figure, words.source, at, FOOT_LINE, size=SMALL, weight="normal", color=FAINT)
    return figure


def room(title: str, subtitle: str, caption: Sequence[str], manifest: Manifest, lang: Lang) -> float:
    """Inches that the paper in use leaves for the axes of a chart with these words."""
    return _words(title, subtitle, caption, manifest, lang).room


class _Words(NamedTuple):
    """The words of a figure: its title, its notes, their lines and those of title, subtitle and source, and the inches they take."""

    title: str
    notes: tuple[str, ...]
    titles: list[str]
    subtitles: list[str]
    foot: list[str]
    source: list[str]

    @property
    def top(self) -> float:
        paper = part().paper
        return LINE * (paper.title * len(self.titles) + paper.subtitle * len(self.subtitles)) + 0.12

    @property
    def bottom(self) -> float:
        return FOOT_LINE * (len(self.foot) + len(self.source)) + 0.14

    @property
    def room(self) -> float:
        """Inches left for the axes."""
        return part().paper.height - self.top - self.bottom


def _words(title: str, subtitle: str, caption: Sequence[str], manifest: Manifest, lang: Lang) -> _Words:
    """The words of a figure on the paper in use."""
    picture = part()
    paper, wide = picture.paper, picture.paper.width - 2 * EDGE
    if picture.of > 1:
        title = phrase("slide_title", lang, title=title, at=picture.at, of=picture.of)
        caption = [_slide_line(picture, lang), *caption]
    notes = tuple(text for text in caption if text)
    if paper.fills and notes:  # one paragraph takes less of a slide than a line for each note
        notes = (" ".join(text if text.endswith(".") else f"{text}." for text in notes),)
    foot = [line for text in notes for line in lines_of(text, wide, SMALL)]
    titles, subtitles = lines_of(title, wide, paper.title, "bold"), lines_of(subtitle, wide, paper.subtitle)
    return _Words(title, notes, titles, subtitles, foot, lines_of(source_line(manifest, lang), wide, SMALL))


def _slide_line(picture: Part, lang: Lang) -> str:
    """Which rows a slide shows, and where the others are."""
    first, last, rows = picture.numbers
    key = "slide_panels" if picture.panels else "slide_rows"
    return phrase(key if first < last else f"{key}_one", lang, first=first, last=last, rows=rows)


def _lines(
    figure: Figure, lines: Sequence[str], at: float, step: float, *, size: float, weight: str, color: str
) -> float:
    """Draw lines of text downwards from ``at`` inches and return the height below them."""
    height = figure.get_figheight()
    left = EDGE / figure.get_figwidth()
    for line in lines:
        base = (at - ASCENT * size) / height
        figure.text(left, base, line, ha="left", va="baseline", fontsize=size, fontweight=weight, color=color)
        at -= step
    return at


def row_height(labels: Sequence[str], least: float, width: int = 34) -> float:
    """Inches of a row that has room for its bars (``least``), and in which no name reaches into the next.

    A name of two lines may take some of the room of a neighbour with one.
    """
    lines = [len(_name_lines(text, width)) for text in labels] or [1]
    apart = [lines[0], lines[-1], *((upper + lower) / 2 for upper, lower in pairwise(lines))]
    return max(least, 0.025 + ROW_LINE * max(apart))


def _name_lines(text: str, width: int) -> list[str]:
    """The name of a row on lines of ``width`` letters, of more on a wider paper."""
    return textwrap.wrap(text, round(width * part().paper.width / A4.width))


def row_labels(axes: Axes, labels: Sequence[str], width: int = 34) -> None:
    """Names of the rows, first on top, long ones on several lines."""
    axes.set_yticks(range(len(labels)), ["\n".join(_name_lines(text, width)) for text in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)


def value_axis(axes: Axes, text: str, lang: Lang) -> None:
    """Name and number format of the horizontal axis."""
    axes.set_xlabel(text, loc="left")
    axes.xaxis.set_major_formatter(TickNumbers(lang))
    if isinstance(axes.xaxis.get_major_locator(), AutoLocator):  # charts with ticks of their own keep them
        axes.xaxis.set_major_locator(RoomyTicks(lang))


def wrapped(text: str, inches: float, size: float = SMALL, weight: str = "normal") -> str:
    """A text on lines of at most ``inches``."""
    return "\n".join(lines_of(text, inches, size, weight))


def legend_text(text: str) -> str:
    """A label of a legend that begins at the left of the picture, on lines as wide as it."""
    return wrapped(text, part().paper.width - EDGE - MARK)


def legend_columns(labels: Iterable[str]) -> int:
    """2 if all labels of a legend at the left of the picture fit side by side, else 1."""
    half = part().paper.width / 2 - EDGE - MARK
    return 2 if max((width_of(" ".join(text.split()), SMALL) for text in labels), default=0.0) <= half else 1


def legend_height(labels: Iterable[str]) -> float:
    """Inches of a legend at the left of the picture."""
    texts = list(labels)
    columns = legend_columns(texts)
    heights = [0.05 + ROW_LINE * len(legend_text(text).split("\n")) for text in texts]
    return sum(heights) if columns == 1 else heights[0] * -(-len(heights) // 2)


def column_legend(axes: Axes, styles: Mapping[str, Look], labels: Mapping[str, str], *, marks: bool = False) -> None:
    """The legend of colours and fillings, above the axes. With ``marks`` it shows the marks of the columns, as drawn."""
    if marks:
        legend_above(axes, [mark_of(look, labels[name]) for name, look in styles.items()], labelspacing=0.35)
        return
    legend_above(axes, column_patches(styles, labels), None, **PATCHES)


PATCHES = {"labelspacing": 0.35, "columnspacing": 1.2, "handlelength": 1.4, "handleheight": 0.8}
"""The spaces of a legend of colours and fillings."""


def column_patches(styles: Mapping[str, Look], labels: Mapping[str, str]) -> list[Patch]:
    """The colours and fillings of a legend of columns."""
    return [
        Patch(
            facecolor="white" if look.hollow else look.colour,
            edgecolor=look.colour,
            hatch=look.hatch,
            label=legend_text(labels[name]),
        )
        for name, look in styles.items()
    ]


def mark_of(look: Look, label: str) -> Line2D:
    """The mark of a column in a legend."""
    face = "white" if look.hollow else look.colour
    return Line2D(
        [], [], marker=look.marker, linestyle="", markersize=4.5, markerfacecolor=face, markeredgecolor=look.colour,
        label=legend_text(label),
    )  # fmt: skip


def legend_above(axes: Axes, marks: Sequence[Artist], columns: int | None = None, **options: float) -> None:
    """A legend above the axes. With a long label it begins at the left of the picture.

    Above the axes alone, a long label would leave the picture or squeeze the axes. ``columns`` sets the number of columns
    of a legend that begins at the left.
    """
    labels = [str(mark.get_label()) for mark in marks]
    wide = columns is not None or max(map(len, labels)) > SHORT
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes of a chart are in its figure
    across = blended_transform_factory(figure.transFigure, axes.transAxes) if wide else axes.transAxes
    axes.legend(
        handles=list(marks), loc="lower left", bbox_to_anchor=(0.004 if wide else 0, 1), bbox_transform=across,
        ncols=columns or (legend_columns(labels) if wide else 2), borderaxespad=0.4, **options,
    )  # fmt: skip


def side_title(axes: Axes, text: str) -> None:
    """What the numbers to the right of the rows are."""
    axes.annotate(
        text,
        (1.0, 1.0),
        xycoords="axes fraction",
        xytext=(6, 3),
        textcoords="offset points",
        va="bottom",
        ha="left",
        fontsize=SMALL,
        color=GREY,
        annotation_clip=False,
    )


def side_text(axes: Axes, row: float, text: str, color: str = INK) -> None:
    """Numbers printed to the right of a row."""
    axes.annotate(
        text,
        (1.0, row),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        ha="left",
        fontsize=SMALL,
        color=color,
        annotation_clip=False,
    )
