"""Who asks for a piece of work: the rules, or the practice where the rules leave it open."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.pair_rows import same_key
from sim.measures.view import Ints, Mask, Part, View
from sim.world.log import NOBODY, RowKind

PRACTICE = "practice_duties"
"""The key of ``Log.meta`` with the names of the duties that a practice adds."""


def by_practice(view: View, part: Part) -> Mask:
    """bool[n], the rows of work that the practice asks for: its meetings and offers, with the procedures that they begin.

    All other work counts as the rules' own. The log cannot separate these parts of it, which a practice influences:

    - the office's part of booking, and the tracking of deadlines.
    - sanction cases that begin with a no-show at a meeting of the practice.
    - the shares of cases with a team hearing or a certificate, where the rules leave them to judgement.

    Args:
        part: rows of WORK or of UNPLACEABLE, without gaps.
    """
    own = of_practice(view, part.narrow("duty")) & (part.narrow("procedure") < 0)
    own[_rides(part)] = False
    own |= of_practice(view, begun_by(view, part))
    return own


def of_practice(view: View, duty: NDArray[np.signedinteger[Any]]) -> Mask:
    """bool[n], whether codes of duties are of those that the practice adds."""
    names = set(view.log.meta.get(PRACTICE, ()))
    duties = view.axis("duty")
    mask: Mask = np.array([label in names for label in duties.labels])[duties.index(duty)]
    return mask


def begun_by(view: View, part: Part) -> Ints:
    """int64[n], code of the duty that began the procedure of each row; -1 for none."""
    begun = np.full(len(part), NOBODY)
    running = part.narrow("procedure") >= 0
    if not running.any():
        return begun
    start = view.whole.of(RowKind.START)
    behind = same_key(part.where(running), start, ("citizen", "serial"))
    begun[running] = np.append(start["duty"], NOBODY)[behind]
    return begun


def _rides(part: Part) -> Ints:
    """int64[rows], guidance within a meeting: right after the meeting's row, at the same minute, with another activity."""
    activity = part.narrow("activity")
    rows = np.flatnonzero((part.position[1:] - part.position[:-1] == 1) & (activity[1:] != activity[:-1])) + 1
    for name in ("citizen", "minute", "duty"):
        column = part.narrow(name)
        rows = rows[column[rows] == column[rows - 1]]
    rides: Ints = rows[part.narrow("citizen")[rows] >= 0]
    return rides
