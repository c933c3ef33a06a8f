"""Citizens who have left and come back: when, to which state, and what of their past counts."""

from __future__ import annotations

from sim.chance.draw import occurrence
from sim.engine.reference.records import Change, Citizen
from sim.engine.reference.shared import Shared
from sim.engine.reference.tables import Return
from sim.world.codes import NEVER, RIDERS, How
from sim.world.log import NO_DAY, NOBODY


class Returns:
    """What an exit settles of the return, and how the return begins."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    def plan(self, citizen: Citizen, destination: int) -> int:
        """The day of the return (NEVER: none). The state returned to is kept for it, and the past is settled.

        The citizen's state stays the one left, because a procedure that outlives the exit writes it.
        """
        row = self._drawn(citizen, destination)
        if row is None:
            return NEVER
        shared, today = self.shared, self.shared.today
        day = today + max(shared.sampled(citizen, row.table, row.key, occurrence(citizen.spell, 0, 0)), 1)
        target = row.older if self._too_old(citizen, row.target, day) else row.target
        if target < 0:
            return NEVER
        self._keep_past(citizen, today)
        if row.works:
            self._work(citizen, day - today)
        citizen.returns_to = target
        return day

    def _drawn(self, citizen: Citizen, destination: int) -> Return | None:
        """The way back of the citizen, by a keyed draw of the spell that ends."""
        ways = [row for row in self.shared.returns if (row.state, row.destination) == (citizen.state, destination)]
        if not ways:
            return None
        bits = self.shared.drawn(citizen, self.shared.settings.key_return, occurrence(citizen.spell, 0, 0))
        return next((row for row in ways if bits < row.below), None)

    def _too_old(self, citizen: Citizen, state: int, day: int) -> bool:
        """Whether the citizen has reached by then the age that ends the state."""
        ages = [row.aged for row in self.shared.clocks_of[state] if row.term and row.aged]
        return any(self.shared.birthday(citizen, age - 1) <= day for age in ages)

    def _keep_past(self, citizen: Citizen, today: int) -> None:
        """The period on the benefit is over. Used dagpenge stays used after unemployment and after an illness."""
        state = self.shared.states[citizen.state]
        citizen.remember(state.family, today)
        if state.insured:
            citizen.accumulated += today - citizen.spell_day
        elif not state.sick:
            citizen.accumulated = 0

    def _work(self, citizen: Citizen, days: int) -> None:
        """Enough work earns a new right: nothing of it is used."""
        citizen.worked += days
        if self.shared.settings.new_right and citizen.worked >= self.shared.settings.new_right:
            citizen.accumulated = citizen.worked = 0

    def begin(self, citizen: Citizen) -> int:
        """The citizen is back in the state that :meth:`plan` (or a burn-in) has settled. How the spell begins."""
        today = self.shared.today
        if citizen.gone:
            citizen.spell += 1
            citizen.state = citizen.returns_to
        state = self.shared.states[citizen.state]
        citizen.gone, citizen.caseworker, citizen.came_from = False, NOBODY, NOBODY
        citizen.changed, citizen.talked = Change.NOTHING, False
        citizen.guided_until = [NO_DAY] * RIDERS
        citizen.entered = citizen.family_day = citizen.course_day = today
        citizen.benefit_day = today - citizen.accumulated if state.insured else today
        goes_on = state.insured and citizen.accumulated > 0
        return How.ARRIVAL | (How.SAME_CLOCK if goes_on else 0)
