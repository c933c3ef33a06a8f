"""How long new spells last: Kaplan-Meier curves, because many spells still run when the log ends."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.pair_rows import next_after
from sim.measures.tidy import Tidy
from sim.measures.view import DAY, Floats, Ints, Mask, Part, View
from sim.world.log import RowKind

SICK = "sick"
SICK_WEEKS = (4, 13, 22, 26, 52)
REVALUATION = 22
"""Week of the revaluation of sickness benefit: many leave on that very day."""
CASH_BENEFITS = ("kontanthjælp", "uddannelseshjælp")
CASH_WEEKS = (13, 26, 52)


def survival(view: View) -> pd.DataFrame:
    """Shares of new spells that last at least so many weeks (entered in the window, censored at the log's end).

    ``sick_survival_week_<w>``: spells on sickness benefit, entered from outside or by a switch, to the next switch or
    exit. Lasting *at least* w weeks means: still there when day 7·w begins, before what that day brings; so week 22 is
    the share that reaches revaluation. ``sick_survival_after_week_22`` is the share left when that day is over.
    ``kontanthjaelp_survival_week_<w>``: from arrival on kontanthjælp or uddannelseshjælp to leaving both.
    ``sick_entries`` and ``kontanthjaelp_entries`` say how many spells stand behind a curve (per year).
    """
    tidy = Tidy()
    begin, end = view.inside(RowKind.ARRIVE, RowKind.SWITCH), view.of(RowKind.SWITCH, RowKind.EXIT)
    begin = begin.where((begin["minute"] > 0) & view.states.holding(SICK)[view.state(begin)])
    days, left = _durations(view, begin, end)
    tidy.add("sick_entries", "per year", len(days) * view.per_year)
    for week in SICK_WEEKS:
        tidy.add(f"sick_survival_week_{week}", "share", kaplan_meier(days, left, 7 * week - 1), group=SICK)
    after = kaplan_meier(days, left, 7 * REVALUATION)
    tidy.add(f"sick_survival_after_week_{REVALUATION}", "share", after, group=SICK)
    benefits = [code for code, name in view.log.names["benefit"].items() if _is_cash(name)]
    begin = view.inside(RowKind.ARRIVE)
    begin = begin.where((begin["minute"] > 0) & np.isin(begin["benefit"], benefits))
    end = end.where((end["kind"] == RowKind.EXIT) | ~np.isin(end["benefit"], benefits))
    days, left = _durations(view, begin, end)
    tidy.add("kontanthjaelp_entries", "per year", len(days) * view.per_year)
    for week in CASH_WEEKS:
        tidy.add(f"kontanthjaelp_survival_week_{week}", "share", kaplan_meier(days, left, 7 * week - 1))
    return tidy.frame()


def kaplan_meier(days: Ints, left: Mask, day: int) -> float:
    """Share of spells that last longer than ``day`` days; nan where nobody was observed so long.

    The product-limit estimator: the product over days t <= day of 1 - leavers(t) / at risk(t), where those whose
    observation ends on day t are still at risk on it.

    Args:
        days: int64[n], observed whole days of each spell.
        left: bool[n], True where the spell ended then, False where only the observation did.
        day: day of the curve.
    """
    if not len(days) or int(days.max()) < day:
        over = len(days) > 0 and bool(left[days == days.max()].all())
        return 0.0 if over else float("nan")
    leavers: NDArray[np.int64] = np.bincount(days[left], minlength=day + 1)[: day + 1]
    ended = np.bincount(days, minlength=day + 1)[: day + 1]
    at_risk: Floats = len(days) - (np.cumsum(ended) - ended).astype(np.float64)
    return float(np.prod(1.0 - leavers / at_risk))


def _durations(view: View, begin: Part, end: Part) -> tuple[Ints, Mask]:
    """Whole days from each beginning to the citizen's next ``end`` or the end of the log, and which it was."""
    answer = next_after(begin, end, ("citizen",))
    left = answer >= 0
    last = np.where(left, end["minute"][answer], view.end) if len(end) else np.full(len(begin), view.end)
    return (last - begin["minute"]) // DAY, left


def _is_cash(name: str) -> bool:
    """Is this a benefit of the kontanthjælp system, however its æ is written?"""
    return name.replace("ae", "æ") in CASH_BENEFITS
