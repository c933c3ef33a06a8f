"""One jobcenter: its parts put together, each with the parts below it, and the run from the first minute to the last."""

from __future__ import annotations

import gc
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.engine.reference.assignment import Assignment
from sim.engine.reference.citizens import Citizens
from sim.engine.reference.days import Days
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.duties import Duties
from sim.engine.reference.effects import Effects
from sim.engine.reference.instances import Instances
from sim.engine.reference.laws import Laws
from sim.engine.reference.posts import Posts
from sim.engine.reference.procedures import Procedures
from sim.engine.reference.shared import Shared
from sim.engine.reference.spells import Spells
from sim.engine.reference.tables import StaffEvent
from sim.engine.reference.team import Team
from sim.engine.reference.versions import Versions
from sim.world.codes import DAY, EventKind
from sim.world.log import COLUMNS, ROW
from sim.world.world import World


class Jobcenter:
    """The parts, from the lowest up."""

    def __init__(self, world: World, procedures: type[Procedures] = Procedures) -> None:
        self.shared = Shared(world)
        versions, posts, effects = Versions(self.shared), Posts(self.shared), Effects(self.shared)
        diaries = Diaries(self.shared, posts)
        self.days = Days(self.shared, posts, diaries)
        self.assignment = Assignment(self.shared, posts, diaries, effects)
        self.team = Team(self.shared, diaries)
        running = procedures(self.shared, versions, diaries, self.team, effects)
        instances = Instances(self.shared, diaries, effects, running)
        duties = Duties(self.shared, versions, diaries, running, instances)
        spells = Spells(self.shared, effects)
        self.citizens = Citizens(self.shared, effects, self.assignment, running, duties, spells)
        self.laws = Laws(self.shared, versions, posts, diaries, duties, spells, self.citizens)
        effects.moves = running.moves = instances.moves = self.citizens

    def run(self) -> None:
        """Let everything happen until the last day ends."""
        shared, clock = self.shared, self.shared.clock
        for event in StaffEvent.read(shared.world.staff_events):
            clock.call(event.day * DAY, EventKind.STAFF, event.post, event.kind, partial(self.assignment.change, event))
        clock.process(self.laws.days())
        for post in range(len(shared.posts)):
            clock.process(self.days.course(post))
        clock.process(self.team.weeks())
        for citizen in shared.citizens:
            if citizen.fate.arrive < clock.ends:
                clock.process(self.citizens.course(citizen))
        clock.run(until=clock.ends)


def log_of(world: World, procedures: type[Procedures] = Procedures) -> NDArray[np.void]:
    """The log rows (:data:`ROW`) of a world, by SimPy.

    The garbage collector is off while the run is under way, because collecting millions of small objects takes longer than
    the run. Processes and events refer to each other, so they are collected at the end. They are all in the youngest
    generation.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _rows(world, procedures)
    finally:
        gc.collect(0)
        if was_on:
            gc.enable()


def _rows(world: World, procedures: type[Procedures]) -> NDArray[np.void]:
    """Run a world. When this function returns, only the rows are in use."""
    jobcenter = Jobcenter(world, procedures)
    jobcenter.run()
    columns = np.frombuffer(jobcenter.shared.log, np.int32).reshape(-1, len(COLUMNS))
    table = np.zeros(len(columns), ROW)
    for number, name in enumerate(COLUMNS):
        table[name] = columns[:, number]
    return table
