"""The wait for the rehabilitation team in its parts: until an agenda is fixed, the queue for a place, and the notice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.pair_rows import next_after
from sim.measures.tidy import Tidy
from sim.measures.view import Floats, Ints, View
from sim.measures.wait import Wait, lengths_of
from sim.world.log import RowKind

SAME_PROCEDURE = ("citizen", "serial")
"""A citizen's procedures are numbered, so rows with the same number belong to one procedure, whatever happens beside it."""


@dataclass(frozen=True)
class Part(Wait):
    """A part of the wait for the team, of the cases that were heard.

    Attributes:
        part: int64[len(start)], days of the part; it has a meaning for cases that were heard.
    """

    part: Ints = None  # type: ignore[assignment]

    def numbers(self, kept: tuple[str, ...], cell: Ints, size: int) -> tuple[list[tuple[str, str]], Floats]:
        """How many began, and the days of the part of those heard (:meth:`sim.measures.wait.Wait.numbers`)."""
        begun = np.bincount(cell, minlength=size) * self.view.per_year
        ends, values = lengths_of(kept, cell[self.served], size, self.part[self.served])
        measures = [("begun", "cases per year"), *ends]
        return [(f"{self.measure}_{end}", unit) for end, unit in measures], np.column_stack([begun, values])


@dataclass(frozen=True)
class Agendas:
    """The agendas that the team fixed, and which cases waited past them.

    Attributes:
        days: int64[agendas], the days on which an agenda is fixed, in order.
        sessions: int64[agendas], the day of the session.
        places: int64[agendas], the places of the session.
    """

    view: View
    days: Ints
    sessions: Ints
    places: Ints

    @classmethod
    def of(cls, view: View) -> Agendas:
        """From the log's meta data. A log without them has the agendas on which a case got a place."""
        if "agendas" in view.log.meta:
            table = np.asarray(view.log.meta["agendas"], np.int64).reshape(-1, 3)
            return cls(view, *table.T)
        given = view.whole.of(RowKind.PLACE)
        days, first, count = np.unique(given.day, return_index=True, return_counts=True)
        return cls(view, days, given["session_day"][first], count.astype(np.int64))

    def first_from(self, days: Ints) -> Ints:
        """int64[n], the position of the first agenda on a day or later."""
        return np.searchsorted(self.days, days).astype(np.int64)

    @cached_property
    def taken(self) -> Ints:
        """int64[agendas], the places that cases got."""
        given = self.view.whole.of(RowKind.PLACE)
        place = np.searchsorted(self.days, given.day)
        place = place[(place < len(self.days)) & (np.append(self.days, -1)[place] == given.day)]
        return np.bincount(place, minlength=len(self.days)).astype(np.int64)

    @cached_property
    def passed_over(self) -> Ints:
        """int64[agendas], cases that were ready, got no place on this agenda, and got one on a later agenda."""
        ready, given = self.view.whole.of(RowKind.READY), self.view.whole.of(RowKind.PLACE)
        answer = next_after(ready, given, SAME_PROCEDURE)
        first = self.first_from(ready.day[answer >= 0])
        last = self.first_from(given.day[answer[answer >= 0]])
        steps = np.bincount(first, minlength=len(self.days) + 1) - np.bincount(last, minlength=len(self.days) + 1)
        return np.cumsum(steps)[: len(self.days)].astype(np.int64)


def team_waits(view: View) -> Tidy:
    """The parts of ``wait_team``, by group, by need level and by procedure, and how full the agendas are.

    - ``wait_team_agenda``: READY → the first agenda that is fixed after it.
    - ``wait_team_queue``: that agenda → the agenda on which the case gets a place (``PLACE``).
    - ``wait_team_notice``: PLACE → HEARING.

    Each has ``…_begun`` (cases per year) and ``…_mean``, ``…_p50``, ``…_p90`` and ``…_p95`` (days of the cases heard). The
    three means add up to ``wait_team_mean``.

    - ``team_places_used_share``: the share of the usual places of the agendas fixed in the window that a case got.
    - ``team_places_extra``: the places beside the usual ones that cases got, per year. A place with ``extra`` has them.
    - ``team_places_full_share``: the share of these agendas on which every place was taken.
    - ``team_hours_full_share``: the share on which a place stayed empty while a case waited, because the other members of
      the team had no hours left.
    """
    tidy = Tidy()
    start, end, axis = view.inside(RowKind.READY), view.whole.of(RowKind.HEARING), view.axis("procedure")
    given, agendas = view.whole.of(RowKind.PLACE), Agendas.of(view)
    place = next_after(start, given, SAME_PROCEDURE)
    answer = np.where(place >= 0, next_after(start, end, SAME_PROCEDURE), -1)
    heard, placed = (np.append(part.day, 0)[at] for part, at in ((end, answer), (given, place)))
    fixed = np.minimum(np.append(agendas.days, view.days)[agendas.first_from(start.day)], placed)
    activity = (axis.index(start["procedure"]), axis.labels)
    for measure, part in (
        ("wait_team_agenda", fixed - start.day),
        ("wait_team_queue", placed - fixed),
        ("wait_team_notice", heard - placed),
    ):
        Part(measure, view, start, end, answer, activity, part=part).report(tidy)
    inside = (agendas.days >= view.window.first_day) & (agendas.days <= view.window.last_day) & (agendas.places > 0)
    number = int(inside.sum())
    if number:
        taken, places, passed = (table[inside] for table in (agendas.taken, agendas.places, agendas.passed_over))
        tidy.add("team_places_used_share", "share", float(np.minimum(taken, places).sum() / places.sum()))
        tidy.add("team_places_extra", "per year", float(np.maximum(taken - places, 0).sum()) * view.per_year)
        tidy.add("team_places_full_share", "share", float((taken >= places).mean()))
        tidy.add("team_hours_full_share", "share", float(((taken < places) & (passed > 0)).mean()))
    return tidy
