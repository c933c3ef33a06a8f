"""The way from a need to an effort as a map with times: stations in their order, and the days between them under each rule set."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.assumed import with_assumptions
from sim.report.captions import first_columns, has_intervals, whisker_line
from sim.report.chart_frame import sheet
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import levels, records, whole
from sim.report.manifest import Manifest
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.style import GREY, INK, SMALL, Look, looks, styled
from sim.report.words import column_label, decimals_for, label, number, phrase

STATIONS = ("need", "detected", "delivered", "heard", "decided", "effort")
SPANS = {
    "detection_delay": (0, 1), "wait_certificate": (1, 2), "wait_team": (2, 3), "wait_decision": (1, 4), "wait_effort": (1, 5),
    "wait_clarification": (1, 5),
}  # fmt: skip
"""Wait -> the stations between which it runs."""
LEVELS = {
    "detection_delay": 1,
    "wait_certificate": 1,
    "wait_team": 1,
    "wait_decision": 2,
    "wait_effort": 3,
    "wait_clarification": 4,
}
"""Wait -> how far below the stations its line lies."""
MEAN, BEGUN = "mean_standardised", "begun"
MOST, LINE, FIRST = 3, 0.8, 0.35
"""Columns drawn; distance between the lines of a lane, and how much further the first is from the stations."""
LANE, LOW_LANE = 1.75, 1.4
"""Inches of a lane on A4, and on a slide."""


def clarification_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Mean days of each wait on the way (standardised to the baseline's mix), and how many begin a year, with ``wait`` and ``number``.

    The level table of columns with all staff. A study of one column has its own mix.
    """
    names = {f"{wait}_{part}": (wait, part) for wait in SPANS for part in (MEAN, "mean", BEGUN)}
    table = levels(measures, comparisons, list(names), manifest)
    table = table[whole(table, ["group", "team", "activity", "need"])]
    if table.empty:
        raise NoNumbersError("waits")
    keys = [names[measure] for measure in table["measure"]]
    table = table.assign(
        wait=[wait for wait, _ in keys], number=[part.removesuffix("_standardised") for _, part in keys]
    )
    alone = len(set(table["column"])) == 1
    table = table[table["measure"].str.endswith(MEAN) | (table["number"] == BEGUN) | alone]
    kept = [not manifest.column(str(name)).cut for name in table["column"]]
    table = table[kept].drop_duplicates(["column", "wait", "number"])
    if not (table["number"] == "mean").any():
        raise NoNumbersError("waits")
    return with_assumptions(table.reset_index(drop=True), manifest)


def draw_clarification(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A lane per column: stations on a line, and below it each wait from station to station with its days."""
    numbers, left_out = first_columns(numbers, manifest, lang, MOST)
    every = list(dict.fromkeys(numbers["column"]))
    styles = looks(every, every[0], manifest)
    [columns] = shown_rows(every, panels=True)
    lane = LOW_LANE if picture().paper.fills else LANE
    one_pair = "" if has_intervals(numbers) else whisker_line(numbers, lang)
    caption = [phrase("clarification_caption", lang), one_pair, left_out]
    with styled():
        title, subtitle = (phrase(f"clarification_{part}", lang) for part in ("title", "subtitle"))
        figure = sheet(title, subtitle, caption, manifest, lang, lane * len(columns))
        grid = figure.subplots(len(columns), 1, squeeze=False)
        for axes, column in zip(grid[:, 0], columns, strict=True):
            _draw_lane(axes, numbers[numbers["column"] == column], styles[column], lang, manifest)
            axes.set_title(column_label(column, lang, manifest), fontsize=7.5)
    return figure


def _draw_lane(axes: Axes, part: pd.DataFrame, look: Look, lang: Lang, manifest: Manifest) -> None:
    known = {(row["wait"], row["number"]): row for row in records(part)}
    axes.plot([0, len(STATIONS) - 1], [0, 0], color=GREY, linewidth=1.0, zorder=1)
    for at, station in enumerate(STATIONS):
        axes.plot([at], [0], marker="o", markersize=6, color="white", markeredgecolor=INK, zorder=3)
        axes.text(at, 0.42, phrase(f"station_{station}", lang), ha="center", va="bottom", fontsize=SMALL)
    for wait, (start, end) in SPANS.items():
        row = known.get((wait, "mean"))
        if row is None or math.isnan(row["mean"]):
            continue
        depth = -FIRST - LINE * LEVELS[wait]
        arrow = {"arrowstyle": "-|>", "color": look.colour, "linewidth": 1.1, "shrinkA": 1, "shrinkB": 1}
        axes.annotate("", (end, depth), (start, depth), arrowprops=arrow)
        days = phrase("clarification_days", lang, days=number(row["mean"], lang, decimals_for(row["mean"])))
        begun = known.get((wait, BEGUN))
        if begun is not None:
            days += ("\n" if end - start == 1 else " ") + phrase(
                "clarification_begun", lang, number=number(begun["mean"], lang, 0)
            )
        name = f"{label('measure', wait, lang, manifest)}: " if end - start > 1 else ""
        axes.text(
            (start + end) / 2,
            depth + 0.1,
            name + days,
            ha="center",
            va="bottom",
            fontsize=SMALL,
            color=look.text,
        )
    axes.set_xlim(-0.4, len(STATIONS) - 0.6)
    axes.set_ylim(-FIRST - LINE * 4 - 0.4, 1.3)
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()


CHART = Chart("clarification", clarification_numbers, draw_clarification, section="waits_section", levels=True)
