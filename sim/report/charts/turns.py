"""A change part by part: what each part adds in turn, from nothing to the whole change."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.files.entry import Lang
from sim.report.chart_frame import row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.attribution import LESS, MORE, WHOLE, WRAP, attribution_numbers, subtitle
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import GREY, INK, styled
from sim.report.words import difference_text, label, number, phrase, unit_label

IN_TURN = "in turn"


def turns_numbers(table: pd.DataFrame, measure: str, activity: str, need: str) -> pd.DataFrame:
    """The turns of one measure with ``start`` and ``end`` of each bar; the whole change runs from 0.

    Arguments and errors as in :func:`sim.report.charts.attribution.attribution_numbers`.
    """
    rows = attribution_numbers(table, measure, activity, need)
    rows = rows[(rows["way"] == IN_TURN) | (rows["part"] == WHOLE)].reset_index(drop=True)
    steps = rows["value"].where(rows["part"] != WHOLE, 0.0).cumsum()
    end = steps.where(rows["part"] != WHOLE, rows["value"])
    return rows.assign(start=end - rows["value"], end=end)


def draw_turns(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A bar per part that begins where the one above ends; the whole change is last."""
    [rows] = shown_rows(records(numbers))
    names = [
        phrase("attribution_whole", lang) if row["part"] == WHOLE else label("part", str(row["part"]), lang, manifest)
        for row in rows
    ]
    unit = str(numbers["unit"].iloc[0])
    has_interval = bool((numbers["high"] > numbers["low"]).any())
    level = number(100 * manifest.confidence, lang, 0)
    caption = phrase(
        "turns_caption", lang, interval=phrase("turns_interval", lang, level=level) if has_interval else ""
    )
    with styled():
        body = 0.5 + len(names) * row_height(names, 0.3, WRAP)
        figure = sheet(phrase("turns_title", lang), subtitle(numbers, manifest, lang), [caption], manifest, lang, body)
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.8, zorder=1)
        for at, row in enumerate(rows):
            value, low, high, start, end = (float(str(row[key])) for key in ("value", "low", "high", "start", "end"))
            colour = INK if row["part"] == WHOLE else LESS if value <= 0 else MORE
            axes.barh(at, value, left=start, height=0.56, color=colour, alpha=0.85, zorder=2)
            if at + 1 < len(rows):
                axes.plot([end, end], [at, at + 1], color=GREY, linewidth=0.6, linestyle=":", zorder=1)
            side_text(axes, at, difference_text(value, low, high, unit, lang))
        row_labels(axes, names, WRAP)
        axes.margins(x=0.04)
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        value_axis(axes, phrase("attribution_axis", lang, unit=unit_label(unit, lang)), lang)
    return figure
