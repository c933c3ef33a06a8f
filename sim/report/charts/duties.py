"""The law as a timeline: when the duties towards each group fall due in the first year, under two sets of rules."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.files.entry import Lang
from sim.report.chart_frame import legend_above, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import BASELINE_COLOUR, VARIANT_COLOURS, styled
from sim.report.words import label, number, phrase, rule_set_label

COLUMNS = ["rules", "group", "duty", "demand", "clock", "law", "instance", "day"]
YEAR, MONTH = 365, 365.25 / 12
COLOURS = (BASELINE_COLOUR, VARIANT_COLOURS[0])
MARKS = {"meetings": "o", "offers": "s", "other": "^"}
"""Kind of duty -> mark."""
SHARED = ("meetings", "meetings-simple", "akasse")
"""Demands that are meetings."""
LANE = 0.36
"""Rows between the two lanes of a group."""


def duty_numbers(_measures: pd.DataFrame, _comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """A row per rule set, group, duty and instance that falls due in the first year (:data:`COLUMNS`), days from the clock's start.

    A number of meetings within a time is spread evenly over it: the law says how many, not when.
    """
    rows = []
    for each in manifest.duties:
        days: list[tuple[int, int]] = []
        if each.count is not None and each.within is not None:
            days = [(at, round(each.within * at / each.count)) for at in range(each.first, each.count + 1)]
        elif each.due is not None:
            days = [(1, each.due)]
            while each.every and days[-1][1] + each.every <= YEAR:
                days.append((days[-1][0] + 1, days[-1][1] + each.every))
        for group in each.groups:
            for instance, day in days:
                if day <= YEAR:
                    rows.append([each.rules, group, each.duty, each.demand, each.clock, each.law, instance, day])
    table = pd.DataFrame(rows, columns=COLUMNS)
    if table.empty or table["rules"].nunique() < 2:
        raise NoNumbersError("duties of two rule sets")
    order = {name: at for at, name in enumerate(dict.fromkeys(each.rules for each in manifest.duties))}
    ranks = table.assign(g=in_order(table["group"]), r=table["rules"].map(order))
    ranks = ranks.sort_values(["g", "r", "duty", "instance"], kind="stable")
    return ranks.reindex(columns=COLUMNS).reset_index(drop=True)


def draw_duties(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per group with a lane per rule set; a mark per duty and instance; to the right how many there are."""
    rules = sorted(set(numbers["rules"]), key=[each.rules for each in manifest.duties].index)
    [groups] = shown_rows(list(dict.fromkeys(numbers["group"])))
    names = [label("group", group, lang, manifest) for group in groups]
    with styled():
        title, subtitle = (phrase(f"duties_{part}", lang) for part in ("title", "subtitle"))
        figure = sheet(title, subtitle, [phrase("duties_caption", lang)], manifest, lang, 1.1 + 0.34 * len(groups))
        axes = figure.subplots()
        for place, (own, colour) in enumerate(zip(rules, COLOURS, strict=False)):
            for row, group in enumerate(groups):
                part = numbers[(numbers["rules"] == own) & (numbers["group"] == group)]
                at = row + (place - 0.5) * LANE
                _draw_lane(axes, part, at, colour)
                side_text(axes, at, number(float(len(part)), lang, 0), colour)
        row_labels(axes, names, 34)
        for row in range(1, len(groups)):
            axes.axhline(row - 0.5, color="#eef0f2", linewidth=0.5, zorder=0)
        axes.set_xlim(-0.2, 12.2)
        axes.set_xticks(range(0, 13, 2))
        value_axis(axes, phrase("duties_axis", lang), lang)
        side_title(axes, phrase("duties_side", lang))
        marks: list[Line2D | Patch] = [
            Patch(color=colour, label=rule_set_label(own, lang, manifest))
            for own, colour in zip(rules, COLOURS, strict=False)
        ]
        marks += [
            Line2D(
                [],
                [],
                linestyle="",
                marker=mark,
                color=BASELINE_COLOUR,
                markersize=4,
                label=phrase(f"duties_{kind}", lang),
            )
            for kind, mark in MARKS.items()
        ]
        legend_above(axes, marks, columns=2)
    return figure


def _draw_lane(axes: Axes, part: pd.DataFrame, at: float, colour: str) -> None:
    axes.plot([0, 12], [at, at], color="#e8ebed", linewidth=0.8, zorder=1)
    for row in records(part):
        kind = "meetings" if row["demand"] in SHARED else row["demand"] if row["demand"] in MARKS else "other"
        axes.plot(
            [row["day"] / MONTH],
            [at],
            marker=MARKS[str(kind)],
            color=colour,
            markersize=3.4,
            alpha=0.8,
            linestyle="",
            zorder=3,
        )


CHART = Chart("duties", duty_numbers, draw_duties, section="breaches_section")
