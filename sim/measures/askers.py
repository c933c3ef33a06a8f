"""Who asks for a piece of work: the rules, or the practice where the rules leave it open."""

from __future__ import annotations

import numpy as np

from sim.measures.view import Ints, Mask, Part, View
from sim.world.log import NOBODY, RowKind

PRACTICE = "practice_duties"
"""The key of ``Log.meta`` with the names of the duties that a practice adds."""
_SERIALS = 1 << 16


def by_practice(view: View, part: Part) -> Mask:
    """bool[n], the rows of work that the practice asks for: its meetings and offers, with the procedures that they begin.

    All other work counts as the rules' own. The log cannot separate these parts of it, which a practice influences:

    - the office's part of booking, and the tracking of deadlines.
    - sanction cases that begin with a no-show at a meeting of the practice.
    - the shares of cases with a team hearing or a certificate, where the rules leave them to judgement.

    Args:
        part: consecutive rows of WORK and LOST, without gaps.
    """
    names = set(view.log.meta.get(PRACTICE, ()))
    codes = [code for code, name in view.log.names.get("duty", {}).items() if name in names]
    own: Mask = np.isin(part["duty"], codes) & (part["procedure"] < 0) & ~_rides(part)
    begun: Mask = np.isin(begun_by(view, part), codes)
    return own | begun


def begun_by(view: View, part: Part) -> Ints:
    """int64[n], code of the duty that began the procedure of each row; -1 for none."""
    start = view.whole.of(RowKind.START)
    begun = np.full(len(part), NOBODY)
    rows = np.flatnonzero(part.narrow("procedure") >= 0)
    if not len(start) or not len(rows):
        return begun
    key = start["citizen"] * _SERIALS + start["serial"]
    order = np.argsort(key)
    wanted = part["citizen"][rows] * _SERIALS + part["serial"][rows]
    behind = order[np.minimum(np.searchsorted(key[order], wanted), len(order) - 1)]
    begun[rows] = np.where(key[behind] == wanted, start["duty"][behind], NOBODY)
    return begun


def _rides(part: Part) -> Mask:
    """bool[n], guidance within a meeting: its row is right after the meeting's, at the same minute, with another activity."""
    rides = np.zeros(len(part), np.bool_)
    if len(part):
        rides[1:] = (np.diff(part.position) == 1) & (np.diff(part["activity"]) != 0)
        for column in ("citizen", "minute", "duty"):
            rides[1:] &= part[column][1:] == part[column][:-1]
        rides &= part["citizen"] >= 0
    return rides
