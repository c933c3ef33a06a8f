"""Work removed by activity, and what became of its hours: two panels for each variant, step by step."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.measures.hours import RUNNING
from sim.report.assumed import (
    ENDS,
    ONE_AT_A_TIME,
    TOGETHER,
    assumption_line,
    draw_assumptions,
    drawn_ends,
    is_clear,
    with_assumptions,
)
from sim.report.chart_frame import room, row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.freed import ALL, BECAME, REMOVED, SMALL_PARTS, two_steps
from sim.report.levels import one_place, records
from sim.report.lines import lines_of
from sim.report.manifest import Manifest
from sim.report.paper import part as picture
from sim.report.paper import shown_rows
from sim.report.proposals import ends_text, largest, run_alone
from sim.report.style import GREY, INK, styled
from sim.report.words import capital, column_label, label, number, phrase

MOST, FEWEST, PANELS = 8, 5, 2
"""Activities drawn by name where there is room and in any case, and variants drawn. The CSV has all of them."""

WRAP = 44
"""Letters of an activity's name on one line."""

TITLE = 7.5
"""Points of the title of a panel."""
LESS, MORE, USE = "#0072b2", "#d55e00", "#8a949c"


def waterfall_numbers(_measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Both steps of each variant, hours a year: the columns of :func:`sim.report.freed.two_steps`, ``start`` and ``end``.

    A part runs from ``start`` to ``end``. The first part of each step starts at 0, the last ends at the work removed. The
    row "all" runs from 0 to the work removed. Activities are in order of hours freed, those that need more hours last.
    """
    table = two_steps(one_place(comparisons, manifest))
    table = table[table["step"].isin([REMOVED, BECAME])]
    if table.empty:
        raise NoNumbersError("work removed")
    parts = []
    for (_, step), part in table.groupby(["column", "step"], sort=False):
        total, steps = part[part["part"] == ALL], part[part["part"] != ALL]
        if step == REMOVED:
            steps = steps.sort_values("hours", ascending=False, kind="stable")
        end = steps["hours"].cumsum()
        parts.append(total.assign(start=0.0, end=total["hours"]))
        parts.append(steps.assign(start=end - steps["hours"], end=end))
    return _assumed(pd.concat(parts, ignore_index=True), manifest)


def _assumed(table: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The table with the intervals by assumptions of the two headlines in it: all work removed, and running casework."""
    asked = (table["part"] == ALL) & (table["step"] == REMOVED)
    running = (table["part"] == RUNNING) & (table["step"] == BECAME)
    keys = table[["column"]].assign(measure="", activity=ALL, need=ALL)
    keys.loc[asked, "measure"] = "hours_asked"
    keys.loc[running, ["measure", "activity"]] = ["hours", RUNNING]
    ends = with_assumptions(keys, manifest)[list(ENDS)]
    for low, high in (ONE_AT_A_TIME, TOGETHER):  # work removed is a fall of hours asked for
        ends.loc[asked, [low, high]] = -ends.loc[asked, [high, low]].to_numpy()
    return table.join(ends)


def panel_columns(columns: list[str], manifest: Manifest) -> list[str]:
    """The variants drawn: at most :data:`PANELS`, the first kept and the first cut before all others.

    Where proposals are run alone, those that remove most work.
    """
    if run_alone(manifest):
        return largest(columns, manifest, PANELS)
    firsts = [next((c for c in columns if manifest.column(c).cut is cut), None) for cut in (False, True)]
    chosen = [c for c in firsts if c] + [c for c in columns if c not in firsts]
    return [c for c in columns if c in chosen[:PANELS]]


def draw_waterfall(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """Two panels per variant on one axis of hours: work removed by activity, then what became of it."""
    every = list(dict.fromkeys(numbers["column"]))
    drawn = panel_columns(every, manifest)
    [columns] = shown_rows(drawn, panels=True)
    shown = [(column, step) for column in columns for step in (REMOVED, BECAME)]
    titles = []
    for column, step in shown:
        head = column_label(column, lang, manifest) if step == REMOVED else ""
        titles.append([*lines_of(head, 0.62 * picture().paper.width, TITLE, "bold"), phrase(f"waterfall_{step}", lang)])
    why = "left_out_largest" if run_alone(manifest) else "left_out"
    left_out = phrase(why, lang, count=len(every) - len(drawn)) if len(every) > len(drawn) else ""
    one_pair = f"{capital(phrase('one_pair', lang))}." if manifest.replications == 1 or _no_interval(numbers) else ""
    caption = [phrase("waterfall_caption", lang), phrase("running_is", lang), one_pair]
    caption += [assumption_line(numbers, manifest, lang), left_out]
    baseline = column_label(str(numbers["baseline"].iloc[0]), lang, manifest)
    words = phrase("waterfall_title", lang), phrase("waterfall_subtitle", lang, baseline=baseline), caption
    free = room(*words, manifest, lang)
    apart = picture().paper.fills and len(columns) > 1  # a slide each, with all activities, rather than fewer on one
    most = MOST
    while True:
        every_panel = {
            (column, step): _steps(part, str(step), lang, manifest, most)
            for (column, step), part in numbers[numbers["column"].isin(drawn)].groupby(["column", "step"], sort=False)
        }
        panels = [every_panel[key] for key in shown]
        tall = [
            0.24 + 0.115 * len(title) + len(panel) * row_height(list(panel["label"]), 0.155, WRAP)
            for title, panel in zip(titles, panels, strict=True)
        ]
        if sum(tall) <= free or apart or most == FEWEST:
            break
        most -= 1
    reach = [panel["start"] + panel[name] for panel in every_panel.values() for name in ("assumed_low", "assumed_high")]
    ends = pd.concat([*(panel[name] for panel in every_panel.values() for name in ("start", "end")), *reach]).astype(
        float
    )
    low, high = float(ends.min()), float(ends.max())
    beside = 0.02 * max(high - low, 1.0)  # equal columns have no change at all
    with styled():
        figure = sheet(*words, manifest, lang, sum(tall))
        grid = figure.subplots(len(panels), 1, height_ratios=tall, squeeze=False)
        for axes, title, panel in zip(grid[:, 0], titles, panels, strict=True):
            _draw_panel(axes, panel)
            axes.set_title("\n".join(title), fontsize=TITLE)
            axes.set_xlim(low - beside, high + beside)
            value_axis(axes, phrase("waterfall_axis", lang) if axes is grid[-1, 0] else "", lang)
    return figure


def _no_interval(numbers: pd.DataFrame) -> bool:
    return bool(numbers["low"].isna().all())


def _steps(part: pd.DataFrame, step: str, lang: Lang, manifest: Manifest, most: int) -> pd.DataFrame:
    """The rows drawn, ``most`` activities by name: label, kind, hours, start, end and the text beside them; the total is last."""
    total, steps = part[part["part"] == ALL], part[part["part"] != ALL]
    if step == BECAME:
        named, small = steps[~steps["part"].isin(SMALL_PARTS)], steps[steps["part"].isin(SMALL_PARTS)]
        rows = [_row(phrase(f"became_{line['part']}", lang), "use", line, lang) for line in records(named)]
        rest = phrase("became_other", lang)
    else:
        large = steps.reindex(steps["hours"].abs().sort_values(ascending=False, kind="stable").index[:most]).index
        named, small = steps[steps.index.isin(large)], steps[~steps.index.isin(large)]
        rows = [_row(label("activity", line["part"], lang, manifest), "change", line, lang) for line in records(named)]
        rest = phrase("small_activities", lang, count=len(small))
    if len(small):
        hours = float(small["hours"].sum())
        kind = "use" if step == BECAME else "change"
        rows.append((rest, kind, hours, number(hours, lang, 0, signed=True), math.nan, math.nan, False))
    for line in records(total):
        rows.append(_row(phrase("waterfall_total", lang), "total", line, lang))
    table = pd.DataFrame(rows, columns=["label", "kind", "hours", "text", "assumed_low", "assumed_high", "clear"])
    end = table["hours"].where(table["kind"] != "total", 0.0).cumsum()
    start = (end - table["hours"]).where(table["kind"] != "total", 0.0)
    return table.assign(start=start, end=end)


def _row(name: str, kind: str, line: dict[str, object], lang: Lang) -> tuple[str, str, float, str, float, float, bool]:
    """A row drawn, with its hours, their interval by chance in words, and that by assumptions."""
    hours, low, high = (float(str(line[key])) for key in ("hours", "low", "high"))
    ends = f" ({ends_text(low, high, lang, 0)})" if low < high else ""
    return name, kind, hours, number(hours, lang, 0, signed=True) + ends, *drawn_ends(line), is_clear(line)


def _draw_panel(axes: Axes, panel: pd.DataFrame) -> None:
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=1)
    for row, step in enumerate(records(panel)):
        if step["kind"] == "total":
            axes.plot([step["hours"]], [row], marker="D", color=INK, markersize=4.5, zorder=4)
        else:
            colour = USE if step["kind"] == "use" else LESS if step["hours"] >= 0 else MORE
            axes.barh(row, step["hours"], left=step["start"], height=0.66, color=colour, zorder=3)
        start = 0.0 if step["kind"] == "total" else step["start"]
        low, high = start + step["assumed_low"], start + step["assumed_high"]
        draw_assumptions(axes, row, low, high, INK, clear=step["clear"])
        side_text(axes, row, step["text"])
        if row + 1 < len(panel):
            axes.plot([step["end"], step["end"]], [row, row + 1], color=GREY, linewidth=0.6, linestyle=":", zorder=2)
    row_labels(axes, list(panel["label"]), WRAP)


CHART = Chart("waterfall", waterfall_numbers, draw_waterfall, section="hours_section")
