"""The rehabilitation team: cases that are ready, an agenda fixed ahead of each session, places, hearings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import simpy

from sim.engine.reference import steps
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.members import Members
from sim.engine.reference.records import RunningProcedure
from sim.engine.reference.shared import Process, Shared
from sim.engine.reference.tables import Duty
from sim.world.codes import DAY, HEARING_TIME, EventKind, Role
from sim.world.log import NOBODY, RowKind


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """A case before the team. ``over`` happens at the midnight after the session."""

    case: RunningProcedure
    step: steps.Team
    over: simpy.Event


class Team:
    """Earliest due date first; a place that an exit frees is not filled again."""

    def __init__(self, shared: Shared, diaries: Diaries) -> None:
        self.shared, self.diaries, self.members = shared, diaries, Members(shared, diaries)
        self.ready: list[Hearing] = []
        self.agenda: dict[int, list[Hearing]] = {}

    def queue(self, case: RunningProcedure, step: steps.Team, minutes: int) -> simpy.Event:
        """The case is ready for a hearing of so many minutes. The event happens when the hearing is over."""
        case.minutes, case.waiting = minutes, True
        hearing = Hearing(case, step, simpy.Event(self.shared.clock))
        self._row(case, RowKind.READY)
        if case.carried is not None and case.carried.session >= 0:
            self._give_place(hearing, case.carried.session)
        else:
            self.ready.append(hearing)
        return hearing.over

    def withdraw(self, case: RunningProcedure) -> None:
        """A procedure that stops waits no longer, and frees its place."""
        if case.waiting:
            case.waiting = False
            self.ready = [hearing for hearing in self.ready if hearing.case is not case]
        if case.place >= 0:
            self._row(case, RowKind.FREE, extra=case.place)
            self.diaries.add_hearing(case.citizen.caseworker, case.place, -case.minutes)
            self.members.give_back(case)
            case.place = NOBODY

    def weeks(self) -> Process:
        """The team's process: fix agendas at midnight, sit at noon."""
        clock, session, days = self.shared.clock, self.shared.world.session, self.shared.settings.days
        sessions = {int(day) for day in session[:days] if 0 <= day < days}
        sessions |= set(np.flatnonzero(self.shared.world.places[:days]).tolist())  # agendas fixed before the run
        for day in range(days):
            if session[day] >= 0:
                yield clock.at(day * DAY, EventKind.SESSION, 0, 0)
                self.fix_agenda(int(session[day]))
            if day in sessions:
                yield clock.at(day * DAY + HEARING_TIME, EventKind.SESSION, 0, 1)
                self.sit(day)

    def fix_agenda(self, session: int) -> None:
        """The ready cases with the earliest due dates get the places of a session, and its minutes in the diaries.

        The agenda ends at the first case for which a role has no time. No later case is pulled forward.
        """
        self.ready.sort(key=lambda hearing: (hearing.case.due, hearing.case.citizen.number, hearing.case.serial))
        places = int(self.shared.world.places[session])
        for _ in range(places + self._extra(places)):
            if not self.ready or not self.members.have_time(self.ready[0].case, self.ready[0].step, session):
                return
            self._give_place(self.ready.pop(0), session)

    def _extra(self, places: int) -> int:
        """The places beside a session's usual ones, because too many cases would wait for a later session."""
        settings = self.shared.settings
        if settings.extra_beyond == 0 or places == 0 or len(self.ready) - places <= settings.extra_beyond:
            return 0
        return -(-places * settings.extra_share // 1000)

    def _give_place(self, hearing: Hearing, session: int) -> None:
        """The case comes at the end of the session's agenda."""
        case = hearing.case
        self.agenda.setdefault(session, []).append(hearing)
        case.waiting, case.place = False, session
        self._row(case, RowKind.PLACE, extra=session)
        self.diaries.add_hearing(case.citizen.caseworker, session, case.minutes)
        self.members.take(case, hearing.step, session)

    def sit(self, day: int) -> None:
        """The team hears the cases that still have their place."""
        for hearing in self.agenda.pop(day, ()):
            case = hearing.case
            if case.alive and case.place == day:
                self._hear(case, hearing.step)
                case.place = NOBODY
                after = (day + 1) * DAY
                self.shared.clock.at(after, EventKind.INCOMING, case.citizen.number, case.reference, hearing.over)

    def _hear(self, case: RunningProcedure, step: steps.Team) -> None:
        """The caseworker (or a colleague) and the members work; the hearing meets the duty that began the procedure.

        The region's member writes a row only if the place gives posts to that role.
        """
        worker, (municipal, *regional) = case.citizen.caseworker, step.members
        if worker >= 0 and self.diaries.is_away(worker, self.shared.today):
            worker = NOBODY  # a colleague is there instead
        self._work(case, step.hearing, Role.CASEWORKER, case.minutes, worker)
        for activity in (municipal, *(other for other in regional if other in self.members.limited(step))):
            role = self.shared.activities[activity].role
            self._work(case, activity, role, self.members.minutes(case, step, activity), NOBODY)
        self._row(case, RowKind.HEARING, duty=case.meet_duty())

    def _work(self, case: RunningProcedure, activity: int, role: Role, minutes: int, worker: int) -> None:
        self.shared.row(
            case.citizen, RowKind.WORK, activity=activity, role=role, minutes=minutes, due=case.due, caseworker=worker, case=case
        )  # fmt: skip

    def _row(self, case: RunningProcedure, kind: RowKind, *, extra: int = 0, duty: Duty | None = None) -> None:
        self.shared.row(case.citizen, kind, due=case.due, extra=extra, duty=duty, case=case)
