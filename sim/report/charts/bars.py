"""Grouped horizontal bars with the interval of the paired difference at their tips."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from sim.report.style import INK, Look
from sim.report.words import shown

THICK = 0.8
"""Share of a row that its bars fill."""


def grouped_bars(axes: Axes, table: pd.DataFrame, rows: Sequence[str], by: str, styles: dict[str, Look]) -> None:
    """Draw ``mean`` per row (values of column ``by``) and study column; whiskers are the difference's interval at the mean."""
    thick = THICK / len(styles)
    for place, (column, look) in enumerate(styles.items()):
        part = table[table["column"] == column].set_index(by)
        for row, name in enumerate(rows):
            if name not in part.index:
                continue
            number = part.loc[name]
            at = row - THICK / 2 + thick * (place + 0.5)
            mean = shown(float(number["mean"]), str(number["unit"]))
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
            if low == low:  # not a number: no interval  # noqa: PLR0124
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


def whiskers(number: pd.Series[float]) -> tuple[float, float]:
    """The ends of the difference's interval, placed at the variant's mean, in printed units."""
    unit = str(number["unit"])
    mean, difference = float(number["mean"]), float(number["difference"])
    return (
        shown(mean - difference + float(number["low"]), unit),
        shown(mean - difference + float(number["high"]), unit),
    )
