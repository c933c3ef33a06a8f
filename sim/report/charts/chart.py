"""What a chart is: a function that returns its numbers and one that draws them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.files.paths import user_path
from sim.files.writing import write
from sim.report.manifest import Manifest
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


@dataclass(frozen=True)
class DrawnChart:
    """A chart of one study: the figure and its numbers."""

    name: str
    numbers: pd.DataFrame
    figure: Figure

    def picture(self, kind: str, *, outlines: bool = False) -> bytes:
        """The picture as png (300 dpi), svg or pdf; with ``outlines`` an svg's letters are shapes and need no font."""
        stream = io.BytesIO()
        dates: dict[str, dict[str, str | None]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
        fonts: dict[Any, Any] = {"svg.fonttype": "path"} if outlines else {}
        with styled(), mpl.rc_context(fonts):
            self.figure.savefig(stream, format=kind, dpi=DPI, metadata=dates.get(kind, {}))
        return stream.getvalue()

    def csv(self) -> str:
        """The numbers as CSV text."""
        return self.numbers.to_csv(index=False, lineterminator="\n")

    def save(self, path: str | Path) -> Path:
        """Write the picture (png, svg, pdf by its ending) and its numbers beside it (``.csv``), whole or not at all."""
        file = user_path(path)
        kind = file.suffix.lstrip(".").lower()
        if kind not in FORMATS:
            raise ValueError(f"{file.name}: a chart is saved as one of {', '.join(FORMATS)}")
        write(file, self.picture(kind))
        write(file.with_suffix(".csv"), self.csv())
        return file
