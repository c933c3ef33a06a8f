"""Waits by kind: median, 90th and 95th percentile, in days."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.files.entry import Lang
from sim.report.chart_frame import (
    first_columns,
    interval_line,
    interval_words,
    legend_above,
    legend_height,
    row_height,
    row_labels,
    sheet,
    side_text,
    value_axis,
    wrapped,
)
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import levels, records, whole
from sim.report.manifest import Manifest
from sim.report.style import Look, looks, styled
from sim.report.words import capital, column_label, difference_text, label, number, phrase

KINDS = ("wait_first_meeting", "wait_certificate", "wait_team", "wait_decision", "wait_effort", "wait_clarification")
PARTS = (50, 90, 95)
WRAP = 26
"""Letters of a wait's name on one line."""


def wait_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The percentiles of every wait over all citizens (level table, days) with ``wait`` and ``percentile``.

    Columns that cut staff are left out.
    """
    names = {f"{kind}_p{part}": (kind, part) for kind in KINDS for part in PARTS}
    table = levels(measures, comparisons, list(names), manifest)
    table = table[whole(table, ["group", "team", "activity", "need"])]
    if table.empty:
        raise NoNumbersError("waits")
    kinds = [names[m] for m in table["measure"]]
    table = table.assign(wait=[kind for kind, _ in kinds], percentile=[part for _, part in kinds])
    place = {kind: at for at, kind in enumerate(KINDS)}
    return table.sort_values("wait", key=lambda s: s.map(place), kind="stable").reset_index(drop=True)


def draw_waits(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per wait, a line per column from median to 95th percentile; differences of the median to the right."""
    numbers, left_out = first_columns(numbers, manifest, lang)
    columns = list(dict.fromkeys(numbers["column"]))
    kinds = list(dict.fromkeys(numbers["wait"]))
    styles = looks(columns, columns[0], manifest)
    caption = [phrase("waits_caption", lang), capital(interval_line(numbers, lang)), left_out]
    with styled():
        names = {name: column_label(name, lang, manifest) for name in columns}
        rows = [label("measure", kind, lang, manifest) for kind in kinds]
        tall = row_height(rows, 0.14 + 0.12 * len(columns), WRAP)
        body = 0.92 + legend_height(names.values()) + len(kinds) * tall
        figure = sheet(
            phrase("waits_title", lang),
            phrase("waits_subtitle", lang, interval=interval_words(numbers, lang)),
            caption,
            manifest,
            lang,
            body,
        )
        axes = figure.subplots()
        step = 0.72 / len(styles)
        for row, kind in enumerate(kinds):
            for place, (column, look) in enumerate(styles.items()):
                part = records(numbers[(numbers["wait"] == kind) & (numbers["column"] == column)])
                if part:
                    _draw_line(axes, row + (place - (len(styles) - 1) / 2) * step, part, look, lang)
            if row:
                axes.axhline(row - 0.5, color="#eef0f2", linewidth=0.6, zorder=0)
        row_labels(axes, rows, WRAP)
        axes.set_xlim(left=0)
        value_axis(axes, phrase("waits_axis", lang), lang)
        _legend(axes, styles, names)
    return figure


def _draw_line(axes: Axes, at: float, part: list[dict[str, Any]], look: Look, lang: Lang) -> None:
    value = {row["percentile"]: row["mean"] for row in part}
    axes.plot(
        [min(value.values()), max(value.values())], [at, at], color=look.colour, linewidth=1.1, alpha=0.7, zorder=2
    )
    shapes = {50: ("o", 4.6, look.colour), 90: ("|", 6.5, look.colour), 95: ("o", 3.6, "white")}
    for percentile, amount in value.items():
        marker, size, face = shapes[percentile]
        axes.plot(
            [amount], [at], marker=marker, markersize=size, markerfacecolor=face, markeredgecolor=look.colour, zorder=3
        )
    text = " / ".join(number(amount, lang, 1) for amount in value.values())
    for median in part:
        if median["percentile"] == 50 and not math.isnan(median["difference"]):
            text += ";  " + difference_text(median["difference"], median["low"], median["high"], "days", lang)
    side_text(axes, at, text, look.text)


def _legend(axes: Axes, styles: dict[str, Look], labels: dict[str, str]) -> None:
    marks = [
        Line2D([], [], color=look.colour, marker="o", markersize=4.6, label=wrapped(labels[name]))
        for name, look in styles.items()
    ]
    legend_above(axes, marks)


CHART = Chart("waits", wait_numbers, draw_waits, section="waits_section", levels=True)
