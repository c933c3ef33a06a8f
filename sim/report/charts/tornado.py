"""Tornado: the leading headline at both ends of each group of assumptions, widest first, beside what chance does."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.chart_frame import legend_above, row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.ranges_table import ranges_table
from sim.report.style import INK, styled
from sim.report.words import (
    capital,
    column_label,
    decimals_for,
    in_millions,
    label,
    number,
    phrase,
    quantity,
    shown,
)

LOW, HIGH = "#0072b2", "#d55e00"
PALE = 0.35
"""Strength of the colour of a bar no wider than chance."""
WRAP = 44
"""Letters of a group's name on one line."""


def tornado_numbers(_measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The leading headline at both ends of each group, widest group first (:data:`sim.report.ranges_table.COLUMNS`)."""
    table = ranges_table(manifest)
    if comparisons.empty:  # without a comparison, there is no headline that a range could be about
        raise NoNumbersError("differences")
    for outcome in manifest.outcomes:
        rows = table[
            (table["measure"] == outcome.measure)
            & (table["activity"] == outcome.activity)
            & (table["need"] == outcome.need)
        ]
        if not rows.empty:
            ends = rows[["headline", "low", "high"]]
            order = (ends.max(axis=1) - ends.min(axis=1)).sort_values(ascending=False, kind="stable").index
            return rows.loc[order].reset_index(drop=True)
    raise NoNumbersError("ranges of leading assumptions")


def draw_tornado(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per group: a bar from the headline to each end, with the half-width by chance at its end."""
    # one pair has no half-widths, and a column without numbers has no type of its own
    every: list[dict[str, Any]] = records(numbers.astype({"low_half": float, "high_half": float}))
    [rows] = shown_rows(every)
    first = rows[0]
    unit, base = str(first["unit"]), float(first["headline"])
    titles = {group.name: capital(group.title.of(lang)) for group in manifest.leading}
    names = [titles[str(row["group"])] for row in rows]
    scale = 1e-6 if in_millions(unit, *(shown(float(v), unit) for v in numbers[["low", "high"]].max())) else 1.0
    million = ("million " if lang == "en" else "mio. ") if scale != 1 else ""
    words = f"{million}{label('unit', unit, lang)}"
    name = row_label(str(first["measure"]), str(first["activity"]), str(first["need"]), lang, manifest)
    subtitle = phrase("tornado_subtitle", lang, name=name, unit=words)
    unknown = manifest.replications == 1 or numbers[["low_half", "high_half"]].isna().to_numpy().all()
    level = number(100 * manifest.confidence, lang, 0)
    whiskers = phrase("tornado_whiskers", lang, pairs=_pairs(numbers), level=level)
    chance = capital(phrase("one_pair", lang)) if unknown else whiskers
    caption = phrase(
        "tornado_caption", lang, base=quantity(base, unit, lang, signed=True), chance=chance,
        column=column_label(str(first["column"]), lang, manifest),
    )  # fmt: skip
    tall = 0.75 + len(rows) * row_height(names, 0.27, WRAP)
    with styled():
        figure = sheet(phrase("tornado_title", lang), subtitle, [caption], manifest, lang, tall)
        axes = figure.subplots()
        start = shown(base, unit) * scale
        for at, row in enumerate(rows):
            for end, colour in (("low", LOW), ("high", HIGH)):
                value = float(row[end])
                if math.isnan(value):
                    continue
                size = shown(value, unit) * scale - start
                axes.barh(at, size, left=start, height=0.6, color=colour, alpha=1 if row["beyond_chance"] else PALE)
                half = float(row[f"{end}_half"])
                if half > 0:
                    axes.errorbar(start + size, at, xerr=shown(half, unit) * scale, color=INK, linewidth=0.9, capsize=2)
            side_text(axes, at, _side(row, unit, scale, lang))
        axes.axvline(start, color=INK, linewidth=0.9)
        axes.axvline(0, color=INK, linewidth=0.5, linestyle=":")
        row_labels(axes, names, WRAP)
        value_axis(axes, words, lang)
        marks = [
            Patch(facecolor=colour, label=phrase(key, lang))
            for key, colour in (("tornado_low", LOW), ("tornado_high", HIGH))
        ]
        legend_above(axes, marks)
    return figure


def _pairs(numbers: pd.DataFrame) -> str:
    least, most = int(numbers["pairs"].min()), int(numbers["pairs"].max())
    return str(least) if least == most else f"{least}–{most}"


def _side(row: dict[str, Any], unit: str, scale: float, lang: Lang) -> str:
    """Both ends as numbers."""
    texts = []
    for end in ("low", "high"):
        value = float(row[end])
        size = shown(value, unit) * scale
        texts.append(number(size, lang, 1 if scale != 1 else decimals_for(size, unit=unit), signed=True))
    return " / ".join(texts)


CHART = Chart("tornado", tornado_numbers, draw_tornado)
