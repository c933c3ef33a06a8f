"""The result of each proposal over its paper's claim, with the interval of the ratio: a row per claim."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure

from sim.figures.verdict import ABOUT
from sim.files.entry import Lang
from sim.report.chart_frame import sheet, side_text
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.charts.proposals import CLEAR, UNCLEAR, draw_mark, finish, fitting_rows, height, title_of
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.proposals import known, run_alone, verdict_note
from sim.report.style import INK, styled
from sim.report.words import capital, label, number, phrase

NAMES = ["proposal", "title", "title_da", "column", "claim_unit", "claim_source", "verdict", "nature", "of"]
RATIOS = ["claim_scaled", "ratio", "ratio_low", "ratio_high"]
BAND = "#e6eaed"


def claim_numbers(_measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Every claim that can be compared: :data:`NAMES`, the claim at the place, and the result over the claim (no unit)."""
    rows = [row for row in run_alone(manifest) if not math.isnan(known(row, "ratio"))]
    if not rows or comparisons.empty:
        raise NoNumbersError("claims")
    return pd.DataFrame(rows).reindex(columns=[*NAMES, *RATIOS]).astype(dict.fromkeys(RATIOS, float))


def draw_claims(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A mark and an interval per claim, grey where it is too little to tell; the band is *about as claimed*."""
    one_pair = f"{capital(phrase('one_pair', lang))}." if numbers["ratio_low"].isna().all() else ""
    caption = [verdict_note(lang), one_pair]
    title, subtitle = phrase("claims_title", lang), phrase("claims_subtitle", lang)
    rows, left_out = fitting_rows(records(numbers), "claim_scaled", (title, subtitle, caption), manifest, lang)
    [rows] = shown_rows(rows)
    with styled():
        names = [title_of(row, lang) for row in rows]
        figure = sheet(title, subtitle, [*caption, left_out], manifest, lang, height(rows, lang))
        axes = figure.subplots()
        axes.axvspan(*ABOUT, color=BAND, zorder=0)
        axes.axvline(1, color=INK, linewidth=0.8, zorder=1)
        for at, row in enumerate(rows):
            colour = UNCLEAR if row["verdict"] in ("", "too-little") else CLEAR
            draw_mark(axes, at, row["ratio"], row["ratio_low"], row["ratio_high"], colour)
            words = phrase(f"verdict_{row['verdict'] or 'none'}", lang)
            words += f" ({label('nature', row['nature'], lang)})" if row["nature"] == "echoes" else ""
            side_text(axes, at, f"{number(row['ratio'], lang, 2)}  {words}")
        axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
        finish(axes, names, phrase("claims_axis", lang), phrase("claims_side", lang), lang)
    return figure


CHART = Chart("claims", claim_numbers, draw_claims)
