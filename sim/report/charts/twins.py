"""One citizen under two rule sets: two lanes of events on one calendar, and the groups between them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sim.files.entry import Lang
from sim.files.localised import month_of
from sim.journal.twin import Twins
from sim.report.chart_frame import row_labels, sheet, wrapped
from sim.report.manifest import Manifest
from sim.report.panels import legend_in, panel_grid
from sim.report.style import group_colour, styled
from sim.report.words import label, number, phrase

COLUMNS = [
    "lane",
    "rules",
    "practice",
    "date",
    "until",
    "kind",
    "row",
    "group",
    "benefit",
    "what",
    "how",
    "clause",
    "law",
]
ROWS = ("meeting", "work", "lost", "offer", "need", "team", "breach")
"""The rows of a lane, in their order."""
OF_KIND = {
    "LOST": "lost", "SHED": "lost", "OFFER": "offer", "NEED": "need", "DETECT": "need", "ORDER": "team", "DELIVER": "team",
    "READY": "team", "HEARING": "team", "DECIDE": "team", "EFFORT": "team", "BREACH": "breach", "SANCTION": "breach",
}  # fmt: skip
"""Kind of an entry -> its row. Work has two rows: meetings held, and other work. Other kinds are not drawn."""
HOW = {"same": ("#8a949c", "o"), "rule": ("#d55e00", "D"), "diary": ("#3a93c9", "s"), "follows": ("#0072b2", "^")}
"""Why an event differs from the other history -> colour and mark."""
ROW, STRIP = 0.17, 0.9
"""Inches of a row; height of the strip of groups in rows."""


def twin_numbers(twins: Twins) -> pd.DataFrame:
    """A row per event of both histories (:data:`COLUMNS`), and per stay in a group (``kind`` group, with ``until``).

    ``lane`` is one or other. ``how`` says whether the event is the same in both, or why not (:data:`sim.journal.twin.WAYS`).
    ``row`` is empty for events that are not drawn. ``what`` is in the language of the histories.
    """
    rows: list[dict[str, Any]] = []
    for lane in ("one", "other"):
        history = getattr(twins, lane)
        about = {"lane": lane, "rules": history.rules, "practice": history.practice}
        events = [(getattr(pair, lane), pair.how) for pair in twins.pairs if getattr(pair, lane) is not None]
        events.sort(key=lambda event: event[0].rows)
        for entry, how in events:
            row = OF_KIND.get(entry.kind, "")
            if entry.kind == "WORK":
                row = "meeting" if entry.held else "work"
            rows.append(
                {
                    **about, "date": entry.date, "until": entry.date, "kind": entry.kind, "row": row, "group": entry.group,
                    "benefit": entry.benefit, "what": entry.what, "how": how, "clause": entry.clause.path, "law": entry.clause.law,
                }
            )  # fmt: skip
        rows += [{**about, **stay} for stay in _stays([entry for entry, _ in events], history.last)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _stays(entries: list[Any], last: date) -> list[dict[str, Any]]:
    """The stays in groups, from the first to the last day."""
    stays: list[dict[str, Any]] = []
    for entry in entries:
        if entry.kind not in {"ARRIVE", "SWITCH", "EXIT"}:
            continue
        if stays and stays[-1]["until"] == last:
            stays[-1]["until"] = entry.date
        if entry.kind != "EXIT":
            stays.append(
                {"kind": "group", "date": entry.date, "until": last, "group": entry.group, "benefit": entry.benefit}
            )
    return stays


def draw_twins(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A lane per rule set: a strip of groups, and a row per kind of event, marked by why it differs."""
    lanes = list(dict.fromkeys(numbers["lane"]))
    rows = [row for row in ROWS if row in set(numbers["row"])]
    names = [phrase("twins_group", lang), *(phrase(f"twins_{row}", lang) for row in rows)]
    days = pd.concat([numbers["date"], numbers["until"]]).map(date2num)
    groups = list(dict.fromkeys(numbers.loc[numbers["kind"] == "group", "group"]))
    marks: list[Line2D | Patch] = [
        Line2D([], [], linestyle="", marker=mark, color=colour, markersize=4, label=phrase(f"twins_{how}", lang))
        for how, (colour, mark) in HOW.items()
        if how in set(numbers["how"])
    ]
    marks += [
        Patch(color=group_colour(group), label=wrapped(label("group", group, lang, manifest), 2.6)) for group in groups
    ]
    legend = 0.19 * -(-len(marks) // 2)
    tall = ROW * len(names)
    with styled():
        title, subtitle = phrase("twins_title", lang), phrase("twins_subtitle", lang)
        figure = sheet(
            title, subtitle, [phrase("twins_caption", lang)], manifest, lang, legend + len(lanes) * (tall + 0.55)
        )
        head, panels = panel_grid(figure, len(lanes), 1, [tall] * len(lanes), legend)
        for axes, lane in zip(panels, lanes, strict=True):
            part = numbers[numbers["lane"] == lane]
            _draw_lane(axes, part, rows)
            row_labels(axes, names, 40)
            axes.set_xlim(days.min() - 5, days.max() + 5)
            axes.xaxis.set_major_locator(AutoDateLocator(minticks=4, maxticks=8))  # type: ignore[no-untyped-call]
            axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: _month(day, lang)))
            rules, practice = str(part["rules"].iloc[0]), str(part["practice"].iloc[0])
            words = f"{label('rule_set', rules, lang, manifest)}, {label('practice', practice, lang, manifest)}"
            held = phrase("twins_held", lang, count=number(float((part["row"] == "meeting").sum()), lang, 0))
            axes.set_title(f"{words}: {held}", fontsize=7.5)
        legend_in(head, marks, columns=2, labelspacing=0.35)
    return figure


def _draw_lane(axes: Axes, part: pd.DataFrame, rows: list[str]) -> None:
    for stay in part[part["kind"] == "group"].to_dict("records"):
        start, end = (float(date2num(stay[key])) for key in ("date", "until"))  # type: ignore[no-untyped-call]
        axes.barh(0, end - start, left=start, height=STRIP, color=group_colour(str(stay["group"])), linewidth=0)
    for event in part[part["row"].isin(rows)].to_dict("records"):
        colour, mark = HOW[str(event["how"])]
        at = float(date2num(event["date"]))  # type: ignore[no-untyped-call]
        axes.plot(
            [at], [1 + rows.index(str(event["row"]))], marker=mark, color=colour, markersize=3.2,
            markeredgewidth=0, linestyle="",
        )  # fmt: skip
    axes.set_axisbelow(True)


def _month(day: float, lang: Lang) -> str:
    """A day of the axis in the reader's words: "Jan 2024", "jan. 2024"."""
    from matplotlib.dates import num2date

    return month_of(num2date(day).date(), lang)  # type: ignore[no-untyped-call]
