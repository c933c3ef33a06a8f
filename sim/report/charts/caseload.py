"""Posts that the union's norms of 2016 and 2020 ask for, by team, against the posts there are."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.report.assumed import with_assumptions
from sim.report.captions import first_columns, has_intervals, whisker_line
from sim.report.chart_frame import (
    legend_above,
    legend_height,
    mark_of,
    row_height,
    row_labels,
    sheet,
    side_text,
    side_title,
    value_axis,
)
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, levels, whole
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import Look, looks, styled
from sim.report.words import column_label, label, number, phrase

NEEDED = {year: tuple(f"norm_posts_{year}_{end}" for end in ("most", "fewest")) for year in ("2016", "2020")}
"""Year of a norm -> the measures of posts at the most and at the fewest cases that it allows."""
WRAP = 26
"""Letters of a team's name on one line."""

BAND_2016, BAND_2020 = "#e1e5e8", "#aeb7be"
"""Greys that differ in brightness, so that no band looks like a variant and grey print tells them apart."""


def caseload_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Posts there are and posts needed by both norms, by team (level table). Each case counts with its own group's norm."""
    names = ["norm_staff", *(measure for ends in NEEDED.values() for measure in ends)]
    table = levels(measures, comparisons, names, manifest)
    table = table[whole(table, ["group", "activity", "need"]) & ~table["team"].isin(["all", "none"])]
    if table.empty:
        raise NoNumbersError("norm_staff")
    return with_assumptions(table.sort_values("team", key=in_order, kind="stable").reset_index(drop=True), manifest)


def draw_caseload(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per team: for each column both norms as bands and the posts there are as a mark, with the numbers to the right."""
    numbers, left_out = first_columns(numbers, manifest, lang)
    columns = list(dict.fromkeys(numbers["column"]))
    [teams] = shown_rows(list(dict.fromkeys(numbers["team"])))
    styles = looks(columns, columns[0], manifest)
    labels = {name: column_label(name, lang, manifest) for name in columns}
    names = [label("team", team, lang, manifest) for team in teams]
    tall = row_height(names, 0.1 + 0.11 * len(columns), WRAP)
    means = numbers.set_index(["team", "column", "measure"])["mean"]
    with styled():
        body = 0.77 + legend_height(labels.values()) + tall * len(teams)
        one_pair = "" if has_intervals(numbers) else whisker_line(numbers, lang)
        caption = [phrase("caseload_caption", lang), one_pair, left_out]
        figure = sheet(phrase("caseload_title", lang), phrase("caseload_subtitle", lang), caption, manifest, lang, body)
        axes = figure.subplots()
        for row, team in enumerate(teams):
            _draw_team(axes, row, means.xs(team, level="team"), styles, lang)
        row_labels(axes, names, WRAP)
        axes.set_xlim(0, 1.06 * max(float(numbers["mean"].max()), 1.0))
        value_axis(axes, phrase("caseload_axis", lang), lang)
        side_title(axes, phrase("caseload_side", lang))
        _legend(axes, styles, labels, lang)
    return figure


def _draw_team(axes: Axes, row: int, means: pd.Series[float], styles: dict[str, Look], lang: Lang) -> None:
    """The bands, the mark and the numbers of each column in a team's row."""
    step = 0.84 / max(len(styles), 1)
    for place, (column, look) in enumerate(styles.items()):
        values = {
            measure: float(means.get((column, measure), 0.0)) for measure in ("norm_staff", *sum(NEEDED.values(), ()))
        }
        at = row + (place - (len(styles) - 1) / 2) * step
        for (most, fewest), shift, colour in zip(NEEDED.values(), (-0.25, 0.25), (BAND_2016, BAND_2020), strict=True):
            axes.barh(
                at + shift * step,
                values[fewest] - values[most],
                left=values[most],
                height=0.42 * step,
                color=colour,
                zorder=1,
            )
        axes.plot(
            [values["norm_staff"]],
            [at],
            marker=look.marker,
            markersize=4.5,
            markerfacecolor="white" if look.hollow else look.colour,
            markeredgecolor=look.colour,
            zorder=5,
        )
        most, fewest = (number(values[measure], lang, 0) for measure in NEEDED["2020"])
        side_text(axes, at, f"{number(values['norm_staff'], lang, 0)} / {most}–{fewest}", look.text)


def _legend(axes: Axes, styles: dict[str, Look], labels: dict[str, str], lang: Lang) -> None:
    marks: list[Line2D | Patch] = [mark_of(look, labels[name]) for name, look in styles.items()]
    marks += [Patch(color=c, label=phrase("norm", lang, year=y)) for y, c in ((2016, BAND_2016), (2020, BAND_2020))]
    legend_above(axes, marks)


CHART = Chart("caseload", caseload_numbers, draw_caseload, section="caseload_section", levels=True)
