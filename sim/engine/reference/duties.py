"""What the law asks (and the practice adds): duties that begin, open an instance, and are counted at their deadline."""

from __future__ import annotations

from collections.abc import Generator

import simpy

from sim.engine.event_order import duty_ref
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.due_dates import DueDates
from sim.engine.reference.instances import Instances
from sim.engine.reference.procedures import Procedures
from sim.engine.reference.records import Booking, Citizen, DutyProgress, SmallWork
from sim.engine.reference.shared import Process, Shared
from sim.engine.reference.tables import Duty
from sim.engine.reference.versions import Versions
from sim.world.codes import DAY, DutyKind, EventKind, How
from sim.world.log import RowKind


class Duties:
    """The duties of all citizens; each (citizen, duty, spell) is a process of its own."""

    def __init__(
        self, shared: Shared, versions: Versions, diaries: Diaries, procedures: Procedures, instances: Instances
    ) -> None:
        self.shared, self.versions, self.diaries = shared, versions, diaries
        self.procedures, self.instances, self.dates = procedures, instances, DueDates(shared)

    def start_all(self, citizen: Citizen, how: int) -> None:
        """Begin the duties of the citizen's group, in table order, once the present handler is done."""
        for duty in self.shared.duties_of[citizen.state]:
            if self.starts(citizen, duty, how):
                self.shared.clock.process(self.course(citizen, duty, how, citizen.spell))

    def start_followers(self, citizen: Citizen, held: Duty) -> None:
        """A meeting of the duty was held: the duty that follows from it begins, once in a spell."""
        for duty in self.shared.duties_of[citizen.state] if held.followed_by else ():
            if duty.code == held.followed_by - 1 and self.starts(citizen, duty, How.HELD):
                self.shared.clock.process(self.course(citizen, duty, How.HELD, citizen.spell))

    def cancel_all(self, citizen: Citizen) -> None:
        """A switch or exit: bookings for duties are returned, in duty order."""
        for booking in self.diaries.duty_bookings(citizen):
            self.diaries.cancel(booking)
            assert booking.duty is not None
            citizen.progress_of(booking.duty).booking = None

    # --- one duty of one spell
    def course(self, citizen: Citizen, duty: Duty, how: int, spell: int) -> Process:
        """A duty's process: wait for the window of each instance, and do it."""
        if not citizen.is_in(spell) or not self._applies(citizen, duty):
            return
        progress = citizen.progress_of(duty)
        if progress.duty is duty and progress.spell == spell:
            return
        self._begin(citizen, duty, progress, how)
        not_before = self.shared.today
        while not self.dates.is_finished(duty, progress):
            opens = self._opens(duty, progress, not_before)
            if opens > self.shared.today:
                yield self.shared.clock.at(opens * DAY, EventKind.DUTY, citizen.number, duty_ref(spell, duty.number, 0))
                if not self._goes_on(citizen, duty, progress, spell):
                    return
                if progress.duty is not duty:  # a later law's version has taken over: it may open later
                    duty = _present(progress)
                    continue
            if not self._binds(citizen, duty):
                self.dates.exempt(citizen, duty, progress)
                continue
            self._open(citizen, duty, progress)
            if duty.kind in {DutyKind.PROCEDURE, DutyKind.ELSEWHERE}:
                if duty.kind is DutyKind.PROCEDURE:
                    self.procedures.start(citizen, duty.procedure, duty=duty)
                else:
                    self.instances.hold_elsewhere(citizen, duty, progress)
                self.dates.advance(citizen, duty, progress)
                continue
            booking = yield from self._until_done(citizen, duty, progress, spell)
            if booking is None:
                return
            duty = _present(progress)
            if booking.shed:  # its next instance was settled when it gave way
                not_before = 0
            else:
                self.dates.advance(citizen, duty, progress)
                not_before = self.shared.today + 1

    def _until_done(
        self, citizen: Citizen, duty: Duty, progress: DutyProgress, spell: int
    ) -> Generator[simpy.Event, object, Booking | None]:
        """Book an instance until it is held, shed or written off. The last booking; None: the duty has ended."""
        while True:
            booking = self.instances.book(citizen, duty, progress, self.shed)
            if booking is None:
                return None
            yield booking.done
            if not self._goes_on(citizen, duty, progress, spell):
                return None
            duty = _present(progress)
            if booking.shed:
                return booking
            progress.booking = None
            if not booking.missed:
                self.instances.hold(citizen, duty, progress, booking)
                return booking
            if not self.instances.miss(citizen, duty, progress, booking):
                return booking

    def starts(self, citizen: Citizen, duty: Duty, how: int) -> bool:
        """Whether the duty starts in this way."""
        if how & How.STOCK:
            later = How.HAND_OVER | How.TALK | How.RECATEGORISED | How.HELD
            return bool(duty.starts & ~later) or (citizen.handed_over and bool(duty.starts & How.HAND_OVER))
        return bool(duty.starts & how)

    def _applies(self, citizen: Citizen, duty: Duty) -> bool:
        somebody = citizen.caseworker >= 0 or duty.kind is DutyKind.ELSEWHERE
        return somebody and self._binds(citizen, duty)

    def _binds(self, citizen: Citizen, duty: Duty) -> bool:
        """Whether law and traits leave the duty in force; this is checked when it begins, opens and falls due."""
        if (duty.only and not citizen.traits & duty.only) or citizen.traits & duty.exempt:
            return False
        return self.versions.in_force(citizen, duty)

    def _goes_on(self, citizen: Citizen, duty: Duty, progress: DutyProgress, spell: int) -> bool:
        """Whether the duty goes on, by itself or as a version that has taken over; a later law may have ended it."""
        return citizen.is_in(spell) and progress.spell == spell and _present(progress).line == duty.line

    def _begin(self, citizen: Citizen, duty: Duty, progress: DutyProgress, how: int) -> None:
        """Settle the first due date. With a legal deadline a row says how many instances are owed by it."""
        self.dates.begin(citizen, duty, progress, how)
        one_deadline = duty.deadline is not None and not duty.every
        if one_deadline and progress.owed > 0 and progress.deadline >= self.shared.today:
            self._set_deadline(citizen, duty, progress)

    def _opens(self, duty: Duty, progress: DutyProgress, not_before: int) -> int:
        """The day on which the next instance opens."""
        opens = max(progress.due - duty.window, not_before)
        if progress.deadline_instance >= 0:  # the verdict on the last deadline comes first
            opens = max(opens, progress.deadline + 2)
        return opens

    # --- one instance
    def _open(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        self.shared.row(citizen, RowKind.OPEN, duty=duty, due=progress.due, extra=progress.instance)
        if duty.tracked:
            self.diaries.add_small(citizen.caseworker, SmallWork.TRACKING, self.shared.settings.track_duty)
        if duty.every and duty.deadline is not None:  # each instance has its own
            progress.deadline, progress.deadline_instance = progress.due, progress.instance
            progress.owed, progress.held = 1, 0
            self._set_deadline(citizen, duty, progress)

    def _set_deadline(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        """A row says how many instances are owed; the day after the deadline the missing ones are counted."""
        self.shared.row(citizen, RowKind.TERM, duty=duty, minutes=progress.owed, due=progress.deadline)
        spell, progress.verdict = citizen.spell, max(progress.deadline, self.shared.today) + 1
        self.shared.clock.call(
            progress.verdict * DAY, EventKind.DUTY, citizen.number, duty_ref(spell, duty.number, 1),
            lambda: self._count_missing(citizen, duty, progress, spell),
        )  # fmt: skip

    def _count_missing(self, citizen: Citizen, duty: Duty, progress: DutyProgress, spell: int) -> None:
        if not self._goes_on(citizen, duty, progress, spell):
            return
        duty, missing = _present(progress), progress.owed - progress.held
        if missing > 0 and not self._binds(citizen, duty):
            self.shared.row(citizen, RowKind.EXEMPT, duty=duty, due=progress.deadline, minutes=missing)
        elif missing > 0:
            self.shared.row(citizen, RowKind.BREACH, duty=duty, due=progress.deadline, extra=missing)
            self.diaries.add_small(citizen.caseworker, SmallWork.TRACKING, self.shared.settings.track_breach)

    def shed(self, booking: Booking) -> None:
        """An optional instance gives way: its duty goes on with the next one."""
        citizen, duty = booking.citizen, booking.duty
        assert duty is not None
        progress = citizen.progress_of(duty)
        booking.shed, progress.booking = True, None
        self.dates.advance(citizen, duty, progress)
        if not self.dates.is_finished(duty, progress):
            opens = max(progress.due - duty.window, self.shared.today + 1)
            reference = duty_ref(citizen.spell, duty.number, 0)
            self.shared.clock.at(opens * DAY, EventKind.DUTY, citizen.number, reference, booking.done)


def _present(progress: DutyProgress) -> Duty:
    """The version of the duty that the citizen has now."""
    assert progress.duty is not None
    return progress.duty
