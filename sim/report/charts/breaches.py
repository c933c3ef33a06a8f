"""Legal deadlines broken, by duty."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.chart_frame import (
    column_legend,
    first_columns,
    legend_height,
    row_height,
    row_labels,
    sheet,
    value_axis,
    whisker_line,
)
from sim.report.charts.bars import grouped_bars
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import levels, whole
from sim.report.manifest import Manifest
from sim.report.style import GREY, looks, styled
from sim.report.words import column_label, label, phrase, shown

WRAP = 46
"""Characters of a duty's name on one line."""


def breach_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """``breach_share`` by duty (in ``activity``) and column (level table); a duty that a column lacks has no row."""
    table = levels(measures, comparisons, ["breach_share"], manifest)
    table = table[whole(table, ["group", "team", "need"]) & ~table["activity"].isin(["none"])]
    if table.empty:
        raise NoNumbersError("breach_share")
    rank = table.groupby("activity")["mean"].first()
    order = {
        name: at
        for at, name in enumerate(["all", *rank.drop("all", errors="ignore").sort_values(ascending=False).index])
    }
    return table.sort_values("activity", key=lambda s: s.map(order), kind="stable").reset_index(drop=True)


def draw_breaches(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per duty, a bar per column in percent of the deadlines that fell due; says where a duty is gone."""
    numbers, left_out = first_columns(numbers, manifest, lang)
    columns, duties = list(dict.fromkeys(numbers["column"])), list(dict.fromkeys(numbers["activity"]))
    styles = looks(columns, columns[0], manifest)
    unit = str(numbers["unit"].iloc[0])
    caption = [phrase("breaches_caption", lang), whisker_line(numbers, lang), left_out]
    with styled():
        names = [label("duty", duty, lang, manifest) for duty in duties]
        labels = {name: column_label(name, lang, manifest) for name in columns}
        body = 0.5 + legend_height(labels.values()) + len(duties) * row_height(names, 0.08 + 0.08 * len(columns), WRAP)
        figure = sheet(phrase("breaches_title", lang), phrase("breaches_subtitle", lang), caption, manifest, lang, body)
        axes = figure.subplots()
        grouped_bars(axes, numbers, duties, "activity", styles)
        for row, duty in enumerate(duties):
            held = set(numbers.loc[numbers["activity"] == duty, "column"])
            gone = [column for column in columns if column not in held]
            if gone:
                where = "gone_all" if len(gone) == len(columns) - 1 and columns[0] in held else "gone_some"
                where = "new_duty" if columns[0] in gone else where
                ends = numbers.loc[numbers["activity"] == duty, "mean"]
                note = phrase(where, lang)
                axes.annotate(
                    note,
                    (shown(float(ends.max()), unit), row),
                    xytext=(5, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=6.3,
                    color=GREY,
                )
        row_labels(axes, names, WRAP)
        value_axis(axes, phrase("breaches_axis", lang), lang)
        axes.set_xlim(left=0)
        column_legend(axes, styles, labels)
    return figure


CHART = Chart("breaches", breach_numbers, draw_breaches, section="breaches_section", levels=True)
