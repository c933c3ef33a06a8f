"""A log as all measures read it: its sides, the histories of its citizens, what they are paid. Each is made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.measures.benefits import Payments
from sim.measures.cases import CaseDays
from sim.measures.episodes import Pieces
from sim.measures.rates import Rates
from sim.measures.sorted_log import SortedLog
from sim.measures.view import View, Window
from sim.measures.volume import KNOWN, UNKNOWN, check_sides, side_of_caseworkers, side_of_labels
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

    log: Log | SortedLog
    window: Window | tuple[int, int]
    rates: Rates

    @cached_property
    def sides(self) -> tuple[tuple[View, CaseDays], tuple[View, CaseDays] | None]:
        """The known and the unknown side, each with its part of the caseworkers' days.

        The unknown side is None if no state has an unknown volume.
        """
        whole = View(self.log, Window(*self.window))
        cases = CaseDays.of(whole, Pieces.of(whole))
        of_label = side_of_labels(whole.log, whole.states)
        if not (of_label == UNKNOWN).any():
            return (whole, cases), None
        check_sides(whole.log, whole.states)
        of_worker = side_of_caseworkers(whole.log)[:-1]
        known, unknown = (
            (whole.of_side(side), cases.among(of_label == side, of_worker == side)) for side in (KNOWN, UNKNOWN)
        )
        return known, unknown

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
