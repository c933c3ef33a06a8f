"""A figure that finds the places of its axes once."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import Bbox

from sim.report.style import DPI


class Sheet(Figure):
    """A figure that finds the places of its axes once for all its pictures.

    With a layout engine of its own, matplotlib would draw it twice for each picture, the first time only to find the places.
    """

    words: tuple[str, ...] = ()
    """Title, subtitle, notes and source, each as one text."""
    fits: bool = True
    """Whether the paper has room for the axes. If not, they are lower on a slide, and a figure for A4 is higher than the page."""

    more: float = 0.0
    """Inches by which the axes are higher than the chart asks for."""

    def __init__(self, places: LayoutEngine, figsize: tuple[float, float]) -> None:
        super().__init__(figsize=figsize)
        self._places, self._settled = places, False

    def settle(self) -> None:
        """Find the places as they are at print size. Then every picture has the same, whichever is drawn first."""
        if not self._settled:
            dpi, self.dpi = self.dpi, DPI
            self._find_places()
            self.dpi, self._settled = dpi, True

    def draw(self, renderer: RendererBase) -> None:
        if not self._settled:
            self._find_places()
        super().draw(renderer)

    def _find_places(self) -> None:
        """Find the places from the same start each time.

        The solver's last digits depend on the process. They are rounded off, since an svg names its clip paths by them.
        """
        for axes in self.axes:
            spec = axes.get_subplotspec()
            if spec is not None:
                self._place(axes, spec.get_position(self))
        self._places.execute(self)
        for axes in self.axes:
            self._place(axes, axes.get_position(original=True))

    @staticmethod
    def _place(axes: Axes, place: Bbox) -> None:
        axes.set_position(Bbox(place.get_points().round(9)))
        axes.set_in_layout(True)  # else the layout would pass over axes with a place of their own
