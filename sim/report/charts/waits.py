"""Waits by kind and group: mean days of those served, standardised to the baseline's mix."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.assumed import assumption_line, draw_assumptions, is_clear, with_assumptions
from sim.report.captions import fitting, interval_line
from sim.report.chart_frame import legend_height, mark_of, room, row_height, row_labels, sheet, value_axis, wrapped
from sim.report.charts.bars import at_mean
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, levels, records, whole
from sim.report.manifest import Manifest
from sim.report.panels import legend_in, panel_grid
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.style import SMALL, Look, looks, styled
from sim.report.words import capital, column_label, label, phrase

KINDS = ("wait_first_meeting", "wait_clarification", "wait_team", "wait_decision", "wait_effort", "detection_delay")
"""The waits of the panels, in their order."""
STANDARDISED = "_standardised"
DRAWN, BESIDE = "mean", ("within_4_weeks", "left", "never")
"""The number drawn, and those that the table beside the chart has too."""
WRAP = 33
"""Letters of a group's name on one line."""
ACROSS, ON_SLIDE = 3, 4
"""Panels side by side on A4, and on a slide. They share the names of the groups, which stand to the left."""
WORDS = 0.6
"""Inches of a panel's axis and its name."""
NAMES = 0.29
"""Share of the picture that the names of the groups take."""


def wait_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Mean, share within four weeks, left and never of every wait, by group (level table) with ``wait`` and ``number``.

    Means and shares are standardised to the baseline's mix of need levels and procedures. A study of one column has its
    own mix. Columns that cut staff are left out of waits.
    """
    names = {f"{kind}_{part}": (kind, part) for kind in KINDS for part in (DRAWN, *BESIDE)}
    by_mix = {f"{name}{STANDARDISED}": key for name, key in names.items()}
    table = levels(measures, comparisons, [*by_mix, *names], manifest)
    table = table[whole(table, ["team", "activity", "need"]) & ~table["group"].isin(["none"])]
    keys = [(by_mix | names)[measure] for measure in table["measure"]]
    table = table.assign(wait=[kind for kind, _ in keys], number=[part for _, part in keys])
    has_mix = table["measure"].isin(by_mix)
    counted = table["number"].isin(["left", "never"])
    compared = set(table.loc[has_mix, "measure"].str.removesuffix(STANDARDISED))
    # a raw number of a compared wait, and a raw pool over all groups, are not shown
    table = table[has_mix | counted | (~table["measure"].isin(compared) & (table["group"] != "all"))]
    if not (table["number"] == DRAWN).any():
        raise NoNumbersError("waits")
    place = {kind: at for at, kind in enumerate(KINDS)}
    parts = {part: at for at, part in enumerate((DRAWN, *BESIDE))}
    rank = table["wait"].map(place) * 10 + table["number"].map(parts)
    table = table.assign(rank=rank, of_group=in_order(table["group"]))
    table = table.sort_values(["rank", "of_group"], kind="stable").drop(columns=["rank", "of_group"])
    return with_assumptions(table.reset_index(drop=True), manifest)


def draw_waits(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per wait, a row per group, a mark per column."""
    numbers = _drawn(numbers, manifest)
    every = [kind for kind in KINDS if kind in set(numbers["wait"])]
    [kinds] = shown_rows(every, panels=True)
    across = min(len(kinds), ON_SLIDE if picture().paper.fills else ACROSS)
    lines = [kinds[at : at + across] for at in range(0, len(kinds), across)]
    titles = phrase("waits_title", lang), phrase("waits_subtitle", lang)

    def caption(some: pd.DataFrame, left_out: str) -> list[str]:
        notes = [phrase("waits_caption", lang), capital(interval_line(some, lang))]
        return [*notes, assumption_line(some, manifest, lang), left_out]

    def fits(some: pd.DataFrame, left_out: str) -> bool:
        legend, tall = _heights(some, manifest, lang)
        number = 1 if picture().paper.fills else len(lines)  # panels may go on several slides
        return legend + number * (tall + WORDS) <= room(*titles, caption(some, left_out), manifest, lang)

    numbers, left_out = fitting(numbers, fits, manifest, lang)
    columns = list(dict.fromkeys(numbers["column"]))
    styles = looks(columns, columns[0], manifest)
    groups = _in_their_order(numbers)
    legend, tall = _heights(numbers, manifest, lang)
    with styled():
        labels = {name: column_label(name, lang, manifest) for name in columns}
        body = legend + len(lines) * (tall + WORDS)
        figure = sheet(*titles, caption(numbers, left_out), manifest, lang, body)
        head, panels = panel_grid(figure, len(kinds), across, [tall] * len(lines), legend)
        wide = picture().paper.width * (1 - NAMES) / across - 0.1
        for at, (axes, kind) in enumerate(zip(panels, kinds, strict=True)):
            part = numbers[numbers["wait"] == kind]
            _draw_panel(axes, part, groups, styles, manifest, lang, named=at % across == 0, wide=wide)
        legend_in(head, [mark_of(look, labels[name]) for name, look in styles.items()], labelspacing=0.35)
    return figure


def _heights(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> tuple[float, float]:
    """Inches of the legend, and of a panel."""
    columns, groups = list(dict.fromkeys(numbers["column"])), _in_their_order(numbers)
    least = 0.07 + 0.56 * picture().paper.bar * len(columns)
    tall = len(groups) * row_height(_words(groups, manifest, lang), least, WRAP)
    return legend_height(column_label(name, lang, manifest) for name in columns) + 0.1, tall


def _in_their_order(numbers: pd.DataFrame) -> list[str]:
    """The groups of all panels, ``all`` first."""
    groups = numbers["group"].drop_duplicates()
    return list(groups.loc[in_order(groups).where(groups != "all", -1).sort_values(kind="stable").index])


def _drawn(numbers: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The rows drawn: of columns with all staff. A column that cuts staff has one wait only, which the CSV has."""
    numbers = numbers[numbers["number"] == DRAWN]
    kept = numbers[[not manifest.column(str(name)).cut for name in numbers["column"]]]
    return numbers if kept.empty else kept


def _draw_panel(
    axes: Axes,
    part: pd.DataFrame,
    groups: list[str],
    styles: dict[str, Look],
    manifest: Manifest,
    lang: Lang,
    *,
    named: bool,
    wide: float,
) -> None:
    row_labels(axes, _words(groups, manifest, lang) if named else [""] * len(groups), WRAP)
    axes.tick_params(axis="y", labelsize=SMALL)
    step = 0.7 / len(styles)
    for place, (column, look) in enumerate(styles.items()):
        for line in records(part[part["column"] == column]):
            _draw_mark(axes, groups.index(line["group"]) + (place - (len(styles) - 1) / 2) * step, line, look)
    for row in range(1, len(groups)):
        axes.axhline(row - 0.5, color="#eef0f2", linewidth=0.5, zorder=0)
    axes.set_xlim(0, 1.05 * max(axes.dataLim.x1, 1.0))
    wait = label("measure", str(part["wait"].iloc[0]), lang, manifest)
    value_axis(axes, wrapped(f"{wait}, {phrase('waits_axis', lang).lower()}", wide), lang)
    axes.xaxis.label.set_fontsize(SMALL)


def _words(groups: list[str], manifest: Manifest, lang: Lang) -> list[str]:
    """The names of the rows."""
    words = {"all": phrase("all_standardised", lang)}
    return [words.get(group) or label("group", group, lang, manifest) for group in groups]


def _draw_mark(axes: Axes, at: float, line: dict[str, Any], look: Look) -> None:
    """A mean, with the interval of its difference from the baseline."""
    if not math.isnan(line["low"]):
        before = line["mean"] - line["difference"]
        axes.plot([before + line["low"], before + line["high"]], [at, at], color=look.colour, linewidth=1.0, zorder=2)
    draw_assumptions(axes, at, *at_mean(line), look.colour, clear=is_clear(line))
    face = "white" if look.hollow else look.colour
    axes.plot(
        [line["mean"]], [at], marker=look.marker, markersize=3.6, color=look.colour, markerfacecolor=face,
        markeredgecolor=look.colour, zorder=3,
    )  # fmt: skip


CHART = Chart("waits", wait_numbers, draw_waits, section="waits_section", levels=True)
