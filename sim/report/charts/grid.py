"""A heat map: a row per factor, a column per headline, a shade and a number in each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.files.entry import Lang
from sim.report.chart_frame import ROW_LINE, row_height, row_labels, sheet
from sim.report.lines import lines_of
from sim.report.manifest import Manifest
from sim.report.paper import part, shown_rows
from sim.report.style import INK, SMALL, styled

WRAP, NAMES = 36, 0.3
"""Letters of a factor's name on one line, and the share of the picture for these names."""
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
    [places] = shown_rows(range(len(rows)))
    shades, texts, rows = shades[places], [texts[at] for at in places], [rows[at] for at in places]
    with styled():
        wide = part().paper.width * (1 - NAMES) / len(heads)
        names = [lines_of(head, wide, SMALL) for head in heads]
        body = 0.2 + ROW_LINE * max(map(len, names)) + len(rows) * row_height(rows, 0.26, WRAP)
        figure = sheet(*words, [], manifest, lang, body)
        axes = figure.subplots()
        axes.grid(visible=False)
        axes.imshow(np.nan_to_num(shades), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for at in range(len(rows)):
            for place in range(len(heads)):
                if not np.isnan(shades[at, place]):
                    colour = "white" if shades[at, place] > DARK else INK
                    axes.text(place, at, texts[at][place], ha="center", va="center", color=colour, fontsize=SMALL)
        row_labels(axes, rows, WRAP)
        axes.set_xticks(range(len(heads)), ["\n".join(lines) for lines in names])
        axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, labelsize=SMALL)
    return figure
