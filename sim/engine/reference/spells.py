"""How a spell begins: its clocks, traits, need and guidance are settled from keyed draws."""

from __future__ import annotations

from typing import NamedTuple

from sim.chance.draw import occurrence
from sim.engine.reference.effects import Effects
from sim.engine.reference.law_tables import LatentClock
from sim.engine.reference.records import Citizen, NeedLevel, NeedState
from sim.engine.reference.shared import Shared
from sim.engine.reference.table_row import Length
from sim.engine.reference.tables import Lasting
from sim.world.codes import NEVER, How
from sim.world.log import NO_DAY

UNDETECTED = 3
"""The opening stage of a need that has arisen and that nobody has seen."""


class Planned(NamedTuple):
    """What is planned for a spell: rows of clocks (or None) and days (or NEVER)."""

    life: LatentClock | None
    life_day: int
    term: LatentClock | None
    term_day: int
    need_day: int


class Spells:
    """What a citizen's draws say of a spell."""

    def __init__(self, shared: Shared, effects: Effects) -> None:
        self.shared, self.effects = shared, effects

    def begin(self, citizen: Citizen, how: int) -> Planned:
        """Settle all that is drawn at the beginning of a spell, in this order."""
        s, state, fate = self.shared.settings, self.shared.states[citizen.state], citizen.fate
        elapsed = fate.elapsed if how & How.STOCK else 0
        citizen.spell_day = self.shared.today - elapsed
        light, heavy = fate.need_bits < state.need_medium, fate.need_bits >= state.need_heavy
        citizen.need_level = NeedLevel.LIGHT if light else NeedLevel.HEAVY if heavy else NeedLevel.MEDIUM
        citizen.need, citizen.need_state, citizen.blocked = -1, NeedState.NONE, False
        citizen.terms = citizen.term_day = 0
        if how & How.STOCK and fate.carried:
            citizen.terms = fate.terms
        self.effects.forget(citizen)
        life, life_day, term, term_day = self._clocks(citizen, how, elapsed)
        self._settle_traits(citizen, how, life_day - citizen.spell_day, elapsed)
        if state.sick:
            has_job = citizen.traits & s.job_trait
            citizen.absence_day = citizen.spell_day - (s.absence_job if has_job else s.absence_other)
        elif not how & How.BACK:
            citizen.course_day = citizen.spell_day
        if how & How.STOCK and fate.carried:
            citizen.course_day = self.shared.today - fate.course
        need_day = self._settle_need(citizen, how, elapsed, self.effects.horizon(citizen, life_day))
        self.settle_guidance(citizen, how)
        return Planned(life, life_day, term, term_day, need_day)

    # --- clocks
    def _clocks(
        self, citizen: Citizen, how: int, elapsed: int
    ) -> tuple[LatentClock | None, int, LatentClock | None, int]:
        """The first life event and the term of a spell, each with its day."""
        life, life_day, term, term_day = None, NEVER, None, NEVER
        carried = how & How.STOCK and citizen.fate.carried
        for row in self.shared.clocks_of[citizen.state]:
            if row.term and carried and not row.aged:  # the burn-in says when it ends
                if citizen.fate.term and self.shared.today + citizen.fate.term < term_day:
                    term, term_day = row, self.shared.today + citizen.fate.term
                continue
            day = self._day_of(citizen, row, elapsed)
            if row.month_end and 0 <= day < self.shared.settings.horizon:
                day = int(self.shared.world.month_start[day])
            if row.term:
                if day < term_day:
                    term, term_day = row, day
                continue
            self.effects.note(citizen, row, day)
            if day < life_day:
                life, life_day = row, day
        return life, life_day, term, term_day

    def _day_of(self, citizen: Citizen, row: LatentClock, elapsed: int) -> int:
        """The day on which a clock runs out."""
        shared, start, which = self.shared, citizen.spell_day, occurrence(citizen.spell, 0, 0)
        if row.aged:
            return shared.birthday(citizen, row.aged - 1)
        if row.span >= 0:
            return start + shared.days(Length(0, row.span), start)
        if elapsed > 0:
            prolonged = row.term and row.table_stock != row.table
            if prolonged and elapsed < (first := shared.sampled(citizen, row.table, row.key, which)):
                return start + first  # what comes after the first term is not settled yet
            if prolonged:
                citizen.terms = 1  # prolonged already
            return start + shared.sampled_beyond(citizen, row.table_stock, row.key, which, elapsed)
        length = max(shared.sampled(citizen, row.table, row.key, which), 1)
        if row.window:
            return shared.day_paid_for(citizen, length, row.window)
        if row.accumulated:
            settings = shared.settings
            extended = min(settings.extension * citizen.worked, settings.extension_most)
            return start + length - citizen.accumulated + extended
        return start + length

    # --- traits
    def _settle_traits(self, citizen: Citizen, how: int, life: int, elapsed: int) -> None:
        """Settle the traits of the group: first all that are settled now are taken away, then each is drawn."""
        shared, job_trait = self.shared, self.shared.settings.job_trait
        enters = bool(how & (How.ARRIVAL | How.STOCK))
        now = occurrence(citizen.spell, 0, 0)
        rows = [row for row in shared.traits_of[citizen.state] if row.lasting is not Lasting.ON_ENTRY or enters]
        for row in rows:
            citizen.traits &= ~row.bit
        fell_ill = how & How.STOCK and citizen.fate.carried and citizen.came_from >= 0  # before the run
        falls_ill = shared.states[citizen.state].sick and (how & How.SWITCH or fell_ill)
        if falls_ill and shared.states[citizen.came_from].job:  # somebody who falls ill in a job has an employer
            citizen.traits |= job_trait
        for row in rows:
            lacking = row.only and not citizen.traits & row.only
            if lacking or citizen.traits & row.unless or (falls_ill and row.bit == job_trait) or elapsed > row.until:
                continue
            which = now if row.lasting is Lasting.EACH_SPELL else 0
            if row.life_over < life <= row.life_at_most and shared.drawn(citizen, row.key, which) < row.share:
                citizen.traits |= row.bit

    # --- need
    def _settle_need(self, citizen: Citizen, how: int, elapsed: int, before: int) -> int:
        """Which need will arise first in this spell, and on which day (NEVER: none before the citizen leaves)."""
        shared, s, which = self.shared, self.shared.settings, occurrence(citizen.spell, 0, 0)
        if how & How.STOCK and citizen.fate.need_state:
            citizen.need, citizen.blocked = citizen.fate.opening_need, citizen.fate.blocked
            citizen.need_state = NeedState(citizen.fate.need_state)
            if citizen.need >= 0:
                citizen.resistance = shared.sampled(citizen, s.resistance_table, s.key_resistance, which)
            return NEVER
        if how & How.STOCK and citizen.fate.opening_need >= 0:
            citizen.need = citizen.fate.opening_need
            citizen.blocked = shared.needs[citizen.need].holds
            unseen = citizen.fate.opening_stage == UNDETECTED
            citizen.need_state = NeedState.UNSEEN if unseen else NeedState.SEEN
            citizen.resistance = shared.sampled(citizen, s.resistance_table, s.key_resistance, which)
            return NEVER
        first = before
        for row in shared.needs_of[citizen.state]:
            if elapsed > 0:
                day = citizen.spell_day + shared.sampled_beyond(citizen, row.table, row.key, which, elapsed)
            else:
                day = citizen.spell_day + max(shared.sampled(citizen, row.table, row.key, which), 1)
            if day < first:
                first, citizen.need = day, row.number
        if citizen.need < 0:
            return NEVER
        citizen.resistance = shared.sampled(citizen, s.resistance_table, s.key_resistance, which)
        return first

    # --- guidance
    def settle_guidance(self, citizen: Citizen, how: int) -> None:
        """When the next guidance of each kind is due."""
        today = self.shared.today
        for kind, row in enumerate(self.shared.guidance):
            if not row.states >> citizen.state & 1 or (row.only and not citizen.traits & row.only):
                citizen.guided_until[kind] = NO_DAY
            elif how & How.STOCK:
                citizen.guided_until[kind] = today + (self.shared.drawn(citizen, row.key, 0) * row.days >> 32)
            elif citizen.guided_until[kind] == NO_DAY:
                citizen.guided_until[kind] = today if row.first else today + row.days
