"""Curves: waits for the first meeting, how long new spells in a group last, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.measures.by_day import ENDS as SPELL_ENDS
from sim.report.chart_frame import legend_height, legend_text
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import study_columns
from sim.report.manifest import Manifest
from sim.report.panels import small_multiples
from sim.report.style import INK, SMALL, VARIANT_COLOURS, Look, looks
from sim.report.survival_table import NEVER, WITHOUT, curves
from sim.report.ticks import TickNumbers
from sim.report.words import column_label, number, phrase

MOST_COLUMNS, MOST_GROUPS = 4, 9
YEAR, TWO_YEARS = 364, 728
SERVED, LEFT = "served", "left"
OF_SPELLS = tuple(end for end in SPELL_ENDS if end != NEVER)
LINES: dict[str, Literal["-", "--"]] = {SERVED: "-", LEFT: "--"}


def wait_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Shares with a first meeting, gone without one, and still waiting, by day, group and column with all staff."""
    return _kept(curves(measures, manifest, "first_meeting", (SERVED, LEFT), YEAR), measures, comparisons, manifest)


def spell_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Shares of new spells that still run, by day, group and column with all staff."""
    table = _kept(curves(measures, manifest, "spell", OF_SPELLS, TWO_YEARS), measures, comparisons, manifest)
    running: pd.DataFrame = table[table["end"] == WITHOUT].reset_index(drop=True)
    return running


def exit_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Shares of the baseline's new spells that have ended by each cause, and that still run, by day and group."""
    table = _kept(curves(measures, manifest, "spell", OF_SPELLS, TWO_YEARS), measures, comparisons, manifest)
    baseline: pd.DataFrame = table[table["column"] == table["column"].iloc[0]].reset_index(drop=True)
    return baseline


def _kept(table: pd.DataFrame, measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The rows of columns that keep their staff, and of groups of known volume."""
    order = study_columns(measures, comparisons, manifest)
    kept = [name for name in order if not manifest.column(name).cut]
    known = label_groups(table)
    table = table[table["column"].isin(kept) & table["group"].isin(known)].reset_index(drop=True)
    if table.empty:
        raise NoNumbersError("cases by day")
    return table


def label_groups(table: pd.DataFrame) -> list[str]:
    """The groups with a curve in every column that has one, those with most cases first."""
    first = table[(table["end"] == WITHOUT)].groupby("group", sort=False)["at_risk"].max()
    largest = set(first.sort_values(ascending=False).index[:MOST_GROUPS])
    return [str(group) for group in first.index if group in largest]


def draw_waits(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per group: a solid line per column for those met, a dashed one for those who left without a meeting."""
    drawn = numbers[numbers["end"].isin([SERVED, LEFT])]
    marks = [
        Line2D([], [], color=INK, linestyle=line, linewidth=1.1, label=phrase(f"curve_{end}", lang))
        for end, line in LINES.items()
    ]
    return _lines(drawn, manifest, lang, "wait-curves", marks)


def draw_spells(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per group: a line per column for the share of new spells that still run."""
    return _lines(numbers[numbers["end"] == WITHOUT], manifest, lang, "spell-curves", [])


def _lines(drawn: pd.DataFrame, manifest: Manifest, lang: Lang, name: str, marks: list[Line2D]) -> Figure:
    every = list(dict.fromkeys(drawn["column"]))
    columns = every[:MOST_COLUMNS]
    styles = looks(columns, columns[0], manifest)
    labels = {column: column_label(column, lang, manifest) for column in columns}
    lines = [
        Line2D([], [], color=look.colour, linewidth=1.6, label=legend_text(labels[column]))
        for column, look in styles.items()
    ]
    more = phrase("left_out", lang, count=len(every) - len(columns)) if len(every) > len(columns) else ""
    legend = legend_height([*labels.values(), *(str(mark.get_label()) for mark in marks)])

    def draw(axes: Axes, part: pd.DataFrame) -> None:
        for (column, end), line in part.groupby(["column", "end"], sort=False):
            if column in styles:
                _draw_line(axes, line, styles[str(column)], LINES.get(str(end), "-"))

    caption = [phrase(f"{name}_caption", lang), _band(drawn, manifest, lang), more]
    frame = weeks_frame(drawn, lang)
    return small_multiples(drawn, "group", manifest, lang, name, [*lines, *marks], legend, caption, draw, frame)


def _draw_line(axes: Axes, line: pd.DataFrame, look: Look, dashes: Literal["-", "--"]) -> None:
    """A step curve with its band."""
    weeks = np.concatenate([[0.0], line["day"].to_numpy() / 7])
    start = 0.0 if line["end"].iloc[0] != WITHOUT else 1.0
    share, low, high = (np.concatenate([[start], line[key].to_numpy()]) * 100 for key in ("share", "low", "high"))
    axes.fill_between(weeks, low, high, step="post", color=look.colour, alpha=0.18, linewidth=0)
    axes.plot(weeks, share, color=look.colour, linewidth=1.1, drawstyle="steps-post", linestyle=dashes)


def draw_exits(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per group: how new spells of the baseline have ended, stacked by cause."""
    baseline = str(numbers["column"].iloc[0])
    drawn = numbers[(numbers["column"] == baseline) & (numbers["end"] != WITHOUT)]
    causes = [end for end in OF_SPELLS if (drawn.loc[drawn["end"] == end, "share"] > 0).any()]
    colours = dict(zip(OF_SPELLS, VARIANT_COLOURS, strict=False))
    marks = [Patch(facecolor=colours[end], label=phrase(f"curve_{end}", lang)) for end in causes]

    def draw(axes: Axes, part: pd.DataFrame) -> None:
        days = np.array(sorted(set(part["day"])))
        below = np.zeros(len(days))
        for end in causes:
            share = part[part["end"] == end].set_index("day")["share"].reindex(days).ffill().fillna(0.0).to_numpy()
            axes.fill_between(
                days / 7,
                100 * below,
                100 * (below + share),
                step="post",
                color=colours[end],
                linewidth=0.3,
                edgecolor="white",
            )
            below = below + share

    caption = [
        phrase("exit-curves_caption", lang),
        phrase("exit_curves_column", lang, column=column_label(baseline, lang, manifest)),
    ]
    legend = legend_height(str(mark.get_label()) for mark in marks)
    frame = weeks_frame(drawn, lang)
    return small_multiples(drawn, "group", manifest, lang, "exit-curves", marks, legend, caption, draw, frame)


def _band(drawn: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """What the bands of curves are."""
    replications = int(drawn["replications"].max())
    key = "curve_band" if replications > 1 else "curve_band_cases"
    return phrase(key, lang, level=number(100 * manifest.confidence, lang, 0), count=replications)


def weeks_frame(drawn: pd.DataFrame, lang: Lang) -> Callable[[Axes], None]:
    """What gives a panel its axes: weeks and percent."""
    last = int(drawn["day"].max())

    def frame(axes: Axes) -> None:
        axes.set_ylim(0, 100)
        axes.set_xlim(0, last / 7)
        axes.set_xticks([0, 13, 26, 39, 52] if last <= YEAR else [0, 26, 52, 78, 104])
        axes.yaxis.set_major_formatter(TickNumbers(lang))
        axes.set_xlabel(phrase("curve_weeks", lang), loc="left", fontsize=SMALL)
        axes.set_ylabel("%", rotation=0, fontsize=SMALL, labelpad=6)

    return frame


WAITS = Chart("wait-curves", wait_numbers, draw_waits, section="waits_section")
SPELLS = Chart("spell-curves", spell_numbers, draw_spells, section="spells_section")
EXITS = Chart("exit-curves", exit_numbers, draw_exits, section="spells_section")
