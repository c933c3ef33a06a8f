"""One instance of a duty: the booking of a meeting or of desk work, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable

import simpy

from sim.chance.draw import occurrence
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.effects import Effects
from sim.engine.reference.moves import Moves
from sim.engine.reference.procedures import Procedures
from sim.engine.reference.records import Booking, Citizen, DutyProgress, SmallWork
from sim.engine.reference.shared import Shared
from sim.engine.reference.tables import Detects, Duty
from sim.world.codes import DutyKind, Form, FormRule, Role
from sim.world.log import NO_DAY, NOBODY, RowKind


def _instance(citizen: Citizen, progress: DutyProgress) -> int:
    """The key of an instance's draws."""
    return int(occurrence(citizen.spell, progress.instance, 0))


def _attempt(citizen: Citizen, progress: DutyProgress) -> int:
    """The key of the draws of an attempt at an instance."""
    return int(occurrence(citizen.spell, progress.instance, progress.attempt))


class Instances:
    """Meetings and desk work of duties."""

    moves: Moves

    def __init__(self, shared: Shared, diaries: Diaries, effects: Effects, procedures: Procedures) -> None:
        self.shared, self.diaries, self.effects, self.procedures = shared, diaries, effects, procedures

    # --- booking
    def book(
        self, citizen: Citizen, duty: Duty, progress: DutyProgress, gives_way: Callable[[Booking], None]
    ) -> Booking | None:
        """Book an instance; None when there is no room at all. ``gives_way``: what a booking does when it is shed."""
        shared, meeting = self.shared, duty.kind is DutyKind.MEETING
        form = self._form(citizen, duty, progress)
        minutes = self.effects.paced(citizen, max(self._minutes(citizen, duty, progress, form), 1))
        guidance = [self.effects.paced(citizen, m) for m in self._guidance(citizen, duty, progress)] if meeting else []
        if meeting and citizen.traits & shared.settings.interpreter_trait:
            minutes += minutes * shared.settings.interpreter_permille // 1000
        booking = Booking(
            citizen, duty.activity, minutes + sum(guidance), progress.due, simpy.Event(shared.clock), citizen.caseworker, duty,
            form=form, guidance=guidance, gives_way=gives_way if duty.optional else None,
        )  # fmt: skip
        earliest = shared.today + max(1, duty.notice)
        if meeting:
            booking.missed = self._stays_away(citizen, duty, progress, form)
            earliest += self._arrange(citizen, duty, progress)
            placed = self.diaries.book_meeting(booking, earliest)
        else:
            placed = self.diaries.book_desk(booking, earliest)
        progress.booking = booking if placed else None
        return progress.booking

    def _form(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> int:
        """In person, by telephone or by video; desk work has no form."""
        if duty.kind is DutyKind.DESK:
            return NOBODY
        first = duty.form is FormRule.FIRST_IN_PERSON and progress.instance == duty.from_instance
        if duty.form is FormRule.IN_PERSON or first:
            return Form.IN_PERSON
        bits, s = self.shared.drawn(citizen, duty.key_form, _instance(citizen, progress)), self.shared.settings
        if bits < s.phone[citizen.need_level]:
            return Form.PHONE
        return Form.VIDEO if bits < s.remote[citizen.need_level] else Form.IN_PERSON

    def _minutes(self, citizen: Citizen, duty: Duty, progress: DutyProgress, form: int) -> int:
        table = self.shared.activities[duty.activity].minutes[max(form, Form.IN_PERSON)]
        return self.shared.sampled(citizen, table, duty.key_minutes, _instance(citizen, progress))

    def _guidance(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> list[int]:
        """Minutes of each kind of guidance that rides on the meeting, if it is due by then."""
        minutes = []
        for kind, guidance in enumerate(self.shared.guidance):
            until, key = citizen.guided_until[kind], duty.key_rides[kind]
            table = self.shared.activities[guidance.activity].minutes[Form.IN_PERSON]
            rides = until != NO_DAY and until <= progress.due
            minutes.append(self.shared.sampled(citizen, table, key, _instance(citizen, progress)) if rides else 0)
        return minutes

    def _arrange(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> int:
        """The office books, or the citizen with help or alone. The days lost when the citizen should have booked and did not."""
        s, worker = self.shared.settings, citizen.caseworker
        alone = self.shared.states[citizen.state].self_booking
        if duty.summoned or not alone or citizen.traits & s.exempt_trait:
            self.diaries.add_small(worker, SmallWork.OFFICE, s.office_minutes)
        elif citizen.traits & s.help_trait:
            self.diaries.add_small(worker, SmallWork.HELP, s.help_minutes)
        elif self.shared.drawn(citizen, duty.key_book, _attempt(citizen, progress)) < s.miss_chance:
            self.diaries.add_small(worker, SmallWork.OFFICE, s.office_minutes)
            return s.short_notice
        return 0

    def _stays_away(self, citizen: Citizen, duty: Duty, progress: DutyProgress, form: int) -> bool:
        """A keyed fact, so the day plan can know it."""
        chance = int(self.shared.world.show[citizen.state, form])
        return self.shared.drawn(citizen, duty.key_show, _attempt(citizen, progress)) < chance

    # --- what comes of it
    def miss(self, citizen: Citizen, duty: Duty, progress: DutyProgress, booking: Booking) -> bool:
        """A no-show, perhaps with a sanction. True: the instance is booked again; False: there were enough attempts."""
        shared, s = self.shared, self.shared.settings
        shared.row(
            citizen, RowKind.LOST, activity=booking.activity, form=booking.form, role=Role.CASEWORKER, duty=duty,
            minutes=self.diaries.minutes_lost(booking), due=progress.due, extra=progress.attempt, caseworker=booking.by,
        )  # fmt: skip
        sanctions = shared.states[citizen.state].sanctioned and s.sanction_procedure >= 0
        if sanctions and shared.drawn(citizen, duty.key_sanction, _attempt(citizen, progress)) < s.sanction_chance:
            self.procedures.start(citizen, s.sanction_procedure, tomorrow=True)
        progress.attempt += 1
        if progress.attempt < s.attempts:
            return True
        shared.row(citizen, RowKind.LAPSE, duty=duty, due=progress.due, extra=progress.instance)
        return False

    def hold(self, citizen: Citizen, duty: Duty, progress: DutyProgress, booking: Booking) -> None:
        """The meeting was held or the desk work done: it counts, for other duties too, and somebody may see a need."""
        if duty.kind is DutyKind.MEETING:
            self._write_meeting(citizen, duty, progress, booking)
            self.effects.met(citizen)
        progress.held += 1
        for other in self.shared.duties_of[citizen.state] if duty.credits else ():
            others = citizen.progress_of(other)
            if duty.credits >> other.code & 1 and others.duty is other and others.spell == citizen.spell:
                others.held += 1
        self.moves.start_followers(citizen, duty)
        if duty.detects is not Detects.NOTHING:
            self.moves.give_occasion(citizen, duty.detects)

    def _write_meeting(self, citizen: Citizen, duty: Duty, progress: DutyProgress, booking: Booking) -> None:
        """Rows of the meeting, of the guidance on it and of the interpreter."""
        shared = self.shared
        shared.row(
            citizen, RowKind.WORK, activity=booking.activity, form=booking.form, role=Role.CASEWORKER, duty=duty,
            minutes=booking.minutes - sum(booking.guidance), due=progress.due, extra=progress.instance, caseworker=booking.by,
        )  # fmt: skip
        for kind, minutes in enumerate(booking.guidance):
            if minutes:
                shared.row(
                    citizen, RowKind.WORK, activity=shared.guidance[kind].activity, form=booking.form, role=Role.CASEWORKER,
                    duty=duty, minutes=minutes, due=progress.due, caseworker=booking.by,
                )  # fmt: skip
                citizen.guided_until[kind] = shared.today + shared.guidance[kind].days
        if citizen.traits & shared.settings.interpreter_trait:
            shared.row(
                citizen, RowKind.INTERPRETER, activity=booking.activity, form=booking.form, duty=duty, minutes=booking.minutes,
                caseworker=booking.by,
            )  # fmt: skip

    def hold_elsewhere(self, citizen: Citizen, duty: Duty, progress: DutyProgress) -> None:
        """A role without diary holds the meeting on its due date."""
        minutes = max(self._minutes(citizen, duty, progress, Form.IN_PERSON), 1)
        self.shared.row(
            citizen, RowKind.WORK, activity=duty.activity, form=Form.IN_PERSON, role=self.shared.activities[duty.activity].role,
            duty=duty, minutes=minutes, due=progress.due, caseworker=NOBODY,
        )  # fmt: skip
        progress.held += 1
