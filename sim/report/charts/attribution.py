"""The shares of a change: Shapley's value of each part, beside the part alone and left out."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.files.entry import Lang
from sim.report.chart_frame import legend_above, row_height, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import GREY, INK, styled
from sim.report.words import difference_text, label, number, phrase, rule_set_label, unit_label

LESS, MORE = "#0072b2", "#d55e00"
WHOLE = "whole change"
"""The name of the whole change in the table of shares."""
SHAPLEY, ALONE, LEFT_OUT = "shapley", "alone", "left out"
APART = 0.15
"""Rows by which the two marks of a part stand apart, so that neither hides the other."""
WRAP = 40
"""Letters of a part's name on one line."""
NUMBERS = ["rules", "base", "measure", "activity", "need", "unit", "way", "part", "proposals", "value", "low", "high"]


def attribution_numbers(table: pd.DataFrame, measure: str, activity: str, need: str) -> pd.DataFrame:
    """The shares of one measure (:data:`NUMBERS`): a row per part and way, and the whole change.

    Args:
        table: the shares of all measures, with the columns of :data:`NUMBERS`.

    Raises:
        NoNumbersError: the table does not have the measure.
    """
    rows = table[(table["measure"] == measure) & (table["activity"] == activity) & (table["need"] == need)]
    if rows.empty:
        raise NoNumbersError("shares of this measure")
    return rows[NUMBERS].reset_index(drop=True)


def draw_attribution(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per part: a bar for Shapley's value with its interval, marks for alone and left out. The whole is last."""
    [parts] = shown_rows([*(name for name in dict.fromkeys(numbers["part"]) if name != WHOLE), WHOLE])
    words = {WHOLE: phrase("attribution_whole", lang)}
    names = [words.get(name) or label("part", name, lang, manifest) for name in parts]
    unit = str(numbers["unit"].iloc[0])
    at = numbers.set_index(["part", "way"])[["value", "low", "high"]]
    level = number(100 * manifest.confidence, lang, 0)
    has_interval = bool((numbers["high"] > numbers["low"]).any())
    interval = phrase("attribution_interval", lang, level=level) if has_interval else ""
    with styled():
        body = 0.8 + len(names) * row_height(names, 0.3, WRAP)
        caption = phrase("attribution_caption", lang, interval=interval)
        figure = sheet(
            phrase("attribution_title", lang), subtitle(numbers, manifest, lang), [caption], manifest, lang, body
        )
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.8, zorder=1)
        for row, name in enumerate(parts):
            if name == WHOLE:
                _draw_whole(axes, row, records(numbers[numbers["part"] == WHOLE])[0], unit, lang)
                continue
            value, low, high = (float(each) for each in at.loc[(name, SHAPLEY)])
            axes.barh(row, value, height=0.56, color=LESS if value <= 0 else MORE, alpha=0.75, zorder=2)
            if low < high:
                axes.plot([low, high], [row, row], color=INK, linewidth=1.0, zorder=4)
            _mark(axes, float(at.loc[(name, ALONE), "value"]), row - APART, "o")
            _mark(axes, float(at.loc[(name, LEFT_OUT), "value"]), row + APART, "D")
            side_text(axes, row, difference_text(value, low, high, unit, lang))
        side_title(axes, phrase("attribution_shapley", lang))
        row_labels(axes, names, WRAP)
        axes.margins(x=0.04)
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        value_axis(axes, phrase("attribution_axis", lang, unit=unit_label(unit, lang)), lang)
        legend_above(axes, _legend(lang), columns=3)
    return figure


def _draw_whole(axes: Axes, row: int, whole: dict[str, Any], unit: str, lang: Lang) -> None:
    """The whole change, as a square."""
    ends = [float(str(whole[key])) for key in ("value", "low", "high")]
    axes.plot(ends[0], row, "s", color=INK, markersize=5)
    side_text(axes, row, difference_text(ends[0], ends[1], ends[2], unit, lang))


def subtitle(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """Which change of which measure is shared out."""
    first = records(numbers)[0]
    names = [rule_set_label(str(first[key]), lang, manifest) for key in ("rules", "base")]
    measure = label("measure", str(first["measure"]), lang, manifest)
    if first["measure"] == "hours":
        measure = label("activity", str(first["activity"]), lang, manifest)
    if first["need"] != "all":
        measure = f"{measure}, {_inside(label('need', str(first['need']), lang))}"
    unit = unit_label(str(first["unit"]), lang)
    return phrase("attribution_subtitle", lang, rules=names[0], base=_inside(names[1]), measure=measure, unit=unit)


def _inside(name: str) -> str:
    """A name within a sentence: small, unless it is a code."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _mark(axes: Axes, value: float, row: float, marker: str) -> None:
    axes.plot(value, row, marker, color=INK, markerfacecolor="white", markersize=4.5, zorder=5)


def _legend(lang: Lang) -> list[Artist]:
    def hollow(marker: str, key: str) -> Line2D:
        return Line2D([], [], marker=marker, linestyle="", color=INK, markerfacecolor="white", label=phrase(key, lang))

    return [
        Patch(facecolor=LESS, alpha=0.75, label=phrase("attribution_bars", lang)),
        hollow("o", "attribution_alone"),
        hollow("D", "attribution_left_out"),
    ]
