"""The wait for the rehabilitation team over its weekly places: one line for each set of rules and practice."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.captions import whisker_line
from sim.report.chart_frame import column_legend, legend_height, sheet, value_axis
from sim.report.charts.bars import whiskers
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import levels, records, whole
from sim.report.manifest import Manifest
from sim.report.style import SMALL, looks, styled
from sim.report.team_note import team_note
from sim.report.words import label, number, phrase, rule_set_label

MEASURE, QUEUE = "wait_team_mean_standardised", "wait_team_queue_mean_standardised"
TALL = 2.6
"""Inches of the drawing."""


def team_place_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The mean wait for the team by column (level table), with ``places`` a week and ``line`` (rules and practice).

    ``without_queue`` is the part of the mean that no place shortens: the days until an agenda is fixed, and the notice.

    The mean is standardised to the baseline's mix of procedures, groups and need levels. A column that sets no number of
    places has the place's own.

    Raises:
        NoNumbersError: no column of the study sets the number of places.
    """
    if not any(column.team_places is not None for column in manifest.columns):
        raise NoNumbersError("team-places")
    both = levels(measures, comparisons, [MEASURE, QUEUE], manifest)
    both = both[whole(both, ["group", "team", "activity", "need"])]
    queue = both[both["measure"] == QUEUE].set_index("column")["mean"]
    table = both[both["measure"] == MEASURE]
    table = table.assign(without_queue=table["mean"] - table["column"].map(queue).astype(float))
    places = {run.column: run.places for run in manifest.runs}
    kept = {column.name: column for column in manifest.columns if column.use == "keep" and not column.shocks}
    table = table[table["column"].isin(kept.keys() & places.keys())]
    if table.empty:
        raise NoNumbersError("team-places")
    lines = [f"{kept[name].rules}/{kept[name].practice}" for name in table["column"]]
    table = table.assign(places=[places[name] for name in table["column"]], line=lines)
    table = table.assign(rank=table["line"].map(_rank(lines))).sort_values(["rank", "places"], kind="stable")
    return table.drop_duplicates(["line", "places"]).drop(columns="rank").reset_index(drop=True)


def _rank(lines: list[str]) -> dict[str, int]:
    return {line: at for at, line in enumerate(dict.fromkeys(lines))}


def draw_team_places(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Days over places, a line for each set of rules and practice, with the interval of the difference from the baseline."""
    lines = list(dict.fromkeys(numbers["line"]))
    first = {line: str(numbers.loc[numbers["line"] == line, "column"].iloc[0]) for line in lines}
    styles = looks([first[line] for line in lines], first[lines[0]], manifest)
    caption = [phrase("team_places_caption", lang), team_note(manifest, lang), whisker_line(numbers, lang)]
    if numbers["without_queue"].notna().any():
        caption.insert(1, phrase("team_places_dashed", lang))
    with styled():
        labels = {first[line]: _words(first[line], manifest, lang) for line in lines}
        figure = sheet(
            phrase("team-places_title", lang), phrase("team_places_subtitle", lang), caption, manifest, lang,
            TALL + 0.4 + legend_height(labels.values()),
        )  # fmt: skip
        axes = figure.subplots()
        axes.grid(visible=True, axis="both")
        highest = numbers.groupby("places")["mean"].max()
        for line in lines:
            part, look = numbers[numbers["line"] == line], styles[first[line]]
            for row in records(part):
                low, high = whiskers(row)
                axes.plot([row["places"]] * 2, [low, high], color=look.colour, linewidth=1.0)
            axes.plot(
                part["places"], part["mean"], color=look.colour, marker=look.marker, markersize=3.8, linewidth=1.2
            )
            axes.plot(part["places"], part["without_queue"], color=look.colour, linestyle="--", linewidth=0.8)
            for places, mean in zip(part["places"], part["mean"], strict=True):
                above = mean >= highest[places]  # lines that come near each other have their numbers on different sides
                axes.annotate(
                    number(float(mean), lang, 0), (places, mean), xytext=(0, 4 if above else -5), textcoords="offset points",
                    fontsize=SMALL, color=look.text, ha="center", va="bottom" if above else "top",
                )  # fmt: skip
        axes.set_ylim(bottom=0)
        axes.set_ylabel(phrase("waits_axis", lang))
        value_axis(axes, phrase("team_places_axis", lang), lang)
        column_legend(axes, styles, labels)
    return figure


def _words(name: str, manifest: Manifest, lang: Lang) -> str:
    """The rules and the practice of a column, without its places."""
    column = manifest.column(name)
    parts = (rule_set_label(column.rules, lang, manifest), label("practice", column.practice, lang, manifest))
    return ", ".join(part for part in parts if part)


CHART = Chart("team-places", team_place_numbers, draw_team_places)
