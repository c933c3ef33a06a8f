"""Money for activation: offers, transport to them, and the efforts of courses, by kind and by payer."""

from __future__ import annotations

import numpy as np

from sim.measures.pair_rows import joint_keys, next_after
from sim.measures.rates import Rates
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

PER_YEAR, WEEKS = "DKK per year", "weeks per year"
OFFERS, COURSES, TRANSPORT = "offers", "courses", "transport"
"""What is bought. The last two are names in the column ``activity`` too, beside the kinds of offers."""


def activation(view: View, rates: Rates) -> Tidy:
    """What offers and courses cost in the window, a year. Every price is an assumption with a wide range.

    - ``activation_cost``: weeks of offers at the price of their kind (column activity), ``transport`` to them, and
      ``courses``: weeks of the effort of job clarification and resource courses. By kind and in all.
    - ``activation_municipality`` and ``activation_state``: who bears it.
    - ``offer_person_weeks``: the weeks of offers that the prices multiply, by kind.
    - ``activation_unpriced``: weeks of offers of a kind without a price.

    An offer ends when the citizen leaves or gets another benefit. An effort lasts from its beginning to the next switch or
    exit. Courses of the opening stock count as begun, unless the log has their beginning.
    """
    tidy, kinds = Tidy(), view.axis("offer")
    of_kind = _offer_weeks(view) * view.per_year
    price = np.array([rates.offer_week_dkk.get(name, 0.0) for name in kinds.labels])
    unpriced = np.array([name not in rates.offer_week_dkk for name in kinds.labels], dtype=np.bool_)
    others = [of_kind.sum() * rates.transport_week_dkk, _courses(view, rates) * view.per_year]
    cost = np.append(of_kind * price, others)
    bought = [OFFERS] * len(kinds) + [TRANSPORT, COURSES]
    state = np.array([rates.state_share.get(name, 0.0) for name in bought])
    by_kind = {"activity": [*kinds.labels, TRANSPORT, COURSES]}
    tidy.cube("activation_cost", PER_YEAR, cost, by_kind)
    tidy.cube("activation_municipality", PER_YEAR, cost * (1 - state), by_kind)
    tidy.cube("activation_state", PER_YEAR, cost * state, by_kind)
    tidy.cube("offer_person_weeks", WEEKS, of_kind, {"activity": kinds.labels})
    tidy.cube("activation_unpriced", WEEKS, of_kind * unpriced, {"activity": kinds.labels})
    return tidy


def _offer_weeks(view: View) -> Floats:
    """float64[kinds of offers], weeks of offers in the window."""
    offers, kinds = view.of(RowKind.OFFER), view.axis("offer")
    left = _minutes(view, offers, _changes_of_benefit(view))
    until = np.minimum((offers["last_day"] + 1) * DAY, left)
    weeks = view.overlap(offers["minute"], until) / 7
    return count((len(kinds),), kinds.index(offers["offer"]), weights=weeks)


def _courses(view: View, rates: Rates) -> float:
    """DKK for the efforts of courses in the window."""
    states = view.states
    price = np.zeros(len(states))
    for group, week_dkk in rates.course_week_dkk.items():
        price[states.holding(group)] = week_dkk
    leaving = view.whole.of(RowKind.SWITCH, RowKind.EXIT)
    efforts = view.of(RowKind.EFFORT)
    stock = view.of(RowKind.ARRIVE)
    stock = stock.where((stock["days_before"] > 0) & (price[view.state(stock)] > 0))
    begun = _first_of_spell(efforts)
    stock = stock.where(~_has(stock, efforts))
    total = 0.0
    for part in (begun, stock):
        weeks = view.overlap(part["minute"], _minutes(view, part, leaving)) / 7
        total += float((weeks * price[view.state(part)]).sum())
    return total


def _changes_of_benefit(view: View) -> Part:
    """Exits, and switches to another benefit."""
    moves = view.whole.of(RowKind.ARRIVE, RowKind.SWITCH, RowKind.EXIT)
    order = moves.by_citizen
    citizen, benefit = (moves.narrow(name)[order] for name in ("citizen", "benefit"))
    changes = np.ones(len(order), dtype=np.bool_)
    changes[1:] = (citizen[1:] != citizen[:-1]) | (benefit[1:] != benefit[:-1])
    other = np.empty(len(order), dtype=np.bool_)
    other[order] = changes
    kind = moves.narrow("kind")
    return moves.where((kind == RowKind.EXIT) | ((kind == RowKind.SWITCH) & other))


def _minutes(view: View, part: Part, leaving: Part) -> Ints:
    """int64[n], the minute of the next leaving of each row's citizen, or the log's end."""
    minutes: Ints = np.append(leaving["minute"], view.end)[next_after(part, leaving, ("citizen",))]
    return minutes


def _first_of_spell(part: Part) -> Part:
    """The first row of each spell of a citizen."""
    if not len(part):
        return part
    _, first = np.unique(joint_keys([(part[name], part[name]) for name in ("citizen", "spell")])[0], return_index=True)
    chosen = np.zeros(len(part), dtype=np.bool_)
    chosen[first] = True
    return part.where(chosen)


def _has(part: Part, other: Part) -> Mask:
    """bool[n], whether ``other`` has a row of the same spell."""
    if not len(part) or not len(other):
        return np.zeros(len(part), dtype=np.bool_)
    mine, theirs = joint_keys([(part[name], other[name]) for name in ("citizen", "spell")])
    return np.isin(mine, theirs)
