"""Every citizen's history cut into pieces in which state, need and caseworker do not change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.sorted_log import LABEL
from sim.measures.view import DAY, Floats, Ints, Mask, View
from sim.world.log import RowKind


@dataclass(frozen=True)
class Pieces:
    """One entry per piece; all arrays but ``days`` are int64[n], ordered by citizen and time.

    Attributes:
        citizen: citizen.
        state: position on ``view.states``.
        benefit: benefit code.
        need: need level (0 light, 1 medium, 2 heavy).
        caseworker: caseworker, -1 for none.
        team: the caseworker's team code, -1 for none.
        start, end: minutes; the piece is [start, end).
        days: float64[n], the days of the piece within the window.
    """

    citizen: Ints
    state: Ints
    benefit: Ints
    need: Ints
    caseworker: Ints
    team: Ints
    start: Ints
    end: Ints
    days: Floats

    @cached_property
    def start_day(self) -> Ints:
        """int64[n], first day on which the piece is open at the day plan."""
        return self.start // DAY

    @cached_property
    def end_day(self) -> Ints:
        """int64[n], first day on which the piece is no longer open at the day plan."""
        return self.end // DAY

    def where(self, mask: Mask) -> Pieces:
        """The pieces for which ``mask`` (bool[n]) holds."""
        return self.at(np.flatnonzero(mask))

    def at(self, places: Ints) -> Pieces:
        """The pieces at these positions, which may repeat."""
        return Pieces(**{name: getattr(self, name)[places] for name in self.__dataclass_fields__})

    @staticmethod
    def of(view: View) -> Pieces:
        """Cut the histories of a log at every ARRIVE, TRAITS, ASSIGN, SWITCH and EXIT.

        A piece lasts to the citizen's next such row, or to the log's end. No piece follows an EXIT. Pieces without
        length and pieces of another side are left out.
        """
        from sim.measures.walks.histories import cut

        rows = view.whole.histories(RowKind.ARRIVE, RowKind.TRAITS, RowKind.ASSIGN, RowKind.SWITCH, RowKind.EXIT)
        citizen, state, benefit, need, caseworker, team, start, end = cut(
            rows.narrow("kind"), rows.narrow("citizen"), rows.narrow("minute"), rows.narrow("need_level"),
            rows.narrow("caseworker"), rows.narrow(LABEL), rows.narrow("benefit"), view.team_of_caseworker, view.here,
            view.end, (RowKind.ARRIVE.value, RowKind.TRAITS.value, RowKind.ASSIGN.value, RowKind.EXIT.value),
        )  # fmt: skip
        days = view.overlap(start, end)
        return Pieces(citizen, state, benefit, need, caseworker, team, start, end, days)
