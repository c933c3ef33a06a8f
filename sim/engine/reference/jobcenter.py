"""One jobcenter: clock, log and staff tied together, and the run from the first minute to the last."""

from __future__ import annotations

import gc
from array import array
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import draw
from sim.chance.sample import sample, sample_beyond
from sim.engine.reference.assignment import Assignment
from sim.engine.reference.citizen import CitizenWay
from sim.engine.reference.clock import Clock
from sim.engine.reference.diary import Diaries
from sim.engine.reference.duty import Duties
from sim.engine.reference.effects import Effects
from sim.engine.reference.law import Laws
from sim.engine.reference.procedure import Procedures
from sim.engine.reference.team import Team
from sim.engine.reference.things import Citizen
from sim.world.log import COLUMNS, NO_DAY, NO_STEP, NOBODY, ROW, RowKind, Step
from sim.world.world import DAY, EventKind, Law, World


def _rows(table: NDArray[np.void]) -> list[Any]:
    """The rows of a table as plain objects of Python integers."""
    names = table.dtype.names or ()
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in table.tolist()]


class Jobcenter:
    """All that the parts of the engine share."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.read_law(world)
        self.traits, self.exits = _rows(world.traits), _rows(world.exits)
        self.duties, self.steps, self.procedures = _rows(world.duties), _rows(world.steps), _rows(world.procedures)
        states = range(len(self.states))
        self.traits_of = [[row for row in self.traits if row.states >> state & 1] for state in states]
        self.clock = Clock()
        self.clock.ends = self.settings.days * DAY
        self.rows = array("i")  # one row after another, a number for each of its columns
        slots = max((d.slot for d in self.duties), default=-1) + 1
        self.citizens = [Citizen(n, fate, slots) for n, fate in enumerate(_rows(world.citizens))]
        self.assignment = Assignment(self)
        self.diaries = Diaries(self)
        self.team = Team(self)
        self.duty = Duties(self)
        self.procedure = Procedures(self)
        self.way = CitizenWay(self)
        self.laws = Laws(self)
        self.effects = Effects(self, _rows(world.effects))

    def read_law(self, law: World | Law) -> None:
        """The tables that a later law replaces as a whole."""
        self.settings = SimpleNamespace(**law.settings)
        self.states, self.clock_rows, self.needs = _rows(law.states), _rows(law.clocks), _rows(law.needs)
        self.activities, self.certificates, self.riders = (
            _rows(law.activities),
            _rows(law.certificates),
            _rows(law.riders),
        )
        states = range(len(self.states))
        self.clocks_of = [[(n, row) for n, row in enumerate(self.clock_rows) if row.state == state] for state in states]
        self.needs_of = [
            [(n, row) for n, row in enumerate(self.needs) if row.state == state and row.table >= 0] for state in states
        ]

    @property
    def today(self) -> int:
        return self.clock.today

    def row(
        self, c: Citizen | None, kind: RowKind, *, activity: int = NOBODY, form: int = NOBODY, role: int = NOBODY, duty: int = NOBODY,
        minutes: int = 0, due: int = NO_DAY, extra: int = 0, caseworker: int | None = None, author: Step = NO_STEP,
    ) -> None:  # fmt: skip
        """Append a row; what concerns a citizen carries the citizen's spell, group, benefit, caseworker and team.

        ``author`` is the step of a running procedure that the row is of.
        """
        if c is None:
            who, spell, lab, benefit, worker = NOBODY, 0, 0, NOBODY, NOBODY
        else:
            state = self.states[c.state]
            who, spell, lab, benefit, worker = c.n, c.spell, state.lab, state.benefit, c.caseworker
        if caseworker is not None:
            worker = caseworker
        team = self.assignment.posts[worker].team if worker >= 0 else NOBODY
        self.rows.extend(
            (
                self.clock.minute,
                kind,
                who,
                spell,
                lab,
                benefit,
                activity,
                form,
                role,
                self.duties[duty].code if duty >= 0 else duty,
                *author,
                worker,
                team,
                minutes,
                due,
                extra,
            )
        )

    def drawn(self, c: Citizen, name: int, occurrence: int) -> int:
        """32 keyed random bits of a citizen."""
        return int(draw(self.settings.run, c.entity, name, occurrence))

    def sampled(self, c: Citizen, table: int, name: int, occurrence: int) -> int:
        """A keyed value of a quantile table."""
        return int(sample(self.world.tables, table, self.settings.run, c.entity, name, occurrence))

    def sampled_beyond(self, c: Citizen, table: int, name: int, occurrence: int, elapsed: int) -> int:
        """The same, given that it exceeds ``elapsed``."""
        return int(sample_beyond(self.world.tables, table, self.settings.run, c.entity, name, occurrence, elapsed))

    def _staff_changes(self, event: Any, _: object) -> None:
        self.assignment.change(event)

    def run(self) -> None:
        """Let everything happen until the last day ends."""
        clock = self.clock
        for event in _rows(self.world.staff_events):
            happens = clock.at(event.day * DAY, EventKind.STAFF, event.post, event.kind)
            happens.callbacks.append(partial(self._staff_changes, event))
        clock.process(self.laws.days())
        for post in range(len(self.assignment.posts)):
            clock.process(self.diaries.days_of(post))
        clock.process(self.team.weeks())
        for citizen in self.citizens:
            if citizen.fate.arrive < clock.ends:
                clock.process(self.way.course(citizen))
        clock.run(until=clock.ends)


def run_reference(world: World) -> NDArray[np.void]:
    """The log rows (:data:`ROW`) of a world, by SimPy."""
    gc.disable()  # millions of small objects, hardly a cycle: collecting them costs more than it frees
    try:
        jobcenter = Jobcenter(world)
        jobcenter.run()
    finally:
        gc.enable()
    columns = np.frombuffer(jobcenter.rows, np.int32).reshape(-1, len(COLUMNS))
    table = np.zeros(len(columns), ROW)
    for number, name in enumerate(COLUMNS):
        table[name] = columns[:, number]
    return table
