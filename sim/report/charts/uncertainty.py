"""Chance and assumptions: both intervals of the leading headlines, in percent of the difference as it is."""

from __future__ import annotations

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.chart_frame import legend_above, row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import INK, styled
from sim.report.uncertainty_table import both_table
from sim.report.words import capital, column_label, difference_text, phrase, unit_label

ASSUMED, CHANCE = "#c87a00", "#0072b2"
WRAP = 40
"""Letters of a headline's name on one line."""


def uncertainty_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Both intervals of the leading headlines (:func:`sim.report.uncertainty_table.both_table`) with ``column``.

    A headline whose difference chance alone could explain is left out: it has no size that others could be compared with.
    """
    record = manifest.uncertainty
    if record is None:
        raise NoNumbersError("samples of all values")
    table = both_table(record)
    wanted = {(each.measure, each.activity, each.need) for each in manifest.outcomes} | {c.key for c in record.claims}
    keys = list(zip(table["measure"], table["activity"], table["need"], strict=True))
    table = table[[key in wanted for key in keys]].astype({"chance_low": float, "chance_high": float})
    zero = (table["chance_low"] <= 0) & (table["chance_high"] >= 0)
    table = table[~zero & (table["central"] != 0)].reset_index(drop=True)
    if table.empty:
        raise NoNumbersError("differences beyond chance")
    return table.assign(column=record.column)


def draw_uncertainty(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per headline: a wide bar for assumptions, a narrow one for chance, a mark for the mean of the samples."""
    [rows] = shown_rows(records(numbers))
    names = [
        f"{capital(row_label(str(r['measure']), str(r['activity']), str(r['need']), lang, manifest))}, "
        f"{unit_label(str(r['unit']), lang, short=True)}"
        for r in rows
    ]
    record = manifest.uncertainty
    assert record is not None
    caption = phrase(
        "uncertainty_caption", lang, samples=record.samples, values=record.values, pairs=int(numbers["pairs"].max()),
        column=column_label(record.column, lang, manifest),
    )  # fmt: skip
    with styled():
        body = 0.75 + len(rows) * row_height(names, 0.36, WRAP)
        title, subtitle = (phrase(f"uncertainty_{part}", lang) for part in ("title", "subtitle"))
        figure = sheet(title, subtitle, [caption], manifest, lang, body)
        axes = figure.subplots()
        for at, row in enumerate(rows):
            central = float(row["central"])

            def size(name: str, row: dict[str, object] = row, central: float = central) -> float:
                return 100 * float(str(row[name])) / central

            axes.barh(at, size("high") - size("low"), left=size("low"), height=0.6, color=ASSUMED, alpha=0.6)
            if row["chance_low"] == row["chance_low"]:  # one pair has no interval by chance
                chance = size("chance_high") - size("chance_low")
                axes.barh(at, chance, left=size("chance_low"), height=0.24, color=CHANCE)
            axes.plot(size("mean"), at, "|", color=INK, markersize=11)
            ends = (float(row["mean"]), float(row["low"]), float(row["high"]))
            side_text(axes, at, difference_text(*ends, str(row["unit"]), lang))
        axes.axvline(0, color=INK, linewidth=0.9)
        axes.axvline(100, color=INK, linewidth=0.5, linestyle=":")
        row_labels(axes, names, WRAP)
        value_axis(axes, phrase("uncertainty_axis", lang), lang)
        marks: list[Artist] = [
            Patch(facecolor=ASSUMED, alpha=0.6, label=phrase("uncertainty_mark_assumptions", lang)),
            Patch(facecolor=CHANCE, label=phrase("uncertainty_mark_chance", lang)),
            Line2D([], [], marker="|", linestyle="", color=INK, label=phrase("uncertainty_mark_mean", lang)),
        ]
        legend_above(axes, marks, columns=3)
    return figure


CHART = Chart("uncertainty", uncertainty_numbers, draw_uncertainty)
