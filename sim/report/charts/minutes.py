"""Running casework per citizen and week, by need and by team: where overload shows first."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.assumed import assumption_line, with_assumptions
from sim.report.captions import fitting, whisker_line
from sim.report.chart_frame import (
    PATCHES,
    column_patches,
    legend_height,
    room,
    row_height,
    row_labels,
    sheet,
    value_axis,
    wrapped,
)
from sim.report.charts.bars import grouped_bars, reach
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, levels, whole
from sim.report.manifest import Manifest
from sim.report.panels import legend_in, panel_grid
from sim.report.paper import part, shown_rows
from sim.report.style import looks, styled
from sim.report.words import column_label, label, phrase

BY_NEED, BY_TEAM = "running_minutes_per_citizen_week", "running_minutes_per_citizen_week_team"
WRAP = 26
"""Letters of a need's or a team's name on one line."""
AXIS, AXIS_LETTERS = 0.35, 7.5
"""Width of the name of an axis as a share of its panel, and points of its letters."""
ROUND = 0.6
"""Inches of the ticks of a panel, the name of its axis, and the space to the next."""
NEEDS = ("all", "light", "medium", "heavy")


def minutes_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Minutes of running casework per citizen-week, by need and by team (level table)."""
    table = levels(measures, comparisons, [BY_NEED, BY_TEAM], manifest)
    by_need = table[(table["measure"] == BY_NEED) & whole(table, ["group", "team"])]
    if by_need.empty:
        raise NoNumbersError(BY_NEED)
    place = {need: at for at, need in enumerate(NEEDS)}
    by_need = by_need.sort_values("need", key=lambda s: s.map(place), kind="stable")
    by_team = table[(table["measure"] == BY_TEAM) & ~table["team"].isin(["all", "none"])]
    by_team = by_team.sort_values("team", key=in_order, kind="stable")
    return with_assumptions(pd.concat([by_need, by_team], ignore_index=True), manifest)


def draw_minutes(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Above by need, below by team, on one scale of minutes; a bar per column."""
    titles = phrase("minutes_title", lang), phrase("minutes_subtitle", lang)

    def caption(some: pd.DataFrame, left_out: str) -> list[str]:
        notes = [phrase("minutes_caption", lang), whisker_line(some, lang)]
        return [*notes, assumption_line(some, manifest, lang), left_out]

    def fits(some: pd.DataFrame, left_out: str) -> bool:
        legend, tall = _heights(some, _panels(some), manifest, lang)
        return legend + ROUND * len(tall) + sum(tall) <= room(*titles, caption(some, left_out), manifest, lang)

    numbers, left_out = fitting(numbers, fits, manifest, lang, in_parts=True)
    columns = list(dict.fromkeys(numbers["column"]))
    styles = looks(columns, columns[0], manifest)
    panels = _panels(numbers)
    labels = {name: column_label(name, lang, manifest) for name in columns}
    shown = shown_rows(*(list(dict.fromkeys(own[by])) for own, by in panels))
    panels = [(own[own[by].isin(rows)], by) for (own, by), rows in zip(panels, shown, strict=True) if rows]
    names = [_names(own, by, manifest, lang) for own, by in panels]
    paper = part().paper
    legend, tall = _heights(numbers, panels, manifest, lang)
    body = ROUND + legend + (max(tall) if paper.fills else ROUND * (len(tall) - 1) + sum(tall))
    with styled():
        figure = sheet(*titles, caption(numbers, left_out), manifest, lang, body)
        across = len(panels) if paper.fills else 1  # on a slide beside each other
        head, grid = panel_grid(figure, len(panels), across, [max(tall)] if paper.fills else tall, legend)
        for axes, (own, by), rows in zip(grid, panels, names, strict=True):
            grouped_bars(axes, own, list(dict.fromkeys(own[by])), by, styles)
            row_labels(axes, rows, WRAP)
            axes.tick_params(labelbottom=True)
            axes.set_xlim(0, reach(numbers))
            has_name = paper.fills or axes is grid[-1]
            name = wrapped(phrase("minutes_axis", lang), AXIS * paper.width / across, AXIS_LETTERS)
            value_axis(axes, name if has_name else "", lang)
        legend_in(head, column_patches(styles, labels), None, **PATCHES)
    return figure


Panel = tuple[pd.DataFrame, str]
"""The numbers of a panel, and by what they differ: need or team."""


def _panels(numbers: pd.DataFrame) -> list[Panel]:
    panels = [(numbers[numbers["measure"] == BY_NEED], "need"), (numbers[numbers["measure"] == BY_TEAM], "team")]
    return [(own, by) for own, by in panels if not own.empty]


def _names(own: pd.DataFrame, by: str, manifest: Manifest, lang: Lang) -> list[str]:
    return [label(by, name, lang, manifest) for name in dict.fromkeys(own[by])]


def _heights(numbers: pd.DataFrame, panels: list[Panel], manifest: Manifest, lang: Lang) -> tuple[float, list[float]]:
    """Inches of the legend, and of the rows of each panel."""
    columns, bar = list(dict.fromkeys(numbers["column"])), part().paper.bar
    rows = [_names(own, by, manifest, lang) for own, by in panels]
    tall = [len(names) * row_height(names, 0.07 + bar * len(columns), WRAP) for names in rows]
    return 0.1 + legend_height(column_label(name, lang, manifest) for name in columns), tall


CHART = Chart("minutes", minutes_numbers, draw_minutes, section="minutes_section", levels=True)
