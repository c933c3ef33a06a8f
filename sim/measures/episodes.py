"""Every citizen's history cut into pieces in which state, need and caseworker do not change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.view import DAY, Ints, Mask, View
from sim.world.log import RowKind


@dataclass(frozen=True)
class Pieces:
    """One entry per piece; all arrays are int64[n], ordered by citizen and time.

    Attributes:
        citizen: citizen.
        state: position on ``view.states``.
        benefit: benefit code.
        need: need level (0 light, 1 medium, 2 heavy).
        caseworker: caseworker, -1 for none.
        team: the caseworker's team code, -1 for none.
        start, end: minutes; the piece is [start, end).
    """

    citizen: Ints
    state: Ints
    benefit: Ints
    need: Ints
    caseworker: Ints
    team: Ints
    start: Ints
    end: Ints

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
        rows = view.whole.histories(RowKind.ARRIVE, RowKind.TRAITS, RowKind.ASSIGN, RowKind.SWITCH, RowKind.EXIT)
        kind, citizen, minute = rows.narrow("kind"), rows["citizen"], rows["minute"]
        last = np.ones(len(rows), dtype=np.bool_)
        last[:-1] = citizen[1:] != citizen[:-1]
        following = np.empty_like(minute)
        following[:-1], following[-1:] = minute[1:], view.end
        end = np.where(last, view.end, following)
        fresh = kind == RowKind.ARRIVE
        fresh[1:] |= last[:-1]
        need = _carried(
            np.where(kind == RowKind.TRAITS, rows.narrow("need_level"), -1), kind == RowKind.TRAITS, fresh, 1
        )
        caseworker = _carried(rows["caseworker"], kind == RowKind.ASSIGN, fresh, -1)
        teams = view.team_of_caseworker
        team = np.full(len(rows), -1, dtype=np.int64)
        known = (caseworker >= 0) & (caseworker < len(teams))
        team[known] = teams[caseworker[known]]
        state, benefit = view.state(rows), rows["benefit"]
        lasting = (kind != RowKind.EXIT) & (end > minute)
        lasting &= view.here[state]
        return Pieces(citizen, state, benefit, need, caseworker, team, minute, end).where(lasting)


def _carried(values: Ints, valid: Mask, fresh: Mask, default: int) -> Ints:
    """Carry each ``valid`` value forward to the next valid value, but not past a ``fresh`` start."""
    places = np.arange(len(values))
    source = np.maximum.accumulate(np.where(valid | fresh, places, 0))
    return np.where(valid[source], values[source], default)
