"""Hours by activity: the baseline against each variant."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.measures.hours import RUNNING
from sim.report.chart_frame import (
    column_legend,
    first_columns,
    legend_above,
    legend_height,
    row_height,
    row_labels,
    sheet,
    side_text,
    value_axis,
    whisker_line,
)
from sim.report.charts.bars import grouped_bars
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import LEVEL_COLUMNS, caseworkers_only, levels, records, rolled, study_columns
from sim.report.manifest import Manifest
from sim.report.style import looks, styled
from sim.report.words import column_label, label, number, phrase

BOUND, FREE = "#6b767f", "#dfe4e8"
"""The two parts of the hours in all: hours bound by rules and bookings are dark, running casework is light."""

WRAP = 44
"""Letters of a column's name on one line."""
MOST = 12
"""Activities drawn by name; smaller ones are drawn as one bar. The CSV has all of them."""


def caseworker_hours(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Caseworkers' hours per year by column and activity (level table), largest first, running casework last.

    The hours of other roles have a table of their own.
    """
    table = levels(measures, comparisons, ["hours"], manifest)
    table = caseworkers_only(table[table["activity"] != "all"])
    if table.empty:
        raise NoNumbersError("hours")
    table = rolled(table, ["need", "group", "team"])
    size = table.groupby("activity")["mean"].first().sort_values(ascending=False)
    order = [*(name for name in size.index if name != RUNNING), RUNNING]
    columns = study_columns(measures, comparisons, manifest)
    table["at"] = table["activity"].map({name: place for place, name in enumerate(order)})
    table["col"] = table["column"].map({name: place for place, name in enumerate(columns)})
    return table.sort_values(["at", "col"], kind="stable").drop(columns=["at", "col"]).reset_index(drop=True)


def hours_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """:func:`caseworker_hours` with two sums per column: ``bound`` (all but running casework) and ``all``."""
    table = caseworker_hours(measures, comparisons, manifest)
    parts = [table]
    for name, rows in (("bound", table[table["activity"] != RUNNING]), ("all", table)):
        summed = rows.groupby("column", as_index=False, sort=False)["mean"].sum()
        same = {
            "measure": "hours",
            "group": "all",
            "team": "all",
            "activity": name,
            "need": "all",
            "unit": table["unit"].iloc[0],
        }
        parts.append(summed.assign(**same).reindex(columns=LEVEL_COLUMNS))
    return pd.concat([part.astype({"low": float}) for part in parts], ignore_index=True)


def lumped(table: pd.DataFrame, most: int, lang: Lang) -> tuple[pd.DataFrame, list[str], list[str]]:
    """The table with its smaller activities as one, the row names and their labels."""
    names = list(dict.fromkeys(table["activity"]))
    small = names[most:] if len(names) > most + 1 else []
    if small:
        rest = (
            table[table["activity"].isin(small)]
            .groupby("column", as_index=False, sort=False)
            .agg({"mean": "sum", "unit": "first"})
        )
        table = pd.concat([table[~table["activity"].isin(small)], rest.assign(activity="…")], ignore_index=True)
    rows = [*names[: len(names) - len(small)], *(["…"] if small else [])]
    return table, rows, [phrase("small_activities", lang, count=len(small)) if row == "…" else "" for row in rows]


def draw_hours(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Above, the whole: bound hours and running casework; below, the bound hours by activity on their own scale."""
    numbers, left_out = first_columns(numbers, manifest, lang)
    columns = list(dict.fromkeys(numbers["column"]))
    styles = looks(columns, columns[0], manifest)
    names = {column: column_label(column, lang, manifest) for column in columns}
    detail = numbers[~numbers["activity"].isin(["bound", "all", RUNNING])]
    detail, rows, others = lumped(detail, MOST, lang)
    labels = [other or label("activity", row, lang, manifest) for row, other in zip(rows, others, strict=True)]
    row = row_height(labels, 0.09 + 0.075 * len(columns))
    tall = (
        0.5 + row_height(list(names.values()), 0.26, WRAP) * len(columns),
        0.5 + len(rows) * row + legend_height(names.values()),
    )
    caption = [phrase("hours_caption", lang), whisker_line(numbers, lang), left_out]
    with styled():
        figure = sheet(phrase("hours_title", lang), phrase("hours_subtitle", lang), caption, manifest, lang, sum(tall))
        above, below = figure.subplots(2, 1, height_ratios=tall)
        _draw_whole(above, numbers, columns, names, lang)
        grouped_bars(below, detail, rows, "activity", styles)
        row_labels(below, labels)
        value_axis(below, phrase("hours_axis", lang), lang)
        column_legend(below, styles, names)
    return figure


def _draw_whole(axes: Axes, numbers: pd.DataFrame, columns: list[str], names: dict[str, str], lang: Lang) -> None:
    sums = {(row["column"], row["activity"]): float(row["mean"]) for row in records(numbers)}
    for row, column in enumerate(columns):
        bound, total = sums[column, "bound"], sums[column, "all"]
        axes.barh(row, bound, height=0.62, color=BOUND)
        axes.barh(row, total - bound, left=bound, height=0.62, color=FREE)
        axes.text(bound / 2, row, number(bound, lang, 0), ha="center", va="center", fontsize=6.5, color="white")
        axes.text((bound + total) / 2, row, number(total - bound, lang, 0), ha="center", va="center", fontsize=6.5)
        side_text(axes, row, phrase("total", lang, total=number(total, lang, 0)))
    row_labels(axes, [names[column] for column in columns], WRAP)
    axes.tick_params(axis="y", labelsize=6.8)
    parts = [
        Patch(color=BOUND, label=phrase("hours_bound", lang)),
        Patch(color=FREE, label=phrase("hours_running", lang)),
    ]
    legend_above(axes, parts, columns=2, handlelength=1.4)
    value_axis(axes, phrase("hours_axis", lang), lang)


CHART = Chart("hours", hours_numbers, draw_hours, section="hours_section", levels=True)
