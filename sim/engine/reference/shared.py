"""What every part of the engine uses: the clock, the tables in force, keyed draws and the log."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator

import simpy

from sim.chance.draw import draw
from sim.chance.sample import sample, sample_beyond
from sim.engine.benefit_window import reached
from sim.engine.event_order import life_ref
from sim.engine.reference.clock import Clock
from sim.engine.reference.law_tables import Activity, Certificate, Guidance, LatentClock, Need, State
from sim.engine.reference.records import Citizen, ExitClock, Post, RunningProcedure
from sim.engine.reference.settings import Settings
from sim.engine.reference.steps import read_steps
from sim.engine.reference.table_row import Length
from sim.engine.reference.tables import Case, Duty, Effect, Exit, Fate, Procedure, Return, Trait
from sim.world.codes import DAY, PAST, EventKind, Life, Role
from sim.world.log import NO_DAY, NO_STEP, NOBODY, RowKind
from sim.world.world import Law, World

Process = Generator[simpy.Event, object, None]
"""What SimPy runs: it yields the events for which it waits."""


class Shared:
    """The lowest part: it knows no other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.read_law(world)
        states = range(len(self.states))
        self.traits, self.exits = Trait.read(world.traits), Exit.read(world.exits)
        self.returns = Return.read(world.returns)
        self.duties, self.procedures = Duty.read(world.duties), Procedure.read(world.procedures)
        self.steps = read_steps(world.steps)
        self.effects = Effect.read(world.effects)  # one of each state, or none
        self.traits_of = [[trait for trait in self.traits if trait.states >> state & 1] for state in states]
        self.duties_of = [[duty for duty in self.duties if duty.states >> state & 1] for state in states]
        self.posts = [
            Post(row["team"].item(), row["pool"].item(), Role(row["role"]), row["share"].item(), row["code"].item())
            for row in world.posts
        ]
        slots = max((duty.slot for duty in self.duties), default=-1) + 1
        self.citizens = [Citizen.of(fate, slots) for fate in Fate.read(world.citizens)]
        self.cases = Case.read(world.cases)  # of the opening stock
        for who, family, first, last in world.periods.tolist():
            self.citizens[who].past.append((family, first, last))
        for citizen in self.citizens if self.effects else ():
            citizen.exit_clock = ExitClock()
        self.clock = Clock()
        self.clock.ends = self.settings.days * DAY
        self.log = array("i")  # one row after another

    def read_law(self, law: World | Law) -> None:
        """The tables that a later law replaces as a whole."""
        self.settings = Settings.read(law.settings)
        self.states, self.needs = State.read(law.states), Need.read(law.needs)
        self.clocks, self.guidance = LatentClock.read(law.clocks), Guidance.read(law.riders)
        self.activities, self.certificates = Activity.read(law.activities), Certificate.read(law.certificates)
        states = range(len(self.states))
        self.clocks_of = [[row for row in self.clocks if row.state == state] for state in states]
        self.needs_of = [[row for row in self.needs if row.state == state and row.table >= 0] for state in states]

    @property
    def today(self) -> int:
        return self.clock.today

    # --- the log
    def row(
        self, citizen: Citizen | None, kind: RowKind, *, activity: int = NOBODY, form: int = NOBODY, role: int = NOBODY,
        duty: Duty | None = None, minutes: int = 0, due: int = NO_DAY, extra: int = 0, caseworker: int | None = None,
        case: RunningProcedure | None = None,
    ) -> None:  # fmt: skip
        """Append a row.

        A citizen's row has the spell, group, benefit, caseworker and team of the citizen. ``case``: the running procedure whose
        present step writes the row.
        """
        if citizen is None:
            who, spell, lab, benefit, worker = NOBODY, 0, 0, NOBODY, NOBODY
        else:
            state = self.states[citizen.state]
            who, spell, lab, benefit, worker = (
                citizen.number, citizen.spell, state.lab, state.benefit, citizen.caseworker,
            )  # fmt: skip
        if caseworker is not None:
            worker = caseworker
        team, code = self.posts[worker].team if worker >= 0 else NOBODY, NOBODY if duty is None else duty.code
        author = NO_STEP if case is None else case.author
        self.log.extend(
            (
                self.clock.minute, kind, who, spell, lab, benefit, activity, form, role, code, *author, worker, team, minutes,
                due, extra,
            )
        )  # fmt: skip

    # --- draws
    def drawn(self, citizen: Citizen, name: int, occurrence: int) -> int:
        """32 keyed random bits of a citizen."""
        return int(draw(self.settings.run, citizen.entity, name, occurrence))

    def sampled(self, citizen: Citizen, table: int, name: int, occurrence: int) -> int:
        """A keyed value of a table of quantiles."""
        return int(sample(self.world.tables, table, self.settings.run, citizen.entity, name, occurrence))

    def sampled_beyond(self, citizen: Citizen, table: int, name: int, occurrence: int, elapsed: int) -> int:
        """The same, given that it exceeds ``elapsed``."""
        key = self.settings.run, citizen.entity, name, occurrence
        return int(sample_beyond(self.world.tables, table, *key, elapsed))

    # --- time
    def later(self, citizen: Citizen, day: int, what: Life, then: Callable[[], None]) -> None:
        """Call ``then`` at 00:00 of a day, tomorrow at the earliest, if the spell still runs."""
        spell = citizen.spell
        minute = max(day, self.today + 1) * DAY
        reference = life_ref(spell, int(what))
        self.clock.call(
            minute, EventKind.LIFE, citizen.number, reference, lambda: then() if citizen.is_in(spell) else None
        )

    def days(self, length: Length, start: int) -> int:
        """A length of time in days, when it begins on the day ``start``."""
        if length.months < 0:
            return length.days
        spans = self.world.spans
        column = min(max(0, start + self.settings.spans_back), spans.shape[1] - 1)
        return int(spans[length.months, column])

    def birthday(self, citizen: Citizen, age: int) -> int:
        """The day on which the citizen reaches an age (calendar months, a row of the world's `spans`)."""
        return citizen.fate.born + self.days(Length(0, age), citizen.fate.born)

    def day_paid_for(self, citizen: Citizen, days: int, window: int) -> int:
        """The first day on which the present benefit has been paid for so many days within ``window`` days."""
        if not citizen.past:
            return citizen.family_day + days
        family = self.states[citizen.state].family
        periods = [(first, end) if paid == family else (0, 0) for paid, first, end in citizen.past]
        periods += [(0, 0)] * (PAST - len(periods))
        return int(reached(citizen.family_day, days, window, *(day for period in periods for day in period)))
