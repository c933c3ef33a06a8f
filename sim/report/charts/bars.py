"""Grouped horizontal bars with the interval of the paired difference at their tips."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sim.report.assumed import draw_assumptions, drawn_ends, is_clear
from sim.report.levels import records
from sim.report.style import INK, Look
from sim.report.words import shown

THICK = 0.8
"""Share of a row that its bars fill."""
LOWER = 0.22
"""How far below the middle of a bar the interval by assumptions lies, as a share of the bar."""


def grouped_bars(axes: Axes, table: pd.DataFrame, rows: Sequence[str], by: str, styles: dict[str, Look]) -> None:
    """Draw ``mean`` per row (values of ``by``) and study column; whiskers: the difference's intervals at the mean.

    That by assumptions is dotted and lies a little below that by chance.
    """
    thick = THICK / len(styles)
    for place, (column, look) in enumerate(styles.items()):
        part = {number[by]: number for number in records(table[table["column"] == column])}
        for row, name in enumerate(rows):
            if name not in part:
                continue
            number = part[name]
            at = row - THICK / 2 + thick * (place + 0.5)
            mean = shown(number["mean"], number["unit"])
            axes.barh(
                at,
                mean,
                height=thick * 0.86,
                color="white" if look.hollow else look.colour,
                edgecolor=look.colour,
                linewidth=0.6,
                hatch=look.hatch,
            )
            low, high = whiskers(number)
            if not math.isnan(low):
                axes.plot([low, high], [at, at], color=INK, linewidth=0.7, solid_capstyle="butt", zorder=3)
                axes.plot(
                    [low, low, high, high],
                    [at, at, at, at],
                    color=INK,
                    marker="|",
                    markersize=3.2,
                    markeredgewidth=0.7,
                    linestyle="",
                    zorder=3,
                )

            draw_assumptions(axes, at + LOWER * thick, *at_mean(number), INK, clear=is_clear(number))


def reach(table: pd.DataFrame) -> float:
    """The end of an axis from 0 that holds every bar with its intervals, in printed units."""
    ends = [end for row in records(table) for end in (shown(row["mean"], row["unit"]), *whiskers(row), *at_mean(row))]
    return 1.04 * (max((end for end in ends if not math.isnan(end)), default=0.0) or 1.0)


def at_mean(number: Mapping[str, Any]) -> tuple[float, float]:
    """The ends of the difference's interval by assumptions, placed at the variant's mean, in printed units."""
    before = number["mean"] - number["difference"]
    low, high = drawn_ends(number)
    return shown(before + low, number["unit"]), shown(before + high, number["unit"])


def whiskers(number: Mapping[str, Any]) -> tuple[float, float]:
    """The ends of the difference's interval, placed at the variant's mean, in printed units."""
    before = number["mean"] - number["difference"]
    return shown(before + number["low"], number["unit"]), shown(before + number["high"], number["unit"])
