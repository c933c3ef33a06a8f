"""What a need costs in benefits from the day it arises until it is clarified."""

from __future__ import annotations

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.law.clauses.vocabulary import PENSION
from sim.measures.benefits import PER_YEAR, Payments
from sim.measures.pair_rows import latest, next_after
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

HORIZONS = (52, 104)
"""Weeks after a need arises within which its days and benefits count."""
LEAST_PART = 0.5
"""A horizon is measured if at least this part of the window lies so long before the log's end."""
DECISION = 3
"""``cause`` of a SWITCH that a decision caused."""


def until_clarified(view: View, payments: Payments) -> Tidy:
    """Days and benefits of needs from their onset until they are clarified, at most a number of weeks.

    A need is clarified when its effort begins, when the switch that was decided comes, or when the pension is awarded.
    Another switch or an exit ends it too: the citizen waits no more. What is still open counts up to the horizon. So the
    numbers are means of one cohort, whatever the length of the run: the needs that arose in the window and at least so
    many weeks before the log ends. A horizon that less than half of the window allows is left out.

    - ``days_until_clarified_<w>``: days per need, by need (column activity) and by group, within w weeks.
    - ``benefits_until_clarified_<w>``: gross benefits per need, by need and by group, DKK.
    - ``benefits_until_clarified_total_<w>``: the same for all needs of a year, by need and in all.
    - ``benefits_until_clarified_municipality_<w>`` and ``benefits_until_clarified_state_<w>``: it by payer, in all.
    - ``clarified_share_<w>``: needs that are clarified within w weeks, by need and by group.
    """
    tidy, needs, states = Tidy(), view.axis("need"), view.states
    arisen = view.inside(RowKind.NEED)
    arisen = arisen.where(arisen["before_the_log"] == 0)
    ended, clears = _ends(view, arisen)
    for weeks in HORIZONS:
        length = weeks * 7 * DAY
        last = min(view.window.end, view.end - length + 1)
        if last - view.window.start < LEAST_PART * view.window.days * DAY:
            continue
        seen = arisen["minute"] < last
        part, begin = arisen.where(seen), arisen["minute"][seen]
        end = np.minimum(ended[seen], begin + length)
        cleared = clears[seen] & (ended[seen] <= begin + length)
        place, state = needs.index(part["need"]), view.state(part)
        days, (paid, borne) = (end - begin) / DAY, _between(payments, part["citizen"], begin, end)
        per_year = YEAR_DAYS * DAY / (last - view.window.start)
        for axis, at, labels in (("activity", place, needs.labels), ("group", state, states.labels)):
            number = count((len(labels),), at)
            for measure, unit, values in (
                (f"days_until_clarified_{weeks}", "days per need", days),
                (f"benefits_until_clarified_{weeks}", "DKK per need", paid),
                (f"clarified_share_{weeks}", "share", cleared.astype(np.float64)),
            ):
                total = count((len(labels),), at, weights=values)
                tidy.ratio(measure, unit, total, number, {axis: labels}, margins=())
        by_need = count((len(needs),), place, weights=paid) * per_year
        tidy.cube(f"benefits_until_clarified_total_{weeks}", PER_YEAR, by_need, {"activity": needs.labels})
        tidy.add(f"benefits_until_clarified_municipality_{weeks}", PER_YEAR, float(borne.sum()) * per_year)
        tidy.add(f"benefits_until_clarified_state_{weeks}", PER_YEAR, float((paid - borne).sum()) * per_year)
    return tidy


def _ends(view: View, arisen: Part) -> tuple[Ints, Mask]:
    """int64[n] and bool[n]: the minute at which each need ends (the log's end if open), and whether it is clarified then."""
    moves, efforts = view.of(RowKind.SWITCH, RowKind.EXIT), view.of(RowKind.EFFORT)
    decided = (moves["kind"] == RowKind.SWITCH) & (moves["cause"] == DECISION)
    pension = (moves["kind"] == RowKind.EXIT) & (moves["destination"] == view.code("destination", PENSION))
    moved = next_after(arisen, moves, ("citizen",))
    left, clears = np.append(moves["minute"], view.end)[moved], np.append(decided | pension, False)[moved]
    found, begun = view.of(RowKind.DETECT), view.of(RowKind.START)
    detected = next_after(arisen, found, ("citizen", "spell", "need"))
    started = np.append(next_after(found, begun, ("citizen", "spell")), -1)[detected]
    effort = np.append(next_after(begun, efforts, ("citizen", "procedure", "serial")), -1)[started]
    effect = np.append(efforts["minute"], view.end)[effort]
    first = (effort >= 0) & (effect < left)  # the effort of the procedure that the detection began
    return np.where(first, effect, left), clears | first


def _between(payments: Payments, citizen: Ints, begin: Ints, end: Ints) -> tuple[Floats, Floats]:
    """float64[n] twice: gross benefits of citizens between two minutes, and what the municipality bears of them."""
    needy = np.zeros(1 + max(int(every.max(initial=-1)) for every in (payments.pieces.citizen, citizen)), np.bool_)
    needy[citizen] = True
    payments = payments.at(np.flatnonzero(needy[payments.pieces.citizen]))
    pieces = payments.pieces
    per_minute = payments.week_dkk / (7 * DAY)
    whole = [(pieces.end - pieces.start) * per_minute, payments.municipal(pieces.start, pieces.end)]
    before = [np.cumsum(amounts) - amounts for amounts in whole]

    def so_far(minute: Ints) -> tuple[Floats, Floats]:
        at = np.maximum(latest(citizen, minute, pieces.citizen, pieces.start), 0)
        until = np.minimum(minute, pieces.end[at])
        gross = before[0][at] + (until - pieces.start[at]) * per_minute[at]
        return gross, before[1][at] + payments.at(at).municipal(pieces.start[at], until)

    if not len(pieces.citizen):
        return np.zeros(len(citizen)), np.zeros(len(citizen))
    (paid_end, borne_end), (paid_begin, borne_begin) = so_far(end), so_far(begin)
    return paid_end - paid_begin, borne_end - borne_begin
