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
from sim.report.chart_frame import legend_height, legend_text, sheet
from sim.report.charts.chart import NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.style import GREY, INK, SMALL, Look, looks, styled
from sim.report.ticks import TickNumbers
from sim.report.words import column_label, label, number, phrase

TALL, ROOM = 1.5, 0.35
"""Inches of a panel, and inches between the legend and the panels."""
APART = 0.012
"""Widths of a panel by which the intervals of two columns stand apart, so that neither hides the other."""
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
    [teams] = shown_rows(list(dict.fromkeys(numbers["team"])), panels=True)
    across = picture().paper.across
    columns = list(dict.fromkeys(numbers["column"]))
    styles = looks(columns, columns[0], manifest)
    labels = {name: column_label(name, lang, manifest, capacity=False) for name in columns}
    rows = math.ceil(len(teams) / across)
    place = label("place", str(numbers["place"].iloc[0]), lang, manifest)
    caption = phrase("staff_curve_caption", lang, level=number(100 * manifest.confidence, lang, 0))
    marks = _legend(numbers, styles, labels, lang)
    with styled():
        head = ROOM + legend_height(str(mark.get_label()) for mark in marks)
        figure = sheet(
            phrase("staff_curve_title", lang), phrase("staff_curve_subtitle", lang, place=place), [caption], manifest,
            lang, head + rows * TALL,
        )  # fmt: skip
        grid = figure.add_gridspec(1 + rows, across, height_ratios=[head, *[TALL] * rows])
        top = figure.add_subplot(grid[0, :])  # a legend of one panel would push the other panels aside
        top.set_axis_off()
        top.legend(handles=marks, loc="upper left", borderaxespad=0.0).set_in_layout(False)
        most = min(1.08 * 100 * float(numbers[["broken", "broken_high"]].max().max()), 104.0)
        for at, team in enumerate(teams):
            axes = figure.add_subplot(grid[1 + at // across, at % across])
            _panel(axes, numbers[numbers["team"] == team], styles, lang)
            axes.set_title(label("team", team, lang, manifest), fontsize=SMALL)
            axes.set_ylim(0, most)
            if at % across == 0:
                axes.set_ylabel(phrase("staff_curve_up", lang))
            else:
                axes.tick_params(labelleft=False)
            if at + across >= len(teams):
                axes.set_xlabel(phrase("staff_curve_across", lang), loc="left")
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, styles: dict[str, Look], lang: Lang) -> None:
    """One team."""
    axes.grid(visible=True, axis="both")
    first = records(rows)[0]
    axes.axvline(float(str(first["posts_today"])), color=GREY, linewidth=0.8, linestyle="--", zorder=1)
    axes.axhline(100 * float(str(first["allowed"])), color=GREY, linewidth=0.8, linestyle=":", zorder=1)
    least, most = float(rows["posts"].min()), float(rows["posts"].max())
    room = 0.04 * (most - least)
    width = APART * (most - least)
    for number_of_column, (column, part) in enumerate(rows.groupby("column", sort=False)):
        look, aside = styles[str(column)], (number_of_column - (len(styles) - 1) / 2) * width
        axes.plot(part["posts"], 100 * part["broken"], color=look.colour, linewidth=1.2, zorder=3)
        for posts, low, high in zip(part["posts"], part["broken_low"], part["broken_high"], strict=True):
            if low < high:
                ends = [100 * max(low, 0.0), 100 * min(high, 1.0)]
                axes.plot([posts + aside] * 2, ends, color=look.colour, linewidth=0.8)
        norm = float(part["by_norm"].iloc[0])
        if not math.isnan(norm):
            axes.plot(min(max(norm, least), most), 0, "^", color=look.colour, markersize=5, zorder=5, clip_on=False)
    axes.set_xlim(least - room, most + room)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(TickNumbers(lang))
    axes.yaxis.set_major_formatter(TickNumbers(lang))


def _legend(numbers: pd.DataFrame, styles: dict[str, Look], labels: dict[str, str], lang: Lang) -> list[Artist]:
    marks: list[Artist] = [
        Line2D([], [], color=look.colour, linewidth=1.4, label=legend_text(labels[name]))
        for name, look in styles.items()
    ]
    first = records(numbers)[0]
    limit = phrase("staff_curve_limit", lang, percent=_plain(100 * float(str(first["allowed"])), lang))
    norm = phrase("staff_curve_norm", lang, year=first["norm"])
    marks.append(Line2D([], [], color=INK, marker="^", linestyle="", markersize=5, label=norm))
    today = phrase("staff_curve_today", lang)
    marks.append(Line2D([], [], color=GREY, linewidth=0.9, linestyle="--", label=today))
    marks.append(Line2D([], [], color=GREY, linewidth=0.9, linestyle=":", label=limit))
    return marks


def _plain(percent: float, lang: Lang) -> str:
    """A percentage without decimals that say nothing."""
    return number(percent, lang, 0 if percent == round(percent) else 1)
