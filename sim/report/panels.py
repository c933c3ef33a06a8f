"""Small multiples: panels side by side under one legend, which has a row of its own."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory


def panel_grid(
    figure: Figure, number: int, across: int, tall: Sequence[float], legend: float
) -> tuple[Axes, list[Axes]]:
    """Axes without a frame for the legend, and the axes of the panels, row by row.

    Args:
        number: of panels; places without one stay empty.
        across: panels side by side.
        tall: inches of each row of panels, without the words around them.
        legend: inches of the legend.
    """
    wide = min(number, across)
    grid = figure.add_gridspec(1 + len(tall), wide, height_ratios=[legend, *tall])
    head = figure.add_subplot(grid[0, :])
    head.set(xticks=[], yticks=[])
    head.set_axis_off()
    axes = [figure.add_subplot(grid[1 + at // wide, at % wide]) for at in range(number)]
    return head, axes


def legend_in(head: Axes, marks: Sequence[Artist], columns: int = 1, **options: float) -> None:
    """The legend of a grid of panels, at the left of its row. It takes no part in the layout, for its row has its height."""
    figure = head.get_figure(root=True)
    assert figure is not None  # axes of a chart are in its figure
    across = blended_transform_factory(figure.transFigure, head.transAxes)
    legend = head.legend(
        handles=list(marks),
        loc="upper left",
        bbox_to_anchor=(0.004, 1),
        bbox_transform=across,
        ncols=columns,
        borderaxespad=0,
        borderpad=0.2,
        **options,
    )
    legend.set_in_layout(False)
