"""Cases per post and team against the union's norms of 2016 and 2020."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.report.chart_frame import (
    first_columns,
    legend_above,
    legend_height,
    row_height,
    row_labels,
    sheet,
    side_text,
    side_title,
    value_axis,
    whisker_line,
    wrapped,
)
from sim.report.charts.bars import whiskers
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, levels, records
from sim.report.manifest import Manifest
from sim.report.style import GREY, Look, group_colour, looks, styled
from sim.report.words import column_label, label, number, phrase

NORM_COLUMNS = ["norm_2016_low", "norm_2016_high", "norm_2020_low", "norm_2020_high"]
FAR = 1.6
"""A caseload beyond this many times the highest norm and the other teams is an arrow with its number."""

WRAP = 26
"""Letters of a team's name on one line."""

BAND_2016, BAND_2020 = "#f2d9a8", "#bfdcd2"


def caseload_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """``caseload_mean`` by team and column (level table; none of columns that cut staff) with both norms' bands."""
    table = levels(measures, comparisons, ["caseload_mean"], manifest)
    table = table[(table["group"] == "all") & ~table["team"].isin(["all", "none"])].reset_index(drop=True)
    if table.empty:
        raise NoNumbersError("caseload_mean")
    table = table.sort_values("team", key=in_order, kind="stable").reset_index(drop=True)
    norms = [[manifest.norm(team, year) for year in (2016, 2020)] for team in table["team"]]
    ends = [[end for norm in row for end in norm or (math.nan, math.nan)] for row in norms]
    return pd.concat([table, pd.DataFrame(ends, columns=NORM_COLUMNS, index=table.index)], axis=1)


def draw_caseload(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per team: both norms as bands, each column as a mark, the numbers to the right."""
    numbers, left_out = first_columns(numbers, manifest, lang)
    columns = list(dict.fromkeys(numbers["column"]))
    teams = list(dict.fromkeys(numbers["team"]))
    styles = looks(columns, columns[0], manifest)
    labels = {name: column_label(name, lang, manifest) for name in columns}
    names = [label("team", team, lang, manifest) for team in teams]
    tall = row_height(names, 0.2 + 0.09 * len(columns), WRAP)
    caption = [phrase("caseload_caption", lang), whisker_line(numbers, lang), left_out]
    with styled():
        body = 0.77 + legend_height(labels.values()) + tall * len(teams)
        figure = sheet(phrase("caseload_title", lang), phrase("caseload_subtitle", lang), caption, manifest, lang, body)
        axes = figure.subplots()
        limit = _limit(numbers)
        for row, team in enumerate(teams):
            _draw_team(axes, row, numbers[numbers["team"] == team], styles, limit, lang)
        row_labels(axes, names, WRAP)
        for row, team in enumerate(teams):
            axes.plot(
                [-0.012],
                [row],
                transform=axes.get_yaxis_transform(),
                marker="s",
                markersize=5,
                color=group_colour(team),
                clip_on=False,
            )
        axes.tick_params(axis="y", pad=10)
        axes.set_xlim(0, limit)
        value_axis(axes, phrase("caseload_axis", lang), lang)
        side_title(axes, phrase("caseload_axis", lang))
        _legend(axes, styles, labels, lang)
    return figure


def _limit(numbers: pd.DataFrame) -> float:
    """The end of the axis, cases per post: all but what is far beyond the norms and the other teams."""
    norms = [
        float(end) for end in numbers[["norm_2016_high", "norm_2020_high"]].to_numpy().ravel() if not math.isnan(end)
    ]
    far = FAR * (max(norms) if norms else float(numbers["mean"].median()))
    near = [float(mean) for mean in numbers["mean"] if mean <= far]
    return 1.06 * max([*near, *norms, 1.0])


def _draw_team(axes: Axes, row: int, part: pd.DataFrame, styles: dict[str, Look], limit: float, lang: Lang) -> None:
    for year, bottom, colour in ((2016, row - 0.42, BAND_2016), (2020, row, BAND_2020)):
        low, high = (float(part[f"norm_{year}_{end}"].iloc[0]) for end in ("low", "high"))
        if not math.isnan(low):
            axes.barh(bottom, high - low, left=low, height=0.42, align="edge", color=colour, zorder=1)
            axes.text(low + 0.4, bottom + 0.21, str(year), fontsize=5.2, color=GREY, va="center", ha="left", zorder=2)
    step = 0.6 / max(len(styles), 1)
    for place, (column, look) in enumerate(styles.items()):
        rows = records(part[part["column"] == column])
        if not rows:
            continue
        line = rows[0]
        at = row + (place - (len(styles) - 1) / 2) * step
        mean = line["mean"]
        low, high = whiskers(line)
        if mean > limit:
            axes.plot([limit * 0.985], [at], marker=">", color=look.colour, markersize=4.5, zorder=5)
        else:
            axes.plot([low, high], [at, at], color=look.colour, linewidth=1.2, zorder=4)
            face = "white" if look.hollow else look.colour
            axes.plot(
                [mean],
                [at],
                marker=look.marker,
                markersize=4.5,
                markerfacecolor=face,
                markeredgecolor=look.colour,
                zorder=5,
            )
        beyond = phrase("off_scale", lang) if mean > limit else ""
        side_text(axes, at, f"{number(mean, lang, 1)}{beyond}", look.text)


def _legend(axes: Axes, styles: dict[str, Look], labels: dict[str, str], lang: Lang) -> None:
    marks: list[Line2D | Patch] = [
        Line2D(
            [],
            [],
            marker=look.marker,
            linestyle="",
            markersize=4.5,
            label=wrapped(labels[name]),
            markerfacecolor="white" if look.hollow else look.colour,
            markeredgecolor=look.colour,
        )
        for name, look in styles.items()
    ]
    marks += [Patch(color=c, label=phrase("norm", lang, year=y)) for y, c in ((2016, BAND_2016), (2020, BAND_2020))]
    legend_above(axes, marks)


CHART = Chart("caseload", caseload_numbers, draw_caseload, section="caseload_section", levels=True)
