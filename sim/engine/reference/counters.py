"""Counters that are always open, for queueing studies: work in a pool without diaries. The model of a jobcenter has none.

A world with such a pool says in the setting `pool_count` how many servers it has. With `pool_most` they are case managers: each
has at most so many cases at the same time, and keeps a case from its first work until the citizen leaves. A new case goes to
the server with the fewest cases. If all have enough, it waits outside.
"""

from __future__ import annotations

from collections import deque
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

    @cached_property
    def most(self) -> int:
        """The most cases that a server has at the same time; 0 without a limit."""
        return self.shared.world.settings["pool_most"]

    @cached_property
    def held(self) -> list[int]:
        """The cases of each server."""
        return [0] * self.shared.world.settings["pool_count"]

    @cached_property
    def manager(self) -> dict[int, int]:
        """The server of each citizen who has one."""
        return {}

    @cached_property
    def outside(self) -> deque[tuple[RunningProcedure, int, int, simpy.Event]]:
        """Cases that wait for a server with room, and their work: activity, minutes and the event of its end."""
        return deque()

    def work(self, case: RunningProcedure, step: steps.Work) -> Process:
        """Work of a pool goes to the server who can start first, or to the one who has the case."""
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
        """The end of the work. With a limit on cases, a server keeps a case until it ends, and new cases may wait outside."""
        end = simpy.Event(self.shared.clock)
        if not self.most:
            self.begin(case, activity, minutes, end, self.first_free())
            return end
        citizen = case.citizen.number
        if citizen not in self.manager:
            fewest = min(range(len(self.held)), key=lambda n: (self.held[n], n))
            if self.held[fewest] >= self.most:
                self.outside.append((case, activity, minutes, end))
                return end
            self.hold(citizen, fewest)
        self.begin(case, activity, minutes, end, self.manager[citizen])
        return end

    def first_free(self) -> int:
        """The server who can start first, the lowest number among equals."""
        now, free = self.shared.clock.minute, self.free_from
        return min(range(len(free)), key=lambda n: (max(now, free[n]), n))

    def begin(self, case: RunningProcedure, activity: int, minutes: int, end: simpy.Event, server: int) -> None:
        """Put work at the end of a server's queue."""
        self.free_from[server] = max(self.shared.clock.minute, self.free_from[server]) + minutes
        self.shared.row(
            case.citizen, RowKind.BOOK, activity=activity, role=Role.POOL, minutes=minutes, extra=server, case=case
        )
        self.shared.clock.at(self.free_from[server], EventKind.WORK, case.citizen.number, case.reference, end)

    def hold(self, citizen: int, server: int) -> None:
        """The server has one more case, until the citizen leaves."""
        self.manager[citizen] = server
        self.held[server] += 1

    def exit(self, case: RunningProcedure, step: steps.Exit) -> None:
        """The citizen leaves, and the case that has waited longest outside takes the place."""
        Procedures.exit(self, case, step)
        if self.most:
            server = self.manager.pop(case.citizen.number)
            self.held[server] -= 1
            if self.outside:
                following, activity, minutes, end = self.outside.popleft()
                self.hold(following.citizen.number, server)
                self.begin(following, activity, minutes, end, server)


def run_reference(world: World) -> NDArray[np.void]:
    """The log rows of a world, with counters if it has any."""
    return log_of(world, WithCounters if world.settings["pool_count"] else Procedures)
