"""A heat map: a row per factor, a column per headline, a shade and a number in each cell."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.files.entry import Lang
from sim.report.chart_frame import row_height, row_labels, sheet
from sim.report.manifest import Manifest
from sim.report.style import INK, styled

WRAP, HEAD = 46, 16
"""Letters of a factor's name, and of a headline's name, on one line."""
MOST = 20
"""Factors that a picture shows. The CSV has all."""
DARK = 0.55
"""From this shade on, a cell has white letters."""


def draw_grid(
    shades: NDArray[np.float64],
    texts: Sequence[Sequence[str]],
    rows: Sequence[str],
    heads: Sequence[str],
    words: tuple[str, str],
    manifest: Manifest,
    lang: Lang,
) -> Figure:
    """A heat map.

    Args:
        shades: float64[rows, columns] from 0 (white) to 1; nan for an empty cell.
        texts: of the cells.
        rows, heads: names of the rows and of the columns.
        words: title and subtitle.
    """
    with styled():
        body = 1.0 + len(rows) * row_height(rows, 0.26, WRAP)
        figure = sheet(*words, [], manifest, lang, body)
        axes = figure.subplots()
        axes.grid(visible=False)
        axes.imshow(np.nan_to_num(shades), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for at in range(len(rows)):
            for place in range(len(heads)):
                if not np.isnan(shades[at, place]):
                    colour = "white" if shades[at, place] > DARK else INK
                    axes.text(place, at, texts[at][place], ha="center", va="center", color=colour, fontsize=7)
        row_labels(axes, rows, WRAP)
        axes.set_xticks(range(len(heads)), [textwrap.fill(head, HEAD) for head in heads])
        axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, labelsize=6)
    return figure
