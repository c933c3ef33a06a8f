"""Counters that are always open, for queueing studies: work in a pool without diaries. The model of a jobcenter has none.

A world with such a pool says in the setting `pool_count` how many servers it has.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.engine.reference import steps
from sim.engine.reference.jobcenter import log_of
from sim.engine.reference.procedures import Procedures
from sim.engine.reference.records import Booking, RunningProcedure
from sim.engine.reference.shared import Process
from sim.world.codes import EventKind, Form, Role
from sim.world.log import NOBODY, RowKind
from sim.world.world import World


class WithCounters(Procedures):
    """Procedures in which some work is done at a counter, day and night."""

    @cached_property
    def free_from(self) -> list[int]:
        """The minute from which each server is free."""
        return [0] * self.shared.world.settings["pool_count"]

    def work(self, case: RunningProcedure, step: steps.Work) -> Process:
        """Work of a pool goes to the server who can start first, the lowest number among equals."""
        shared, activity = self.shared, self.shared.activities[step.activity]
        if activity.role is not Role.POOL:
            yield from Procedures.work(self, case, step)
            return
        minutes = self._sampled(case, activity.minutes[Form.IN_PERSON], step.key)
        case.booking = Booking(
            case.citizen, step.activity, minutes, shared.today, simpy.Event(shared.clock), NOBODY, case=case
        )
        yield self.serve(case, step.activity, minutes)
        if case.alive:  # what a counter has begun outlives its procedure: it cannot be taken back
            case.booking = None
            self.shared.row(
                case.citizen, RowKind.WORK, activity=step.activity, role=Role.POOL, minutes=minutes, case=case
            )
            yield self._midnight(case)

    def serve(self, case: RunningProcedure, activity: int, minutes: int) -> simpy.Event:
        """The end of the work."""
        now, free = self.shared.clock.minute, self.free_from
        server = min(range(len(free)), key=lambda n: (max(now, free[n]), n))
        free[server] = max(now, free[server]) + minutes
        self.shared.row(
            case.citizen, RowKind.BOOK, activity=activity, role=Role.POOL, minutes=minutes, extra=server, case=case
        )
        return self.shared.clock.at(free[server], EventKind.WORK, case.citizen.number, case.reference)


def run_reference(world: World) -> NDArray[np.void]:
    """The log rows of a world, with counters if it has any."""
    return log_of(world, WithCounters if world.settings["pool_count"] else Procedures)
