"""The time that a citizen has been on a benefit without a break."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.view import DAY, Ints, Mask, View
from sim.world.log import RowKind

CASH = ("job-ready", "activity-ready", "education-ready-young", "activity-ready-young")
"""The groups on kontanthjælp and uddannelseshjælp."""


def on_same_benefit(view: View, groups: Mask) -> Mask:
    """bool[positions of states], the states that share a benefit with one of the groups (bool[positions])."""
    mask: Mask = np.isin(view.states.benefit, view.states.benefit[groups])
    return mask


def since(view: View, pieces: Pieces, states: Mask) -> Ints:
    """For each piece in one of these states, the minute since which the citizen has been in them without a break.

    For the opening stock, the days in the spell before the log count too. Earlier spells are not in a log. Pieces in
    other states get a number without meaning.

    Args:
        view: the log.
        pieces: histories, ordered by citizen and time.
        states: bool[positions of states], for example all states with one benefit.

    Returns:
        int64[pieces], minutes; negative before the log.
    """
    if not len(pieces.citizen):
        return np.zeros(0, dtype=np.int64)
    inside = states[pieces.state]
    fresh = np.ones(len(inside), dtype=np.bool_)
    fresh[1:] = (pieces.citizen[1:] != pieces.citizen[:-1]) | (pieces.start[1:] != pieces.end[:-1]) | ~inside[:-1]
    source = np.maximum.accumulate(np.where(fresh, np.arange(len(fresh)), 0))
    begun = pieces.start[source]
    arrival = view.of(RowKind.ARRIVE)
    arrival = arrival.where(arrival["days_before"] > 0)  # once at most: not when the citizen comes back
    size = 1 + int(max(pieces.citizen.max(), arrival["citizen"].max(initial=-1)))
    came, before = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.int64)
    came[arrival["citizen"]], before[arrival["citizen"]] = arrival["minute"], arrival["days_before"] * DAY
    return np.where(begun == came[pieces.citizen], begun - before[pieces.citizen], begun)


def present_at_end(view: View, pieces: Pieces) -> Mask:
    """bool[pieces], the pieces that contain the end of the window; at most one per citizen."""
    after = view.window.end
    mask: Mask = (pieces.start < after) & (pieces.end >= after)
    return mask


def years_before_end(view: View, years: int) -> int:
    """The first minute of the last ``years`` calendar years of the window; negative before the log."""
    start = date.fromisoformat(str(view.log.meta["start"]))
    after = start + timedelta(days=view.window.last_day + 1)
    day = min(after.day, 28) if after.month == 2 else after.day
    return (after.replace(year=after.year - years, day=day) - start).days * DAY
