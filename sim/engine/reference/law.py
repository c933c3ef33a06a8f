"""Another law from a day on: tables that change at once, and what becomes of the cases that run."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.world.log import NO_DAY, RowKind
from sim.world.world import DAY, EventKind, How, Running

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen, DutyState

NO_SPELL = -1


class Laws:
    """The laws of a run, one after another."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter
        self.versions: dict[int, list[Any]] = {}
        """The rows of a duty under one law after another, by code."""
        for duty in jobcenter.duties:
            self.versions.setdefault(duty.code, []).append(duty)

    def days(self) -> Generator[Any, Any, None]:
        """Each later law's first day: the tables change; then each case that runs is looked at, in order of citizens."""
        jc = self.jc
        for law in jc.world.laws:
            yield jc.clock.at(law.day * DAY, EventKind.REGIME, 0, 0)
            jc.read_law(law)
            jc.assignment.share_pools(law.pools.tolist())
            for c in jc.citizens:
                if c.fate.arrive < jc.clock.minute and not c.gone:
                    looked_at = jc.clock.at(jc.clock.minute, EventKind.REGIME, c.n, 1)
                    assert looked_at.callbacks is not None
                    looked_at.callbacks.append(partial(self._come_under, c))

    def of(self, c: Citizen, running: int) -> int:
        """The day whose law holds for a case that runs: today's, that of the spell's first day, or that of the citizen's first."""
        if running == Running.MOVE:
            return self.jc.today
        return int(c.spell_day if running == Running.NEXT_SWITCH else c.fate.arrive // DAY - c.fate.elapsed)

    def in_force(self, c: Citizen, duty: Any) -> bool:
        """Whether this version of a duty is the law for the citizen's case: its own day has come, and no later version's."""
        if duty.enacted and self.of(c, duty.enacted_for) < duty.enacted:
            return False
        versions = self.versions[duty.code]
        later = versions[versions.index(duty) + 1 :]
        return not any(self.of(c, version.enacted_for) >= version.enacted for version in later)

    def _come_under(self, c: Citizen, _: object) -> None:
        """A case that runs comes under the new law, so far as the law does not say otherwise."""
        jc = self.jc
        mine = jc.duty.of_state[c.state]
        for d in mine:
            s = c.slot(jc.duties[d].slot)
            if s.duty == d and s.spell == c.spell and not self.in_force(c, jc.duties[d]):
                self._repeal(c, d, s)
        jc.way.settle_riders(c, How.SWITCH)
        if jc.states[c.state].caseworker == 1:
            jc.way.hand_over(c)
        for d in mine:
            duty = jc.duties[d]
            if duty.enacted == jc.today and self.in_force(c, duty) and jc.duty.called(c, duty, How.STOCK):
                jc.clock.process(jc.duty.course(c, d, How.STOCK | How.MOVED, c.spell))

    def _repeal(self, c: Citizen, d: int, s: DutyState) -> None:
        """A duty is no longer the law: another version takes over, or what is booked is returned and nothing is owed."""
        jc = self.jc
        line = jc.duties[d].line
        for other in jc.duty.of_state[c.state]:
            if jc.duties[other].line == line and self.in_force(c, jc.duties[other]):
                s.duty = other
                if s.booking is not None:
                    s.booking.owner = s.booking.duty = other
                return
        if s.booking is not None:
            jc.diaries.cancel(s.booking)
            s.booking = None
        missing = s.owed - s.held
        if s.verdict != NO_DAY and s.verdict >= jc.today and missing > 0:
            jc.row(c, RowKind.EXEMPT, duty=d, minutes=missing, due=s.deadline)
        s.spell = NO_SPELL
