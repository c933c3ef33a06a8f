"""A citizen's way: arrival, spells, switches, exit."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.draw import occurrence
from sim.engine.benefit_window import reached
from sim.engine.event_order import HAND_OVER_REF, life_ref
from sim.engine.reference.things import NEVER
from sim.world.log import NO_DAY, NO_STEP, NOBODY, RowKind, Step
from sim.world.world import DAY, PAST, EventKind, How, Life

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen

UNDETECTED = 3
"""The opening stage of a need that has arisen and nobody has seen."""


class CitizenWay:
    """What happens to a citizen from entry to exit."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter

    def course(self, c: Citizen) -> Generator[Any, Any, None]:
        """A citizen's process: it arrives; spells, duties and procedures go on from there."""
        jc, fate = self.jc, c.fate
        yield jc.clock.at(fate.arrive, EventKind.ARRIVAL, c.n, 0)
        jc.row(c, RowKind.ARRIVE, minutes=fate.elapsed, extra=c.state)
        how = How.ARRIVAL
        if fate.arrive == 0 and fate.elapsed > 0:
            how = How.STOCK
        c.benefit_day = c.since = jc.today - fate.elapsed
        self.enter(c, how)

    # --- spells
    def enter(self, c: Citizen, how: int) -> None:
        """A spell begins: its clocks, traits and needs are settled, a caseworker takes the citizen, duties start."""
        jc = self.jc
        s, state, today = jc.settings, jc.states[c.state], jc.today
        elapsed = c.fate.elapsed if how & How.STOCK else 0
        c.spell_day = today - elapsed
        c.need_level = 0 if c.fate.need_bits < state.need_medium else 1 if c.fate.need_bits < state.need_heavy else 2
        c.need, c.need_state, c.blocked, c.terms = -1, 0, False, 0
        jc.effects.forget(c)
        life_day, life_row, term_day, term_row = self._clocks(c, elapsed)
        self._settle_traits(c, how, life_day - c.spell_day, elapsed)
        if state.sick:
            c.absence_day = c.spell_day - (s.absence_job if c.traits & s.job_trait else s.absence_other)
        elif not how & How.BACK:
            c.course_day = c.spell_day
        need_day = self._settle_need(c, how, elapsed, jc.effects.horizon(c, life_day))
        self.settle_riders(c, how)
        jc.row(c, RowKind.TRAITS, minutes=c.need_level, extra=(today - c.fate.arrive // DAY + c.fate.elapsed) // 7)
        how = self._find_caseworker(c, how)
        if jc.effects.on:
            jc.effects.begin(c)
        elif life_day < NEVER:
            self._later(c, life_day, Life.EXIT, lambda: self.life_exit(c, life_row))
        if term_day < NEVER:
            self._later(c, term_day, Life.TERM, lambda: self.term_ends(c, term_row))
        if need_day < NEVER:
            self._later(c, need_day, Life.ONSET, lambda: self.need_arises(c))
        if c.need_state >= 2:  # the opening stock: the need arose before the log began
            jc.row(c, RowKind.NEED, minutes=1, extra=jc.needs[c.need].code)
        if c.need_state == 2:
            self._await_request(c)
        jc.duty.start_all(c, how)
        if c.need_state == 3:  # the opening stock: a procedure is already on its way
            need = jc.needs[c.need]
            step = (need.stage_0, need.stage_1, need.stage_2)[c.fate.opening_stage]
            jc.procedure.start(c, need.procedure, step=step)

    def may_exit(self, c: Citizen, day: int) -> None:
        """Under effects: look on a day whether the exit that was planned for it still is."""
        self._later(c, day, Life.EXIT, lambda: self.jc.effects.strike(c))

    def _later(self, c: Citizen, day: int, what: Life, then: Any) -> None:
        """Call ``then`` at a day's first minute, if the spell still runs."""
        spell = c.spell
        event = self.jc.clock.at(max(day, self.jc.today + 1) * DAY, EventKind.LIFE, c.n, life_ref(spell, int(what)))
        assert event.callbacks is not None
        event.callbacks.append(lambda _: None if c.gone or c.spell != spell else then())

    def _clocks(self, c: Citizen, elapsed: int) -> tuple[int, int, int, int]:
        """The first life event and the term of a spell: (day, row, day, row)."""
        jc = self.jc
        days, rows = [NEVER, NEVER], [NOBODY, NOBODY]
        which = occurrence(c.spell, 0, 0)
        for number, row in jc.clocks_of[c.state]:
            if row.span >= 0:
                day = c.spell_day + jc.duty.span(0, row.span, c.spell_day)
            elif elapsed > 0:
                prolonged = row.term and row.table_stock != row.table
                if prolonged and elapsed < (first := jc.sampled(c, row.table, row.key, which)):
                    day = c.spell_day + first  # what comes after the first term is not settled yet
                else:
                    day = c.spell_day + jc.sampled_beyond(c, row.table_stock, row.key, which, elapsed)
                    if prolonged:
                        c.terms = 1  # prolonged already
            else:
                length = max(jc.sampled(c, row.table, row.key, which), 1)
                day = c.spell_day + length
                if row.accumulated:
                    day -= c.accumulated
                if row.window:
                    day = self.paid_for(c, length, row.window)
            if row.month_end and 0 <= day < jc.settings.horizon:
                day = int(jc.world.month_start[day])
            if not row.term:
                jc.effects.clock(c, number, row, day)
            if day < days[row.term]:
                days[row.term], rows[row.term] = day, number
        return days[0], rows[0], days[1], rows[1]

    def paid_for(self, c: Citizen, need: int, window: int) -> int:
        """The first day on which the present benefit has been paid for ``need`` days within ``window``."""
        if not c.past:
            return c.since + need
        family = self.jc.states[c.state].family
        ends = [(first, last) if paid == family else (0, 0) for paid, first, last in c.past]
        ends += [(0, 0)] * (PAST - len(ends))
        return int(reached(c.since, need, window, *(day for period in ends for day in period)))

    def _settle_traits(self, c: Citizen, how: int, life: int, elapsed: int) -> None:
        """Settle the traits of the group: first all are taken away that are settled now, then drawn."""
        jc = self.jc
        enters = bool(how & (How.ARRIVAL | How.STOCK))
        now = occurrence(c.spell, 0, 0)
        rows = [row for row in jc.traits_of[c.state] if row.lasting < 2 or enters]
        for row in rows:
            c.traits &= ~row.bit
        falls_ill = jc.states[c.state].sick and how & How.SWITCH
        if (
            falls_ill and jc.states[c.came_from].job
        ):  # who falls ill in a flex job has an employer, who was unemployed has none
            c.traits |= jc.settings.job_trait
        for row in rows:
            if (
                (row.only and not c.traits & row.only)
                or c.traits & row.unless
                or (falls_ill and row.bit == jc.settings.job_trait)
                or elapsed > row.until
            ):
                continue
            which = now if row.lasting == 0 else 0
            if row.life_over < life <= row.life_at_most and jc.drawn(c, row.key, which) < row.share:
                c.traits |= row.bit

    def _settle_need(self, c: Citizen, how: int, elapsed: int, life_day: int) -> int:
        """Which need will arise first in this spell, and when (NEVER: none before the citizen leaves)."""
        jc, s = self.jc, self.jc.settings
        if how & How.STOCK and c.fate.opening_need >= 0:
            c.need, c.blocked = c.fate.opening_need, bool(jc.needs[c.fate.opening_need].holds)
            c.need_state = 2 if c.fate.opening_stage == UNDETECTED else 3
            c.resistance = jc.sampled(c, s.resistance_table, s.key_resistance, occurrence(c.spell, 0, 0))
            return NEVER
        first, which = life_day, occurrence(c.spell, 0, 0)
        for number, row in jc.needs_of[c.state]:
            if elapsed > 0:
                day = c.spell_day + jc.sampled_beyond(c, row.table, row.key, which, elapsed)
            else:
                day = c.spell_day + max(jc.sampled(c, row.table, row.key, which), 1)
            if day < first:
                first, c.need = day, number
        if c.need < 0:
            return NEVER
        c.resistance = jc.sampled(c, s.resistance_table, s.key_resistance, which)
        return first

    def settle_riders(self, c: Citizen, how: int) -> None:
        """When the next guidance of each kind is due."""
        jc = self.jc
        for kind, row in enumerate(jc.riders):
            if not row.states >> c.state & 1 or (row.only and not c.traits & row.only):
                c.guided_until[kind] = NO_DAY
            elif how & How.STOCK:
                c.guided_until[kind] = jc.today + (jc.drawn(c, row.key, 0) * row.days >> 32)
            elif c.guided_until[kind] == NO_DAY:
                c.guided_until[kind] = jc.today if row.first else jc.today + row.days

    def _find_caseworker(self, c: Citizen, how: int) -> int:
        """Hand the citizen to the team of the group; the insured have no caseworker before the a-kasse hands over."""
        jc, state = self.jc, self.jc.states[c.state]
        if state.caseworker == 2:
            day = self._hand_over_day(c)
            if day > jc.today:
                c.handed = False
                if c.caseworker >= 0:
                    jc.assignment.release(c)
                spell = c.spell
                event = jc.clock.at(day * DAY, EventKind.INCOMING, c.n, HAND_OVER_REF - (spell & 0xFF))
                assert event.callbacks is not None
                event.callbacks.append(lambda _: None if c.gone or c.spell != spell else self.hand_over(c))
                return how
            how |= How.HAND_OVER
        c.handed = True
        if state.caseworker:
            jc.assignment.take(c)
        return how

    def _hand_over_day(self, c: Citizen) -> int:
        """The first day after the month in which the paid hours of the hand-over are passed (LAB § 31)."""
        jc = self.jc
        if c.traits & jc.settings.direct_trait:
            return 0
        paid = c.spell_day - c.accumulated + jc.settings.hand_over_day - 1  # the day on which they are passed
        return int(jc.world.month_start[paid]) if paid >= 0 else 0

    def hand_over(self, c: Citizen) -> None:
        """The a-kasse hands the citizen to the jobcenter, unless a later law has done it already."""
        if c.handed:
            return
        c.handed = True
        self.jc.row(c, RowKind.HANDOVER)
        self.jc.assignment.take(c)
        for thread in c.threads:
            if thread.place >= 0:  # a hearing that was on the agenda before there was a caseworker
                self.jc.diaries.hearing(c.caseworker, thread.place, thread.minutes)
        self.jc.duty.start_all(c, How.HAND_OVER)

    # --- life
    def life_exit(self, c: Citizen, number: int) -> None:
        """Work, education, illness or recovery: no decision is needed. A need that holds the citizen blocks it."""
        if c.blocked:
            return
        row = self.jc.clock_rows[number]
        if row.target >= 0:
            self.switch(c, row.target, row.cause)
        elif row.target == -2 and c.came_from >= 0:
            self.switch(c, c.came_from, row.cause)
        else:
            self.leave(c, self._destination(c))

    def _destination(self, c: Citizen) -> int:
        jc, state = self.jc, self.jc.states[c.state]
        bits = jc.drawn(c, jc.settings.key_exit, occurrence(c.spell, 0, 0))
        ways = jc.exits[state.exit_first : state.exit_first + state.exit_count]
        return int(next((way.destination for way in ways if bits < way.below), ways[-1].destination))

    def term_ends(self, c: Citizen, number: int) -> None:
        """A right or a term runs out: the procedure that follows begins."""
        row = self.jc.clock_rows[number]
        self.jc.procedure.start(c, row.procedure, cause=row.cause)

    def renew_term(self, c: Citizen, step: Any, author: Step) -> None:
        """The term of the spell begins anew: a repeat course, or a prolongation of a length of its own."""
        jc = self.jc
        c.terms += 1
        which = occurrence(c.spell, c.terms, 0)
        if step.b:
            jc.row(c, RowKind.PROLONG, extra=step.b, author=author)
        for number, row in jc.clocks_of[c.state]:
            if row.term:
                table, key = (step.a, step.key) if step.a >= 0 else (row.table, row.key)
                length = max(jc.sampled(c, table, key, which), 1)
                self._later(c, jc.today + length, Life.TERM, lambda number=number: self.term_ends(c, number))
                return

    def need_arises(self, c: Citizen) -> None:
        """From now on the need can be detected; later the citizen asks."""
        jc, need = self.jc, self.jc.needs[c.need]
        if c.need_state != 0:
            return
        c.need_state, c.blocked = 2, bool(need.holds)
        jc.row(c, RowKind.NEED, extra=need.code)
        self._await_request(c)

    def _await_request(self, c: Citizen) -> None:
        """If nobody sees the need, the citizen asks."""
        jc, table = self.jc, self.jc.needs[c.need].request
        asks = jc.today + max(jc.sampled(c, table, jc.settings.key_request, occurrence(c.spell, 0, 0)), 1)
        self._later(c, asks, Life.REQUEST, lambda: self.detect(c, tomorrow=False) if c.need_state == 2 else None)

    def occasion(self, c: Citizen, kind: int) -> None:
        """A meeting (1) or assessment (2) was held: one more chance to see a need that has arisen."""
        if c.need_state == 2:
            need = self.jc.needs[c.need]
            c.resistance -= need.meeting if kind == 1 else need.assessment
            if c.resistance <= 0:
                self.detect(c, tomorrow=True)

    def prolong_if_waiting(self, c: Citizen, author: Step) -> bool:
        """A right ends: a need that has arisen may be seen now; while its case waits, the benefit runs on (SDPL § 27)."""
        if c.need_state == 2:
            c.resistance -= self.jc.needs[c.need].end
            if c.resistance <= 0:
                self.detect(c, tomorrow=False, author=author)
        if c.need_state == 3:
            ground = self.jc.needs[c.need].ground if c.need >= 0 and self.jc.states[c.state].sick else 0
            self.jc.row(c, RowKind.PROLONG, extra=ground, author=author)
        return c.need_state == 3

    def detect(self, c: Citizen, *, tomorrow: bool, author: Step = NO_STEP) -> None:
        """The need is seen: its procedure begins."""
        need = self.jc.needs[c.need]
        c.need_state = 3
        self.jc.row(c, RowKind.DETECT, extra=need.code, author=author)
        self.jc.procedure.start(c, need.procedure, tomorrow=tomorrow)

    # --- switch and exit
    def switch(self, c: Citizen, target: int, cause: int, author: Step = NO_STEP) -> None:
        """Another group or benefit: what was planned is cancelled, clocks restart as LAB § 9 says, duties start."""
        jc, today = self.jc, self.jc.today
        old, new = jc.states[c.state], jc.states[target]
        jc.duty.cancel_all(c)
        jc.procedure.stop_all(c)
        inside = old.merged == new.merged
        benefit_changed, group_changed = old.benefit != new.benefit, old.lab != new.lab and not inside
        if old.insured:
            c.accumulated += today - c.spell_day
        elif not (new.insured and old.sick):
            c.accumulated = 0
        back = old.sick and c.came_from == target
        c.came_from = c.state if new.sick else NOBODY
        if c.caseworker >= 0:
            jc.assignment.reweigh(c, old.weight, new.weight)
        c.state, c.spell = target, c.spell + 1
        restart = benefit_changed and new.restarts == 1
        if old.family != new.family:
            c.past = [*c.past, (old.family, c.since, today)][-PAST:]
            c.since = today
        if benefit_changed:
            if new.insured:
                c.benefit_day = today - c.accumulated
            elif (  # 2: no switch begins it anew. Rehabilitation: a period that runs goes on (LAB § 9(3)-(6))
                old.job if new.restarts == 2 else new.restarts or not old.restarts
            ):
                c.benefit_day = today
        c.changed = (1 if benefit_changed else 0) | (2 if group_changed else 0)
        c.talked = bool(jc.settings.switch_talk) and group_changed and new.caseworker == 1
        jc.row(
            c, RowKind.SWITCH, form=cause, minutes=int(inside), due=int(restart), extra=jc.states.index(old), author=author
        )  # fmt: skip
        how = How.SWITCH | (How.RESTART if restart else How.SAME_CLOCK)
        how |= (How.INSIDE if inside else 0) | (How.TALK if c.talked else 0) | (How.BACK if back else 0)
        self.enter(c, how)
        if c.changed and jc.settings.switch_procedure >= 0:
            jc.procedure.start(c, jc.settings.switch_procedure)

    def leave(self, c: Citizen, destination: int, author: Step = NO_STEP) -> None:
        """The citizen leaves and frees what was booked."""
        jc = self.jc
        jc.duty.cancel_all(c)
        jc.procedure.stop_all(c)
        jc.row(c, RowKind.EXIT, extra=destination, author=author)
        if c.caseworker >= 0:
            jc.assignment.forget(c)
        c.gone = True
