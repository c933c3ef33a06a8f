"""Forest plots of the headline differences, in percent of the baseline: one of kept staff, one of cut staff."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.assumed import assumption_line, draw_assumptions, drawn_ends, is_clear, with_assumptions
from sim.report.captions import first_columns, fitting, has_intervals, interval_line, interval_words, row_label
from sim.report.chart_frame import (
    column_legend,
    legend_height,
    room,
    row_height,
    row_labels,
    sheet,
    side_text,
    value_axis,
)
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.headline import headline
from sim.report.levels import records, study_columns
from sim.report.manifest import Manifest
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.style import GREY, INK, SMALL, Look, looks, styled
from sim.report.words import (
    capital,
    column_label,
    difference_text,
    difference_unit,
    is_none,
    percent_text,
    phrase,
)

EDGE = 100.0
"""Percent at which the axis ends; a difference beyond it is an arrow with its number."""

WRAP = 42
"""Letters of a measure's name on one line."""
ON_SLIDE = 3
"""Columns on a slide, whose numbers stand beside each row."""
MARK = 0.03
"""Width of a mark as a share of the axis."""

LEFT_OUT = (
    "caseload_weighted",
    "norm_posts_2016_most",
    "norm_posts_2020_fewest",
    "norm_gap_2020_most",
    "wait_certificate_mean_standardised",
    "wait_effort_mean_standardised",
    "deadlines_gone",
    "benefit_switches",
    "sanctions",
    "held_by_due_share_standardised",
    "hours_total",
    "hours_asked_rules",
    "hours_asked_practice",
    "hours_shed",
)
"""Headlines that only the table has, so that the chart fits on a page; needs have a chart of their own."""


def difference_numbers(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, *, cut: bool = False
) -> pd.DataFrame:
    """The headline differences with both intervals. Those by chance are in percent of the baseline too (``percent_low|high``).

    Args:
        cut: whether of the columns that cut staff, or of the others.
    """
    if cut and not any(column.cut for column in manifest.columns):
        raise NoNumbersError("comparisons")
    table = with_assumptions(headline(measures, comparisons, manifest), manifest)
    in_percent = table["baseline_mean"].notna()  # measures of which no level is shown have no percent
    table = table[(table["need"] == "all") & in_percent & ~table["measure"].isin(LEFT_OUT)]
    table = table[(table["capacity"] == "cut") == cut].reset_index(drop=True)
    if table.empty:
        raise NoNumbersError("comparisons")
    table = table.assign(baseline=study_columns(measures, comparisons, manifest)[0])
    for end in ("low", "high"):
        table[f"percent_{end}"] = 100 * table[end] / table["baseline_mean"].where(table["baseline_mean"] != 0)
    return table


def draw_differences(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per measure, a mark per column; absolute differences printed to the right."""
    baseline = str(numbers["baseline"].iloc[0])

    def fits(some: pd.DataFrame, left_out: str) -> bool:
        return _height(some, manifest, lang) <= room(*_words(some, left_out, manifest, lang), manifest, lang)

    if picture().paper.fills:  # rows may go on several slides
        numbers, left_out = first_columns(numbers, manifest, lang, ON_SLIDE)
    else:
        numbers, left_out = fitting(numbers, fits, manifest, lang, least=1)
    columns = list(dict.fromkeys(numbers["column"]))
    names = {name: column_label(name, lang, manifest) for name in columns}
    styles = looks([baseline, *columns], baseline, manifest)
    with styled():
        [rows] = shown_rows(_rows(numbers))
        words = _words(numbers, left_out, manifest, lang)
        figure = sheet(*words, manifest, lang, _height(numbers, manifest, lang, len(rows)))
        axes = figure.subplots()
        looks_here = {name: styles[name] for name in columns}
        _draw_rows(axes, numbers, rows, looks_here, manifest, lang)
        column_legend(axes, looks_here, names, marks=True)
        axes.set_xlim(*_ends(numbers))
        value_axis(axes, phrase("percent_axis", lang), lang)
    return figure


def _words(numbers: pd.DataFrame, left_out: str, manifest: Manifest, lang: Lang) -> tuple[str, str, list[str]]:
    """Title, subtitle and notes."""
    is_cut = numbers["capacity"].iloc[0] == "cut"
    baseline = column_label(str(numbers["baseline"].iloc[0]), lang, manifest)
    subtitle = phrase("differences_subtitle", lang, baseline=baseline, interval=interval_words(numbers, lang))
    caption = [
        capital(interval_line(numbers, lang)),
        phrase("never_added", lang),
        assumption_line(numbers, manifest, lang),
        " ".join(phrase(key, lang, edge=int(EDGE)) for key in _notes(numbers)),
        " ".join(filter(None, (phrase("differences_table_only", lang), left_out))),
    ]
    return phrase("differences-cut_title" if is_cut else "differences_title", lang), subtitle, caption


def _height(numbers: pd.DataFrame, manifest: Manifest, lang: Lang, rows: int | None = None) -> float:
    """Inches of the axes with their legend; ``rows`` if not all of them are drawn."""
    columns = list(dict.fromkeys(numbers["column"]))
    names = [row_label(*row, lang, manifest) for row in _rows(numbers)]
    legend = legend_height(column_label(name, lang, manifest) for name in columns)
    number = len(names) if rows is None else rows
    return 0.5 + legend + number * row_height(names, 0.04 + 0.104 * len(columns), WRAP)


def _rows(panel: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(dict.fromkeys(zip(panel["measure"], panel["activity"], panel["need"], strict=True)))


def _notes(numbers: pd.DataFrame) -> list[str]:
    """The keys of the notes that this chart needs."""
    inside = numbers[numbers["percent"].abs() <= EDGE]
    widths = (inside["percent_high"] - inside["percent_low"]).dropna()
    low, high = _ends(numbers)
    hidden = ((widths > 0) & (widths < MARK * (high - low))).any()
    needed = {
        "differences_interval": has_intervals(numbers), "differences_hidden": hidden,
        "differences_arrow": (numbers["percent"].abs() > EDGE).any(),
    }  # fmt: skip
    return [key for key, is_needed in needed.items() if is_needed]


def _ends(numbers: pd.DataFrame) -> tuple[float, float]:
    """The ends of the axis, percent."""
    drawn = [
        100 * end / row["baseline_mean"] for row in records(numbers) for end in drawn_ends(row) if row["baseline_mean"]
    ]
    ends = numbers[["percent", "percent_low", "percent_high"]].assign(assumed=np.nan)
    ends = pd.concat([ends, pd.DataFrame({"assumed": drawn}, dtype=float)])
    low, high = max(-EDGE, float(ends.min().min())), min(EDGE, float(ends.max().max()))
    room = 0.06 * max(high - low, 1.0)
    return min(low - room, -room), max(high + room, room)


def _draw_rows(
    axes: Axes,
    panel: pd.DataFrame,
    rows: list[tuple[str, str, str]],
    styles: dict[str, Look],
    manifest: Manifest,
    lang: Lang,
) -> None:
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    row_labels(axes, [row_label(*row, lang, manifest) for row in rows], WRAP)
    axes.tick_params(axis="y", labelsize=SMALL)
    step = 0.84 / len(styles) if len(styles) > 1 else 0.0
    for place, (column, look) in enumerate(styles.items()):
        part = panel[panel["column"] == column]
        for line in records(part):
            key = (line["measure"], line["activity"], line["need"])
            if key not in rows:  # another slide has it
                continue
            row = rows.index(key)
            at = row + (place - (len(styles) - 1) / 2) * step
            _draw_line(axes, at, line["percent"], line["percent_low"], line["percent_high"], look)
            _draw_assumptions(axes, at, line, look)
            ends = (line["difference"], line["low"], line["high"])
            text = difference_text(*ends, line["unit"], lang)
            unit = difference_unit(*ends, line["unit"], lang, short=True)
            percent = "" if is_none(*ends) else f"{percent_text(line['percent'], lang)};  "
            side_text(axes, at, f"{percent}{text} {unit}".rstrip(), look.text)
    for row in range(1, len(rows)):
        axes.axhline(row - 0.5, color="#eef0f2", linewidth=0.5, zorder=0)


def _draw_line(axes: Axes, at: float, percent: float, low: float, high: float, look: Look) -> None:
    """One difference: a mark with its interval; an arrow at the edge when it lies outside."""
    if math.isnan(percent):  # the baseline is zero
        return
    if abs(percent) > EDGE:
        axes.plot(
            [EDGE if percent > 0 else -EDGE], [at], marker=">" if percent > 0 else "<", color=look.colour, markersize=5
        )
        return
    face = "white" if look.hollow else look.colour
    if not math.isnan(low):
        axes.plot([max(low, -EDGE), min(high, EDGE)], [at, at], color=look.colour, linewidth=1.3, solid_capstyle="butt")
    axes.plot(
        [percent], [at], marker=look.marker, markersize=4, markerfacecolor=face, markeredgecolor=look.colour, color=GREY
    )


def _draw_assumptions(axes: Axes, at: float, line: dict[str, Any], look: Look) -> None:
    """The interval by assumptions, as far as the axis goes; an arrow at an end that lies outside."""
    base = float(line["baseline_mean"])
    low, high = sorted(100 * end / base for end in drawn_ends(line)) if base else (math.nan, math.nan)
    inside = max(low, -EDGE), min(high, EDGE)
    draw_assumptions(axes, at, *inside, look.colour, clear=is_clear(line))
    for end, marker in ((low, "<"), (high, ">")):
        if abs(end) > EDGE:
            axes.plot([math.copysign(EDGE, end)], [at], marker=marker, color=look.colour, markersize=2.5, linestyle="")


CHART = Chart("differences", difference_numbers, draw_differences)
CUT = Chart("differences-cut", partial(difference_numbers, cut=True), draw_differences)
