"""Every number of the papers that a run has, beside it: the run over the claim, with both intervals, verdict and nature."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from sim.files.entry import Lang
from sim.report.assumed import draw_assumptions
from sim.report.chart_frame import legend_above, row_labels, sheet, side_text, side_title, value_axis
from sim.report.charts.chart import NoNumbersError
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.paper import shown_rows
from sim.report.style import INK, SMALL, styled
from sim.report.text import phrases
from sim.report.words import label, number, phrase

COLUMNS = [
    "id", "paper", "measure", "text", "unit", "stated", "low", "high", "simulated", "chance_low", "chance_high", "assumptions_low",
    "assumptions_high", "ratio", "verdict", "nature",
]  # fmt: skip
VERDICTS = {"inside": ("#0072b2", "o"), "outside": ("#d55e00", "D"), "too-little-to-tell": ("#8a949c", "s")}
"""Verdict -> colour and mark."""
MOST, EDGE, WRAP, ROW = 40, 3.0, 58, 0.195
"""Rows at most; where the axis ends; letters of a name on one line; inches of a row."""


def validation_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """The numbers of papers that a run has (:data:`COLUMNS`, of ``validation.csv``), in the order of the papers.

    Raises:
        NoNumbersError: there is none.
    """
    rows = table[(table["family"] == "papers") & table["verdict"].isin(VERDICTS)]
    rows = rows[rows["stated"].notna() & (rows["stated"] != 0) & rows["simulated"].notna()]
    if rows.empty:
        raise NoNumbersError("numbers of papers that a run has")
    numbers: pd.DataFrame = rows.reindex(columns=COLUMNS).reset_index(drop=True)
    return numbers


def draw_validation(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A row per number: a band for what the paper says, a mark for the run, solid for chance and dotted for assumptions."""
    most = records(numbers)[:MOST]
    [rows] = shown_rows(most)
    names = [claim_name(row, lang) for row in rows]
    more = len(numbers) - len(most)
    caption = [phrase("validation_caption", lang), phrase("left_out", lang, count=more) if more else ""]
    with styled():
        title, subtitle = (phrase(f"validation_{part}", lang) for part in ("title", "subtitle"))
        body = 0.85 + len(rows) * ROW
        figure = sheet(title, subtitle, caption, manifest, lang, body)
        axes = figure.subplots()
        axes.axvline(1, color=INK, linewidth=0.8, zorder=1)
        for at, row in enumerate(rows):
            colour, mark = VERDICTS[str(row["verdict"])]
            low, high = sorted(_inside(row, key) for key in ("low", "high"))
            axes.add_patch(Rectangle((low, at - 0.36), high - low, 0.72, facecolor="#dfe4e8", linewidth=0, zorder=0.5))
            axes.plot(
                [_inside(row, "chance_low"), _inside(row, "chance_high")],
                [at, at],
                color=colour,
                linewidth=1.4,
                zorder=3,
            )
            if row["assumptions_low"] != row["assumptions_high"]:
                ends = sorted(_inside(row, f"assumptions_{end}") for end in ("low", "high"))
                draw_assumptions(axes, at, ends[0], ends[1], colour)
            beyond = float(row["ratio"]) > EDGE
            axes.plot(
                [min(float(row["ratio"]), EDGE)],
                [at],
                marker=">" if beyond else mark,
                markersize=3.8,
                color=colour,
                zorder=4,
            )
            nature = f" ({label('nature', str(row['nature']), lang).lower()})" if isinstance(row["nature"], str) else ""
            side_text(
                axes, at, f"{number(float(row['ratio']), lang, 2)}  {phrase(_verdict_key(row), lang)}{nature}", INK
            )
        row_labels(axes, names, WRAP)
        axes.tick_params(axis="y", labelsize=SMALL)
        axes.set_xlim(0, EDGE * 1.02)
        value_axis(axes, phrase("validation_axis", lang), lang)
        side_title(axes, phrase("validation_side", lang))
        marks: list[Line2D | Patch] = [
            Line2D(
                [],
                [],
                linestyle="",
                marker=mark,
                markersize=4,
                color=colour,
                label=phrase(f"validation_{verdict}", lang),
            )
            for verdict, (colour, mark) in VERDICTS.items()
        ]
        marks.append(Patch(facecolor="#dfe4e8", label=phrase("validation_band", lang)))
        legend_above(axes, marks, columns=4)
    return figure


def _verdict_key(row: dict[str, object]) -> str:
    return f"validation_{row['verdict']}"


def _inside(row: dict[str, float], key: str) -> float:
    """A number over the claim, within the axis; nan without one."""
    value = float(row[key]) / float(row["stated"])
    return math.nan if math.isnan(value) else min(max(value, 0.0), EDGE)


def claim_name(row: dict[str, object], lang: Lang) -> str:
    """Id and words of a number. In Danish those of ``text/validation.yaml``, else the paper's own."""
    key = f"claim_{row['id']}"
    if lang == "da":
        own = phrases()[key]["da"] if key in phrases() else str(row["text"]) if isinstance(row["text"], str) else ""
        return f"{row['id']}  {own or row['measure']}"
    return f"{row['id']}  {row['measure']}"
