"""What a chart is: a function that returns its numbers and one that draws them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.chart_frame import Sheet
from sim.report.charts.slide import slide_of
from sim.report.headings import with_headings
from sim.report.manifest import Manifest
from sim.report.slim_font import IN_SVG
from sim.report.style import DPI, styled

FORMATS = ("png", "svg", "pdf")


class NoNumbersError(LookupError):
    """The tables hold none of the measures that a chart shows."""


@dataclass(frozen=True)
class Chart:
    """One kind of chart.

    Attributes:
        name: its name in ``CHARTS`` and of its files.
        numbers: (measures, comparisons, manifest) -> the tidy numbers drawn, written beside every picture as CSV.
        draw: (numbers, manifest, lang) -> the figure.
        section: the key of the title of its section on the page; empty if the page has a place of its own for it.
        levels: whether its numbers are levels of measures. The page shows them as a table, and one column is enough.
    """

    name: str
    numbers: Callable[[pd.DataFrame, pd.DataFrame, Manifest], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Manifest, Lang], Figure]
    section: str = ""
    levels: bool = False


def described(svg: bytes, description: str) -> bytes:
    """An svg with a description that a screen reader reads after its title."""
    start = svg.index(b">", svg.index(b"<svg"))
    return svg[:start] + b' role="img">' + f"\n <desc>{escape(description)}</desc>".encode() + svg[start + 1 :]


@dataclass(frozen=True)
class DrawnChart:
    """A chart of one study: the figure and its numbers. ``headings`` is the language of the headings of its CSV."""

    name: str
    numbers: pd.DataFrame
    figure: Figure
    headings: Lang = "en"
    _kept: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def title(self) -> str:
        """The title that the picture has."""
        return next(iter(self._words()), self.name)

    @property
    def alternative(self) -> str:
        """What a reader who does not see the picture needs: its title, what it shows, its notes, and where the numbers are."""
        words = [text if text.endswith((".", "?")) else f"{text}." for text in self._words()]
        return " ".join(words)

    def _words(self) -> list[str]:
        """Title, subtitle and notes of the figure, each as one text (:func:`sim.report.chart_frame.sheet`)."""
        return list(getattr(self.figure, "words", ()))

    def picture(self, kind: str, *, dpi: int = DPI, slide: bool = False) -> bytes:
        """The picture as png, svg or pdf.

        The svg is kept: a file and a page have the same.

        Args:
            dpi: the number of points of a png per inch.
            slide: whether it has the shape of a slide (16 to 9) instead of its own, which fits A4.
        """
        if kind in self._kept and not slide:
            return self._kept[kind]
        stream = io.BytesIO()
        about: dict[str, dict[str, str | None]] = {
            "svg": {"Date": None, "Title": self.title, "Description": self.alternative},
            "pdf": {"CreationDate": None, "Title": self.title, "Subject": self.alternative},
            "png": {"Title": self.title, "Description": self.alternative},
        }
        with styled():
            if isinstance(self.figure, Sheet):
                self.figure.settle()
            place = slide_of(self.figure) if slide else None
            shape = {"dpi": dpi} if place is None else {"dpi": place.dpi, "bbox_inches": place.box}
            self.figure.savefig(stream, format=kind, metadata=about.get(kind, {}), **shape)
        if kind != "svg":
            return stream.getvalue()
        picture = described(stream.getvalue().replace(IN_SVG, b""), self.alternative)
        return picture if slide else self._kept.setdefault(kind, picture)

    def csv(self) -> str:
        """The numbers as CSV text."""
        return with_headings(self.numbers, self.headings).to_csv(index=False, lineterminator="\n")

    def save(self, path: str | Path, *, slide: bool = False) -> Path:
        """Write the picture (png, svg, pdf by its ending) and its numbers beside it (``.csv``), whole or not at all.

        Args:
            slide: whether the picture has the shape of a slide (16 to 9).
        """
        file = user_path(path)
        kind = file.suffix.lstrip(".").lower()
        if kind not in FORMATS:
            raise ValueError(f"{file.name}: a chart is saved as one of {', '.join(FORMATS)}")
        write(file, self.picture(kind, slide=slide))
        write(file.with_suffix(".csv"), self.csv())
        return file
