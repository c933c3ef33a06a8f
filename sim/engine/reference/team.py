"""The rehabilitation team: cases that are ready, an agenda fixed ahead of each session, places, hearings."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from sim.engine.event_order import thread_ref
from sim.engine.reference.things import Citizen, Thread
from sim.world.log import NOBODY, RowKind
from sim.world.world import DAY, HEARING_TIME, EventKind, Role

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter


class Team:
    """Earliest due date first; a place freed by an exit is not filled again."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter
        self.ready: list[tuple[Citizen, Thread]] = []
        self.agenda: dict[int, list[tuple[Citizen, Thread, Any]]] = {}
        self.steps: dict[int, Any] = {}

    def queue(self, c: Citizen, thread: Thread, step: Any, which: int) -> simpy.Event:
        """The case is ready; the event happens at the midnight after its hearing."""
        activity = self.jc.activities[step.a]
        thread.minutes = max(self.jc.sampled(c, activity.table_0, step.key, which), 1)
        thread.waiting, thread.heard = True, simpy.Event(self.jc.clock)
        self.steps[id(thread)] = step
        self.jc.row(c, RowKind.READY, due=thread.due, author=thread.author)
        self.ready.append((c, thread))
        return thread.heard

    def withdraw(self, c: Citizen, thread: Thread) -> None:
        """A citizen who leaves frees the place."""
        if thread.waiting:
            thread.waiting = False
            self.ready = [(who, t) for who, t in self.ready if t is not thread]
        if thread.place >= 0:
            self.jc.row(c, RowKind.FREE, due=thread.due, extra=thread.place, author=thread.author)
            if c.caseworker >= 0:
                self.jc.diaries.hearing(c.caseworker, thread.place, -thread.minutes)
            thread.place = -1

    def weeks(self) -> Generator[Any, Any, None]:
        """The team's process: fix agendas at midnight, sit at noon."""
        jc = self.jc
        days = jc.settings.days
        sessions = {int(day) for day in jc.world.session[:days] if 0 <= day < days}
        for day in range(days):
            if jc.world.session[day] >= 0:
                yield jc.clock.at(day * DAY, EventKind.SESSION, 0, 0)
                self._fix_agenda(int(jc.world.session[day]))
            if day in sessions:
                yield jc.clock.at(day * DAY + HEARING_TIME, EventKind.SESSION, 0, 1)
                self._sit(day)

    def _fix_agenda(self, session: int) -> None:
        jc = self.jc
        self.ready.sort(key=lambda case: (case[1].due, case[0].n, case[1].serial))
        heard, self.ready = self.ready[: jc.world.places[session]], self.ready[jc.world.places[session] :]
        for c, thread in heard:
            thread.waiting, thread.place = False, session
            jc.row(c, RowKind.PLACE, due=thread.due, extra=session, author=thread.author)
            if c.caseworker >= 0:
                jc.diaries.hearing(c.caseworker, session, thread.minutes)
            self.agenda.setdefault(session, []).append((c, thread, self.steps.pop(id(thread))))

    def _sit(self, day: int) -> None:
        jc = self.jc
        for c, thread, step in self.agenda.pop(day, ()):
            if not thread.alive or thread.place != day:
                continue
            worker = c.caseworker
            if worker >= 0 and (jc.diaries.sick[worker][day] or jc.diaries.capacity[worker][day] == 0):
                worker = NOBODY  # a colleague stands in
            role = Role.CASEWORKER
            jc.row(
                c, RowKind.WORK, activity=step.a, role=role, minutes=thread.minutes, due=thread.due, caseworker=worker,
                author=thread.author,
            )  # fmt: skip
            members = jc.activities[step.b]
            minutes = max(jc.sampled(c, members.table_0, step.key, 0), 1)
            jc.row(
                c, RowKind.WORK, activity=step.b, role=members.role, minutes=minutes, due=thread.due, caseworker=NOBODY,
                author=thread.author,
            )  # fmt: skip
            jc.row(c, RowKind.HEARING, due=thread.due, duty=jc.procedure.meets(c, thread), author=thread.author)
            thread.place = -1
            assert thread.heard is not None
            jc.clock.at((day + 1) * DAY, EventKind.INCOMING, c.n, thread_ref(thread.serial), event=thread.heard)
