"""The share of a group that is in an offer (tilbud) on a day."""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.pair_rows import latest
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Ints, Part, View
from sim.world.log import RowKind


def in_offers(view: View, pieces: Pieces) -> Tidy:
    """``in_offer_share``: the share of a group's citizen-days that lie in an offer of any kind, by group.

    - An offer lasts from the day on which it begins to its last day, or until the citizen leaves the group.
    - A day in two offers at once counts once.
    - Offers that began before the log are unknown, so a window needs a warm-up as long as an offer.
    - Groups without any offer in the log have no row, and there is no total: groups without offers would dilute it.
    """
    tidy, states = Tidy(), view.states
    part = view.of(RowKind.OFFER)
    part = part.where(part["citizen"] >= 0)
    start, end = _lasting(pieces, part)
    size, state = len(states), view.state(part)
    days = count((size,), state, weights=view.overlap(start, end))
    present = count((size,), pieces.state, weights=pieces.days)
    present[np.bincount(state, minlength=size) == 0] = 0.0
    tidy.ratio("in_offer_share", "share", days, present, {"group": states.labels}, margins=())
    return tidy


def _lasting(pieces: Pieces, part: Part) -> tuple[Ints, Ints]:
    """(start, end) of each offer in minutes: without what an earlier offer of the citizen covers, and not past the group."""
    came, left = _in_group(pieces, part)
    start = np.maximum(part.day * DAY, came)
    end = np.maximum(np.minimum((part["last_day"] + 1) * DAY, left), start)
    order = np.lexsort((start, part["citizen"]))
    citizen = part["citizen"][order]
    covered = np.zeros(len(order), dtype=np.int64)  # until when earlier offers of the citizen last
    if len(order):
        turn = np.cumsum(np.append(False, citizen[1:] != citizen[:-1])) * (int(end.max()) + 1)
        latest = np.maximum.accumulate(turn + end[order])
        covered[1:] = np.where(citizen[1:] == citizen[:-1], latest[:-1] - turn[1:], 0)
    begun = start.copy()
    begun[order] = np.maximum(start[order], covered)
    return begun, np.maximum(end, begun)


def _in_group(pieces: Pieces, part: Part) -> tuple[Ints, Ints]:
    """(came, left), int64[n]: when each offer's citizen came to the group in which the offer began, and left it.

    Another caseworker or need cuts a piece, and the group goes on. An offer in no piece is over at once.
    """
    if not len(pieces.citizen):
        return part["minute"], part["minute"]
    fresh = np.ones(len(pieces.citizen), dtype=np.bool_)
    fresh[1:] = (
        (pieces.citizen[1:] != pieces.citizen[:-1])
        | (pieces.state[1:] != pieces.state[:-1])
        | (pieces.start[1:] != pieces.end[:-1])
    )
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(fresh)) - 1
    stay = np.cumsum(fresh) - 1
    place = latest(part["citizen"], part["minute"], pieces.citizen, pieces.start)
    inside = (place >= 0) & (pieces.end[place] >= part["minute"])
    came: Ints = np.where(inside, pieces.start[first][stay[place]], part["minute"])
    left: Ints = np.where(inside, pieces.end[last][stay[place]], part["minute"])
    return came, left
