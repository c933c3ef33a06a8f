"""Freed hours of each proposal run alone, with intervals: a row per proposal."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.chart_frame import row_height, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.proposals import ends_text, known, run_alone
from sim.report.style import FAINT, INK, VARIANT_COLOURS, styled
from sim.report.words import capital, number, phrase

NUMBERS = [
    "proposal",
    "title",
    "title_da",
    "regime",
    "practice",
    "column",
    "posts_added",
    "hours",
    "hours_low",
    "hours_high",
]
ROW, WORDS = 0.165, 58
"""Inches of a row; letters of a title on one line."""
CLEAR, UNCLEAR = VARIANT_COLOURS[0], FAINT


def proposal_numbers(_measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Freed hours a year by proposal with staff kept, in the papers' order: :data:`NUMBERS`."""
    rows = [row for row in run_alone(manifest) if not math.isnan(known(row, "hours"))]
    if not rows or comparisons.empty:
        raise NoNumbersError("proposals run alone")
    return pd.DataFrame(rows).reindex(columns=NUMBERS).astype(dict.fromkeys(NUMBERS[-4:], float))


def draw_proposals(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A mark and an interval per proposal; grey where the interval holds zero; hollow where posts are added; numbers to the right."""
    rows = records(numbers)
    title = "title_da" if lang == "da" else "title"
    certain = numbers["hours_low"].notna().any()
    grey = phrase("proposals_grey", lang) if certain else f"{capital(phrase('one_pair', lang))}."
    caption = [f"{grey} {phrase('proposals_caption', lang)}"]
    with styled():
        names = [f"{row['proposal']}  {row[title]}" for row in rows]
        body = 0.55 + row_height(names, ROW, WORDS) * len(rows)
        head = phrase("proposals_title", lang)
        figure = sheet(
            head,
            phrase("proposals_subtitle", lang, interval=phrase("interval_words", lang) if certain else ""),
            caption,
            manifest,
            lang,
            body,
        )
        axes = figure.subplots()
        axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
        for at, row in enumerate(rows):
            value, low, high = row["hours"], row["hours_low"], row["hours_high"]
            colour = CLEAR if low > 0 or high < 0 else UNCLEAR
            if not math.isnan(low):
                axes.plot([low, high], [at, at], color=colour, linewidth=1.3, solid_capstyle="butt")
            added = row["posts_added"] > 0  # these hours come from added posts and are not freed
            axes.plot(
                [value], [at], marker="o", markersize=3.6, color=colour, markerfacecolor="white" if added else colour
            )
            ends = "" if math.isnan(low) or low == high else f" ({ends_text(low, high, lang, 0)})"
            more = phrase("proposals_added", lang, posts=number(row["posts_added"], lang, 1)) if added else ""
            side_text(axes, at, more or f"{number(value, lang, 0, signed=True)}{ends}")
        row_labels(axes, names, WORDS)
        axes.tick_params(axis="y", labelsize=6.3)
        value_axis(axes, phrase("proposals_axis", lang), lang)
        side_title(axes, phrase("proposals_axis", lang))
    return figure


CHART = Chart("proposals", proposal_numbers, draw_proposals)
