"""Small multiples: panels side by side under one legend, which has a row of its own."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

from sim.files.entry import Lang
from sim.report.chart_frame import legend_columns, sheet, wrapped
from sim.report.manifest import Manifest
from sim.report.paper import part, shown_rows
from sim.report.sheet import Sheet
from sim.report.style import SMALL, styled
from sim.report.words import label, phrase


def panel_grid(
    figure: Sheet, number: int, across: int, tall: Sequence[float], legend: float
) -> tuple[Axes, list[Axes]]:
    """Axes without a frame for the legend, and the axes of the panels, row by row.

    Args:
        number: of panels; places without one stay empty.
        across: panels side by side.
        tall: inches of each row of panels, without the words around them.
        legend: inches of the legend.
    """
    wide = min(number, across)
    grown = max(1 + figure.more / sum(tall), 0.1)  # the panels alone grow, not the legend
    grid = figure.add_gridspec(1 + len(tall), wide, height_ratios=[legend, *(grown * each for each in tall)])
    head = figure.add_subplot(grid[0, :])
    head.set(xticks=[], yticks=[])
    head.set_axis_off()
    axes = [figure.add_subplot(grid[1 + at // wide, at % wide]) for at in range(number)]
    return head, axes


def legend_in(head: Axes, marks: Sequence[Artist], columns: int | None = None, **options: float) -> None:
    """The legend of a grid of panels, at the left of its row. It takes no part in the layout, for its row has its height."""
    figure = head.get_figure(root=True)
    assert figure is not None  # axes of a chart are in its figure
    across = blended_transform_factory(figure.transFigure, head.transAxes)
    legend = head.legend(
        handles=list(marks),
        loc="upper left",
        bbox_to_anchor=(0.004, 1),
        bbox_transform=across,
        ncols=columns or legend_columns(str(mark.get_label()) for mark in marks),
        borderaxespad=0,
        borderpad=0.2,
        **options,
    )
    legend.set_in_layout(False)


TALL, LOW, WORDS = 0.85, 0.7, 0.5
"""Inches of a panel on A4, of one on a slide, and of its words."""


def small_multiples(
    drawn: pd.DataFrame,
    by: str,
    manifest: Manifest,
    lang: Lang,
    name: str,
    marks: Sequence[Artist],
    legend: float,
    caption: Sequence[str],
    draw: Callable[[Axes, pd.DataFrame], None],
    frame: Callable[[Axes], None],
) -> Figure:
    """A chart with a panel for each group or team, all on one scale. Only outer panels have numbers and names of axes.

    Args:
        by: ``group`` or ``team``.
        name: of the chart, whose title and subtitle are phrases.
        legend: inches of the marks.
        draw: draws the rows of a panel. frame: sets its axes.
    """
    [names] = shown_rows(list(dict.fromkeys(drawn[by])), panels=True)
    across = min(part().paper.across, len(names))
    rows, tall = -(-len(names) // across), LOW if part().paper.fills else TALL
    wide = (part().paper.width - 0.4) / across - 0.1
    with styled():
        title, subtitle = (phrase(f"{name}_{part}", lang) for part in ("title", "subtitle"))
        figure = sheet(title, subtitle, caption, manifest, lang, legend + 0.15 + rows * (tall + WORDS))
        head, panels = panel_grid(figure, len(names), across, [tall] * rows, legend + 0.1)
        for at, (axes, own) in enumerate(zip(panels, names, strict=True)):
            draw(axes, drawn[drawn[by] == own])
            frame(axes)
            axes.set_title(wrapped(label(by, str(own), lang, manifest), wide, SMALL, "bold"), fontsize=SMALL)
            axes.grid(axis="y", color="#e8ebed", linewidth=0.6)
            axes.tick_params(axis="y", labelleft=at % across == 0)
            if at + across < len(names):
                axes.set_xlabel("")
            if at % across:
                axes.set_ylabel("")
        legend_in(head, marks, labelspacing=0.35)
    return figure
