"""The trade-off of staffing: the share of a team's deadlines that are broken, over its posts, with the norm marked."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sim.files.entry import Lang
from sim.report.chart_frame import LEGEND, TickNumbers, legend_above, legend_height, sheet, wrapped
from sim.report.charts.chart import NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.style import GREY, INK, Look, looks, styled
from sim.report.words import column_label, label, number, phrase

ACROSS, TALL = 3, 1.5
"""Panels in a row, and inches of a panel."""
NUMBERS = [
    "place", "column", "team", "multiple", "posts", "posts_today", "cases", "broken", "broken_low", "broken_high",
    "deadlines", "norm", "by_norm", "allowed",
]  # fmt: skip


def staff_curve_numbers(
    curve: pd.DataFrame, answers: pd.DataFrame, *, place: str, norm: str, allowed: float
) -> pd.DataFrame:
    """The curve of each team and column with the norm's posts (:data:`NUMBERS`); shares of one.

    Args:
        curve: a row per column, team and multiple of the posts.
        answers: a row per column and team with ``posts`` and ``by_norm``.
        norm: its year.
        allowed: the share of deadlines that may be broken.

    Raises:
        NoNumbersError: no team has a deadline.
    """
    known = answers[["column", "team", "posts", "by_norm"]].rename(columns={"posts": "posts_today"})
    table = curve.merge(known, on=["column", "team"], how="left")
    with_deadlines = table.groupby("team")["broken"].transform("count") > 0
    table = table[with_deadlines].assign(place=place, norm=norm, allowed=allowed)
    if table.empty:
        raise NoNumbersError("teams with deadlines")
    return table.astype({"by_norm": float})[NUMBERS].reset_index(drop=True)


def draw_staff_curve(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per team: a line per column over the posts, a triangle at the norm, a line at the posts of today."""
    teams = list(dict.fromkeys(numbers["team"]))
    columns = list(dict.fromkeys(numbers["column"]))
    styles = looks(columns, columns[0], manifest)
    labels = {name: column_label(name, lang, manifest, capacity=False) for name in columns}
    rows = math.ceil(len(teams) / ACROSS)
    place = label("place", str(numbers["place"].iloc[0]), lang, manifest)
    caption = phrase("staff_curve_caption", lang, level=number(100 * manifest.confidence, lang, 0))
    with styled():
        legend = legend_height([*labels.values(), *["x"] * 2], LEGEND)
        figure = sheet(
            phrase("staff_curve_title", lang), phrase("staff_curve_subtitle", lang, place=place), [caption], manifest,
            lang, rows * TALL + legend + 0.2,
        )  # fmt: skip
        grid = figure.subplots(rows, ACROSS, sharey=True, squeeze=False)
        most = 100 * float(numbers[["broken", "broken_high"]].max().max())
        for at, axes in enumerate(grid.flat):
            if at >= len(teams):
                axes.set_axis_off()
                continue
            _panel(axes, numbers[numbers["team"] == teams[at]], styles, lang)
            axes.set_title(label("team", teams[at], lang, manifest), fontsize=7)
            axes.set_ylim(0, min(1.08 * most, 104))
            if at % ACROSS == 0:
                axes.set_ylabel(phrase("staff_curve_up", lang))
            if at + ACROSS >= len(teams):
                axes.set_xlabel(phrase("staff_curve_across", lang), loc="left")
        legend_above(grid[0, 0], _legend(numbers, styles, labels, lang), columns=1)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, styles: dict[str, Look], lang: Lang) -> None:
    """One team."""
    axes.grid(visible=True, axis="both")
    first = records(rows)[0]
    axes.axvline(float(str(first["posts_today"])), color=GREY, linewidth=0.8, linestyle="--", zorder=1)
    axes.axhline(100 * float(str(first["allowed"])), color=GREY, linewidth=0.8, linestyle=":", zorder=1)
    least, most = float(rows["posts"].min()), float(rows["posts"].max())
    room = 0.04 * (most - least)
    for column, part in rows.groupby("column", sort=False):
        look = styles[str(column)]
        axes.plot(part["posts"], 100 * part["broken"], color=look.colour, linewidth=1.2, zorder=3)
        ends = zip(part["posts"], part["broken_low"], part["broken_high"], strict=True)
        for posts, low, high in ends:
            if low < high:
                axes.plot([posts, posts], [100 * max(low, 0.0), 100 * min(high, 1.0)], color=look.colour, linewidth=0.9)
        norm = float(part["by_norm"].iloc[0])
        if not math.isnan(norm):
            at = min(max(norm, least), most)
            axes.plot(at, 0, "^", color=look.colour, markersize=5, zorder=5, clip_on=False)
    axes.set_xlim(least - room, most + room)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(TickNumbers(lang))
    axes.yaxis.set_major_formatter(TickNumbers(lang))


def _legend(numbers: pd.DataFrame, styles: dict[str, Look], labels: dict[str, str], lang: Lang) -> list[Artist]:
    marks: list[Artist] = [
        Line2D([], [], color=look.colour, linewidth=1.4, label=wrapped(labels[name])) for name, look in styles.items()
    ]
    first = records(numbers)[0]
    limit = phrase("staff_curve_limit", lang, percent=number(100 * float(str(first["allowed"])), lang))
    norm = phrase("staff_curve_norm", lang, year=first["norm"])
    marks.append(Line2D([], [], color=INK, marker="^", linestyle="", markersize=5, label=norm))
    today = phrase("staff_curve_today", lang)
    marks.append(Line2D([], [], color=GREY, linewidth=0.9, linestyle="--", label=today))
    marks.append(Line2D([], [], color=GREY, linewidth=0.9, linestyle=":", label=limit))
    return marks
