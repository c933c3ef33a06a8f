"""Where a claim holds: the samples at the positions of the factors that matter most, and the box around those that meet it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.files.entry import Lang
from sim.report.chart_frame import legend_above, sheet, value_axis, wrapped
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.manifest import Manifest
from sim.report.style import INK, styled
from sim.report.uncertainty_record import ClaimRecord, LimitRecord
from sim.report.uncertainty_words import claim_text, claim_words, known
from sim.report.words import capital, phrase

MET, NOT_MET = "#0072b2", "#d55e00"
HEIGHT = 3.2
"""Inches of the axes."""


def claim_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """A row per sample: ``sample, x, y`` (positions from 0 to 1 within the range), ``met``, and the claim's headline.

    ``y`` is empty if the box has one side. ``x_factor, y_factor`` name the factors. ``inside`` is for these sides.
    """
    claim = _claim(manifest)
    sides = [*claim.limits[:2], None][:2]
    rows = []
    for number, (points, met) in enumerate(claim.points, start=1):
        inside = all(side.low <= at <= side.high for side, at in zip(claim.limits[:2], points, strict=True))
        rows.append([number, points[0], points[1] if len(points) > 1 else float("nan"), met, inside])
    return pd.DataFrame(rows, columns=["sample", "x", "y", "met", "inside"]).assign(
        x_factor=claim.limits[0].factor, y_factor="" if sides[1] is None else sides[1].factor, measure=claim.measure,
        activity=claim.activity, need=claim.need, unit=claim.unit, column=known(manifest).column,
    )  # fmt: skip


def _claim(manifest: Manifest) -> ClaimRecord:
    claims = [] if manifest.uncertainty is None else [c for c in manifest.uncertainty.claims if c.verdict == "box"]
    if not claims:
        raise NoNumbersError("a region in which a claim holds")
    return claims[0]


def draw_claim(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Samples that meet the claim as filled circles, others as crosses, and the box as a frame."""
    claim = _claim(manifest)
    subtitle = phrase("claim_subtitle", lang, claim=claim_words(claim, lang, manifest))
    caption = claim_text(claim, manifest, lang)
    two = len(claim.limits) > 1
    with styled():
        figure = sheet(phrase("claim_title", lang), subtitle, [caption], manifest, lang, HEIGHT if two else 1.6)
        axes = figure.subplots()
        y = 100 * numbers["y"] if two else 50 + 0 * numbers["x"]
        for met, colour, marker in ((False, NOT_MET, "x"), (True, MET, "o")):
            rows = numbers["met"] == met
            key = "claim_met" if met else "claim_not_met"
            axes.scatter(100 * numbers["x"][rows], y[rows], s=14, marker=marker, color=colour, label=phrase(key, lang))
        across, up = claim.limits[0], claim.limits[1] if two else None
        low, high = (100 * up.low, 100 * up.high) if up is not None else (0.0, 100.0)
        frame = Rectangle(
            (100 * across.low, low), 100 * (across.high - across.low), high - low, fill=False, edgecolor=INK
        )
        axes.add_patch(frame)
        axes.set_xlim(-3, 103)
        axes.set_ylim(-3, 103)
        value_axis(axes, _axis(across, lang), lang)
        if up is not None:
            axes.set_ylabel(wrapped(_axis(up, lang), 2.4, 7.5))
        else:
            axes.set_yticks([])
        _legend(axes)
    return figure


def _axis(limit: LimitRecord, lang: Lang) -> str:
    return phrase("claim_axis", lang, title=capital(limit.title.of(lang)))


def _legend(axes: Axes) -> None:
    handles: Any = axes.get_legend_handles_labels()[0]
    legend_above(axes, handles, columns=2)


CHART = Chart("claim", claim_numbers, draw_claim)
