"""Offers (tilbud): how many, how long, and the state's first focus target (fokusmål 1)."""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.tidy import Tidy, count
from sim.measures.time_on_benefit import on_same_benefit, present_at_end, since, years_before_end
from sim.measures.view import DAY, Mask, Part, View
from sim.world.log import RowKind

COVERED = "fokusmaal_groups"
COUNTS = "offers_that_count"
YEARS = 1
"""The focus target's time on benefit, and the time in which it looks for offers: 12 months (law.md 6.4)."""


def offers(view: View, pieces: Pieces) -> Tidy:
    """Offers that begin in the window.

    - ``offers``: per year by group and kind (column activity).
    - ``offers_that_count``: per year by group, offers of a kind that counts as a right-and-duty offer
      (``meta["offers_that_count"]``; every kind in a log without this key).
    - ``offer_weeks``: mean planned length by group and by kind, including the first and the last day.
    - ``fokusmaal_1_share`` by group: of citizens with twelve months on benefit, the share without an offer that counts in
      these months. It is an upper bound, because hours of ordinary work are not modelled.
    """
    tidy, states, kinds = Tidy(), view.states, view.axis("offer")
    part = view.inside(RowKind.OFFER)
    state, kind = view.state(part), kinds.index(part["offer"])
    shape, axes = (len(states), len(kinds)), {"group": states.labels, "activity": kinds.labels}
    number = count(shape, state, kind)
    tidy.cube("offers", "per year", number * view.per_year, axes, (("group",), ("activity",), ()))
    that_count = count((len(states),), state[_counts(view, part)]) * view.per_year
    tidy.cube("offers_that_count", "per year", that_count, {"group": states.labels})
    weeks = count(shape, state, kind, weights=part["last_day"] - part.day + 1) / 7
    tidy.ratio("offer_weeks", "weeks", weeks.sum(axis=1), number.sum(axis=1), {"group": states.labels})
    tidy.ratio("offer_weeks", "weeks", weeks.sum(axis=0), number.sum(axis=0), {"activity": kinds.labels}, margins=())
    _first_target(tidy, view, pieces)
    return tidy


def _first_target(tidy: Tidy, view: View, pieces: Pieces) -> None:
    """Add ``fokusmaal_1_share`` by group: the share of long-term recipients without an offer in the last 12 months.

    It covers the citizens of some groups at the window's end (``meta["fokusmaal_groups"]``; without it all groups with
    offers). They must have had these groups' benefits for at least 12 months without a break. The share is of those
    without a single day of an offer that counts in the last 12 months.

    The law also counts 100 hours of ordinary work (law.md 6.4). Hours of work are not modelled, so the share is an upper
    bound. There is no share if the last 12 months begin before the log, because earlier offers are not in it.
    """
    part, states = view.of(RowKind.OFFER), view.states
    covered = _covered(view, part)
    first = years_before_end(view, YEARS)
    if first < 0 or not covered.any():
        return
    present = present_at_end(view, pieces) & covered[pieces.state]
    senior = present & (since(view, pieces, on_same_benefit(view, covered)) <= first)
    within = _counts(view, part) & (part["minute"] < view.window.end) & (part["last_day"] >= first // DAY)
    without = ~np.isin(pieces.citizen[senior], part["citizen"][within])
    state, size = pieces.state[senior], (len(states),)
    tidy.ratio("fokusmaal_1_share", "share", count(size, state[without]), count(size, state), {"group": states.labels})


def _covered(view: View, part: Part) -> Mask:
    """bool[positions of states], groups that the focus target covers."""
    names = view.log.meta.get(COVERED)
    if names is not None:
        return view.states.holding(*names)
    mask = np.zeros(len(view.states), np.bool_)
    mask[view.state(part)] = True
    return mask


def _counts(view: View, part: Part) -> Mask:
    """bool[n], offers of a kind that counts."""
    names = view.log.meta.get(COUNTS)
    if names is None:
        return np.ones(len(part), np.bool_)
    mask: Mask = np.isin(part["offer"], [view.code("offer", name) for name in names])
    return mask
