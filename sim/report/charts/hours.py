"""Work that rules and practice ask for by activity, and what became of it: the baseline against each variant."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.files.entry import Lang
from sim.measures.hours import RUNNING
from sim.report.assumed import with_assumptions
from sim.report.captions import fitting, whisker_line
from sim.report.chart_frame import (
    column_legend,
    legend_above,
    legend_height,
    room,
    row_height,
    row_labels,
    sheet,
    side_text,
    value_axis,
)
from sim.report.charts.bars import grouped_bars, reach
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import caseworkers_only, levels, records, rolled, study_columns
from sim.report.manifest import Manifest
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.style import SMALL, looks, styled
from sim.report.ticks import STEPS
from sim.report.words import column_label, label, number, phrase

DONE, FREE, INK = "#6b767f", "#dfe4e8", "#444b52"
"""Work done is dark, running casework is light, meetings that were asked for and not held are hatched."""

WRAP = 44
"""Letters of a column's name on one line."""
TICKS = 5
"""Steps of the axis of hours at most: numbers of a whole country are wide."""
MOST = 8
"""Activities drawn by name; smaller ones are drawn as one bar. The CSV has all of them."""
ASKED, SHED = "hours_asked", "hours_shed"


def hours_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Caseworkers' hours per year by column (level table).

    - ``hours_asked`` by activity, the largest first, then over all activities.
    - ``hours_total``: hours in all. ``hours`` of running casework: the part without bookings.
    - ``hours_shed``: meetings asked for and not held.

    The hours of other roles have a table of their own.
    """
    table = levels(measures, comparisons, [ASKED, SHED, "hours", "hours_total"], manifest)
    table = table[(table["group"] == "all") & (table["need"] == "all")]
    asked = table[(table["measure"] == ASKED) & (table["team"] == "all")]
    if asked.empty:
        raise NoNumbersError(ASKED)
    by_activity = asked[asked["activity"] != "all"]
    size = by_activity.groupby("activity")["mean"].first().sort_values(ascending=False, kind="stable")
    columns = study_columns(measures, comparisons, manifest)
    by_activity = by_activity.assign(
        at=by_activity["activity"].map({name: place for place, name in enumerate(size.index)}),
        col=by_activity["column"].map({name: place for place, name in enumerate(columns)}),
    )
    by_activity = by_activity.sort_values(["at", "col"], kind="stable").drop(columns=["at", "col"])
    hourly = table[(table["measure"] == "hours") & (table["activity"] == RUNNING) | (table["measure"] == "hours_total")]
    whole = rolled(caseworkers_only(hourly), ["team"])
    shed = table[(table["measure"] == SHED) & (table["team"] == "all") & (table["activity"] == "all")]
    table = pd.concat([by_activity, asked[asked["activity"] == "all"], whole, shed], ignore_index=True)
    return with_assumptions(table, manifest)


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
    """Above, work asked for by activity; below, on a scale of its own, what was done, shed, and left for running casework."""
    titles = phrase("hours_title", lang), phrase("hours_subtitle", lang)

    def caption(some: pd.DataFrame, left_out: str) -> list[str]:
        return [phrase("hours_caption", lang), phrase("running_is", lang), whisker_line(some, lang), left_out]

    def fits(some: pd.DataFrame, left_out: str) -> bool:
        words, columns = _words(some, manifest, lang), list(dict.fromkeys(some["column"]))
        tall = _heights(list(words), columns, words, columns, manifest, lang)
        return sum(tall) <= room(*titles, caption(some, left_out), manifest, lang)

    numbers, left_out = fitting(numbers, fits, manifest, lang, in_parts=True)
    columns = list(dict.fromkeys(numbers["column"]))
    styles = looks(columns, columns[0], manifest)
    names = {column: column_label(column, lang, manifest) for column in columns}
    detail, _, _ = _detail(numbers, lang)
    words = _words(numbers, manifest, lang)
    rows, became = shown_rows(list(words), columns)
    tall = _heights(rows, became, words, columns, manifest, lang)
    subtitle = titles[1] if len(tall) > 1 else phrase("hours_subtitle_slide", lang)
    with styled():
        figure = sheet(titles[0], subtitle, caption(numbers, left_out), manifest, lang, sum(tall))
        panels = list(figure.subplots(len(tall), 1, height_ratios=tall, squeeze=False)[:, 0])
        if rows:
            grouped_bars(panels[0], detail, rows, "activity", styles)
            row_labels(panels[0], [words[name] for name in rows])
            panels[0].set_xlim(0, reach(detail))
            panels[0].xaxis.set_major_locator(MaxNLocator(TICKS, steps=STEPS))
            value_axis(panels[0], phrase("hours_panel_asked", lang), lang)
            column_legend(panels[0], styles, names)
        if became:
            _draw_became(panels[-1], numbers, became, names, lang)
    return figure


def _detail(numbers: pd.DataFrame, lang: Lang) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Work asked for by activity, the small ones as one (:func:`sim.report.charts.bars.lumped`)."""
    return lumped(numbers[(numbers["measure"] == ASKED) & (numbers["activity"] != "all")], MOST, lang)


def _words(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> dict[str, str]:
    """The name of each activity drawn."""
    _, every, others = _detail(numbers, lang)
    return {row: other or label("activity", row, lang, manifest) for row, other in zip(every, others, strict=True)}


def _heights(
    rows: list[str], became: list[str], words: dict[str, str], columns: list[str], manifest: Manifest, lang: Lang
) -> list[float]:
    """Inches of each panel that has rows, with its legend and the name of its axis."""
    names = [column_label(column, lang, manifest) for column in columns]
    row = row_height(list(words.values()), 0.09 + picture().paper.bar * len(columns))
    asked = 0.65 + len(rows) * row + legend_height(names)
    return [asked][: len(rows)] + [0.75 + row_height(names, 0.26, WRAP) * len(became)][: len(became)]


def _draw_became(axes: Axes, numbers: pd.DataFrame, columns: list[str], names: dict[str, str], lang: Lang) -> None:
    """A bar per column: work done, running casework, and beyond the hours worked the meetings not held."""
    sums = {(row["column"], row["measure"]): float(row["mean"]) for row in records(numbers) if row["measure"] != ASKED}
    for row, column in enumerate(columns):
        total, running = sums[column, "hours_total"], sums.get((column, "hours"), 0.0)
        shed, done = sums.get((column, SHED), 0.0), total - running
        axes.barh(row, done, height=0.62, color=DONE)
        axes.barh(row, running, left=done, height=0.62, color=FREE, edgecolor=DONE, linewidth=0.6)
        axes.barh(row, shed, left=total, height=0.62, color="white", edgecolor=INK, linewidth=0.6, hatch="////")
        axes.text(done / 2, row, number(done, lang, 0), ha="center", va="center", fontsize=SMALL, color="white")
        axes.text(done + running / 2, row, number(running, lang, 0), ha="center", va="center", fontsize=SMALL)
        words = {"total": number(total, lang, 0), "shed": number(shed, lang, 0)}
        side_text(axes, row, phrase("hours_side", lang, **words))
    asked_most = max(sums[each, "hours_total"] + sums.get((each, SHED), 0.0) for each, _ in sums)
    axes.set_xlim(0, 1.05 * max(asked_most, 1.0))
    row_labels(axes, [names[column] for column in columns], WRAP)
    axes.tick_params(axis="y", labelsize=SMALL)
    parts = [
        Patch(color=DONE, label=phrase("hours_work_done", lang)),
        Patch(facecolor=FREE, edgecolor=DONE, label=phrase("hours_running", lang)),
        Patch(facecolor="white", edgecolor=INK, hatch="////", label=phrase("hours_work_shed", lang)),
    ]
    legend_above(axes, parts, columns=2, handlelength=1.4)
    value_axis(axes, phrase("hours_panel_became", lang), lang)


CHART = Chart("hours", hours_numbers, draw_hours, section="hours_section", levels=True)
