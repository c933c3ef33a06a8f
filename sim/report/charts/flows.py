"""Flows between groups a year, under the baseline and under the first variant: two alluvial pictures on one scale."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.files.entry import Lang
from sim.report.chart_frame import sheet, wrapped
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.levels import in_order, levels, whole
from sim.report.manifest import Manifest
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.style import INK, SMALL, group_colour, styled
from sim.report.words import column_label, label, number, phrase

SWITCHES, MERGED = "switches", "merged_switches"
TALL, GAP, BAR = 3.15, 0.012, 0.016
"""Inches of a picture; the gap between groups as a share of all flows; width of a group as a share of the picture."""
TITLE, WIDE = 7.5, 0.66
"""Points of a title, and its width as a share of the picture."""
APART, HEAD = 0.125, 0.45
"""Inches between the names of neighbours at least, and of the title of a picture."""
LEAST = 0.004
"""A group with less than this share of all flows has no name."""


def flow_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Switches a year from each group to each other (``activity``), in columns with all staff (level table).

    ``merged_switches`` over all groups are those inside a merged group. They are among the others, and no group switches.
    """
    table = levels(measures, comparisons, [SWITCHES, MERGED], manifest)
    flow = (table["measure"] == SWITCHES) & (table["group"] != "all") & (table["activity"] != "all")
    inside = (table["measure"] == MERGED) & whole(table, ["group", "activity"])
    table = table[whole(table, ["team", "need"]) & (flow | inside)]
    kept = [not manifest.column(str(name)).cut for name in table["column"]]
    table = table[kept]
    if table.empty or not (table["mean"] > 0).any():
        raise NoNumbersError(SWITCHES)
    columns = {name: at for at, name in enumerate(dict.fromkeys(table["column"]))}
    order = table.assign(c=table["column"].map(columns), g=in_order(table["group"]), a=in_order(table["activity"]))
    return order.sort_values(["c", "g", "a"], kind="stable").drop(columns=["c", "g", "a"]).reset_index(drop=True)


def draw_flows(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """The baseline above, the first variant below: groups left to the left, groups entered to the right."""
    both = list(dict.fromkeys(numbers["column"]))[:2]
    [columns] = shown_rows(both, panels=True)
    merged = numbers[numbers["measure"] == MERGED].groupby("column")["mean"].sum()
    numbers = numbers[numbers["measure"] == SWITCHES]
    totals = {column: float(numbers.loc[numbers["column"] == column, "mean"].sum()) for column in both}
    with styled():
        title, subtitle = (phrase(f"flows_{part}", lang) for part in ("title", "subtitle"))
        caption = [phrase("flows_caption", lang)]
        figure = sheet(title, subtitle, caption, manifest, lang, TALL * len(columns))
        grid = figure.subplots(len(columns), 1, squeeze=False)
        for axes, column in zip(grid[:, 0], columns, strict=True):
            part = numbers[(numbers["column"] == column) & (numbers["mean"] > 0)]
            _draw(axes, part, max(totals.values()), manifest, lang)
            inside = number(float(merged.get(column, 0.0)), lang, 0)
            words = phrase("flows_total", lang, total=number(totals[column], lang, 0), inside=inside)
            head = wrapped(column_label(column, lang, manifest), WIDE * picture().paper.width, TITLE, "bold")
            axes.set_title(f"{head}\n{words}", fontsize=TITLE)
    return figure


def _draw(axes: Axes, part: pd.DataFrame, scale: float, manifest: Manifest, lang: Lang) -> None:
    """Ribbons from the groups to the left to those to the right; a unit of height is the larger total."""
    names = pd.concat([part["group"], part["activity"]]).drop_duplicates()
    groups = list(names.loc[in_order(names).sort_values(kind="stable").index])
    free: dict[tuple[int, str], float] = {}
    apart = APART * (1 + GAP * len(groups)) / (TALL - HEAD)
    for side, key in enumerate(("group", "activity")):
        sums = part.groupby(key)["mean"].sum() / scale
        top, last = 0.0, 1.0
        for group in groups:
            height = float(sums.get(group, 0.0))
            if not height:
                continue
            free[side, group] = top
            axes.add_patch(
                Rectangle((side * (1 - BAR), -top - height), BAR, height, color=group_colour(group), linewidth=0)
            )
            if height >= LEAST:
                text = f"{label('group', group, lang, manifest)}  {number(height * scale, lang, 0)}"
                at = (-0.01, "right") if side == 0 else (1.01, "left")
                last = min(-top - height / 2, last - apart)
                axes.text(at[0], last, text, ha=at[1], va="center", fontsize=SMALL, color=INK, clip_on=False)
            top += height + GAP
    for row in part.to_dict("records"):
        height = float(row["mean"]) / scale
        start, end = free[0, str(row["group"])], free[1, str(row["activity"])]
        free[0, str(row["group"])] += height
        free[1, str(row["activity"])] += height
        axes.add_patch(ribbon(BAR, 1 - BAR, start, end, height, group_colour(str(row["group"]))))
    axes.set_xlim(0, 1)
    axes.set_ylim(-1 - GAP * len(groups), 0)
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()


def ribbon(left: float, right: float, start: float, end: float, height: float, colour: str) -> PathPatch:
    """A band of equal height from ``start`` at the left to ``end`` at the right, both measured downwards."""
    middle = (left + right) / 2
    points = [
        (left, -start), (middle, -start), (middle, -end), (right, -end), (right, -end - height), (middle, -end - height),
        (middle, -start - height), (left, -start - height), (left, -start),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(points, codes), facecolor=colour, alpha=0.55, linewidth=0.2, edgecolor="white")


CHART = Chart("flows", flow_numbers, draw_flows, section="spells_section")
