"""How a case is worked: procedures begin, do one step after another, and end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simpy

from sim.chance.draw import occurrence
from sim.engine.reference import steps
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.effects import Effects
from sim.engine.reference.moves import Moves
from sim.engine.reference.records import Booking, Citizen, NeedState, RunningProcedure
from sim.engine.reference.shared import Process, Shared
from sim.engine.reference.tables import Case, Duty
from sim.engine.reference.team import Team
from sim.engine.reference.versions import Versions
from sim.files.errors import RunError
from sim.world.codes import DAY, EventKind, Form, Role
from sim.world.log import MOST_PROCEDURES, NO_DAY, NOBODY, RowKind, Step

BY_DECISION = 3
"""The cause of a switch that a procedure decides."""


class Procedures:
    """The running procedures of all citizens; each is a process of its own. Most are bound to the spell in which they began.

    Each operation of a step is a method. One that waits yields the event for which it waits.
    """

    moves: Moves

    def __init__(self, shared: Shared, versions: Versions, diaries: Diaries, team: Team, effects: Effects) -> None:
        self.shared, self.versions, self.diaries, self.team, self.effects = shared, versions, diaries, team, effects
        self.operations: dict[type[steps.Step], Callable[[RunningProcedure, Any], Process | None]] = {
            steps.Work: self.work, steps.Order: self.order, steps.Wait: self.wait, steps.Team: self.team_hearing,
            steps.Chance: self.chance, steps.Goto: self.goto, steps.UnlessTrait: self.unless_trait,
            steps.UnlessState: self.unless_state, steps.UnlessChanged: self.unless_changed, steps.UnlessAged: self.unless_aged,
            steps.UnlessLasted: self.unless_lasted, steps.UnlessFirst: self.unless_first,
            steps.UnlessOutdated: self.unless_outdated, steps.Set: self.set, steps.Duties: self.duties,
            steps.Offer: self.offer, steps.Mark: self.mark, steps.Start: self.start_another,
            steps.Renew: self.renew, steps.Prolong: self.prolong, steps.Switch: self.switch, steps.Exit: self.exit,
            steps.End: self.end,
        }  # fmt: skip

    # --- from the beginning to the end
    def start(
        self, citizen: Citizen, procedure: int, *, cause: int = BY_DECISION, tomorrow: bool = False, step: int | None = None,
        duty: Duty | None = None, carried: Case | None = None,
    ) -> None:  # fmt: skip
        """Begin a procedure after the present handler, or (what work leads to) at the next midnight."""
        rule = self.versions.of_procedure(citizen, procedure)
        first = rule.entry if step is None else step
        case = RunningProcedure(
            citizen, procedure, self._next_serial(citizen), rule, cause, first, citizen.spell, duty, carried
        )
        citizen.procedures.append(case)
        self.effects.look(citizen)
        self.shared.clock.process(self.course(case, tomorrow=tomorrow))

    def _next_serial(self, citizen: Citizen) -> int:
        """The running number of the citizen's next procedure."""
        if citizen.serial > MOST_PROCEDURES:
            raise RunError(f"citizen {citizen.number} has more than {MOST_PROCEDURES} procedures")
        citizen.serial += 1
        return citizen.serial - 1

    def course(self, case: RunningProcedure, *, tomorrow: bool) -> Process:
        """A procedure's process."""
        if tomorrow:
            yield self._midnight(case)
        if not case.alive:
            return
        case.due = self.shared.today + (case.rule.due if case.rule.due >= 0 else self.shared.settings.undated_due)
        before = case.carried
        if before is not None:
            case.due -= before.began
            case.certificate_day = NO_DAY if before.paper < 0 else self.shared.today - before.paper
        self.shared.row(case.citizen, RowKind.START, due=case.due, duty=case.duty, case=case)
        if before is not None and before.wait:
            yield self._midnight(case, before.wait)
            if isinstance(self.shared.steps[case.step - 1], steps.Order):  # it was ordered before the log began
                case.certificate_day = self.shared.today
            case.carried = None
        while case.alive:
            step = self.shared.steps[case.step]
            case.author = Step(case.procedure, case.serial, case.step - case.rule.entry)
            case.step += 1
            yield from self.operations[type(step)](case, step) or ()
            case.carried = None

    def stop_all(self, citizen: Citizen) -> None:
        """A switch or exit stops the citizen's procedures and frees what they had booked, but not those that outlive a spell.

        A procedure that led to it has ended already.
        """
        for case in [case for case in citizen.procedures if not case.rule.outlives]:
            case.alive = False
            if case.booking is not None:
                self.diaries.cancel(case.booking)
            self.team.withdraw(case)
        citizen.procedures = [case for case in citizen.procedures if case.rule.outlives]

    def _end(self, case: RunningProcedure) -> None:
        case.alive = False
        case.citizen.procedures.remove(case)
        self.effects.look(case.citizen)

    def _midnight(self, case: RunningProcedure, days: int = 1) -> simpy.Event:
        """What work or a certificate leads to takes effect at a later midnight."""
        day = self.shared.today + days
        return self.shared.clock.at(day * DAY, EventKind.INCOMING, case.citizen.number, case.reference)

    def _occurrence(self, case: RunningProcedure) -> int:
        """The key of a step's draws: another procedure or another round has other draws."""
        return int(occurrence(case.spell, case.serial, case.round))

    def _sampled(self, case: RunningProcedure, table: int, key: int) -> int:
        """A value of at least one."""
        return max(1, self.shared.sampled(case.citizen, table, key, self._occurrence(case)))

    # --- the operations, in the order of docs/engine.md section 8
    def work(self, case: RunningProcedure, step: steps.Work) -> Process:
        """Desk work is booked, and the procedure goes on at the 00:00 after it. A role without diary has done it at once."""
        citizen, activity = case.citizen, self.shared.activities[step.activity]
        minutes = self._sampled(case, activity.minutes[Form.IN_PERSON], step.key)
        worker = citizen.caseworker if activity.role is Role.CASEWORKER else NOBODY
        if activity.pool >= 0:
            worker = self.diaries.member(citizen, activity.pool, minutes)
        elif worker != NOBODY:
            minutes = self.effects.paced(citizen, minutes)
        if worker == NOBODY:
            self._work_at_once(case, step, minutes)
            return
        due, done = self.shared.today + step.within, simpy.Event(self.shared.clock)
        booking = Booking(citizen, step.activity, minutes, due, done, worker, case=case)
        if self.diaries.book_desk(booking, self.shared.today + 1):
            case.booking = booking
            yield done
            case.booking = None
            yield self._midnight(case)

    def _work_at_once(self, case: RunningProcedure, step: steps.Work, minutes: int) -> None:
        role = self.shared.activities[step.activity].role
        self.shared.row(
            case.citizen, RowKind.WORK, activity=step.activity, role=role, minutes=minutes, caseworker=NOBODY, case=case
        )  # fmt: skip

    def order(self, case: RunningProcedure, step: steps.Order) -> Process:
        """The fee is paid; the certificate comes 1 + delivery days later, and its day is remembered."""
        certificate, citizen = self.shared.certificates[step.certificate], case.citizen
        self.shared.row(citizen, RowKind.ORDER, form=step.certificate, minutes=certificate.fee, case=case)
        delivery = self.shared.sampled(citizen, certificate.table, step.key, self._occurrence(case))
        yield self._midnight(case, 1 + delivery)
        if case.alive:
            case.certificate_day = self.shared.today
            self.shared.row(citizen, RowKind.DELIVER, form=step.certificate, case=case)

    def wait(self, case: RunningProcedure, step: steps.Wait) -> Process:
        """The procedure waits for whole days, at least one, from a table (`wait`, `await`)."""
        yield self._midnight(case, self._sampled(case, step.days, step.key))

    def team_hearing(self, case: RunningProcedure, step: steps.Team) -> Process:
        """The case goes on the ready list; the procedure goes on at the 00:00 after the hearing."""
        table = self.shared.activities[step.hearing].minutes[Form.IN_PERSON]
        yield self.team.queue(case, step, self._sampled(case, table, step.key))

    def chance(self, case: RunningProcedure, step: steps.Chance) -> None:
        """By a keyed draw the procedure goes to another step."""
        if self.shared.drawn(case.citizen, step.key, self._occurrence(case)) < step.below:
            self._go(case, step.to)

    def goto(self, case: RunningProcedure, step: steps.Goto) -> None:
        """The procedure goes to another step."""
        self._go(case, step.to)

    def _go(self, case: RunningProcedure, to: int) -> None:
        """A step back begins another round, whose chances are drawn anew."""
        if to < case.step:
            case.round += 1
        case.step = to

    def unless_trait(self, case: RunningProcedure, step: steps.UnlessTrait) -> None:
        """The procedure jumps, unless the citizen has one of the traits."""
        if not case.citizen.traits & step.traits:
            case.step = step.to

    def unless_state(self, case: RunningProcedure, step: steps.UnlessState) -> None:
        """The procedure jumps, unless the citizen is in one of the states."""
        if not step.states >> case.citizen.state & 1:
            case.step = step.to

    def unless_changed(self, case: RunningProcedure, step: steps.UnlessChanged) -> None:
        """The procedure jumps, unless the last switch changed the benefit or the group, whichever the step names."""
        if not case.citizen.changed & step.changes:
            case.step = step.to

    def unless_aged(self, case: RunningProcedure, step: steps.UnlessAged) -> None:
        """The procedure jumps, unless the citizen is at least so old."""
        born = case.citizen.fate.born
        if self.shared.today - born < self.shared.days(step.age, born):
            case.step = step.to

    def unless_lasted(self, case: RunningProcedure, step: steps.UnlessLasted) -> None:
        """The procedure jumps, unless the spell has lasted at least so long."""
        began = case.citizen.spell_day
        if self.shared.today - began < self.shared.days(step.length, began):
            case.step = step.to

    def unless_first(self, case: RunningProcedure, step: steps.UnlessFirst) -> None:
        """The procedure jumps, if the term has been renewed in this spell."""
        if case.citizen.terms:
            case.step = step.to

    def unless_outdated(self, case: RunningProcedure, step: steps.UnlessOutdated) -> None:
        """The procedure jumps, unless its newest certificate is older than so many days."""
        if case.certificate_day == NO_DAY or self.shared.today - case.certificate_day <= step.days:
            case.step = step.to

    def set(self, case: RunningProcedure, step: steps.Set) -> None:
        """The citizen gets traits and loses traits."""
        case.citizen.traits = (case.citizen.traits | step.gives) & ~step.takes

    def duties(self, case: RunningProcedure, step: steps.Duties) -> None:
        """The duties with this start begin (another sickness category)."""
        self.moves.start_duties(case.citizen, step.how)

    def offer(self, case: RunningProcedure, step: steps.Offer) -> None:
        """A row `OFFER` has the offer's last day. An offer that counts meets the duty."""
        last = self.shared.today + self._sampled(case, step.days, step.key) - 1
        duty = case.meet_duty() if step.counts else None
        self.shared.row(case.citizen, RowKind.OFFER, form=step.kind, due=last, duty=duty, case=case)

    def mark(self, case: RunningProcedure, step: steps.Mark) -> None:
        """A row `DECIDE`, `EFFORT` or `SANCTION` is written; it meets the duty."""
        self.shared.row(case.citizen, step.kind, duty=case.meet_duty(), case=case)

    def start_another(self, case: RunningProcedure, step: steps.Start) -> None:
        """Another procedure begins. It may hold the citizen: there is no exit to work any more."""
        if step.holds:
            case.citizen.need_state, case.citizen.blocked = NeedState.SEEN, True
        self.start(case.citizen, step.procedure)

    def renew(self, case: RunningProcedure, step: steps.Renew) -> None:
        """The term begins anew, by its own table (perhaps limited in all) or by that of a ground of SDPL § 27(1), with a row `PROLONG`."""
        self.moves.renew_term(case, step)

    def prolong(self, case: RunningProcedure, _: steps.Prolong) -> None:
        """A need that has arisen may be seen. While its case is under way, the benefit runs on: this procedure ends."""
        if self.moves.prolong_if_waiting(case):
            self._end(case)

    def switch(self, case: RunningProcedure, step: steps.Switch) -> None:
        """The procedure ends, and the citizen switches to another state."""
        self._end(case)
        self.moves.switch(case.citizen, step.state, case.cause, case)

    def exit(self, case: RunningProcedure, step: steps.Exit) -> None:
        """The procedure ends, and the citizen leaves."""
        self._end(case)
        self.moves.leave(case.citizen, step.destination, case)

    def end(self, case: RunningProcedure, _: steps.End) -> None:
        """The procedure ends. A duty without a deadline that began it is met by this."""
        if case.duty is not None and case.duty.deadline is None:
            case.meet_duty()
        self._end(case)
