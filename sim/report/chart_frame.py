"""The frame of a chart: title, what is shown in which unit, caption, source line with the run's hash."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine, LayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import Formatter
from matplotlib.transforms import Bbox, blended_transform_factory

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.style import DPI, FAINT, GREY, INK, WIDTH, Look
from sim.report.words import number, phrase

TITLE_LINE, TEXT_LINE, FOOT_LINE, ROW_LINE = 0.2, 0.15, 0.125, 0.122  # inches
LEGEND = 72
"""Letters of a line of a legend."""
SHORT = 38
"""Letters of a label of which two fit side by side."""


class Sheet(Figure):
    """A figure that finds the places of its axes once for all its pictures.

    With a layout engine of its own, matplotlib would draw it twice for each picture, the first time only to find the places.
    """

    words: tuple[str, ...] = ()
    """Title, subtitle, notes and source, each as one text."""

    def __init__(self, places: LayoutEngine, figsize: tuple[float, float]) -> None:
        super().__init__(figsize=figsize)
        self._places, self._settled = places, False

    def settle(self) -> None:
        """Find the places as they are at print size. Then every picture has the same, whichever is drawn first."""
        if not self._settled:
            dpi, self.dpi = self.dpi, DPI
            self._find_places()
            self.dpi, self._settled = dpi, True

    def draw(self, renderer: RendererBase) -> None:
        if not self._settled:
            self._find_places()
        super().draw(renderer)

    def _find_places(self) -> None:
        """Find the places from the same start each time.

        The solver's last digits depend on the process. They are rounded off, since an svg names its clip paths by them.
        """
        for axes in self.axes:
            spec = axes.get_subplotspec()
            if spec is not None:
                self._place(axes, spec.get_position(self))
        self._places.execute(self)
        for axes in self.axes:
            self._place(axes, axes.get_position(original=True))

    @staticmethod
    def _place(axes: Axes, place: Bbox) -> None:
        axes.set_position(Bbox(place.get_points().round(9)))
        axes.set_in_layout(True)  # else the layout would pass over axes with a place of their own


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


def sheet(title: str, subtitle: str, caption: Sequence[str], manifest: Manifest, lang: Lang, body: float) -> Figure:
    """An empty figure of A4 text width with its words in place; ``body`` is the height of the axes area in inches."""
    titles = textwrap.wrap(title, 82)
    subtitles = textwrap.wrap(subtitle, 110)
    foot = [line for text in caption if text for line in textwrap.wrap(text, 128)]
    source = textwrap.wrap(source_line(manifest, lang), 128)
    top = TITLE_LINE * len(titles) + TEXT_LINE * len(subtitles) + 0.12
    bottom = FOOT_LINE * (len(foot) + len(source)) + 0.14
    height = top + body + bottom
    places = ConstrainedLayoutEngine(
        rect=(0.005, bottom / height, 0.99, body / height), h_pad=0.03, w_pad=0.02, hspace=0.06
    )
    figure = Sheet(places, figsize=(WIDTH, height))
    figure.words = (title, subtitle, *(text for text in caption if text), source_line(manifest, lang))
    FigureCanvasAgg(figure)
    at = height - 0.05
    at = _lines(figure, titles, at, TITLE_LINE, size=10, weight="bold", color=INK)
    _lines(figure, subtitles, at, TEXT_LINE, size=7.8, weight="normal", color=GREY)
    at = bottom - 0.08
    at = _lines(figure, foot, at, FOOT_LINE, size=6.5, weight="normal", color=GREY)
    _lines(figure, source, at, FOOT_LINE, size=6.5, weight="normal", color=FAINT)
    return figure


def _lines(
    figure: Figure, lines: Sequence[str], at: float, step: float, *, size: float, weight: str, color: str
) -> float:
    """Draw lines of text downwards from ``at`` inches and return the height below them."""
    height = figure.get_figheight()
    for line in lines:
        figure.text(0.008, at / height, line, ha="left", va="top", fontsize=size, fontweight=weight, color=color)
        at -= step
    return at


def row_height(labels: Sequence[str], least: float, width: int = 34) -> float:
    """Inches of a row that has room for its bars (``least``) and for the longest of the names."""
    return max(least, 0.04 + ROW_LINE * max((len(textwrap.wrap(text, width)) for text in labels), default=1))


def row_labels(axes: Axes, labels: Sequence[str], width: int = 34) -> None:
    """Names of the rows, first on top, long ones on several lines."""
    axes.set_yticks(range(len(labels)), ["\n".join(textwrap.wrap(text, width)) for text in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)


class TickNumbers(Formatter):
    """The numbers of an axis, all with as many decimals as its ticks need, at most two."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        exact = (places for places in (0, 1, 2) if all(abs(value - round(value, places)) < 1e-9 for value in values))
        decimals = next(exact, 2)
        return [number(float(value), self._lang, decimals) for value in values]


def value_axis(axes: Axes, text: str, lang: Lang) -> None:
    """Name and number format of the horizontal axis."""
    axes.set_xlabel(text, loc="left")
    axes.xaxis.set_major_formatter(TickNumbers(lang))


def wrapped(text: str, width: int = LEGEND) -> str:
    """A text on lines of at most ``width`` letters."""
    return "\n".join(textwrap.wrap(text, width))


def legend_height(labels: Iterable[str], width: int = LEGEND) -> float:
    """Inches of a legend with one column."""
    return sum(0.05 + ROW_LINE * len(textwrap.wrap(text, width)) for text in labels)


def column_legend(axes: Axes, styles: Mapping[str, Look], labels: Mapping[str, str], *, marks: bool = False) -> None:
    """The legend of colours and fillings, above the axes. With ``marks`` it shows the marks of the columns, as drawn."""
    if marks:
        legend_above(axes, [mark_of(look, labels[name]) for name, look in styles.items()], labelspacing=0.35)
        return
    patches = [
        Patch(
            facecolor="white" if look.hollow else look.colour,
            edgecolor=look.colour,
            hatch=look.hatch,
            label=wrapped(labels[name]),
        )
        for name, look in styles.items()
    ]
    legend_above(axes, patches, labelspacing=0.35, columnspacing=1.2, handlelength=1.4, handleheight=0.8)


def mark_of(look: Look, label: str) -> Line2D:
    """The mark of a column in a legend."""
    face = "white" if look.hollow else look.colour
    return Line2D(
        [], [], marker=look.marker, linestyle="", markersize=4.5, markerfacecolor=face, markeredgecolor=look.colour,
        label=wrapped(label),
    )  # fmt: skip


def legend_above(axes: Axes, marks: Sequence[Artist], columns: int | None = None, **options: float) -> None:
    """A legend above the axes. With a long label it has one column and begins at the left of the picture.

    Above the axes alone, a long label would leave the picture or squeeze the axes. ``columns`` sets the number of columns
    of a legend that begins at the left.
    """
    wide = columns is not None or max(len(str(mark.get_label())) for mark in marks) > SHORT
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes of a chart are in its figure
    across = blended_transform_factory(figure.transFigure, axes.transAxes) if wide else axes.transAxes
    axes.legend(
        handles=list(marks), loc="lower left", bbox_to_anchor=(0.004 if wide else 0, 1), bbox_transform=across,
        ncols=columns or (1 if wide else 2), borderaxespad=0.4, **options,
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
        fontsize=6.3,
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
        fontsize=6.3,
        color=color,
        annotation_clip=False,
    )
