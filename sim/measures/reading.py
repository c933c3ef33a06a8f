"""A log as all measures read it: its sides, the histories of its citizens, what they are paid. Each is made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.measures.benefits import Payments
from sim.measures.cases import CaseDays
from sim.measures.episodes import Pieces
from sim.measures.rates import Rates
from sim.measures.view import View, Window
from sim.measures.volume import sides
from sim.world.log import Log


@dataclass(frozen=True)
class Reading:
    """A log and a window, read for one run.

    Attributes:
        log: the log.
        window: first and last day measured, both included.
        rates: prices, and what each payer bears.

    Raises:
        ValueError: the window is not within the run, or rows do not distinguish a state of unknown volume from another.
    """

    log: Log
    window: Window | tuple[int, int]
    rates: Rates

    @cached_property
    def sides(self) -> tuple[tuple[View, CaseDays], tuple[View, CaseDays] | None]:
        """The known and the unknown side (:func:`sim.measures.volume.sides`)."""
        whole = View(self.log, Window(*self.window))
        return sides(whole, CaseDays.of(whole, Pieces.of(whole)))

    @property
    def view(self) -> View:
        """The known side."""
        return self.sides[0][0]

    @property
    def cases(self) -> CaseDays:
        """The caseworkers' days of the known side."""
        return self.sides[0][1]

    @property
    def pieces(self) -> Pieces:
        """The histories of the known side."""
        return self.cases.pieces

    @cached_property
    def payments(self) -> Payments:
        """The payments of the known side."""
        return Payments.of(self.view, self.pieces, self.rates)
