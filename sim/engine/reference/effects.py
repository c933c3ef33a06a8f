"""Effects on behaviour: how fast the clock of an exit runs, in permille. Off unless the world has rows of effects.

A soft clock holds units left, a thousandth of a day each; a day takes off its rate. What happens on a day shows from the next midnight on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sim.engine.reference.things import NEVER, Soft
from sim.world.log import NO_DAY, NOBODY

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen

STEP, HALF_STEP = 10_000, 5_000
"""Caseloads are told apart in steps of ten weighted cases, in thousandths."""


class Effects:
    """Contact, caseload, another caseworker and waiting, and the exits that they put off or bring forward."""

    def __init__(self, jobcenter: Jobcenter, rows: Sequence[Any]) -> None:
        self.jc, self.rows = jobcenter, rows
        self.on = bool(rows)
        if self.on:
            for c in jobcenter.citizens:
                c.soft = Soft()

    # --- a spell begins
    def forget(self, c: Citizen) -> None:
        """The clocks of the spell before are over; a meeting or another caseworker of late is not."""
        if s := c.soft:
            s.row = s.hard_row = NOBODY
            s.day = s.hard_day = NEVER
            s.left, s.planned = 0, NO_DAY

    def clock(self, c: Citizen, number: int, row: Any, day: int) -> None:
        """A clock of life would strike on a day: the earliest soft one and the earliest other one count."""
        if s := c.soft:
            if row.soft and day < s.day:
                s.row, s.day = number, day
            elif not row.soft and day < s.hard_day:
                s.hard_row, s.hard_day = number, day

    def horizon(self, c: Citizen, life_day: int) -> int:
        """The day before which a need must arise: an exit that may come later than planned ends no need beforehand."""
        return c.soft.hard_day if c.soft and c.soft.row >= 0 else life_day

    def begin(self, c: Citizen) -> None:
        """The clocks start: units are the days drawn, a thousand each."""
        s, today = c.soft, self.jc.today
        assert s is not None
        if s.row >= 0:
            s.left, s.since = 1000 * (max(s.day, today + 1) - today), today
            self._set_out(c)
        else:
            self._plan(c)

    # --- what bears on the rate
    def met(self, c: Citizen) -> None:
        """A meeting was held."""
        if s := c.soft:
            self._work_off(c)
            s.contact_until = self.jc.today + 1 + self.rows[c.state].contact_days
            self._go_on(c)

    def assigned(self, c: Citizen, previous: int) -> None:
        """A caseworker has the citizen: another one than before, or the first."""
        if s := c.soft:
            self._work_off(c)
            if previous >= 0 and c.caseworker >= 0:
                s.change_until = self.jc.today + 1 + self.rows[c.state].continuity_days
            self._go_on(c)

    def look(self, c: Citizen) -> None:
        """A procedure began or ended, or nobody has the citizen any more."""
        if c.soft:
            self._work_off(c)
            self._go_on(c)

    def rate(self, c: Citizen, day: int) -> int:
        """The permille at which the clock runs on a day, by what is known of it."""
        s, row = c.soft, self.rows[c.state]
        assert s is not None
        contact = 1000 + row.contact if day < s.contact_until else 1000
        change = 1000 - row.continuity if day < s.change_until else 1000
        return max(1, int(row.base * contact * change * s.caseload * s.waiting // 10**12))

    def _caseload(self, c: Citizen) -> int:
        """The factor of the caseworker's weighted cases per full post, in steps of ten above or below the usual number."""
        row = self.rows[c.state]
        if c.caseworker < 0:
            return 1000
        post = self.jc.assignment.posts[c.caseworker]
        steps = row.caseload_steps
        if post.share > 0:
            steps = (post.cases * 1000 // post.share - row.caseload_usual + HALF_STEP) // STEP
        return int(1000 - row.caseload * max(-row.caseload_steps, min(steps, row.caseload_steps)))

    def _waiting(self, c: Citizen) -> int:
        """The factor of a case that waits for a decision."""
        waits = any(self.jc.procedures[thread.procedure].waits for thread in c.threads)
        return int(1000 - self.rows[c.state].waiting) if waits else 1000

    # --- the clock
    def _runs(self, c: Citizen) -> bool:
        """Whether a soft clock runs that a change can still move: not when life ends the spell by tomorrow in any case."""
        s = c.soft
        return s is not None and s.left > 0 and min(s.day, s.hard_day) > self.jc.today + 1

    def _work_off(self, c: Citizen) -> None:
        """Take off the days that have passed, today included."""
        s = c.soft
        if s is not None and self._runs(c):
            tomorrow = self.jc.today + 1
            s.left -= sum(self.rate(c, day) for day in range(s.since, tomorrow))
            s.since = tomorrow

    def _go_on(self, c: Citizen) -> None:
        if self._runs(c):
            self._set_out(c)

    def _set_out(self, c: Citizen) -> None:
        """From `since` on the clock runs at what is known now."""
        s = c.soft
        assert s is not None
        s.caseload, s.waiting = self._caseload(c), self._waiting(c)
        s.day = self._strikes_on(c)
        self._plan(c)

    def _strikes_on(self, c: Citizen) -> int:
        """The first midnight by which all units are worked off; a meeting or another caseworker stops counting on a day known ahead."""
        s = c.soft
        assert s is not None
        left = s.left
        ends = [day for day in (s.contact_until, s.change_until) if day > s.since]
        days = sorted({s.since, *ends})
        for day, following in pairwise(days):
            worked = self.rate(c, day) * (following - day)
            if left <= worked:
                return day + -(-left // self.rate(c, day))
            left -= worked
        return days[-1] + -(-left // self.rate(c, days[-1]))

    def _plan(self, c: Citizen) -> None:
        """The exit that comes first; what was scheduled for another day is stale."""
        s = c.soft
        assert s is not None
        day = max(min(s.day, s.hard_day), self.jc.today + 1)
        if day >= NEVER:
            s.planned = NO_DAY
        elif day != s.planned:
            s.planned = day
            self.jc.way.may_exit(c, day)

    def strike(self, c: Citizen) -> None:
        """Life ends the spell, if it is still planned for today; who is held has no other exit."""
        s = c.soft
        assert s is not None
        if s.planned != self.jc.today:
            return
        s.left, s.planned = 0, NO_DAY
        soft = s.row >= 0 and (s.day, s.row) < (s.hard_day, s.hard_row)
        self.jc.way.life_exit(c, s.row if soft else s.hard_row)
