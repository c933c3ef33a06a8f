"""The length of new spells as Kaplan-Meier curves, because many spells are still running when the log ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.measures.pair_rows import next_after
from sim.measures.tidy import Tidy
from sim.measures.view import DAY, Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

SICK = "sick"
SICK_WEEKS = (4, 13, 22, 26, 52)
REVALUATION = 22
"""The week of the revaluation of sickness benefit. Many citizens leave on that day."""
CASH_BENEFITS = ("kontanthjælp", "uddannelseshjælp")
CASH_WEEKS = (13, 26, 52)


def survival(view: View) -> Tidy:
    """Shares of new spells that last a number of weeks. Spells begin in the window and are censored at the log's end.

    - ``sick_survival_week_<w>``: spells on sickness benefit, from arrival or switch to the next switch or exit. A spell
      lasts at least w weeks if it still runs at the start of day 7·w, before that day's events. So week 22 is the share
      that reaches the revaluation.
    - ``sick_survival_after_week_22``: the share that is left at the end of that day.
    - ``kontanthjaelp_survival_week_<w>``: from arrival on kontanthjælp or uddannelseshjælp to leaving both.
    - ``sick_entries`` and ``kontanthjaelp_entries``: the number of spells in each curve (per year).
    """
    tidy = Tidy()
    begin, end = view.inside(RowKind.ARRIVE, RowKind.SWITCH), view.of(RowKind.SWITCH, RowKind.EXIT)
    begin = begin.where((begin["minute"] > 0) & view.states.holding(SICK)[view.state(begin)])
    days, left, _ = durations(view, begin, end)
    tidy.add("sick_entries", "per year", len(days) * view.per_year)
    for week in SICK_WEEKS:
        tidy.add(f"sick_survival_week_{week}", "share", kaplan_meier(days, left, 7 * week - 1), group=SICK)
    after = kaplan_meier(days, left, 7 * REVALUATION)
    tidy.add(f"sick_survival_after_week_{REVALUATION}", "share", after, group=SICK)
    benefits = [code for code, name in view.log.names["benefit"].items() if _is_cash(name)]
    begin = view.inside(RowKind.ARRIVE)
    begin = begin.where((begin["minute"] > 0) & np.isin(begin["benefit"], benefits))
    end = end.where((end["kind"] == RowKind.EXIT) | ~np.isin(end["benefit"], benefits))
    days, left, _ = durations(view, begin, end)
    tidy.add("kontanthjaelp_entries", "per year", len(days) * view.per_year)
    for week in CASH_WEEKS:
        tidy.add(f"kontanthjaelp_survival_week_{week}", "share", kaplan_meier(days, left, 7 * week - 1))
    return tidy


def kaplan_meier(days: Ints, left: Mask, day: int) -> float:
    """Share of spells that last longer than ``day`` days; nan if no spell was observed that long.

    This is the product-limit estimator: the product over days t <= day of 1 - leavers(t) / at risk(t). A spell whose
    observation ends on day t is still at risk on day t.

    Args:
        days: int64[n], observed whole days of each spell.
        left: bool[n], True if the spell ended then, False if only the observation ended.
        day: day of the curve.
    """
    if not len(days) or int(days.max()) < day:
        over = len(days) > 0 and bool(left[days == days.max()].all())
        return 0.0 if over else float("nan")
    leavers: NDArray[np.int64] = np.bincount(days[left], minlength=day + 1)[: day + 1]
    ended = np.bincount(days, minlength=day + 1)[: day + 1]
    at_risk: Floats = len(days) - (np.cumsum(ended) - ended).astype(np.float64)
    return float(np.prod(1.0 - leavers / at_risk))


def durations(view: View, begin: Part, end: Part) -> tuple[Ints, Mask, Ints]:
    """Whole days from each beginning to the citizen's next ``end`` or the log's end.

    Returns:
        int64[begin] days, bool[begin] whether there was an ``end``, int64[begin] its place in ``end`` (-1 without one).
    """
    answer = next_after(begin, end, ("citizen",))
    left = answer >= 0
    last = np.where(left, end["minute"][answer], view.end) if len(end) else np.full(len(begin), view.end)
    return (last - begin["minute"]) // DAY, left, answer


def _is_cash(name: str) -> bool:
    """Whether this is a benefit of the kontanthjælp system, with either spelling of its æ."""
    return name.replace("ae", "æ") in CASH_BENEFITS
