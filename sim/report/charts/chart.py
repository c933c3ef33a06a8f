"""What a chart is: a function that returns its numbers and one that draws them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.charts.slide import slide_of, slides
from sim.report.headings import with_headings
from sim.report.manifest import Manifest
from sim.report.sheet import Sheet
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
    """A chart of one study: the figure and its numbers.

    Attributes:
        headings: the language of the headings of its CSV.
        draw: draws the figure again on the paper in use, which a slide needs. Without it, slides show the figure as it is.
    """

    name: str
    numbers: pd.DataFrame
    figure: Figure
    headings: Lang = "en"
    draw: Callable[[], Figure] | None = field(default=None, repr=False, compare=False)
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

    def picture(self, kind: str, *, dpi: int = DPI) -> bytes:
        """The picture as png, svg or pdf.

        The svg is kept: a file and a page have the same.

        Args:
            dpi: the number of points of a png per inch.
        """
        if kind not in self._kept:
            picture = self._drawn(self.figure, kind, dpi=dpi)
            if kind != "svg":
                return picture
            self._kept[kind] = picture
        return self._kept[kind]

    def slides(self) -> list[Figure]:
        """The figures of its slides. Tall charts have several, which together show all rows."""
        return [self.figure] if self.draw is None else slides(self.draw)

    def slide_pictures(self, kind: str) -> list[bytes]:
        """Its slides as png, svg or pdf, in the shape of 16 to 9."""
        pictures = []
        for figure in self.slides():
            place = slide_of(figure)
            pictures.append(self._drawn(figure, kind, dpi=place.dpi, bbox_inches=place.box))
        return pictures

    def _drawn(self, figure: Figure, kind: str, **shape: Any) -> bytes:
        stream = io.BytesIO()
        about: dict[str, dict[str, str | None]] = {
            "svg": {"Date": None, "Title": self.title, "Description": self.alternative},
            "pdf": {"CreationDate": None, "Title": self.title, "Subject": self.alternative},
            "png": {"Title": self.title, "Description": self.alternative},
        }
        with styled():
            if isinstance(figure, Sheet):
                figure.settle()
            figure.savefig(stream, format=kind, metadata=about.get(kind, {}), **shape)
        if kind != "svg":
            return stream.getvalue()
        return described(stream.getvalue().replace(IN_SVG, b""), self.alternative)

    def csv(self) -> str:
        """The numbers as CSV text."""
        return with_headings(self.numbers, self.headings).to_csv(index=False, lineterminator="\n")

    def save(self, path: str | Path) -> Path:
        """Write the picture (png, svg, pdf by its ending) and its numbers beside it (``.csv``), whole or not at all."""
        file, kind = _picture_file(path)
        write(file, self.picture(kind))
        write(file.with_suffix(".csv"), self.csv())
        return file

    def save_slides(self, path: str | Path) -> list[Path]:
        """Write its slides, and all its numbers beside the first (``.csv``).

        The first has the name given. The others have a number in their names, such as ``hours-2.png``.
        """
        file, kind = _picture_file(path)
        pictures = self.slide_pictures(kind)
        files = [file, *(file.with_stem(f"{file.stem}-{at}") for at in range(2, len(pictures) + 1))]
        for one, picture in zip(files, pictures, strict=True):
            write(one, picture)
        write(file.with_suffix(".csv"), self.csv())
        return files


def _picture_file(path: str | Path) -> tuple[Path, str]:
    """A file of a picture and its kind.

    Raises:
        ValueError: its ending is another one.
    """
    file = user_path(path)
    kind = file.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise ValueError(f"{file.name}: a chart is saved as one of {', '.join(FORMATS)}")
    return file, kind
