"""The frontier of a search over practices: first meetings within four weeks against contact for heavy need."""

from __future__ import annotations

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from sim.files.entry import Lang
from sim.report.assumed import BEYOND, ONE_AT_A_TIME, draw_assumptions
from sim.report.chart_frame import legend_above, sheet, value_axis
from sim.report.charts.chart import NoNumbersError
from sim.report.frontier_order import AIMS, mark, sentences
from sim.report.levels import records
from sim.report.manifest import Manifest
from sim.report.style import FAINT, GREY, INK, styled
from sim.report.ticks import TickNumbers
from sim.report.words import column_label, number, phrase

HEIGHT = 3.4
ROOM = 9.0
"""Height that a name needs, in points."""
MARKS: dict[str, tuple[str, str, bool]] = {
    "stands": ("o", "#0072b2", True),
    "cannot tell": ("o", "#0072b2", False),
    "beaten": ("X", "#d55e00", True),
    "breaks a limit": ("X", "#d55e00", False),
}
"""Verdict -> marker, colour, whether it is filled."""
ACROSS, UP = "within_4_weeks", "contact_heavy"
ENDS = [f"{aim}_{end}" for aim in (ACROSS, UP) for end in (*ONE_AT_A_TIME, BEYOND)]
NUMBERS = [
    "point",
    "verdict",
    "column",
    *(f"{aim}{end}" for aim in (ACROSS, UP) for end in ("", "_low", "_high")),
    "pairs",
    *ENDS,
]

TEXTS = ("point", "verdict", "column", f"{ACROSS}_{BEYOND}", f"{UP}_{BEYOND}")
"""The numbers' columns that are no numbers."""


def frontier_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """One row per point (:data:`NUMBERS`): paired differences from the baseline with their intervals by chance and by assumptions.

    ``within_4_weeks`` is in percentage points, ``contact_heavy`` in minutes per citizen and week.

    Args:
        table: a row per point and number, with ``point, verdict, measure, group, team, activity, need, difference, low, high,
            pairs, column, assumptions_low, assumptions_high, assumptions_beyond_chance``.

    Raises:
        NoNumbersError: the table has no point.
    """
    whole = (table[["group", "team", "activity"]] == "all").all(axis=1)
    rows = []
    for point, part in table[whole].groupby("point", sort=False):
        across, up = (part[(part["measure"] == key[0]) & (part["need"] == key[1])].iloc[0] for key in AIMS)
        rows.append(
            [point, across["verdict"], across["column"]]
            + [100 * float(across[name]) for name in ("difference", "low", "high")]
            + [float(up[name]) for name in ("difference", "low", "high")]
            + [int(across["pairs"])]
            + [*(100 * float(across[name]) for name in ONE_AT_A_TIME), across[BEYOND]]
            + [*(float(up[name]) for name in ONE_AT_A_TIME), up[BEYOND]]
        )
    if not rows:
        raise NoNumbersError("points of a frontier")
    return pd.DataFrame(rows, columns=NUMBERS).astype({f"{aim}_{BEYOND}": "boolean" for aim in (ACROSS, UP)})


def draw_frontier(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
    """A mark per point with its intervals across and up: solid by chance, dotted by assumptions.

    The baseline is where the thin lines cross.
    """
    pairs = int(numbers["pairs"].max())
    captions = [
        phrase("frontier_caption", lang, pairs=pairs, level=number(100 * manifest.confidence, lang, 0)),
        " ".join([_dotted(numbers, manifest, lang), *sentences(numbers, manifest, lang)]),
    ]
    with styled():
        subtitle = phrase(
            "frontier_subtitle", lang, column=column_label(str(numbers["column"].iloc[0]), lang, manifest)
        )
        figure = sheet(phrase("frontier_title", lang), subtitle, captions, manifest, lang, HEIGHT)
        axes = figure.subplots()
        axes.grid(visible=True, axis="both")
        axes.axhline(0, color=FAINT, linewidth=0.8, linestyle=":")
        axes.axvline(0, color=FAINT, linewidth=0.8, linestyle=":")
        for row in records(numbers):
            _point(axes, row)
        axes.margins(0.12)
        _names(axes, numbers)
        value_axis(axes, phrase("frontier_across", lang), lang)
        axes.set_ylabel(phrase("frontier_up", lang))
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(TickNumbers(lang))
        shown = [name for name in MARKS if name in set(numbers["verdict"])]
        marks: list[Artist] = [_mark(name, lang) for name in shown]
        legend_above(axes, marks, columns=2)
    return figure


def _dotted(numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """What the dotted whiskers are; that nothing was tested, if there are none."""
    if not manifest.ranges:
        return phrase("assumed_none", lang)
    pairs = max(each.pairs for each in manifest.leading)
    words = phrase("frontier_dotted", lang, count=len(manifest.leading), pairs=pairs)
    pale = any((numbers[f"{aim}_{BEYOND}"] == False).any() for aim in (ACROSS, UP))  # noqa: E712  # empty is neither
    return f"{words} {phrase('assumed_pale', lang)}" if pale else words


def _point(axes: Axes, row: dict[str, object]) -> None:
    """A point with its intervals."""
    value = {name: float(str(row[name])) for name in NUMBERS if name not in TEXTS}
    x, y = value[ACROSS], value[UP]
    marker, colour, filled = MARKS[str(row["verdict"])]
    for low, high, across in (
        (value["within_4_weeks_low"], value["within_4_weeks_high"], True),
        (value["contact_heavy_low"], value["contact_heavy_high"], False),
    ):
        if low < high:  # one replication has no interval
            axes.plot([low, high] if across else [x, x], [y, y] if across else [low, high], color=GREY, linewidth=0.8)
    for aim, at, upright in ((ACROSS, y, False), (UP, x, True)):
        low, high = (value[f"{aim}_{end}"] for end in ONE_AT_A_TIME)
        draw_assumptions(axes, at, low, high, colour, clear=row[f"{aim}_{BEYOND}"] is True, upright=upright)
    axes.plot(x, y, marker, color=colour, markerfacecolor=colour if filled else "white", markersize=6, zorder=5)


def _names(axes: Axes, numbers: pd.DataFrame) -> None:
    """The names of the points, so that none covers another: on the right, else on the left, else a little higher."""
    low, high = axes.get_ylim()
    scale = 72 * HEIGHT / (high - low)
    free = {"left": 0.0, "right": 0.0}  # where the next name may stand: ``ha`` of the text -> points from the bottom
    for row in records(numbers.sort_values(UP)):
        at = scale * (float(str(row[UP])) - low)
        side = "left" if at >= free["left"] or free["left"] <= free["right"] else "right"
        higher = max(free[side] - at, 0.0)
        free[side] = at + higher + ROOM
        _name(axes, row, side, higher)


def _name(axes: Axes, row: dict[str, object], side: str, higher: float) -> None:
    """The name of a point beside its interval by chance. A line of another point may cross it."""
    x, low, high = (float(str(row[name])) for name in (ACROSS, "within_4_weeks_low", "within_4_weeks_high"))
    text = axes.annotate(
        mark(str(row["point"])),
        (max(x, high) if side == "left" else min(x, low), float(str(row[UP]))),  # nan with one replication
        xytext=(5 if side == "left" else -5, higher),
        textcoords="offset points",
        fontsize=7.5,
        ha=side,
        va="center",
        color=INK,
        zorder=4,
    )
    text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def _mark(verdict: str, lang: Lang) -> Line2D:
    marker, colour, filled = MARKS[verdict]
    face = colour if filled else "white"
    label = phrase(f"frontier_{verdict.replace(' ', '_')}", lang)
    return Line2D([], [], marker=marker, linestyle="", color=colour, markerfacecolor=face, label=label)
