"""Who pays more and who pays less: one row per column, a stack with a piece for each payer."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.measures.payers import PAYERS
from sim.report.captions import interval_line
from sim.report.chart_frame import legend_above, row_height, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records, study_columns
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.payer_sums import ALL, payer_rows
from sim.report.proposals import MILLION, largest
from sim.report.style import INK, SMALL, VARIANT_COLOURS, styled
from sim.report.words import capital, column_label, difference_text, label, phrase

COLUMNS = [
    "column", "payer", "holds", "measure", "unit", "difference", "low", "high", "confidence", "pairs", "nature",
]  # fmt: skip
MOST, ROW, WRAP = 16, 0.3, 34
"""Columns at most; inches of a row; letters of a name on one line."""
THICK = 0.62


def payers_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The difference of each payer's sum from the baseline, and that of all payers (``total``): :data:`COLUMNS`.

    Raises:
        NoNumbersError: no column has such sums.
    """
    table = payer_rows(comparisons, manifest)
    if table.empty or not study_columns(measures, comparisons, manifest):
        raise NoNumbersError("payers")
    return table.reindex(columns=COLUMNS).reset_index(drop=True)


def draw_payers(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Pieces to the left of zero are paid less, those to the right more; the mark is the sum with its interval."""
    every = list(dict.fromkeys(numbers["column"]))
    most = largest(every, manifest, MOST)
    [columns] = shown_rows(most)
    colours = dict(zip(PAYERS, VARIANT_COLOURS, strict=False))
    interval = interval_line(numbers, lang)
    more = phrase("left_out", lang, count=len(every) - len(most)) if len(every) > len(most) else ""
    caption = [
        phrase("payers_caption", lang),
        phrase("payers_caption_kept", lang) if (numbers["holds"] != ALL).any() else "",
        f"{phrase('payers_mark', lang)} {capital(interval)}." if interval else phrase("payers_mark", lang),
        more,
    ]
    with styled():
        names = [column_label(name, lang, manifest) for name in columns]
        body = 0.75 + row_height(names, ROW, WRAP) * len(columns)
        figure = sheet(phrase("payers_title", lang), phrase("payers_subtitle", lang), caption, manifest, lang, body)
        axes = figure.subplots()
        axes.axvline(0, color=INK, linewidth=0.8, zorder=2)
        for at, column in enumerate(columns):
            part = {row["payer"]: row for row in records(numbers[numbers["column"] == column])}
            left = right = 0.0
            for payer in PAYERS:
                value = part[payer]["difference"] / MILLION if payer in part else 0.0
                start = left if value < 0 else right
                axes.barh(at, value, left=start, height=THICK, color=colours[payer], edgecolor="white", linewidth=0.4)
                left, right = left + min(value, 0.0), right + max(value, 0.0)
            total = part.get("total")
            if total is None:
                continue
            if not math.isnan(total["low"]):
                ends = [total["low"] / MILLION, total["high"] / MILLION]
                axes.plot(ends, [at, at], color=INK, linewidth=1.0, zorder=3)
            axes.plot([total["difference"] / MILLION], [at], marker="D", markersize=3.6, color=INK, zorder=4)
            side_text(axes, at, difference_text(total["difference"], total["low"], total["high"], total["unit"], lang))
        row_labels(axes, names, WRAP)
        axes.tick_params(axis="y", labelsize=SMALL)
        value_axis(axes, phrase("payers_axis", lang), lang)
        side_title(axes, label("payer", "total", lang))
        shown = [payer for payer in PAYERS if payer in set(numbers["payer"])]
        marks = [Patch(facecolor=colours[payer], label=label("payer", payer, lang)) for payer in shown]
        legend_above(axes, marks, columns=len(marks), handlelength=1.2)
    return figure


CHART = Chart("payers", payers_numbers, draw_payers, section="payers_section")
