"""What the law asks (and the practice adds): instances that open, are booked, held, missed, lapse or are breached."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from sim.chance.draw import occurrence
from sim.engine.event_order import duty_ref
from sim.engine.reference.things import Booking, DutyState
from sim.world.log import NO_DAY, NOBODY, RowKind
from sim.world.world import DAY, Clock, DutyKind, EventKind, Form, FormRule, How, Role

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen


def holds(c: Citizen, spell: int) -> bool:
    """Whether the citizen is still here, in this spell."""
    return not c.gone and c.spell == spell


class Duties:
    """The duties of all citizens; each (citizen, duty, spell) is a process of its own."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter
        self.of_state = [
            [d for d, row in enumerate(jobcenter.duties) if row.states >> state & 1]
            for state in range(len(jobcenter.states))
        ]

    def start_all(self, c: Citizen, how: int) -> None:
        """Begin the duties of the citizen's group, in table order, once the present handler is done."""
        for d in self.of_state[c.state]:
            if self.called(c, self.jc.duties[d], how):
                self.jc.clock.process(self.course(c, d, how, c.spell))

    def bookings(self, c: Citizen) -> list[Booking]:
        """Open bookings in duty order."""
        found = []
        for d in self.of_state[c.state]:
            s = c.slots[self.jc.duties[d].slot]
            if s is not None and s.duty == d and s.booking is not None:
                found.append(s.booking)
        return found

    def cancel_all(self, c: Citizen) -> None:
        """A switch or exit: what is booked for duties is returned, in duty order."""
        for booking in self.bookings(c):
            self.jc.diaries.cancel(booking)
            c.slot(self.jc.duties[booking.duty].slot).booking = None

    # --- one duty of one spell
    def course(self, c: Citizen, d: int, how: int, spell: int) -> Generator[Any, Any, None]:
        """A duty's process: wait for the window, book, hold, go on to the next instance."""
        jc, row = self.jc, self.jc.duties[d]
        if not holds(c, spell) or not self._applies(c, row):
            return
        s = c.slot(row.slot)
        if s.duty == d and s.spell == spell:
            return
        self._begin(c, d, row, s, how)
        not_before = jc.today
        while not self._finished(row, s):
            opens = max(s.due - row.window, not_before)
            if s.deadline_instance >= 0:  # the verdict on the last deadline comes first
                opens = max(opens, s.deadline + 2)
            if opens > jc.today:
                yield jc.clock.at(opens * DAY, EventKind.DUTY, c.n, duty_ref(spell, d, 0))
                if not self._stands(c, d, s, spell):
                    return
                if s.duty != d:  # a later law's version has taken over: it may open later
                    d, row = s.duty, jc.duties[s.duty]
                    continue
            if not self._binds(c, row):
                self._exempt(c, d, row, s)
                continue
            self._open(c, d, row, s)
            if row.kind == DutyKind.PROCEDURE:
                jc.procedure.start(c, row.procedure, duty=d)
                self._advance(c, d, row, s)
                continue
            if row.kind == DutyKind.ELSEWHERE:
                self._held_elsewhere(c, d, row, s)
                self._advance(c, d, row, s)
                continue
            while True:
                booking = self._book(c, d, row, s)
                if booking is None:
                    return
                yield booking.done
                if not self._stands(c, d, s, spell):
                    return
                d, row = s.duty, jc.duties[s.duty]
                if booking.shed:  # its next instance was settled when it gave way
                    break
                s.booking = None
                if not self.is_no_show(booking):
                    self._hold(c, d, row, s, booking)
                    break
                if not self._miss(c, d, row, s, booking):
                    break
            if booking.shed:
                not_before = 0
                continue
            self._advance(c, d, row, s)
            not_before = jc.today + 1

    def called(self, c: Citizen, row: Any, how: int) -> bool:
        """Whether the duty starts in this way."""
        if how & How.STOCK:
            later = How.HAND_OVER | How.TALK | How.RECATEGORISED
            return bool(row.starts & ~later) or (c.handed and bool(row.starts & How.HAND_OVER))
        return bool(row.starts & how)

    def _applies(self, c: Citizen, row: Any) -> bool:
        return self._binds(c, row) and (c.caseworker >= 0 or row.kind == DutyKind.ELSEWHERE)

    def _binds(self, c: Citizen, row: Any) -> bool:
        """Whether law and the citizen's traits leave the duty in force; looked at when it begins, opens and falls due."""
        if (row.only and not c.traits & row.only) or c.traits & row.exempt:
            return False
        return self.jc.laws.in_force(c, row)

    def _stands(self, c: Citizen, d: int, s: DutyState, spell: int) -> bool:
        """Whether the duty still goes on, by itself or as a version that has taken it over; a later law may have put an end to it."""
        return holds(c, spell) and s.spell == spell and self.jc.duties[s.duty].line == self.jc.duties[d].line

    def _exempt(self, c: Citizen, d: int, row: Any, s: DutyState) -> None:
        """The citizen has become exempt: the instance falls away and is owed no longer."""
        while True:
            self.jc.row(c, RowKind.EXEMPT, duty=d, due=s.due, extra=s.instance)
            s.attempt, s.owed = 0, s.owed - 1
            self._next(c, row, s)
            if self._finished(row, s) or s.due > self.jc.today:
                return

    def _begin(self, c: Citizen, d: int, row: Any, s: DutyState, how: int) -> None:
        """Where the duty stands when the spell begins: anew, or where the same clock left it."""
        jc, today = self.jc, self.jc.today
        counts_from = int(
            (c.spell_day, c.benefit_day, c.spell_day - c.accumulated, c.absence_day, 0, c.course_day)[row.clock]
        )  # in order of Clock
        if row.clock == Clock.WINDOW:
            counts_from = self._window(c, row)
        s.spell, s.booking, s.attempt, s.deadline_instance, s.verdict = c.spell, None, 0, NOBODY, NO_DAY
        runs_on = s.counts_from == counts_from or (
            row.clock == Clock.ACCUMULATED and c.accumulated > 0
        )  # an illness only puts off what the insured are owed; a new right begins anew
        if s.duty == d and runs_on and how & How.SAME_CLOCK:
            s.owed, s.held = s.owed - s.held, 0
            if s.counts_from != counts_from:
                s.due, s.counts_from = s.due + counts_from - s.counts_from, counts_from
            if row.kind == DutyKind.PROCEDURE and not row.every and s.owed > 0 and self._finished(row, s):
                s.instance = row.count  # the switch stopped the procedure before it came to anything: it begins again
                s.due = self._spread(row, s)
        else:
            begun = self._goes_on(d, row, s, counts_from, how)
            s.duty, s.counts_from, s.held = d, counts_from, 0
            s.instance, credited = row.from_instance, 0
            if how & (How.ARRIVAL | How.STOCK) and row.first_states >> c.state & 1:
                s.instance, credited = 2, int(bool(how & How.ARRIVAL))
            if how & How.SWITCH and row.talk_counts and c.talked:
                s.instance, credited = 2, 1
            if begun > s.instance:
                s.instance, credited = begun, 0
            s.due = self._first_due(c, row, s, how)
            passed = today if how & How.STOCK else today - 1
            while not self._finished(row, s) and s.due <= passed:
                self._next(c, row, s)
            s.owed = row.count - s.instance + 1 + credited  # the first is another duty's meeting, and counts when held
        s.deadline = counts_from + self.span(row.deadline, row.deadline_span, counts_from)
        if row.deadline >= 0 and not row.every and s.owed > 0 and s.deadline >= today:
            jc.row(c, RowKind.TERM, duty=d, minutes=s.owed, due=s.deadline)
            self._watch(c, d, s)

    def _goes_on(self, d: int, row: Any, s: DutyState, counts_from: int, how: int) -> int:
        """The instance with which a new law's version of a duty goes on where the old one's has come to; 0: it begins anew."""
        if s.duty < 0 or s.duty == d or self.jc.duties[s.duty].code != row.code:
            return 0
        same = how & How.MOVED or (how & How.SAME_CLOCK and s.counts_from == counts_from)
        return s.instance if same and not row.every and not self.jc.duties[s.duty].every else 0

    def _window(self, c: Citizen, row: Any) -> int:
        """From when a right counted within a window would run if there had been no break; anew when it was reached before."""
        need = row.first_0 if row.every else self.span(row.term, row.term_span, c.since)
        day = self.jc.way.paid_for(c, need, row.counted)
        return day - need if day > c.since else c.since

    def _first_due(self, c: Citizen, row: Any, s: DutyState, how: int) -> int:
        if not row.every:
            return self._spread(row, s)
        if how & How.INSIDE and row.clock == Clock.SPELL:
            return s.counts_from + self._interval(c, row, s, s.counts_from)
        first = (row.first_0, row.first_1, row.first_2)[c.need_level]
        return int(s.counts_from + self.span(first, row.first_span, s.counts_from))

    def _interval(self, c: Citizen, row: Any, s: DutyState, start: int) -> int:
        if row.every_span >= 0:
            return self.span(0, row.every_span, start)
        table = (row.every_0, row.every_1, row.every_2)[c.need_level]
        return max(self.jc.sampled(c, table, row.key_every, occurrence(c.spell, s.instance, 0)), 1)

    def _next(self, c: Citizen, row: Any, s: DutyState) -> None:
        """The next instance and its due date; due dates stand still."""
        if row.every:
            s.due += self._interval(c, row, s, s.due)
            s.instance += 1
        else:
            s.instance += 1
            s.due = self._spread(row, s)

    def span(self, days: int, span: int, start: int) -> int:
        """A length of time from a day on: days, or calendar months."""
        if span < 0:
            return days
        spans = self.jc.world.spans
        return int(spans[span, min(max(0, start + self.jc.settings.spans_back), spans.shape[1] - 1)])

    def _spread(self, row: Any, s: DutyState) -> int:
        """The k-th of n within a term L is due at start + k L / n."""
        return int(s.counts_from + self.span(row.term, row.term_span, s.counts_from) * s.instance // max(row.count, 1))

    def _finished(self, row: Any, s: DutyState) -> bool:
        return not row.every and s.instance > row.count

    def _advance(self, c: Citizen, d: int, row: Any, s: DutyState) -> None:
        """Go on; instances that fell due meanwhile lapse."""
        s.attempt = 0
        self._next(c, row, s)
        while not self._finished(row, s) and s.due <= self.jc.today:
            self.jc.row(c, RowKind.LAPSE, duty=d, due=s.due, extra=s.instance)
            self._next(c, row, s)

    # --- one instance
    def _open(self, c: Citizen, d: int, row: Any, s: DutyState) -> None:
        jc = self.jc
        jc.row(c, RowKind.OPEN, duty=d, due=s.due, extra=s.instance)
        if row.tracked:
            jc.diaries.add_small(c.caseworker, 0, jc.settings.track_duty)
        if row.every and row.deadline >= 0:
            s.deadline, s.deadline_instance, s.owed, s.held = s.due, s.instance, 1, 0
            jc.row(c, RowKind.TERM, duty=d, minutes=1, due=s.deadline)
            self._watch(c, d, s)

    def _watch(self, c: Citizen, d: int, s: DutyState) -> None:
        """The day after the legal deadline somebody counts what is missing."""
        spell, s.verdict = c.spell, max(s.deadline, self.jc.today) + 1
        event = self.jc.clock.at(s.verdict * DAY, EventKind.DUTY, c.n, duty_ref(spell, d, 1))
        assert event.callbacks is not None
        event.callbacks.append(lambda _: self._deadline_passed(c, d, s, spell))

    def _deadline_passed(self, c: Citizen, d: int, s: DutyState, spell: int) -> None:
        if not self._stands(c, d, s, spell):
            return
        d, missing = s.duty, s.owed - s.held
        if missing > 0 and not self._binds(c, self.jc.duties[d]):
            self.jc.row(c, RowKind.EXEMPT, duty=d, due=s.deadline, minutes=missing)
        elif missing > 0:
            self.jc.row(c, RowKind.BREACH, duty=d, due=s.deadline, extra=missing)
            self.jc.diaries.add_small(c.caseworker, 0, self.jc.settings.track_breach)

    def _held_elsewhere(self, c: Citizen, d: int, row: Any, s: DutyState) -> None:
        """A role without diary holds the meeting on its due date."""
        minutes = max(self._minutes(c, row, s, Form.IN_PERSON), 1)
        role = self.jc.activities[row.activity].role
        self.jc.row(
            c,
            RowKind.WORK,
            activity=row.activity,
            form=Form.IN_PERSON,
            role=role,
            duty=d,
            minutes=minutes,
            due=s.due,
            caseworker=NOBODY,
        )
        s.held += 1

    def _minutes(self, c: Citizen, row: Any, s: DutyState, form: int) -> int:
        activity = self.jc.activities[row.activity]
        table = activity.table_1 if form == Form.PHONE else activity.table_2 if form == Form.VIDEO else activity.table_0
        return self.jc.sampled(c, table, row.key_minutes, occurrence(c.spell, s.instance, 0))

    def _form(self, c: Citizen, row: Any, s: DutyState) -> int:
        if row.kind == DutyKind.DESK:
            return NOBODY
        first = row.form == FormRule.FIRST_IN_PERSON and s.instance == row.from_instance
        if row.form == FormRule.IN_PERSON or first:
            return Form.IN_PERSON
        bits, settings = self.jc.drawn(c, row.key_form, occurrence(c.spell, s.instance, 0)), self.jc.settings
        if bits < settings.phone_chance:
            return Form.PHONE
        return Form.VIDEO if bits < settings.remote_chance else Form.IN_PERSON

    def _book(self, c: Citizen, d: int, row: Any, s: DutyState) -> Booking | None:
        jc = self.jc
        form = self._form(c, row, s)
        minutes = max(self._minutes(c, row, s, form), 1)
        meeting = row.kind == DutyKind.MEETING
        riders = self._riders(c, row, s) if meeting else [0] * len(jc.riders)
        if meeting and c.traits & jc.settings.interpreter_trait:
            minutes += minutes * jc.settings.interpreter_permille // 1000
        done = simpy.Event(jc.clock)
        booking = Booking(
            c, d, row.activity, form, minutes + sum(riders), riders, s.due, bool(row.optional), done, worker=c.caseworker, duty=d
        )  # fmt: skip
        earliest = jc.today + max(1, row.notice)
        if meeting:
            earliest += self._arrange(c, row, s)
        placed = jc.diaries.book_meeting(booking, earliest) if meeting else jc.diaries.book_desk(booking, earliest)
        if not placed:
            return None
        s.booking = booking
        return booking

    def _arrange(self, c: Citizen, row: Any, s: DutyState) -> int:
        """Who books: the citizen, with help, or the office. The days lost when a citizen who should have booked has not."""
        jc, settings = self.jc, self.jc.settings
        if row.summoned or not jc.states[c.state].self_booking or c.traits & settings.exempt_trait:
            jc.diaries.add_small(c.caseworker, 2, settings.office_minutes)
        elif c.traits & settings.help_trait:
            jc.diaries.add_small(c.caseworker, 1, settings.help_minutes)
        elif jc.drawn(c, row.key_book, occurrence(c.spell, s.instance, s.attempt)) < settings.miss_chance:
            jc.diaries.add_small(c.caseworker, 2, settings.office_minutes)
            return int(settings.short_notice)
        return 0

    def _riders(self, c: Citizen, row: Any, s: DutyState) -> list[int]:
        """Minutes of each kind of guidance that rides on the meeting, when it is due by then."""
        minutes = []
        for kind, rider in enumerate(self.jc.riders):
            until, key = c.guided_until[kind], row.key_ride_1 if kind else row.key_ride_0
            table = self.jc.activities[rider.activity].table_0
            rides = until != NO_DAY and until <= s.due
            minutes.append(self.jc.sampled(c, table, key, occurrence(c.spell, s.instance, 0)) if rides else 0)
        return minutes

    def is_no_show(self, booking: Booking) -> bool:
        """Whether the citizen stays away (a keyed fact, so the day plan can know it)."""
        c, row = booking.citizen, self.jc.duties[booking.duty]
        if row.kind != DutyKind.MEETING:
            return False
        s = c.slot(row.slot)
        return self.jc.drawn(c, row.key_show, occurrence(c.spell, s.instance, s.attempt)) < int(
            self.jc.world.show[c.state, booking.form]
        )

    def minutes_lost(self, booking: Booking) -> int:
        return min(int(self.jc.settings.no_show_minutes), booking.minutes)

    def _miss(self, c: Citizen, d: int, row: Any, s: DutyState, booking: Booking) -> bool:
        """A no-show: perhaps a sanction; a new booking, unless there were enough. True: book again."""
        jc = self.jc
        jc.row(
            c, RowKind.LOST, activity=booking.activity, form=booking.form, role=Role.CASEWORKER, duty=d,
            minutes=self.minutes_lost(booking), due=s.due, extra=s.attempt, caseworker=booking.by,
        )  # fmt: skip
        if jc.states[c.state].sanctioned and jc.settings.sanction_procedure >= 0:
            bits = jc.drawn(c, row.key_sanction, occurrence(c.spell, s.instance, s.attempt))
            if bits < jc.settings.sanction_chance:
                jc.procedure.start(c, jc.settings.sanction_procedure, tomorrow=True)
        s.attempt += 1
        if s.attempt < jc.settings.attempts:
            return True
        jc.row(c, RowKind.LAPSE, duty=d, due=s.due, extra=s.instance)
        return False

    def _hold(self, c: Citizen, d: int, row: Any, s: DutyState, booking: Booking) -> None:
        jc, settings = self.jc, self.jc.settings
        if row.kind == DutyKind.MEETING:
            jc.row(
                c, RowKind.WORK, activity=booking.activity, form=booking.form, role=Role.CASEWORKER, duty=d,
                minutes=booking.minutes - sum(booking.riders), due=s.due, extra=s.instance, caseworker=booking.by,
            )  # fmt: skip
            for kind, minutes in enumerate(booking.riders):
                if minutes:
                    jc.row(
                        c, RowKind.WORK, activity=jc.riders[kind].activity, form=booking.form, role=Role.CASEWORKER, duty=d,
                        minutes=minutes, due=s.due, caseworker=booking.by,
                    )  # fmt: skip
                    c.guided_until[kind] = jc.today + jc.riders[kind].days
            if c.traits & settings.interpreter_trait:
                jc.row(
                    c, RowKind.INTERPRETER, activity=booking.activity, form=booking.form, duty=d, minutes=booking.minutes,
                    caseworker=booking.by,
                )  # fmt: skip
            jc.effects.met(c)
        s.held += 1
        for other_duty in self.of_state[c.state] if row.credits else ():
            other = c.slot(jc.duties[other_duty].slot)
            if row.credits >> jc.duties[other_duty].code & 1 and other.duty == other_duty and other.spell == c.spell:
                other.held += 1
        if row.detects:
            jc.way.occasion(c, row.detects)

    def shed(self, booking: Booking) -> None:
        """An optional instance gives way: its duty goes on with the next one."""
        jc, c, d = self.jc, booking.citizen, booking.duty
        row = jc.duties[d]
        s = c.slot(row.slot)
        booking.shed, s.booking = True, None
        self._advance(c, d, row, s)
        if not self._finished(row, s):
            opens = max(s.due - row.window, jc.today + 1)
            jc.clock.at(opens * DAY, EventKind.DUTY, c.n, duty_ref(c.spell, d, 0), event=booking.done)
