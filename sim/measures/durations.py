"""How long citizens stay: curves of new spells, lengths of ended ones, and the age of spells in a stock.

A spell is a citizen's stay in one group. It ends with a switch to another group or an exit.
"""

from __future__ import annotations

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.survival import durations, kaplan_meier
from sim.measures.tidy import Tidy, count
from sim.measures.time_on_benefit import CASH, on_same_benefit
from sim.measures.view import DAY, Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

INSURED = "insured"
RIGHT_ENDS = "dagpenge-ends"
"""The procedure at the end of the right to dagpenge."""
INSURED_WEEKS = (4, 13, 26, 39, 52)
"""The weeks of the published curve of the insured."""
OVER_WEEKS = (13, 26, 52, 78, 104)
COURSE = "resource-course"
IDLE_DAYS = 365
STOCK_LEFT_WEEKS = 82
"""The published share of a stock that is still there is after 19 months, which are 82 weeks."""


def lengths_of_stay(view: View, pieces: Pieces) -> Tidy:
    """Lengths of spells and of stays on kontanthjælp.

    - ``insured_survival_week_<w>``: the share of spells of the insured that last w weeks. They begin in the window, by
      arrival or switch, and are censored at the log's end. An illness ends a spell.
    - ``insured_entries``: the number of these spells (per year).
    - ``insured_spell_weeks``: the mean length of the insured's spells that end in the window, in weeks.
    - ``rights_used_up``: rights to dagpenge that end because they are used up (per year).
    - ``stock_over_<w>_weeks_share``: by group, the share of a stock whose spell has lasted more than w weeks, as a mean over
      the window. For the opening stock, the days in the spell before the log count too.
    - ``kontanthjaelp_stock_left_week_<w>``: the share of those on kontanthjælp and uddannelseshjælp at the window's start who
      are there w weeks later. Those who have left and returned count.
    - ``course_idle_share``: of all days in resource courses that began in the window, the share more than a year after the
      start and before the first effort and the first offer.
    """
    tidy = Tidy()
    _insured(tidy, view)
    begun = spell_starts(view, pieces)
    _over(tidy, view, pieces, begun)
    _stock_left(tidy, view, pieces)
    _idle(tidy, view)
    return tidy


def spell_starts(view: View, pieces: Pieces) -> Ints:
    """int64[pieces], the minute on which the spell of each piece began; negative before the log."""
    if not len(pieces.citizen):
        return np.zeros(0, np.int64)
    fresh = np.ones(len(pieces.citizen), np.bool_)
    fresh[1:] = (pieces.citizen[1:] != pieces.citizen[:-1]) | (pieces.state[1:] != pieces.state[:-1])
    fresh[1:] |= pieces.start[1:] != pieces.end[:-1]
    begun = pieces.start[np.maximum.accumulate(np.where(fresh, np.arange(len(fresh)), 0))]
    opening = view.of(RowKind.ARRIVE)
    opening = opening.where(opening["minute"] == 0)
    before = np.zeros(1 + max(int(pieces.citizen.max()), int(opening["citizen"].max(initial=0))), np.int64)
    before[opening["citizen"]] = opening["days_before"] * DAY
    return np.where(begun == 0, -before[pieces.citizen], begun)


def _insured(tidy: Tidy, view: View) -> None:
    holding = view.states.holding(INSURED)
    everything, ends = view.of(RowKind.ARRIVE, RowKind.SWITCH), view.of(RowKind.SWITCH, RowKind.EXIT)
    starts = everything.where(holding[view.state(everything)])
    new = view.inside(RowKind.ARRIVE, RowKind.SWITCH)
    new = new.where((new["minute"] > 0) & holding[view.state(new)])
    days, left, _ = durations(view, new, ends)
    tidy.add("insured_entries", "per year", len(days) * view.per_year)
    for week in INSURED_WEEKS:
        tidy.add(f"insured_survival_week_{week}", "share", kaplan_meier(days, left, 7 * week - 1), group=INSURED)
    days, left, _ = durations(view, starts, ends)
    before = np.where((starts["kind"] == RowKind.ARRIVE) & (starts["minute"] == 0), starts["days_before"], 0)
    ended = starts["minute"] // DAY + days
    inside = left & (ended >= view.window.first_day) & (ended <= view.window.last_day)
    weeks = (days + before)[inside] / 7
    tidy.add("insured_spell_weeks", "weeks", float(weeks.mean()) if weeks.size else float("nan"), group=INSURED)
    out = view.inside(RowKind.SWITCH, RowKind.EXIT)
    used = np.count_nonzero(out["procedure"] == view.code("procedure", RIGHT_ENDS))
    tidy.add("rights_used_up", "per year", used * view.per_year)


def _over(tidy: Tidy, view: View, pieces: Pieces, begun: Ints) -> None:
    size, labels = (len(view.states),), {"group": view.states.labels}
    below = count(size, pieces.state, weights=pieces.days)
    long = np.flatnonzero((pieces.days > 0) & (pieces.end - begun > min(OVER_WEEKS) * 7 * DAY))
    state, start, end, begun = pieces.state[long], pieces.start[long], pieces.end[long], begun[long]
    for weeks in OVER_WEEKS:
        late = np.maximum(start, begun + weeks * 7 * DAY)
        above = count(size, state, weights=view.overlap(late, end))
        tidy.ratio(f"stock_over_{weeks}_weeks_share", "share", above, below, labels, margins=())


def _stock_left(tidy: Tidy, view: View, pieces: Pieces) -> None:
    first = view.window.start
    then = first + STOCK_LEFT_WEEKS * 7 * DAY
    if then >= view.end:
        return
    cash = on_same_benefit(view, view.states.holding(*CASH))[pieces.state]
    at_first, at_then = (_citizens(pieces, cash, minute) for minute in (first, then))
    if at_first.size:
        share = float(np.isin(at_first, at_then).mean())
        tidy.add(f"kontanthjaelp_stock_left_week_{STOCK_LEFT_WEEKS}", "share", share)


def _citizens(pieces: Pieces, chosen: Mask, minute: int) -> Ints:
    return pieces.citizen[chosen & (pieces.start <= minute) & (pieces.end > minute)]


def _idle(tidy: Tidy, view: View) -> None:
    new = view.inside(RowKind.ARRIVE, RowKind.SWITCH)
    new = new.where((new["minute"] > 0) & view.states.holding(COURSE)[view.state(new)])
    if not len(new):
        return
    days, _, _ = durations(view, new, view.of(RowKind.SWITCH, RowKind.EXIT))
    idle = np.minimum(days, _days_to(view, new, view.of(RowKind.EFFORT, RowKind.OFFER)))
    above = np.maximum(idle - IDLE_DAYS, 0).sum()
    tidy.add("course_idle_share", "share", float(above / max(days.sum(), 1)), group=COURSE)


def _days_to(view: View, begin: Part, event: Part) -> Floats:
    """float64[begin], days to the citizen's next event; those to the log's end if none comes."""
    days, _, _ = durations(view, begin, event)
    return days.astype(np.float64)
