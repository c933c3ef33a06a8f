"""Waits: for the first meeting, the certificate, the team, the decision, the effort, the whole clarification.

Each number of :class:`sim.measures.wait.Wait` is given for each kind: how many began and how they ended, the shares served
within some weeks, mean and quantiles of those served.
"""

from __future__ import annotations

import numpy as np

from sim.measures.by_day import of_wait
from sim.measures.episodes import Pieces
from sim.measures.meetings import is_meeting
from sim.measures.pair_rows import in_turn, latest, next_after
from sim.measures.team_waits import SAME_PROCEDURE
from sim.measures.tidy import Tidy
from sim.measures.view import Part, View
from sim.measures.volume import KNOWN, UNKNOWN
from sim.measures.wait import Wait
from sim.world.log import RowKind

DECISION = 3
"""``cause`` of a SWITCH that a decision caused."""
PENSION = "disability-pension"
CLARIFIES = (RowKind.EFFORT, RowKind.SWITCH, RowKind.EXIT)


TEAM_PAPER = "LAE-265"
"""The certificate that the rehabilitation team waits for."""


def waits(view: View, pieces: Pieces) -> Tidy:
    """All waits except those of duties, by group, by need level, and by the procedure or certificate (column activity).

    - ``wait_first_meeting``: arrival → first meeting, of citizens with a caseworker from the start.
    - ``wait_certificate`` (the team's certificate) and ``wait_other_certificate``: ORDER → DELIVER.
    - ``wait_team``: by procedure, READY → HEARING.
    - ``wait_decision``: START → DECIDE by procedure, of the procedures that reach a decision in this log.
    - ``wait_effort``: START → EFFORT by procedure, of the procedures that reach an effort in this log.
    - ``wait_clarification``: by need (column activity), DETECT → EFFORT, or → the switch or pension that was decided.

    Each name has these ends:

    - ``…_begun``, ``…_served``, ``…_left`` and ``…_never``: per year. Begun is the sum of the other three.
    - ``…_within_1_week``, ``…_within_4_weeks``, ``…_within_8_weeks`` and ``…_within_26_weeks``: the share of those begun
      that is served so soon.
    - ``…_mean``, ``…_p50``, ``…_p90`` and ``…_p95``: days of those served.

    ``by_day_first_meeting``, ``by_day_certificate``, ``by_day_other_certificate``, ``by_day_team``, ``by_day_decision``,
    ``by_day_effort`` and ``by_day_clarification`` are the same waits by group and by the day on which they ended, with the ends
    ``…_served``, ``…_left`` and ``…_never``. Column activity is the last day of a bin (:mod:`sim.measures.by_day`).
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
        wait.report(tidy)
        of_wait(tidy, wait)
    return tidy


def _first_meeting(view: View, pieces: Pieces) -> Wait:
    """From arrival to the first meeting. The opening stock (minute 0) is left out, because it arrived before the log."""
    arrival = view.inside(RowKind.ARRIVE)
    arrival = arrival.where(arrival.narrow("minute") > 0)
    at = latest(arrival["citizen"], arrival["minute"], pieces.citizen, pieces.start)
    held = np.append(np.where(pieces.caseworker >= 0, pieces.start, -1), -1)  # the last entry is for -1
    start = arrival.where(held[at] == arrival["minute"])
    work = [view.of_side(side).of(RowKind.WORK) for side in (KNOWN, UNKNOWN)]
    end = Part.joined([rows.where(is_meeting(view, rows)) for rows in work])
    return Wait("wait_first_meeting", view, start, end, next_after(start, end, ("citizen",)), leaving=(RowKind.EXIT,))


def _certificates(view: View) -> list[Wait]:
    """From order to delivery, first ordered first delivered. The team's certificate has a measure of its own."""
    orders, end, axis = view.of(RowKind.ORDER), view.whole.of(RowKind.DELIVER), view.axis("certificate")
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
            activity = (axis.index(part["certificate"]), axis.labels)
            of_papers.append(Wait(measure, view, part, end, answer[mask], activity))
    return of_papers


def _team(view: View) -> Wait:
    """From the case being ready to its hearing."""
    start, end, axis = view.inside(RowKind.READY), view.whole.of(RowKind.HEARING), view.axis("procedure")
    activity = (axis.index(start["procedure"]), axis.labels)
    return Wait("wait_team", view, start, end, next_after(start, end, SAME_PROCEDURE), activity)


def _procedure(view: View, measure: str, kind: RowKind) -> Wait:
    """From the start of a procedure to its decision or effort."""
    start, end, axis = view.inside(RowKind.START), view.whole.of(kind), view.axis("procedure")
    start = start.where(np.isin(start["procedure"], np.flatnonzero(np.bincount(np.maximum(end["procedure"], 0)))))
    activity = (axis.index(start["procedure"]), axis.labels)
    return Wait(measure, view, start, end, next_after(start, end, SAME_PROCEDURE), activity)


def _clarification(view: View) -> Wait:
    """From detection to the citizen's next event: effort, or the switch or pension that was decided."""
    start, end, axis = view.inside(RowKind.DETECT), view.whole.of(*CLARIFIES), view.axis("need")
    decided = (end["kind"] == RowKind.SWITCH) & (end["cause"] == DECISION)
    pension = (end["kind"] == RowKind.EXIT) & (end["destination"] == view.code("destination", PENSION))
    clarified = np.append((end["kind"] == RowKind.EFFORT) | decided | pension, False)  # the last entry is for answer -1
    answer = next_after(start, end, ("citizen",))
    answer = np.where(clarified[answer], answer, -1)
    return Wait("wait_clarification", view, start, end, answer, (axis.index(start["need"]), axis.labels))
