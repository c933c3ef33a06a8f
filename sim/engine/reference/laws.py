"""Another law from a day on: tables that change at once, and what becomes of running cases."""

from __future__ import annotations

from sim.engine.reference.citizens import Citizens
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.duties import Duties
from sim.engine.reference.law_tables import CaseworkerRule
from sim.engine.reference.posts import Posts
from sim.engine.reference.records import Citizen, DutyProgress
from sim.engine.reference.shared import Process, Shared
from sim.engine.reference.spells import Spells
from sim.engine.reference.tables import Duty
from sim.engine.reference.versions import Versions
from sim.world.codes import DAY, EventKind, How
from sim.world.log import NO_DAY, RowKind

NO_SPELL = -1


class Laws:
    """The laws of a run, one after another."""

    def __init__(
        self, shared: Shared, versions: Versions, posts: Posts, diaries: Diaries, duties: Duties, spells: Spells,
        citizens: Citizens,
    ) -> None:  # fmt: skip
        self.shared, self.versions, self.posts, self.diaries = shared, versions, posts, diaries
        self.duties, self.spells, self.citizens = duties, spells, citizens

    def days(self) -> Process:
        """Each later law's first day: the tables change; then each running case is looked at, in order of citizens."""
        shared, clock = self.shared, self.shared.clock
        for law in shared.world.laws:
            yield clock.at(law.day * DAY, EventKind.REGIME, 0, 0)
            shared.read_law(law)
            self.posts.share_pools(law.pools.tolist())
            for citizen in shared.citizens:
                if citizen.fate.arrive < clock.minute and not citizen.gone:
                    self._look_at(citizen)

    def _look_at(self, citizen: Citizen) -> None:
        minute = self.shared.clock.minute
        self.shared.clock.call(minute, EventKind.REGIME, citizen.number, 1, lambda: self._come_under(citizen))

    def _come_under(self, citizen: Citizen) -> None:
        """A running case comes under the new law, unless the law says otherwise."""
        shared = self.shared
        duties = shared.duties_of[citizen.state]
        for duty in duties:
            progress = citizen.progress_of(duty)
            begun = progress.duty is duty and progress.spell == citizen.spell
            if begun and not self.versions.in_force(citizen, duty):
                self._repeal(citizen, duty, progress)
        self.spells.settle_guidance(citizen, How.SWITCH)
        if shared.states[citizen.state].caseworker is CaseworkerRule.ALWAYS:
            self.citizens.hand_over(citizen)
        for duty in duties:
            new = duty.enacted == shared.today and self.versions.in_force(citizen, duty)
            if new and self.duties.starts(citizen, duty, How.STOCK):
                how = How.STOCK | How.MOVED
                shared.clock.process(self.duties.course(citizen, duty, how, citizen.spell))

    def _repeal(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        """A duty is no longer the law: another version takes over, or its booking is returned and nothing is owed."""
        for other in self.shared.duties_of[citizen.state]:
            if other.line == duty.line and self.versions.in_force(citizen, other):
                progress.duty = other
                if progress.booking is not None:
                    progress.booking.duty = other
                return
        if progress.booking is not None:
            self.diaries.cancel(progress.booking)
            progress.booking = None
        missing = progress.owed - progress.held
        if progress.verdict != NO_DAY and progress.verdict >= self.shared.today and missing > 0:
            self.shared.row(citizen, RowKind.EXEMPT, duty=duty, minutes=missing, due=progress.deadline)
        progress.spell = NO_SPELL
