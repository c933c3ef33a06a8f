"""How a case is worked: the steps of a procedure, one after another."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from sim.chance.draw import occurrence
from sim.engine.event_order import thread_ref
from sim.engine.reference.things import Booking, Thread
from sim.files.errors import RunError
from sim.world.log import MOST_PROCEDURES, NO_DAY, NOBODY, RowKind, Step
from sim.world.world import DAY, EventKind, Op, Role

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen

BY_DECISION = 3


class Procedures:
    """The running procedures of all citizens; each is a process of its own, bound to the spell in which it began."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter

    def start(
        self, c: Citizen, procedure: int, *, cause: int = BY_DECISION, tomorrow: bool = False, step: int = NOBODY,
        duty: int = NOBODY,
    ) -> None:  # fmt: skip
        """Begin a procedure after the present handler, or (what work leads to) at the next midnight."""
        if c.serial > MOST_PROCEDURES:
            raise RunError(f"citizen {c.n} has more than {MOST_PROCEDURES} procedures")
        version = self._version(c, procedure)
        first = self.jc.procedures[version].entry if step < 0 else step
        thread = Thread(procedure, c.serial, cause, first, c.spell, duty, version=version)
        c.serial += 1
        c.threads.append(thread)
        self.jc.effects.look(c)
        self.jc.clock.process(self.course(c, thread, tomorrow=tomorrow))

    def _version(self, c: Citizen, procedure: int) -> int:
        """The row of the procedure under the law of the citizen's case: what has begun ends by the law under which it began."""
        rows, found = self.jc.procedures, procedure
        later = rows[procedure].later
        while later:
            if self.jc.laws.of(c, rows[later].enacted_for) >= rows[later].enacted:
                found = later
            later = rows[later].later
        return found

    def stop_all(self, c: Citizen) -> None:
        """A switch or exit ends what runs and frees what it had booked; the procedure that led to it has ended already."""
        for thread in c.threads:
            thread.alive = False
            if thread.booking is not None:
                self.jc.diaries.cancel(thread.booking)
            self.jc.team.withdraw(c, thread)
        c.threads = []

    def _midnight(self, c: Citizen, thread: Thread, days: int = 1) -> Any:
        """What work or a hearing leads to takes effect at a later midnight."""
        return self.jc.clock.at((self.jc.today + days) * DAY, EventKind.INCOMING, c.n, thread_ref(thread.serial))

    def course(self, c: Citizen, thread: Thread, *, tomorrow: bool) -> Generator[Any, Any, None]:
        """A procedure's process."""
        jc = self.jc
        if tomorrow:
            yield self._midnight(c, thread)
        if not thread.alive:
            return
        row = jc.procedures[thread.version]
        thread.due = jc.today + (row.due if row.due >= 0 else jc.settings.undated_due)
        thread.author = Step(thread.procedure, thread.serial)
        jc.row(c, RowKind.START, due=thread.due, duty=thread.duty, author=thread.author)
        while thread.alive:
            step = jc.steps[thread.step]
            thread.author = thread.author._replace(step=thread.step - row.entry)
            which = occurrence(c.spell, thread.serial, thread.round)
            thread.step += 1
            op = step.op
            if op == Op.WORK:
                booking = self._work(c, thread, step, which)
                if booking is None:
                    continue
                yield booking.done
                if not _still(thread):  # only pool work outlives its procedure: it cannot be taken back
                    return
                thread.booking = None
                if jc.activities[step.a].role == Role.POOL:
                    jc.row(
                        c,
                        RowKind.WORK,
                        activity=step.a,
                        role=Role.POOL,
                        minutes=booking.minutes,
                        author=thread.author,
                    )
                yield self._midnight(c, thread)
            elif op == Op.ORDER:
                paper = jc.certificates[step.a]
                jc.row(c, RowKind.ORDER, form=step.a, minutes=paper.fee, author=thread.author)
                yield self._midnight(c, thread, 1 + jc.sampled(c, paper.table, step.key, which))
                if not _still(thread):
                    return
                thread.paper_day = jc.today
                jc.row(c, RowKind.DELIVER, form=step.a, author=thread.author)
            elif op == Op.WAIT:
                yield self._midnight(c, thread, max(1, jc.sampled(c, step.a, step.key, which)))
            elif op == Op.TEAM:
                yield jc.team.queue(c, thread, step, which)
            elif op == Op.CHANCE:
                if jc.drawn(c, step.key, which) < step.a:
                    self._go(thread, step.c)
            elif op == Op.UNLESS_TRAIT:
                if not c.traits & step.a:
                    thread.step = step.c
            elif op == Op.UNLESS_STATE:
                if not step.a >> c.state & 1:
                    thread.step = step.c
            elif op == Op.UNLESS_CHANGED:
                if not c.changed & step.a:
                    thread.step = step.c
            elif op == Op.GOTO:
                self._go(thread, step.c)
            elif op == Op.MARK:
                jc.row(c, RowKind(step.a), duty=self.meets(c, thread), author=thread.author)
            elif op == Op.OFFER:
                lasts = jc.today + max(1, jc.sampled(c, step.b, step.key, which)) - 1
                met = self.meets(c, thread) if step.a >= 0 else NOBODY  # an offer that does not count meets no duty
                form = step.a if step.a >= 0 else -1 - step.a
                jc.row(c, RowKind.OFFER, form=form, due=lasts, duty=met, author=thread.author)
            elif op == Op.UNLESS_AGED:
                if jc.today - c.fate.born < step.a:
                    thread.step = step.c
            elif op == Op.UNLESS_FIRST:
                if c.terms:
                    thread.step = step.c
            elif op == Op.UNLESS_OUTDATED:
                if thread.paper_day == NO_DAY or jc.today - thread.paper_day <= step.a:
                    thread.step = step.c
            elif op == Op.SET:
                c.traits = (c.traits | step.a) & ~step.b
            elif op == Op.DUTIES:
                jc.duty.start_all(c, step.a)
            elif op == Op.START:
                if step.b:  # it holds the citizen: no exit to work while it runs
                    c.need_state, c.blocked = 3, True
                self.start(c, step.a)
            elif op == Op.RENEW:
                jc.way.renew_term(c, step, thread.author)
            elif op == Op.PROLONG:
                if jc.way.prolong_if_waiting(c, thread.author):
                    break
            else:
                if op == Op.END and thread.duty >= 0 and jc.duties[thread.duty].deadline < 0:
                    self.meets(c, thread)  # what has no deadline is done when its procedure is
                self._end(c, thread)
                if op == Op.SWITCH:
                    jc.way.switch(c, step.a, thread.cause, thread.author)
                elif op == Op.EXIT:
                    jc.way.leave(c, step.a, thread.author)
                return
        if thread.alive:
            self._end(c, thread)

    def meets(self, c: Citizen, thread: Thread) -> int:
        """A hearing, a decision or an effort: the duty that began the procedure is met, once. Its number, or -1."""
        duty, thread.duty = thread.duty, NOBODY
        if duty >= 0:
            s = c.slot(self.jc.duties[duty].slot)
            if s.spell != c.spell or self.jc.duties[s.duty].line != self.jc.duties[duty].line:
                return NOBODY  # not what a later law asks instead
            s.held += 1
        return duty

    def _go(self, thread: Thread, step: int) -> None:
        """Go to another step; going back begins another round, whose chances are drawn anew."""
        if step < thread.step:
            thread.round += 1
        thread.step = step

    def _end(self, c: Citizen, thread: Thread) -> None:
        thread.alive = False
        c.threads.remove(thread)
        self.jc.effects.look(c)

    def _work(self, c: Citizen, thread: Thread, step: Any, which: int) -> Booking | None:
        """Desk work in the caseworker's diary. A role without diary has done it at once: None."""
        jc, activity = self.jc, self.jc.activities[step.a]
        minutes = max(jc.sampled(c, activity.table_0, step.key, which), 1)
        booking = Booking(
            c, thread_ref(thread.serial), step.a, NOBODY, minutes, [], jc.today + step.b, False, simpy.Event(jc.clock),
            worker=c.caseworker, author=thread.author,
        )  # fmt: skip
        if activity.role == Role.POOL:
            jc.diaries.pool_work(booking)
            thread.booking = booking
            return booking
        if activity.pool >= 0:
            booking.worker = jc.assignment.member(c, activity.pool, minutes)
        if activity.pool >= 0 or (activity.role == Role.CASEWORKER and c.caseworker >= 0):
            if jc.diaries.book_desk(booking, jc.today + 1):
                thread.booking = booking
                return booking
            return None
        jc.row(
            c, RowKind.WORK, activity=step.a, role=activity.role, minutes=minutes, caseworker=NOBODY, author=thread.author
        )  # fmt: skip
        return None


def _still(thread: Thread) -> bool:
    """Whether the procedure still runs after a wait."""
    return thread.alive
