"""Effects on behaviour: how fast the clock of an exit runs, in permille. Off unless the world has rows of effects.

A soft clock holds the units that are left, a thousandth of a day each; a day takes off its rate. What happens on a day shows from the
next midnight on.
"""

from __future__ import annotations

from itertools import pairwise

from sim.engine.reference.law_tables import LatentClock
from sim.engine.reference.moves import Moves
from sim.engine.reference.records import Citizen, ExitClock
from sim.engine.reference.shared import Shared
from sim.world.codes import NEVER, Life
from sim.world.log import NO_DAY, NOBODY

STEP, HALF_STEP = 10_000, 5_000
"""Caseloads differ in steps of ten weighted cases, in thousandths."""


class Effects:
    """Contact, caseload, another caseworker and waiting, and the exits that they put off or bring forward."""

    moves: Moves

    def __init__(self, shared: Shared) -> None:
        self.shared, self.rows = shared, shared.effects
        self.on = bool(self.rows)

    # --- a spell begins
    def forget(self, citizen: Citizen) -> None:
        """The clocks of the spell before are over; a recent meeting or change of caseworker still counts."""
        if clock := citizen.exit_clock:
            clock.row = clock.hard_row = NOBODY
            clock.day = clock.hard_day = NEVER
            clock.left, clock.planned = 0, NO_DAY

    def note(self, citizen: Citizen, row: LatentClock, day: int) -> None:
        """A clock of life would end the spell on a day: the earliest soft one and the earliest other one count."""
        if clock := citizen.exit_clock:
            if row.soft and day < clock.day:
                clock.row, clock.day = row.number, day
            elif not row.soft and day < clock.hard_day:
                clock.hard_row, clock.hard_day = row.number, day

    def horizon(self, citizen: Citizen, life_day: int) -> int:
        """The day before which a need must arise: an exit that may come later than planned does not prevent one."""
        clock = citizen.exit_clock
        return clock.hard_day if clock and clock.row >= 0 else life_day

    def begin(self, citizen: Citizen) -> None:
        """The clocks start: units are the days drawn, a thousand each."""
        clock, today = _clock(citizen), self.shared.today
        if clock.row >= 0:
            clock.left, clock.since = 1000 * (max(clock.day, today + 1) - today), today
            self._set_out(citizen, clock)
        else:
            self._plan(citizen, clock)

    # --- what bears on the rate
    def met(self, citizen: Citizen) -> None:
        """A meeting was held."""
        if clock := citizen.exit_clock:
            self._work_off(citizen, clock)
            clock.contact_until = self.shared.today + 1 + self.rows[citizen.state].contact_days
            self._go_on(citizen, clock)

    def assigned(self, citizen: Citizen, previous: int) -> None:
        """The citizen has another caseworker than before, or the first."""
        if clock := citizen.exit_clock:
            self._work_off(citizen, clock)
            if previous >= 0 and citizen.caseworker >= 0:
                clock.change_until = self.shared.today + 1 + self.rows[citizen.state].continuity_days
            self._go_on(citizen, clock)

    def look(self, citizen: Citizen) -> None:
        """A procedure began or ended, or the citizen has no caseworker any more."""
        if clock := citizen.exit_clock:
            self._work_off(citizen, clock)
            self._go_on(citizen, clock)

    def rate(self, citizen: Citizen, clock: ExitClock, day: int) -> int:
        """The permille at which the clock runs on a day, as far as is known."""
        row = self.rows[citizen.state]
        contact = 1000 + row.contact if day < clock.contact_until else 1000
        change = 1000 - row.continuity if day < clock.change_until else 1000
        return max(1, row.base * contact * change * clock.caseload * clock.waiting // 10**12)

    def _caseload(self, citizen: Citizen) -> int:
        """The factor of the caseworker's weighted cases per full post, in steps of ten above or below the usual number."""
        row = self.rows[citizen.state]
        if citizen.caseworker < 0:
            return 1000
        return 1000 - row.caseload * self._steps(citizen.caseworker, row.caseload_usual, row.caseload_steps)

    def _steps(self, worker: int, usual: int, most: int) -> int:
        """Steps of ten weighted cases per full post above the usual number; a post without capacity has all steps."""
        post = self.shared.posts[worker]
        if post.share <= 0:
            return most
        steps: int = (post.cases * 1000 // post.share - usual + HALF_STEP) // STEP
        return max(-most, min(steps, most))

    def _waiting(self, citizen: Citizen) -> int:
        """The factor of a case that waits for a decision."""
        rules = self.shared.procedures
        waits = any(rules[case.procedure].waits for case in citizen.procedures)
        return 1000 - self.rows[citizen.state].waiting if waits else 1000

    # --- the minutes of a task
    def paced(self, citizen: Citizen, minutes: int) -> int:
        """The minutes that a task takes the citizen's caseworker with so many cases; a task takes at least one."""
        if not self.on or minutes <= 0 or citizen.caseworker < 0:
            return minutes
        row = self.rows[citizen.state]
        permille = 1000 - row.pace * self._steps(citizen.caseworker, row.pace_usual, row.pace_steps)
        return max(1, (minutes * permille + 500) // 1000)

    # --- the clock
    def _runs(self, clock: ExitClock) -> bool:
        """Whether a change can still move a soft clock: not when the spell ends by tomorrow in any case."""
        return clock.left > 0 and min(clock.day, clock.hard_day) > self.shared.today + 1

    def _work_off(self, citizen: Citizen, clock: ExitClock) -> None:
        """Take off the days that have passed, today included."""
        if self._runs(clock):
            tomorrow = self.shared.today + 1
            clock.left -= sum(self.rate(citizen, clock, day) for day in range(clock.since, tomorrow))
            clock.since = tomorrow

    def _go_on(self, citizen: Citizen, clock: ExitClock) -> None:
        if self._runs(clock):
            self._set_out(citizen, clock)

    def _set_out(self, citizen: Citizen, clock: ExitClock) -> None:
        """From `since` on the clock runs at the rate that is known now."""
        clock.caseload, clock.waiting = self._caseload(citizen), self._waiting(citizen)
        clock.day = self._runs_out(citizen, clock)
        self._plan(citizen, clock)

    def _runs_out(self, citizen: Citizen, clock: ExitClock) -> int:
        """The first midnight by which no unit is left; contact and change stop counting on days that are known ahead."""
        left = clock.left
        ends = [day for day in (clock.contact_until, clock.change_until) if day > clock.since]
        days = sorted({clock.since, *ends})
        for day, following in pairwise(days):
            worked = self.rate(citizen, clock, day) * (following - day)
            if left <= worked:
                return day + -(-left // self.rate(citizen, clock, day))
            left -= worked
        return days[-1] + -(-left // self.rate(citizen, clock, days[-1]))

    def _plan(self, citizen: Citizen, clock: ExitClock) -> None:
        """Plan the exit that comes first; an event on any other day is stale."""
        day = max(min(clock.day, clock.hard_day), self.shared.today + 1)
        if day >= NEVER:
            clock.planned = NO_DAY
        elif day != clock.planned:
            clock.planned = day
            self.shared.later(citizen, day, Life.EXIT, lambda: self.run_out(citizen))

    def run_out(self, citizen: Citizen) -> None:
        """Life ends the spell, if this is still planned for today. A citizen who is held gets no other exit."""
        clock = _clock(citizen)
        if clock.planned != self.shared.today:
            return
        clock.left, clock.planned = 0, NO_DAY
        soft = clock.row >= 0 and (clock.day, clock.row) < (clock.hard_day, clock.hard_row)
        self.moves.end_by_life(citizen, clock.row if soft else clock.hard_row)


def _clock(citizen: Citizen) -> ExitClock:
    assert citizen.exit_clock is not None
    return citizen.exit_clock
