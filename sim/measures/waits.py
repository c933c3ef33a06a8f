"""Waits: for the first meeting, the certificate, the team, the decision, the whole clarification.

- A wait counts if it *starts* in the window. Percentiles cover the waits that end before the log does.
- ``wait_…_open`` is the number of waits that have not ended. ``wait_…_left`` is the number of citizens who left the
  spell or the system first.
- A log should run on after the window, or long waits that start late are missed. All logs of a study end on the same
  day, so every rule set misses them in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.measures.episodes import Pieces
from sim.measures.meetings import is_meeting
from sim.measures.pair_rows import in_turn, next_after
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Ints, Part, View
from sim.world.log import RowKind

DECISION = 3
"""``cause`` of a SWITCH that a decision caused."""
PENSION = "disability-pension"
SAME_PROCEDURE = ("citizen", "spell", "procedure")
CLARIFIES = (RowKind.EFFORT, RowKind.SWITCH, RowKind.EXIT)


TEAM_PAPER = "LAE-265"
"""The certificate that the rehabilitation team waits for."""


@dataclass(frozen=True)
class Wait:
    """Waits of one kind.

    Attributes:
        measure: name of the measure, without the percentile.
        start, end: rows by which a wait may start and end.
        answer: int64[len(start)], index into ``end``, -1 if the wait did not end.
        by: dimension -> (int64[len(start)] position, labels).
        leaving: rows by which a citizen stops waiting without success.
    """

    measure: str
    start: Part
    end: Part
    answer: Ints
    by: Mapping[str, tuple[Ints, Sequence[str]]]
    leaving: tuple[RowKind, ...] = (RowKind.SWITCH, RowKind.EXIT)

    def report(self, tidy: Tidy, view: View) -> None:
        """Add percentiles of ended waits in days, and the numbers ``_count``, ``_left`` and ``_open`` per year."""
        ended, start = self.answer >= 0, self.start
        if len(self.end):
            days = (self.end["minute"][self.answer] - start["minute"])[ended] / DAY
            by = {name: (place[ended], labels) for name, (place, labels) in self.by.items()}
            tidy.spread(self.measure, "days", days, by)
        left = ~ended & (next_after(start, view.of(*self.leaving), ("citizen",)) >= 0)
        for name, mask in (("count", ended), ("left", left), ("open", ~ended & ~left)):
            measure = f"{self.measure}_{name}"
            tidy.add(measure, "cases per year", float(mask.sum()) * view.per_year)
            for axis, (place, labels) in self.by.items():
                number = count((len(labels),), place[mask]) * view.per_year
                tidy.cube(measure, "cases per year", number, {axis: labels}, margins=())


def waits(view: View, pieces: Pieces) -> pd.DataFrame:
    """Percentiles and means (days) and counts (per year) of all waits except those of duties.

    - ``wait_first_meeting``: by group, arrival → first meeting, of citizens with a caseworker from the start.
    - ``wait_certificate`` (the team's certificate) and ``wait_other_certificate``: ORDER → DELIVER.
    - ``wait_team``: by procedure and group, READY → HEARING.
    - ``wait_decision``: START → DECIDE by procedure, of the procedures that reach a decision in this log.
    - ``wait_effort``: START → EFFORT by procedure, of the procedures that reach an effort in this log.
    - ``wait_clarification``: by need, DETECT → EFFORT, or → the switch or pension that was decided.
    """
    tidy = Tidy()
    for wait in (
        _first_meeting(view, pieces),
        *_certificates(view),
        _team(view),
        _procedure(view, "wait_decision", RowKind.DECIDE),
        _procedure(view, "wait_effort", RowKind.EFFORT),
        _clarification(view),
    ):
        wait.report(tidy, view)
    return tidy.frame()


def _first_meeting(view: View, pieces: Pieces) -> Wait:
    """From arrival to the first meeting. The opening stock (minute 0) is left out, because it arrived before the log."""
    arrival = view.inside(RowKind.ARRIVE)
    held = pieces.caseworker >= 0
    taken = np.append(np.sort(pieces.citizen[held] * view.end + pieces.start[held]), -1)
    arrived = arrival["citizen"] * view.end + arrival["minute"]
    served = taken[np.searchsorted(taken[:-1], arrived)] == arrived
    start = arrival.where(served & (arrival["minute"] > 0))
    work = view.of(RowKind.WORK)
    end = work.where(is_meeting(view, work))
    by = {"group": (view.state(start), view.states.labels)}
    return Wait("wait_first_meeting", start, end, next_after(start, end, ("citizen",)), by, (RowKind.EXIT,))


def _certificates(view: View) -> list[Wait]:
    """From order to delivery, first ordered first delivered. The team's certificate has a measure of its own."""
    orders, end, axis = view.of(RowKind.ORDER), view.of(RowKind.DELIVER), view.axis("certificate")
    inside = (orders["minute"] >= view.window.start) & (orders["minute"] < view.window.end)
    in_order = in_turn(orders, end, ("citizen", "spell", "certificate"))  # counts from the first order of the log
    answer = in_order[inside]
    start = orders.where(inside)
    team = np.ones(len(start), np.bool_)
    if TEAM_PAPER in view.log.names.get("certificate", {}).values():
        team = start["certificate"] == view.code("certificate", TEAM_PAPER)
    of_papers = []
    for measure, mask in (("wait_certificate", team), ("wait_other_certificate", ~team)):
        part = start.where(mask)
        if len(part) or measure == "wait_certificate":
            by = {"activity": (axis.index(part["certificate"]), axis.labels)}
            of_papers.append(Wait(measure, part, end, answer[mask], by))
    return of_papers


def _team(view: View) -> Wait:
    """From the case being ready to its hearing."""
    start, end, axis = view.inside(RowKind.READY), view.of(RowKind.HEARING), view.axis("procedure")
    by = {"activity": (axis.index(start["procedure"]), axis.labels), "group": (view.state(start), view.states.labels)}
    return Wait("wait_team", start, end, next_after(start, end, SAME_PROCEDURE), by)


def _procedure(view: View, measure: str, kind: RowKind) -> Wait:
    """From the start of a procedure to its decision or effort."""
    start, end, axis = view.inside(RowKind.START), view.of(kind), view.axis("procedure")
    start = start.where(np.isin(start["procedure"], np.flatnonzero(np.bincount(np.maximum(end["procedure"], 0)))))
    by = {"activity": (axis.index(start["procedure"]), axis.labels)}
    return Wait(measure, start, end, next_after(start, end, SAME_PROCEDURE), by)


def _clarification(view: View) -> Wait:
    """From detection to the citizen's next event: effort, or the switch or pension that was decided."""
    start, end, axis = view.inside(RowKind.DETECT), view.of(*CLARIFIES), view.axis("need")
    decided = (end["kind"] == RowKind.SWITCH) & (end["cause"] == DECISION)
    pension = (end["kind"] == RowKind.EXIT) & (end["destination"] == view.code("destination", PENSION))
    clarified = np.append((end["kind"] == RowKind.EFFORT) | decided | pension, False)  # the last entry is for answer -1
    answer = next_after(start, end, ("citizen",))
    answer = np.where(clarified[answer], answer, -1)
    return Wait("wait_clarification", start, end, answer, {"activity": (axis.index(start["need"]), axis.labels)})
