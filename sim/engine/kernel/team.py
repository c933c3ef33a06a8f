"""The rehabilitation team: agendas and hearings."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.basics import write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.members import have_time, member_activity, member_minutes, pool_of, take_members
from sim.engine.kernel.pages import hearing
from sim.engine.kernel.threads import drop_thread, meets, step_of
from sim.world.codes import DAY, EventKind, Role
from sim.world.log import RowKind

_PLACE, _WORK, _HEARING = int(RowKind.PLACE), int(RowKind.WORK), int(RowKind.HEARING)
_CASEWORKER, _INCOMING = int(Role.CASEWORKER), int(EventKind.INCOMING)


@kernel
def earlier(S, a, b):  # type: ignore[no-untyped-def]
    first, second = S.thread[a], S.thread[b]
    if first.due != second.due:
        return first.due < second.due
    if first.citizen != second.citizen:
        return S.citizen[first.citizen].citizen < S.citizen[second.citizen].citizen
    return first.serial < second.serial


@kernel
def give_place(S, t, session):  # type: ignore[no-untyped-def]
    """Put a case at the end of a session's agenda."""
    thread, day = S.thread[t], S.daybook[session]
    worker = S.citizen[thread.citizen].caseworker
    thread.waiting, thread.place, thread.listed, thread.page_next = 0, session, 1, -1
    write_of(S, step_of(S, t), thread.citizen, _PLACE, -1, -1, -1, -1, 0, thread.due, session, worker)
    if worker >= 0:
        hearing(S, worker, session, thread.minutes)
    take_members(S, t, session)
    if day.agenda_head < 0:
        day.agenda_head = t
    else:
        S.thread[day.agenda_tail].page_next = t
    day.agenda_tail = t


@kernel
def extra_places(S, places):  # type: ignore[no-untyped-def]
    """The places that a session has beside its usual ones, because too many cases would wait for a later one."""
    beyond = S.settings[0].extra_beyond
    if beyond == 0 or places == 0 or S.run[0].ready - places <= beyond:
        return 0
    return (places * S.settings[0].extra_share + 999) // 1000


@kernel
def fix_agenda(S, session):  # type: ignore[no-untyped-def]
    """Give the session's places to the cases due first, until a role has no time for the next of them."""
    for _ in range(S.places[session] + extra_places(S, S.places[session])):
        n = S.run[0].ready
        if n == 0:
            return
        best = 0
        for i in range(1, n):
            if earlier(S, S.ready[i], S.ready[best]):
                best = i
        t = S.ready[best]
        if not have_time(S, t, session):
            return
        S.ready[best] = S.ready[n - 1]
        S.run[0].ready = n - 1
        give_place(S, t, session)


@kernel
def sit(S, session):  # type: ignore[no-untyped-def]
    """Hear the cases that are still on the agenda."""
    t = S.daybook[session].agenda_head
    while t >= 0:
        thread = S.thread[t]
        following = thread.page_next
        thread.listed = 0
        if not thread.alive or thread.place != session:
            if not thread.alive:
                drop_thread(S, t)
            t = following
            continue
        c = thread.citizen
        worker, step = S.citizen[c].caseworker, S.steps[thread.team_step]
        present = worker
        if worker >= 0 and (S.sick[worker, session] or S.capacity[worker, session] == 0):
            present = -1
        author = step_of(S, t)
        write_of(S, author, c, _WORK, step.a, -1, _CASEWORKER, -1, thread.minutes, thread.due, 0, present)
        for regional in range(2):
            activity = member_activity(step, regional)
            if not regional or pool_of(S, activity) >= 0:
                minutes, role = member_minutes(S, c, activity, step.key), S.activities[activity].role
                write_of(S, author, c, _WORK, activity, -1, role, -1, minutes, thread.due, 0, -1)
        write_of(S, author, c, _HEARING, -1, -1, -1, meets(S, t), 0, thread.due, 0, worker)
        thread.place = -1
        at_own(S, (session + 1) * DAY, _INCOMING, c, ties.thread_ref(thread.serial))
        t = following
