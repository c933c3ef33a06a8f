"""A person's weeks on benefits, by which the financing act shares the cost between state and municipality.

The weeks run on over all benefits (§ 5). They start again when the person has had enough whole calendar weeks of
self-support since the first counted week, within the years that the law looks back (§ 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.measures.pair_rows import latest
from sim.measures.rates import Restart
from sim.measures.view import DAY, Floats, Ints, Mask, View
from sim.world.log import RowKind

WEEK = 7 * DAY
UNPAID = "none"
"""The benefit of citizens who support themselves."""


@dataclass(frozen=True)
class BenefitWeeks:
    """The weeks of every citizen of a log, also of those in groups of unknown volume.

    One entry per time between two moves; all arrays are ordered by citizen and time. Times that have no entry are before
    the arrival.

    Attributes:
        citizen: int64[n].
        start: int64[n], first minute.
        paid: bool[n], whether a benefit is paid.
        weeks: float64[n], weeks on benefits at the first minute, after a new start if one is due.
    """

    citizen: Ints
    start: Ints
    paid: Mask
    weeks: Floats

    @staticmethod
    def of(view: View, restart: Restart) -> BenefitWeeks:
        """The weeks of a log.

        A person's weeks count from the arrival. For the opening stock, the days in the spell before the log count too.
        """
        from sim.measures.walks.histories import start_again

        whole = view.whole
        rows = whole.histories(RowKind.ARRIVE, RowKind.SWITCH, RowKind.EXIT)
        kind, citizen, start, benefit = rows["kind"], rows["citizen"], rows["minute"], rows["benefit"]
        paid = (kind != RowKind.EXIT) & (benefit != whole.code("benefit", UNPAID))
        first = np.append(True, citizen[1:] != citizen[:-1]) if len(citizen) else np.zeros(0, dtype=np.bool_)
        end = np.append(start[1:], whole.end) if len(start) else start
        end = np.where(np.append(first[1:], True)[: len(start)], whole.end, end)
        length = (end - start) * paid / WEEK
        before = np.zeros(len(start))  # weeks that an entry adds before its own: those of the spell before the log
        if len(start):
            arrival = kind == RowKind.ARRIVE
            before = np.where(arrival & paid, rows["days_before"], 0) / 7
        total = np.cumsum(length + before)
        at_first = np.maximum.accumulate(np.where(first, np.arange(len(start)), 0))
        weeks = total - length - (total - length - before)[at_first]
        monday = date.fromisoformat(str(whole.log.meta["start"])).weekday()
        within = restart.years * YEAR_DAYS * DAY
        start_again(weeks, first, paid, start, end, float(restart.weeks), float(within), WEEK, monday * DAY)
        return BenefitWeeks(citizen, start, paid, weeks)

    def at(self, citizen: Ints, minute: Ints) -> Floats:
        """float64[n], the weeks on benefits of citizens at a minute; 0 before the arrival."""
        if not len(self.citizen):
            return np.zeros(len(citizen))
        place = latest(citizen, minute, self.citizen, self.start)
        weeks: Floats = self.weeks[place] + self.paid[place] * (minute - self.start[place]) / WEEK
        return np.where(place >= 0, weeks, 0.0)
