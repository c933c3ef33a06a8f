"""The ticks of an axis of numbers: their words, and as many as have room for them."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from collections.abc import Sequence

from matplotlib.axis import Axis
from matplotlib.ticker import AutoLocator, Formatter, MaxNLocator

from sim.files.entry import Lang
from sim.report.lines import width_of
from sim.report.style import SMALL
from sim.report.words import number

GAP = 0.08
"""Inches between the numbers of an axis at least."""
STEPS = (1, 2, 2.5, 5, 10)
"""The steps that matplotlib chooses from, in units of a power of ten."""


class TickNumbers(Formatter):
    """The numbers of an axis, all with as many decimals as its ticks need, at most two."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        exact = (places for places in (0, 1, 2) if all(abs(value - round(value, places)) < 1e-9 for value in values))
        decimals = next(exact, 2)
        return [number(float(value), self._lang, decimals) for value in values]


class RoomyTicks(AutoLocator):
    """The ticks that matplotlib chooses, fewer if their numbers would touch: those of a whole country are wide."""

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._words = TickNumbers(lang)

    def tick_values(self, vmin: float, vmax: float) -> Sequence[float]:
        ticks = super().tick_values(vmin, vmax)
        axis = self.axis
        figure = axis.get_figure(root=True) if isinstance(axis, Axis) else None
        if not isinstance(axis, Axis) or figure is None:  # no width is known
            return ticks
        inches = axis.axes.bbox.width / figure.dpi
        bins = len(ticks) - 1
        while bins > 1 and not self._fit(ticks, inches, vmin, vmax):
            bins -= 1
            ticks = MaxNLocator(bins, steps=STEPS).tick_values(vmin, vmax)
        return ticks

    def _fit(self, ticks: Sequence[float], inches: float, vmin: float, vmax: float) -> bool:
        """Whether the numbers of ticks inside the view stand apart."""
        low, high = sorted((vmin, vmax))
        inside = [float(tick) for tick in ticks if low <= tick <= high]
        if len(inside) < 2 or high == low:
            return True
        step = (inside[1] - inside[0]) / (high - low) * inches
        return max(width_of(text, SMALL) for text in self._words.format_ticks(inside)) + GAP <= step
