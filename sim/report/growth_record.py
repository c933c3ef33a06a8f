"""The growth of a stock in the manifest."""

from __future__ import annotations

from sim.report.record import Record

NOTABLE = 0.01
"""The share of a stock by which it must grow or fall a year to be named."""


class GrowthRecord(Record):
    """The growth of a group's stock in the baseline over the window.

    Attributes:
        stock: mean number of citizens.
        per_year: slope of the stock, in citizens a year; ``low`` and ``high`` are the ends of its interval, or nan.
    """

    place: str
    group: str
    stock: float
    per_year: float
    low: float
    high: float

    @property
    def share(self) -> float:
        """Growth a year as a share of the stock."""
        return self.per_year / self.stock if self.stock else 0.0

    @property
    def moves(self) -> bool:
        """Whether the stock moves beyond chance, by at least :data:`NOTABLE` a year."""
        return (self.low > 0 or self.high < 0) and abs(self.share) >= NOTABLE
