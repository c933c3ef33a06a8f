"""When the instances of a duty are due: from which day it counts, the first due date, the next ones."""

from __future__ import annotations

from sim.chance.draw import occurrence
from sim.engine.reference.records import Citizen, DutyProgress
from sim.engine.reference.shared import Shared
from sim.engine.reference.table_row import Length
from sim.engine.reference.tables import Duty
from sim.world.codes import Clock, DutyKind, How
from sim.world.log import NO_DAY, NOBODY, RowKind


class DueDates:
    """Due dates count from the duty's start, not from the last meeting."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    # --- the beginning
    def begin(self, citizen: Citizen, duty: Duty, progress: DutyProgress, how: int) -> None:
        """Where a duty is when the spell begins: at its start, or where the same clock left it."""
        counts_from = self._counts_from(citizen, duty)
        progress.spell, progress.booking, progress.attempt = citizen.spell, None, 0
        progress.deadline_instance, progress.verdict = NOBODY, NO_DAY
        illness = (
            duty.clock is Clock.ACCUMULATED and citizen.accumulated > 0
        )  # it only puts off what the insured are owed
        runs_on = progress.counts_from == counts_from or illness
        if progress.duty is duty and runs_on and how & How.SAME_CLOCK:
            self._go_on(duty, progress, counts_from)
        else:
            self._begin_anew(citizen, duty, progress, counts_from, how)
        if duty.deadline is not None:
            progress.deadline = counts_from + self.shared.days(duty.deadline, counts_from)

    def _counts_from(self, citizen: Citizen, duty: Duty) -> int:
        """The day from which the duty counts, by its clock."""
        match duty.clock:
            case Clock.SPELL:
                return citizen.spell_day
            case Clock.BENEFIT:
                return citizen.benefit_day
            case Clock.ACCUMULATED:
                return citizen.spell_day - citizen.accumulated
            case Clock.ABSENCE:
                return citizen.absence_day
            case Clock.COURSE:
                return citizen.course_day
            case Clock.BEGUN:
                return self.shared.today
            case Clock.WINDOW:
                return self._window(citizen, duty)

    def _window(self, citizen: Citizen, duty: Duty) -> int:
        """When a right counted within a window would have begun without a break; anew, if it was reached before."""
        first = citizen.family_day
        days = duty.first[0].days if duty.every else self.shared.days(duty.term, first)
        day = self.shared.day_paid_for(citizen, days, duty.counted)
        return day - days if day > first else first

    def _go_on(self, duty: Duty, progress: DutyProgress, counts_from: int) -> None:
        """The clock is the same: what is owed stays, and due dates move with the clock's first day."""
        progress.owed, progress.held = progress.owed - progress.held, 0
        progress.due, progress.counts_from = progress.due + counts_from - progress.counts_from, counts_from
        stopped = duty.kind is DutyKind.PROCEDURE and not duty.every and progress.owed > 0
        if stopped and self.is_finished(
            duty, progress
        ):  # the switch stopped the procedure before its end: it begins again
            progress.instance = duty.count
            progress.due = self._spread(duty, progress)

    def _begin_anew(self, citizen: Citizen, duty: Duty, progress: DutyProgress, counts_from: int, how: int) -> None:
        """The first instance, unless a first meeting was held elsewhere or another law's version has come further."""
        begun = self._version_begun(duty, progress, counts_from, how)
        progress.duty, progress.counts_from, progress.held = duty, counts_from, 0
        progress.instance, credited = duty.from_instance, 0
        if how & (How.ARRIVAL | How.STOCK) and duty.first_states >> citizen.state & 1:
            progress.instance, credited = 2, int(bool(how & How.ARRIVAL))
        if how & How.SWITCH and duty.talk_counts and citizen.talked:
            progress.instance, credited = 2, 1
        if begun > progress.instance:
            progress.instance, credited = begun, 0
        progress.due = self._first_due(citizen, duty, progress, how)
        passed = self.shared.today if how & How.STOCK else self.shared.today - 1
        while not self.is_finished(duty, progress) and progress.due <= passed:
            self._next(citizen, duty, progress)
        # `credited`: the first is another duty's meeting, and counts when it is held
        progress.owed = duty.count - progress.instance + 1 + credited

    def _version_begun(self, duty: Duty, progress: DutyProgress, counts_from: int, how: int) -> int:
        """The instance that another law's version of the duty has reached, if this one goes on with it; else 0."""
        other = progress.duty
        if other is None or other is duty or other.code != duty.code or duty.every or other.every:
            return 0
        same = how & How.MOVED or (how & How.SAME_CLOCK and progress.counts_from == counts_from)
        return progress.instance if same else 0

    def _first_due(self, citizen: Citizen, duty: Duty, progress: DutyProgress, how: int) -> int:
        if not duty.every:
            return self._spread(duty, progress)
        start = progress.counts_from
        if how & How.INSIDE and duty.clock is Clock.SPELL:
            return start + self._interval(citizen, duty, progress, start)
        return start + self.shared.days(duty.first[citizen.need_level], start)

    # --- one after another
    def advance(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        """Go on to the next instance; those that fell due meanwhile lapse."""
        progress.attempt = 0
        self._next(citizen, duty, progress)
        while not self.is_finished(duty, progress) and progress.due <= self.shared.today:
            self.shared.row(citizen, RowKind.LAPSE, duty=duty, due=progress.due, extra=progress.instance)
            self._next(citizen, duty, progress)

    def exempt(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        """The citizen has become exempt: instances that are due fall away and are owed no longer."""
        while True:
            self.shared.row(citizen, RowKind.EXEMPT, duty=duty, due=progress.due, extra=progress.instance)
            progress.attempt, progress.owed = 0, progress.owed - 1
            self._next(citizen, duty, progress)
            if self.is_finished(duty, progress) or progress.due > self.shared.today:
                return

    def is_finished(self, duty: Duty, progress: DutyProgress) -> bool:
        return not duty.every and progress.instance > duty.count

    def _next(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        if duty.every:
            progress.due += self._interval(citizen, duty, progress, progress.due)
            progress.instance += 1
        else:
            progress.instance += 1
            progress.due = self._spread(duty, progress)

    def _spread(self, duty: Duty, progress: DutyProgress) -> int:
        """The k-th of n within a term L is due at start + k L / n."""
        term = self.shared.days(duty.term, progress.counts_from)
        return progress.counts_from + term * progress.instance // max(duty.count, 1)

    def _interval(self, citizen: Citizen, duty: Duty, progress: DutyProgress, start: int) -> int:
        """Days from one instance of a repeating duty to the next."""
        if duty.every_span >= 0:
            return self.shared.days(Length(0, duty.every_span), start)
        table, which = duty.intervals[citizen.need_level], occurrence(citizen.spell, progress.instance, 0)
        return max(self.shared.sampled(citizen, table, duty.key_every, which), 1)
