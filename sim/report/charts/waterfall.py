"""Waterfall of hours by activity from the baseline to a freed column; running casework is the last step."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.measures.hours import RUNNING
from sim.report.chart_frame import row_height, row_labels, sheet, side_text, value_axis
from sim.report.charts.chart import Chart, NoNumbersError
from sim.report.charts.hours import caseworker_hours
from sim.report.cut_words import cut_of, share_text
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.proposals import largest, run_alone
from sim.report.style import GREY, INK, styled
from sim.report.words import capital, column_label, label, number, phrase

MOST, PANELS = 9, 3
"""Steps drawn by name, and variants drawn. The CSV has all of them."""

WRAP = 38
"""Letters of an activity's name on one line."""

LESS, MORE, RUN = "#0072b2", "#d55e00", "#8a949c"

COLUMNS = ["column", "baseline", "activity", "step", "baseline_hours", "variant_hours", "difference", "start", "end"]


def waterfall_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """One row per variant and step, hours per year.

    ``step``: ``from`` (the baseline's total), ``change`` (one activity) or ``to`` (the variant's total). A change runs
    from ``start`` to ``end``, which are totals: the first change starts at the baseline's total, the last ends at the
    variant's. Changes are in order of size, the largest fall first; running casework is last.
    """
    table = caseworker_hours(measures, comparisons, manifest)
    wide = table.pivot_table(index="activity", columns="column", values="mean", aggfunc="sum", sort=False).fillna(0.0)
    columns = list(dict.fromkeys(table["column"]))
    if len(columns) < 2:
        raise NoNumbersError("hours of a variant")
    baseline, rows = columns[0], []
    for column in columns[1:]:
        change = (wide[column] - wide[baseline]).sort_values(kind="stable")
        steps = [*(name for name in change.index if name != RUNNING), *(n for n in change.index if n == RUNNING)]
        at = float(wide[baseline].sum())
        rows.append([column, baseline, "all", "from", at, at, 0.0, 0.0, at])
        for name in steps:
            before, after = float(wide.loc[name, baseline]), float(wide.loc[name, column])
            rows.append([column, baseline, name, "change", before, after, after - before, at, at + after - before])
            at += after - before
        total = float(wide[column].sum())
        rows.append([column, baseline, "all", "to", float(wide[baseline].sum()), total, 0.0, 0.0, total])
    return pd.DataFrame(rows, columns=COLUMNS)


def panel_columns(columns: list[str], manifest: Manifest) -> list[str]:
    """The variants drawn: at most :data:`PANELS`, the first kept and the first cut before all others.

    Where proposals are run alone, those that change most hours.
    """
    if run_alone(manifest):
        return largest(columns, manifest, PANELS)
    firsts = [next((c for c in columns if manifest.column(c).cut is cut), None) for cut in (False, True)]
    chosen = [c for c in firsts if c] + [c for c in columns if c not in firsts]
    return [c for c in columns if c in chosen[:PANELS]]


def draw_waterfall(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """One panel per variant; the axis is the change from the baseline's total, so no bar is cut off."""
    every = list(dict.fromkeys(numbers["column"]))
    columns = panel_columns(every, manifest)
    panels = [_steps(numbers[numbers["column"] == column], lang, manifest) for column in columns]
    titles = [_title(column, lang, manifest) for column in columns]
    tall = [
        0.42 + 0.12 * len(title) + len(panel) * row_height(list(panel["label"]), 0.165, WRAP)
        for title, panel in zip(titles, panels, strict=True)
    ]
    why = "left_out_largest" if run_alone(manifest) else "left_out"
    left_out = phrase(why, lang, count=len(every) - len(columns)) if len(every) > len(columns) else ""
    one_pair = f"{capital(phrase('one_pair', lang))}." if manifest.replications == 1 else ""
    caption = [phrase("waterfall_caption", lang), one_pair, left_out]
    ends = pd.concat([panel[["start", "end"]] for panel in panels]).to_numpy(dtype=float)
    low, high = float(ends.min()), float(ends.max())
    room = 0.02 * max(high - low, 1.0)  # equal columns have no change at all
    baseline = column_label(str(numbers["baseline"].iloc[0]), lang, manifest)
    with styled():
        subtitle = phrase("waterfall_subtitle", lang, baseline=baseline)
        figure = sheet(phrase("waterfall_title", lang), subtitle, caption, manifest, lang, sum(tall))
        grid = figure.subplots(len(columns), 1, height_ratios=tall, squeeze=False)
        for axes, title, panel in zip(grid[:, 0], titles, panels, strict=True):
            _draw_panel(axes, panel, lang)
            axes.set_title("\n".join(title), fontsize=7.5)
            axes.set_xlim(low - room, high + room)
            value_axis(axes, phrase("waterfall_axis", lang) if axes is grid[-1, 0] else "", lang)
    return figure


def _title(column: str, lang: Lang, manifest: Manifest) -> list[str]:
    """The lines above a panel: its column, and what becomes of the freed hours."""
    use, cut = manifest.column(column).use, cut_of(manifest, column)
    texts = [column_label(column, lang, manifest)]
    texts += [phrase(f"waterfall_{use}", lang)] if use in {"keep", "cut"} else []
    if cut is not None:
        words = {"posts": number(cut.free.safe, lang, 1), "base": number(cut.total["baseline"], lang, 1)}
        texts.append(phrase("waterfall_cut_posts", lang, **words, ceiling=share_text(cut.ceiling, lang)))
    return [line for text in texts for line in textwrap.wrap(text, 66)]


def _steps(part: pd.DataFrame, lang: Lang, manifest: Manifest) -> pd.DataFrame:
    """The rows drawn: the first total, the largest steps, the small ones as one, running casework, the last total."""
    change = part[part["step"] == "change"]
    running = change[change["activity"] == RUNNING]
    steps = change[change["activity"] != RUNNING]
    large = steps.reindex(steps["difference"].abs().sort_values(ascending=False, kind="stable").index[:MOST]).index
    kept, small = steps[steps.index.isin(large)], steps[~steps.index.isin(large)]
    base = float(part["end"].iloc[0])
    rows = [(phrase("waterfall_from", lang), "total", 0.0, base)]
    rows += [
        (label("activity", n, lang, manifest), "change", d, 0.0)
        for n, d in zip(kept["activity"], kept["difference"], strict=True)
    ]
    if len(small):
        rows.append(
            (phrase("small_activities", lang, count=len(small)), "change", float(small["difference"].sum()), 0.0)
        )
    for difference in running["difference"]:
        rows.append((label("activity", RUNNING, lang, manifest), "running", float(difference), 0.0))
    rows.append((phrase("waterfall_to", lang), "total", 0.0, float(part["end"].iloc[-1])))
    table = pd.DataFrame(rows, columns=["label", "kind", "difference", "total"])
    end = table["difference"].cumsum()
    return table.assign(start=end - table["difference"], end=end)


def _draw_panel(axes: Axes, panel: pd.DataFrame, lang: Lang) -> None:
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=1)
    for row, step in enumerate(records(panel)):
        if step["kind"] == "total":
            axes.plot([step["end"]], [row], marker="D", color=INK, markersize=4.5, zorder=4)
            side_text(axes, row, phrase("total", lang, total=number(step["total"], lang, 0)))
        else:
            colour = RUN if step["kind"] == "running" else LESS if step["difference"] < 0 else MORE
            axes.barh(row, step["difference"], left=step["start"], height=0.66, color=colour, zorder=3)
            side_text(axes, row, number(step["difference"], lang, 0, signed=True))
        if row + 1 < len(panel):
            axes.plot([step["end"], step["end"]], [row, row + 1], color=GREY, linewidth=0.6, linestyle=":", zorder=2)
    row_labels(axes, list(panel["label"]), WRAP)


CHART = Chart("waterfall", waterfall_numbers, draw_waterfall, section="hours_section")
