"""Caseloads against both norms: their distribution over caseworker-weeks, and their course by month."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.files.entry import Lang
from sim.measures.norms import YEARS
from sim.report.chart_frame import legend_height, legend_text
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, named_columns, one_place, study_columns
from sim.report.manifest import Manifest
from sim.report.panels import small_multiples
from sim.report.style import GREY, INK, SMALL, looks, styled
from sim.report.ticks import TickNumbers
from sim.report.words import column_label, phrase

WEEKS, MONTH = "norm_load_weeks", "norm_load_month"
Dashes = Literal["-", "--"]
LINES: dict[str, Dashes] = dict(zip(YEARS, ("-", "--"), strict=True))
DrawLine = Callable[..., None]
"""(axes, activity, value, colour, dashes): draws a line of a panel."""
MOST_COLUMNS, NORM, BIN = 3, 100, 10
COLUMNS = ["column", "team", "norm", "activity", "value", "replications"]


def load_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Share of a team's caseworker-weeks by load (``activity``: upper end of a bin, percent of the norm), by norm and column."""
    table = _numbers(WEEKS, measures, comparisons, manifest)
    table["activity"] = table["activity"].astype(int)
    total = table.groupby(["column", "team", "norm"])["value"].transform("sum")
    table = table.assign(value=table["value"] / total)
    return table.sort_values(["of_team", "of_column", "norm", "activity"], kind="stable").reindex(columns=COLUMNS)


def month_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Load of a team as a share of the norm, by month (``activity``), norm and column: mean over replications."""
    table = _numbers(MONTH, measures, comparisons, manifest)
    table["value"] /= table["replications"]
    return table.sort_values(["of_team", "of_column", "norm", "activity"], kind="stable").reindex(columns=COLUMNS)


def _numbers(name: str, measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Sums over replications, of columns with all staff."""
    rows = one_place(measures, manifest)
    norms = {f"{name}_{year}": year for year in YEARS}
    rows = rows[rows["measure"].isin(norms)]
    if rows.empty:
        raise NoNumbersError(name)
    rows = rows.assign(column=named_columns(rows, manifest), norm=rows["measure"].map(norms))
    kept = [each for each in study_columns(measures, comparisons, manifest) if not manifest.column(each).cut]
    rows = rows[rows["column"].isin(kept)]
    groups = rows.groupby(["column", "team", "norm", "activity"], as_index=False, sort=False)
    table = groups.agg(value=("value", "sum"))
    number = rows.groupby("column")["replication"].nunique()
    order = {column: at for at, column in enumerate(kept)}
    return table.assign(
        replications=table["column"].map(number), of_team=in_order(table["team"]), of_column=table["column"].map(order)
    )


def draw_loads(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per team: the share of caseworker-weeks by load, a solid line by the norm of 2016, a dashed one by that of 2020."""
    most = int(numbers.loc[numbers["value"] > 0.002, "activity"].max())
    bins, top = range(0, most + BIN, BIN), 105 * float(numbers["value"].max())

    def frame(axes: Axes) -> None:
        axes.axvline(NORM, color=INK, linewidth=0.8, zorder=1)
        axes.set_xlim(0, most)
        axes.set_ylim(0, top)
        axes.xaxis.set_major_formatter(TickNumbers(lang))
        axes.yaxis.set_major_formatter(TickNumbers(lang))
        axes.set_xlabel(phrase("loads_axis", lang), loc="left", fontsize=SMALL)
        axes.set_ylabel("%", rotation=0, fontsize=SMALL, labelpad=6)

    def draw(axes: Axes, x: pd.Series[Any], y: pd.Series[float], colour: str, dashes: Dashes) -> None:
        share = pd.Series(100 * y.to_numpy(), index=x.to_numpy()).reindex(bins, fill_value=0.0)
        axes.plot(bins, share, drawstyle="steps-pre", color=colour, linestyle=dashes, linewidth=1)

    return _chart(numbers, "norm-loads", manifest, lang, draw, frame)


def draw_months(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A panel per team: the load by month in percent of the norm."""
    months = sorted(set(numbers["activity"]))
    place = {month: at for at, month in enumerate(months)}
    top = 105 * float(numbers["value"].max())
    starts = [place[month] for month in months if month.endswith("-01")]

    def frame(axes: Axes) -> None:
        axes.axhline(NORM, color=INK, linewidth=0.8, zorder=1)
        axes.set_xlim(0, max(len(months) - 1, 1))
        axes.set_xticks(starts, [months[at][:4] for at in starts])
        axes.set_ylim(0, top)
        axes.yaxis.set_major_formatter(TickNumbers(lang))
        axes.set_ylabel("%", rotation=0, fontsize=SMALL, labelpad=6)

    def draw(axes: Axes, x: pd.Series[Any], y: pd.Series[float], colour: str, dashes: Dashes) -> None:
        axes.plot(x.map(place), 100 * y, color=colour, linestyle=dashes, linewidth=1)

    return _chart(numbers, "norm-months", manifest, lang, draw, frame)


def _chart(
    numbers: pd.DataFrame, name: str, manifest: Manifest, lang: Lang, draw_line: DrawLine, frame: Callable[[Axes], None]
) -> Figure:
    """Panels of teams with a line per column and norm."""
    every = list(dict.fromkeys(numbers["column"]))
    columns = every[:MOST_COLUMNS]
    styles = looks(columns, columns[0], manifest)
    labels = {column: column_label(column, lang, manifest) for column in columns}
    with styled():
        lines = [Line2D([], [], color=styles[c].colour, linewidth=1.6, label=legend_text(labels[c])) for c in columns]
        lines += [
            Line2D([], [], color=GREY, linestyle=LINES[year], linewidth=1.1, label=phrase("load_norm", lang, year=year))
            for year in YEARS
        ]
    more = phrase("left_out", lang, count=len(every) - len(columns)) if len(every) > len(columns) else ""

    def draw(axes: Axes, part: pd.DataFrame) -> None:
        for (column, norm), rows in part.groupby(["column", "norm"], sort=False):
            if column in styles:
                draw_line(axes, rows["activity"], rows["value"], styles[str(column)].colour, LINES[str(norm)])

    legend = legend_height([*labels.values(), *YEARS])
    caption = [phrase("loads_caption", lang), more]
    return small_multiples(numbers, "team", manifest, lang, name, lines, legend, caption, draw, frame)


LOADS = Chart("norm-loads", load_numbers, draw_loads, section="caseload_section")
MONTHS = Chart("norm-months", month_numbers, draw_months, section="caseload_section")
