"""A citizen's life in the jobcenter: arrival, needs, the end of rights, switches, exit."""

from __future__ import annotations

from sim.chance.draw import occurrence
from sim.engine.event_order import HAND_OVER_REF
from sim.engine.reference.assignment import Assignment
from sim.engine.reference.duties import Duties
from sim.engine.reference.effects import Effects
from sim.engine.reference.law_tables import BACK, CaseworkerRule, Need, Restart, State
from sim.engine.reference.procedures import Procedures
from sim.engine.reference.records import Change, Citizen, NeedState, RunningProcedure
from sim.engine.reference.returns import Returns
from sim.engine.reference.shared import Process, Shared
from sim.engine.reference.spells import Planned, Spells
from sim.engine.reference.steps import Renew
from sim.engine.reference.table_row import Length
from sim.engine.reference.tables import Detects, Duty
from sim.world.codes import DAY, NEVER, EventKind, How, Life
from sim.world.log import NOBODY, RowKind


class Citizens:
    """What happens to a citizen from entry to exit. The methods of ``Moves`` are here."""

    def __init__(
        self, shared: Shared, effects: Effects, assignment: Assignment, procedures: Procedures, duties: Duties,
        spells: Spells,
    ) -> None:  # fmt: skip
        self.shared, self.effects, self.assignment = shared, effects, assignment
        self.procedures, self.duties, self.spells, self.returns = procedures, duties, spells, Returns(shared)

    def course(self, citizen: Citizen) -> Process:
        """A citizen's process: the arrival; spells, duties and procedures go on from there."""
        shared, fate = self.shared, citizen.fate
        yield shared.clock.at(fate.arrive, EventKind.ARRIVAL, citizen.number, 0)
        if fate.outside:
            self.come_back(citizen)
            return
        shared.row(citizen, RowKind.ARRIVE, minutes=fate.elapsed, due=fate.born, extra=citizen.state)
        citizen.entered = shared.today - (fate.present if fate.carried else fate.elapsed)
        citizen.benefit_day = shared.today - (fate.benefit if fate.carried else fate.elapsed)
        citizen.family_day = shared.today - (fate.family if fate.carried else fate.elapsed)
        self.enter(citizen, How.STOCK if fate.arrive == 0 and fate.elapsed > 0 else How.ARRIVAL)

    # --- a spell begins
    def enter(self, citizen: Citizen, how: int) -> None:
        """Draws are settled, a caseworker takes the citizen, what is planned is scheduled, duties start."""
        planned = self.spells.begin(citizen, how)
        weeks = (self.shared.today - citizen.entered) // 7
        self.shared.row(citizen, RowKind.TRAITS, minutes=citizen.need_level, extra=weeks)
        how = self._find_caseworker(citizen, how)
        self._schedule(citizen, planned)
        if citizen.need_state is not NeedState.NONE and citizen.need >= 0:  # it arose before the log began
            self.shared.row(citizen, RowKind.NEED, minutes=1, extra=self._need(citizen).code)
        if citizen.need_state is NeedState.UNSEEN:
            self._await_request(citizen)
        self.duties.start_all(citizen, how)
        if citizen.fate.carried and how & How.STOCK:
            first, count = citizen.fate.cases, citizen.fate.case_count
            for case in self.shared.cases[first : first + count]:
                self.procedures.start(citizen, case.procedure, cause=case.cause, step=case.step, carried=case)
        elif citizen.need_state is NeedState.SEEN:  # the opening stock: a procedure is already under way
            need = self._need(citizen)
            self.procedures.start(citizen, need.procedure, step=need.stages[citizen.fate.opening_stage])

    def _schedule(self, citizen: Citizen, planned: Planned) -> None:
        """Events for life, term and need; under effects on behaviour the exit may move."""
        later, life, term = self.shared.later, planned.life, planned.term
        if self.effects.on:
            self.effects.begin(citizen)
        elif life is not None:
            later(citizen, planned.life_day, Life.EXIT, lambda: self.end_by_life(citizen, life.number))
        if term is not None:
            self._set_term(citizen, term.number, planned.term_day)
        if planned.need_day < NEVER:
            later(citizen, planned.need_day, Life.ONSET, lambda: self._need_arises(citizen))

    # --- the a-kasse and the caseworker
    def _find_caseworker(self, citizen: Citizen, how: int) -> int:
        """A caseworker of the group takes the citizen; the insured have none before the a-kasse hands them over."""
        rule = self.shared.states[citizen.state].caseworker
        if rule is CaseworkerRule.AFTER_HAND_OVER:
            day = self._hand_over_day(citizen)
            if day > self.shared.today:
                self._await_hand_over(citizen, day)
                return how
            how |= How.HAND_OVER
        citizen.handed_over = True
        if rule is not CaseworkerRule.NEVER:
            self.assignment.take(citizen)
        return how

    def _hand_over_day(self, citizen: Citizen) -> int:
        """The first day after the month in which the paid hours of the hand-over are passed (LAB § 31)."""
        s = self.shared.settings
        if citizen.traits & s.direct_trait:
            return 0
        paid = citizen.spell_day - citizen.accumulated + s.hand_over_day - 1  # the day on which they are passed
        return int(self.shared.world.month_start[paid]) if paid >= 0 else 0

    def _await_hand_over(self, citizen: Citizen, day: int) -> None:
        """Until the hand-over the a-kasse has the citizen."""
        citizen.handed_over, spell = False, citizen.spell
        if citizen.caseworker >= 0:
            self.assignment.release(citizen)
        self.shared.clock.call(
            day * DAY, EventKind.INCOMING, citizen.number, HAND_OVER_REF - (spell & 0xFF),
            lambda: self.hand_over(citizen) if citizen.is_in(spell) else None,
        )  # fmt: skip

    def hand_over(self, citizen: Citizen) -> None:
        """The a-kasse hands the citizen to the jobcenter, unless a later law has done it already."""
        if citizen.handed_over:
            return
        citizen.handed_over = True
        self.shared.row(citizen, RowKind.HANDOVER)
        self.assignment.take(citizen)
        self.assignment.take_hearings(citizen)
        self.duties.start_all(citizen, How.HAND_OVER)

    # --- life and terms
    def end_by_life(self, citizen: Citizen, clock: int) -> None:
        """Work, education, illness or recovery ends the spell without a decision, unless a need holds the citizen."""
        if citizen.blocked:
            return
        row = self.shared.clocks[clock]
        if row.target >= 0:
            self.switch(citizen, row.target, row.cause)
        elif row.target == BACK and citizen.came_from >= 0:
            self.switch(citizen, citizen.came_from, row.cause)
        else:
            self.leave(citizen, self._destination(citizen))

    def _destination(self, citizen: Citizen) -> int:
        """Where an exit by life leads, by a keyed draw."""
        shared, state = self.shared, self.shared.states[citizen.state]
        bits = shared.drawn(citizen, shared.settings.key_exit, occurrence(citizen.spell, 0, 0))
        exits = shared.exits[state.exit_first : state.exit_first + state.exit_count]
        return next((row.destination for row in exits if bits < row.below), exits[-1].destination)

    def _set_term(self, citizen: Citizen, clock: int, day: int) -> None:
        """The right or term ends on a day, tomorrow at the earliest. A day set before is void."""
        citizen.term, citizen.term_day = clock, max(day, self.shared.today + 1)
        self.shared.later(citizen, day, Life.TERM, lambda: self._end_term(citizen))

    def _end_term(self, citizen: Citizen) -> None:
        """A right or a term runs out, unless it was renewed meanwhile: the procedure that follows begins."""
        if citizen.term_day == self.shared.today:
            row, citizen.term_day = self.shared.clocks[citizen.term], 0
            self.procedures.start(citizen, row.procedure, cause=row.cause)

    def renew_term(self, case: RunningProcedure, step: Renew) -> None:
        """The term of the spell begins anew, by a length of its own or the course's. An age reached sooner ends it all the same."""
        citizen = case.citizen
        citizen.terms += 1
        if step.ground:
            self.shared.row(citizen, RowKind.PROLONG, extra=step.ground, case=case)
        terms = [row for row in self.shared.clocks_of[citizen.state] if row.term]
        term = next((row for row in terms if not row.aged), None)
        if term is None:
            return
        table, key = (term.table, term.key) if step.days is None else (step.days, step.key)
        which = occurrence(citizen.spell, citizen.terms, 0)
        ends = self.shared.today + max(self.shared.sampled(citizen, table, key, which), 1)
        if step.in_all >= 0:
            ends = min(ends, citizen.spell_day + self.shared.days(Length(0, step.in_all), citizen.spell_day))
        for row in terms:
            if row.aged and (day := self.shared.birthday(citizen, row.aged - 1)) < ends:
                term, ends = row, day
        self._set_term(citizen, term.number, ends)

    def _need(self, citizen: Citizen) -> Need:
        return self.shared.needs[citizen.need]

    def _need_arises(self, citizen: Citizen) -> None:
        """From now on the need can be seen; some time later the citizen asks."""
        if citizen.need_state is not NeedState.NONE:
            return
        need = self._need(citizen)
        citizen.need_state, citizen.blocked = NeedState.UNSEEN, need.holds
        self.shared.row(citizen, RowKind.NEED, extra=need.code)
        self._await_request(citizen)

    def _await_request(self, citizen: Citizen) -> None:
        """If nobody sees the need, the citizen asks after a drawn time."""
        shared, which = self.shared, occurrence(citizen.spell, 0, 0)
        days = shared.sampled(citizen, self._need(citizen).request, shared.settings.key_request, which)
        shared.later(citizen, shared.today + max(days, 1), Life.REQUEST, lambda: self._ask(citizen))

    def _ask(self, citizen: Citizen) -> None:
        if citizen.need_state is NeedState.UNSEEN:
            self._see_need(citizen, tomorrow=False)

    def give_occasion(self, citizen: Citizen, kind: Detects) -> None:
        """A meeting or an assessment was held: one more chance to see a need that has arisen."""
        if citizen.need_state is NeedState.UNSEEN:
            need = self._need(citizen)
            citizen.resistance -= need.meeting if kind is Detects.MEETING else need.assessment
            if citizen.resistance <= 0:
                self._see_need(citizen, tomorrow=True)

    def _see_need(self, citizen: Citizen, *, tomorrow: bool, case: RunningProcedure | None = None) -> None:
        """The need is seen: its procedure begins, after a meeting at the next midnight."""
        need = self._need(citizen)
        citizen.need_state = NeedState.SEEN
        self.shared.row(citizen, RowKind.DETECT, extra=need.code, case=case)
        self.procedures.start(citizen, need.procedure, tomorrow=tomorrow)

    def prolong_if_waiting(self, case: RunningProcedure) -> bool:
        """A right ends: a need may be seen now; while its case waits, the benefit runs on (SDPL § 27)."""
        citizen = case.citizen
        if citizen.need_state is NeedState.UNSEEN:
            citizen.resistance -= self._need(citizen).end
            if citizen.resistance <= 0:
                self._see_need(citizen, tomorrow=False, case=case)
        if citizen.need_state is not NeedState.SEEN:
            return False
        sick = self.shared.states[citizen.state].sick
        ground = self._need(citizen).ground if citizen.need >= 0 and sick else 0
        self.shared.row(citizen, RowKind.PROLONG, extra=ground, case=case)
        return True

    # --- switch and exit
    def switch(self, citizen: Citizen, target: int, cause: int, case: RunningProcedure | None = None) -> None:
        """Another group or benefit: bookings are cancelled, procedures stop, clocks restart as LAB § 9 says, duties start."""
        old, new = self.shared.states[citizen.state], self.shared.states[target]
        self._stop(citizen)
        how = self._how(citizen, old, new)
        inside, restart = int(bool(how & How.INSIDE)), int(bool(how & How.RESTART))
        self._keep_unemployment(citizen, old, new)
        citizen.came_from = citizen.state if new.sick else NOBODY
        self.assignment.reweigh(citizen, old.weight, new.weight)
        citizen.state, citizen.spell = target, citizen.spell + 1
        self._count_benefit(citizen, old, new)
        self.shared.row(citizen, RowKind.SWITCH, form=cause, minutes=inside, due=restart, extra=old.number, case=case)
        self.enter(citizen, how)
        if citizen.changed and self.shared.settings.switch_procedure >= 0:
            self.procedures.start(citizen, self.shared.settings.switch_procedure)

    def _how(self, citizen: Citizen, old: State, new: State) -> int:
        """How the new spell begins (bits of How), and what the switch changes."""
        inside, benefit_changed = old.merged == new.merged, old.benefit != new.benefit
        group_changed = old.lab != new.lab and not inside
        citizen.changed = Change(Change.BENEFIT * benefit_changed | Change.GROUP * group_changed)
        talk = self.shared.settings.switch_talk and new.caseworker is CaseworkerRule.ALWAYS
        citizen.talked = talk and group_changed
        restart = benefit_changed and new.restarts is Restart.YES
        back = old.sick and citizen.came_from == new.number
        how = How.SWITCH | (How.RESTART if restart else How.SAME_CLOCK)
        return how | (How.INSIDE if inside else 0) | (How.TALK if citizen.talked else 0) | (How.BACK if back else 0)

    def _keep_unemployment(self, citizen: Citizen, old: State, new: State) -> None:
        """Unemployment accumulates, and is kept over an illness of the insured."""
        if old.insured:
            citizen.accumulated += self.shared.today - citizen.spell_day
        elif not (new.insured and old.sick):
            citizen.accumulated = 0

    def _count_benefit(self, citizen: Citizen, old: State, new: State) -> None:
        """From which day the new benefit counts. One that does not restart runs on from an earlier period (LAB § 9(3)-(6))."""
        today = self.shared.today
        if old.family != new.family:
            citizen.remember(old.family, today)
            citizen.family_day = today
        if old.benefit == new.benefit:
            return
        if new.insured:
            citizen.benefit_day = today - citizen.accumulated
        elif old.job if new.restarts is Restart.FROM_WORK else new.restarts or not old.restarts:
            citizen.benefit_day = today

    def leave(self, citizen: Citizen, destination: int, case: RunningProcedure | None = None) -> None:
        """The citizen leaves and frees what was booked."""
        self._stop(citizen)
        self.shared.row(citizen, RowKind.EXIT, extra=destination, case=case)
        if citizen.caseworker >= 0:
            self.assignment.close_case(citizen)
        citizen.gone = True
        if (day := self.returns.plan(citizen, destination)) < NEVER:
            self.shared.clock.call(day * DAY, EventKind.ARRIVAL, citizen.number, 1, lambda: self.come_back(citizen))

    def come_back(self, citizen: Citizen) -> None:
        """The citizen enters again, with the past that the law counts."""
        how = self.returns.begin(citizen)
        self.shared.row(citizen, RowKind.ARRIVE, due=citizen.fate.born, extra=citizen.state)
        self.enter(citizen, how)

    def _stop(self, citizen: Citizen) -> None:
        """What was planned for the spell is cancelled."""
        self.duties.cancel_all(citizen)
        self.procedures.stop_all(citizen)

    def start_duties(self, citizen: Citizen, how: int) -> None:
        """A step says that the duties with this start begin."""
        self.duties.start_all(citizen, how)

    def start_followers(self, citizen: Citizen, held: Duty) -> None:
        """A meeting was held: the duty that follows from it begins."""
        self.duties.start_followers(citizen, held)
