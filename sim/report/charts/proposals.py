"""Work removed by each proposal run alone, with intervals: a row per proposal."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.chart_frame import room, row_height, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import part, shown_rows
from sim.report.proposals import ends_text, known, run_alone
from sim.report.style import FAINT, INK, SMALL, VARIANT_COLOURS, styled
from sim.report.words import capital, number, phrase

NAMES = ["proposal", "title", "title_da", "regime", "practice", "column"]
HOURS = ["removed", "removed_low", "removed_high", "running"]
ROW, WORDS, TICKS = 0.165, 58, 5
"""Inches of a row; letters of a title on one line; numbers on an axis at most."""
CLEAR, UNCLEAR = VARIANT_COLOURS[0], FAINT


def proposal_numbers(_measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Caseworkers' hours a year of work removed and of more running casework, with staff kept: :data:`NAMES`, :data:`HOURS`.

    One row per proposal, in the papers' order.
    """
    rows = [row for row in run_alone(manifest) if not math.isnan(known(row, "removed"))]
    if not rows or comparisons.empty:
        raise NoNumbersError("proposals run alone")
    return pd.DataFrame(rows).reindex(columns=[*NAMES, *HOURS]).astype(dict.fromkeys(HOURS, float))


def draw_proposals(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A filled mark and an interval per proposal, grey where the interval holds zero; a hollow mark for running casework."""
    certain = numbers["removed_low"].notna().any()
    grey = phrase("proposals_grey", lang) if certain else f"{capital(phrase('one_pair', lang))}."
    caption = [f"{grey} {phrase('proposals_caption', lang)}", phrase("running_is", lang)]
    subtitle = phrase("proposals_subtitle", lang, interval=phrase("interval_words", lang) if certain else "")
    words = phrase("proposals_title", lang), subtitle, caption
    rows, left_out = fitting_rows(records(numbers), "removed", words, manifest, lang)
    [rows] = shown_rows(rows)
    with styled():
        names = [title_of(row, lang) for row in rows]
        caption = [*caption, left_out]
        figure = sheet(phrase("proposals_title", lang), subtitle, caption, manifest, lang, height(rows, lang))
        axes = figure.subplots()
        axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
        for at, row in enumerate(rows):
            value, low, high = row["removed"], row["removed_low"], row["removed_high"]
            colour = CLEAR if low > 0 or high < 0 else UNCLEAR
            draw_mark(axes, at, value, low, high, colour)
            running = row["running"]
            axes.plot([running], [at], marker="o", markersize=3.6, color=colour, markerfacecolor="white", zorder=4)
            ends = "" if math.isnan(low) or low == high else f" ({ends_text(low, high, lang, 0)})"
            side_text(axes, at, f"{number(value, lang, 0, signed=True)}{ends}")
        finish(axes, names, phrase("proposals_axis", lang), phrase("work_removed", lang), lang)
    return figure


def fitting_rows(
    rows: list[dict[str, Any]], size: str, words: tuple[str, str, list[str]], manifest: Manifest, lang: Lang
) -> tuple[list[dict[str, Any]], str]:
    """The rows that a page has room for, in their order, and a line about the others. Rows may go on several slides.

    Args:
        size: the number of a row by which the largest are taken.
        words: title, subtitle and notes without the line.
    """
    if part().paper.fills:
        return rows, ""
    title, subtitle, notes = words
    ranked = sorted(range(len(rows)), key=lambda at: -abs(rows[at][size]))
    chosen, line = rows, ""
    while len(chosen) > 1 and height(chosen, lang) > room(title, subtitle, [*notes, line], manifest, lang):
        most = len(chosen) - 1
        chosen = [rows[at] for at in sorted(ranked[:most])]
        line = phrase("proposals_rest", lang, count=len(rows) - most)
    return chosen, line


def height(rows: list[dict[str, Any]], lang: Lang) -> float:
    """Inches of the axes."""
    return 0.55 + row_height([title_of(row, lang) for row in rows], ROW, WORDS) * len(rows)


def title_of(row: dict[str, Any], lang: Lang) -> str:
    """The name and title of a proposal."""
    return f"{row['proposal']}  {row['title_da' if lang == 'da' else 'title']}"


def draw_mark(axes: Axes, at: int, value: float, low: float, high: float, colour: str) -> None:
    """A filled mark and, if there is one, its interval."""
    if not math.isnan(low):
        axes.plot([low, high], [at, at], color=colour, linewidth=1.3, solid_capstyle="butt", zorder=3)
    axes.plot([value], [at], marker="o", markersize=3.6, color=colour, zorder=3)


def finish(axes: Axes, names: list[str], axis: str, side: str, lang: Lang) -> None:
    """Names of rows, the axis, and what the numbers to the right are."""
    row_labels(axes, names, WORDS)
    axes.tick_params(axis="y", labelsize=SMALL)
    axes.locator_params(axis="x", nbins=TICKS)
    value_axis(axes, axis, lang)
    side_title(axes, side)


CHART = Chart("proposals", proposal_numbers, draw_proposals)
