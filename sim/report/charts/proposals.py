"""Work removed by each proposal run alone, and the results over the claims: a row per proposal, with intervals."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.verdict import ABOUT
from sim.files.entry import Lang
from sim.report.chart_frame import row_height, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.proposals import ends_text, known, run_alone
from sim.report.style import FAINT, INK, VARIANT_COLOURS, styled
from sim.report.words import capital, label, number, phrase

NAMES = ["proposal", "title", "title_da", "regime", "practice", "column", "nature", "verdict"]
HOURS = ["removed", "removed_low", "removed_high", "running", "ratio", "ratio_low", "ratio_high"]
ROW, WORDS, TICKS = 0.165, 58, 5
"""Inches of a row; letters of a title on one line; numbers on an axis at most."""
CLEAR, UNCLEAR, BAND = VARIANT_COLOURS[0], FAINT, "#e6eaed"


def proposal_numbers(_measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Caseworkers' hours a year of work removed and of more running casework, and the ratio of the result to the claim.

    One row per proposal with staff kept, in the papers' order: :data:`NAMES` and :data:`HOURS`. ``ratio`` has no unit.
    """
    rows = [row for row in run_alone(manifest) if not math.isnan(known(row, "removed"))]
    if not rows or comparisons.empty:
        raise NoNumbersError("proposals run alone")
    return pd.DataFrame(rows).reindex(columns=[*NAMES, *HOURS]).astype(dict.fromkeys(HOURS, float))


def draw_proposals(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Above, work removed with its interval and running casework; below, the result over the claim where there is one.

    A mark is grey if its interval has zero in it, or below if it is too little to tell. Numbers are to the right.
    """
    rows = records(numbers)
    claimed = [row for row in rows if not math.isnan(row["ratio"])]
    panels = [rows, *([claimed] if claimed else [])]
    certain = numbers["removed_low"].notna().any()
    grey = phrase("proposals_grey", lang) if certain else f"{capital(phrase('one_pair', lang))}."
    caption = [f"{grey} {phrase('proposals_caption', lang)}", phrase("running_is", lang)]
    with styled():
        names = [[_name(row, lang) for row in panel] for panel in panels]
        tall = [0.55 + row_height(words, ROW, WORDS) * len(words) for words in names]
        interval = phrase("interval_words", lang) if certain else ""
        figure = sheet(
            phrase("proposals_title", lang), phrase("proposals_subtitle", lang, interval=interval), caption, manifest,
            lang, sum(tall),
        )  # fmt: skip
        grid = figure.subplots(len(panels), 1, height_ratios=tall, squeeze=False)
        _draw_removed(grid[0, 0], rows, names[0], lang)
        if claimed:
            _draw_ratios(grid[1, 0], claimed, names[1], lang)
    return figure


def _name(row: dict[str, Any], lang: Lang) -> str:
    return f"{row['proposal']}  {row['title_da' if lang == 'da' else 'title']}"


def _draw_removed(axes: Axes, rows: list[dict[str, Any]], names: list[str], lang: Lang) -> None:
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    for at, row in enumerate(rows):
        value, low, high = row["removed"], row["removed_low"], row["removed_high"]
        colour = CLEAR if low > 0 or high < 0 else UNCLEAR
        _draw_mark(axes, at, value, low, high, colour)
        axes.plot([row["running"]], [at], marker="o", markersize=3.6, color=colour, markerfacecolor="white", zorder=4)
        ends = "" if math.isnan(low) or low == high else f" ({ends_text(low, high, lang, 0)})"
        side_text(axes, at, f"{number(value, lang, 0, signed=True)}{ends}")
    _finish(axes, names, phrase("proposals_axis", lang), phrase("work_removed", lang), lang)


def _draw_ratios(axes: Axes, rows: list[dict[str, Any]], names: list[str], lang: Lang) -> None:
    axes.axvspan(*ABOUT, color=BAND, zorder=0)
    axes.axvline(1, color=INK, linewidth=0.8, zorder=1)
    for at, row in enumerate(rows):
        colour = UNCLEAR if row["verdict"] in ("", "too-little") else CLEAR
        _draw_mark(axes, at, row["ratio"], row["ratio_low"], row["ratio_high"], colour)
        words = phrase(f"verdict_{row['verdict'] or 'none'}", lang)
        words += f" ({label('nature', row['nature'], lang)})" if row["nature"] == "echoes" else ""
        side_text(axes, at, f"{number(row['ratio'], lang, 2)}  {words}")
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    _finish(axes, names, phrase("claims_panel", lang), phrase("claims_axis", lang), lang)


def _draw_mark(axes: Axes, at: int, value: float, low: float, high: float, colour: str) -> None:
    """A filled mark and, if there is one, its interval."""
    if not math.isnan(low):
        axes.plot([low, high], [at, at], color=colour, linewidth=1.3, solid_capstyle="butt", zorder=3)
    axes.plot([value], [at], marker="o", markersize=3.6, color=colour, zorder=3)


def _finish(axes: Axes, names: list[str], axis: str, side: str, lang: Lang) -> None:
    row_labels(axes, names, WORDS)
    axes.tick_params(axis="y", labelsize=6.3)
    axes.locator_params(axis="x", nbins=TICKS)
    value_axis(axes, axis, lang)
    side_title(axes, side)


CHART = Chart("proposals", proposal_numbers, draw_proposals)
