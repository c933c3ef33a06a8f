"""Shares: which values carry the spread of the leading headline over the samples, the greatest first."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.report.chart_frame import legend_above, row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import INK, styled
from sim.report.uncertainty_table import shares_table
from sim.report.uncertainty_words import known, leading_shares, least_text, name_of, percent, title_of
from sim.report.words import capital, column_label, phrase

FIRST, MORE, OTHER = "#0072b2", "#3a93c9", "#8a949c"
WRAP = 46
"""Letters of a factor's name on one line."""
MOST = 12
"""Factors that the picture shows. The CSV has all."""


def shares_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The shares of the leading headline (:func:`sim.report.uncertainty_table.shares_table`) with ``column``.

    The order is factors, grades, products, chance, rest.
    """
    record = manifest.uncertainty
    rows = [] if record is None else leading_shares(record)
    if record is None or not rows:
        raise NoNumbersError("shares of the variance")
    ends = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    table = shares_table(record.model_copy(update={"shares": tuple(rows)}))
    return table.astype(dict.fromkeys(ends, float)).assign(column=record.column)


def draw_shares(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per part: the share alone, and what it has more together with others."""
    record = known(manifest)
    shown = [each for each in leading_shares(record) if each.kind == "factor"][:MOST]
    shown += [each for each in leading_shares(record) if each.kind not in ("factor", "grade")]
    [shown] = shown_rows(shown)
    table = {(str(row["kind"]), str(row["name"])): row for row in records(numbers)}
    names = [capital(title_of(each, record, lang)) for each in shown]
    subtitle = phrase("shares_subtitle", lang, name=name_of(shown[0], lang, manifest), samples=record.samples)
    column = column_label(record.column, lang, manifest)
    caption = phrase("shares_caption", lang, least=least_text(record, lang), column=column)
    with styled():
        body = 0.75 + len(shown) * row_height(names, 0.3, WRAP)
        figure = sheet(phrase("shares_title", lang), subtitle, [caption], manifest, lang, body)
        axes = figure.subplots()
        for at, each in enumerate(shown):
            row = table[each.kind, each.name]
            first, total = (100 * float(row[name]) for name in ("first", "total"))
            if math.isnan(first):
                continue
            axes.barh(at, first, height=0.6, color=FIRST if each.kind == "factor" else OTHER)
            if total > first:
                axes.barh(at, total - first, left=first, height=0.6, color=MORE)
            low, high = (100 * float(row[name]) for name in ("first_low", "first_high"))
            if low == low:  # noqa: PLR0124  # products, chance and the rest have no interval
                axes.plot([low, high], [at, at], color=INK, linewidth=0.9)
            side_text(axes, at, f"{percent(first / 100, lang)} %")
        axes.set_xlim(left=0)
        row_labels(axes, names, WRAP)
        value_axis(axes, phrase("shares_axis", lang), lang)
        marks = [Patch(facecolor=FIRST, label=phrase("shares_first", lang))]
        marks.append(Patch(facecolor=MORE, label=phrase("shares_more", lang)))
        legend_above(axes, marks)
    return figure


CHART = Chart("shares", shares_numbers, draw_shares)
