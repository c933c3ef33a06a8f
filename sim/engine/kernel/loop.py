"""The loop: day by day, event by event, in the one order of ties."""

from __future__ import annotations

from sim.chance.compiled import entry, kernel
from sim.engine import event_order as ties
from sim.engine.kernel.assignment import list_members, staff_changes
from sim.engine.kernel.calendar import add, at, open_day, pop, sort_day
from sim.engine.kernel.citizen import arrive, come_back
from sim.engine.kernel.days import cover, plan, work_ends
from sim.engine.kernel.duty import begin_duty, duty_event
from sim.engine.kernel.law import come_under, new_law
from sim.engine.kernel.life import life
from sim.engine.kernel.procedure import begin_thread, incoming
from sim.engine.kernel.seats import leave_seat, take_seat
from sim.engine.kernel.spells import hand_over
from sim.engine.kernel.team import fix_agenda, sit
from sim.engine.kernel.threads import find_thread
from sim.world.codes import DAY, HEARING_TIME, OPENING, EventKind

_REGIME, _STAFF, _ARRIVAL, _LIFE, _INCOMING, _DUTY, _PLAN, _WORK, _SESSION = (
    int(k)
    for k in (
        EventKind.REGIME, EventKind.STAFF, EventKind.ARRIVAL, EventKind.LIFE, EventKind.INCOMING, EventKind.DUTY, EventKind.PLAN,
        EventKind.WORK,
        EventKind.SESSION,
    )
)  # fmt: skip
_OF_OFFICE = 1 << _STAFF | 1 << _PLAN | 1 << _SESSION
"""The kinds of events, as bits, that are of no citizen. Also a change of the law is."""


@kernel
def run_starts(S):  # type: ignore[no-untyped-def]
    """Begin the duties and procedures that the handler started, in the order of their starts."""
    while S.run[0].queue_head < S.run[0].queue:
        i = S.run[0].queue_head
        S.run[0].queue_head = i + 1
        begins = S.start[i]
        c, what, spell, how = begins.citizen, begins.what, begins.spell, begins.how
        if what >= 0:
            begin_duty(S, c, what, spell, how)
        else:  # the record may have been freed since; the serial number shows it
            t = find_thread(S, c, ties.thread_ref(how))
            if t == -1 - what:
                begin_thread(S, t)
    S.run[0].queue = S.run[0].queue_head = 0


@kernel
def first_day(S):  # type: ignore[no-untyped-def]
    S.run[0].started = 1
    list_members(S)
    for c in range(S.fate.shape[0]):
        at(S, S.fate[c].arrive, _ARRIVAL, c, 0)
    for i in range(S.staff.shape[0]):
        change = S.staff[i]
        at(S, change.day * DAY, _STAFF, change.post, change.kind)


@kernel
def next_day(S):  # type: ignore[no-untyped-def]
    day = S.run[0].today + 1
    S.run[0].today = day
    open_day(S, day)
    if S.workday[day]:
        for worker in range(S.posts.shape[0]):
            if S.settings[0].cover and S.capacity[worker, day] > 0 and S.sick[worker, day]:
                add(S, OPENING - 1, _PLAN, worker, 0)
        for worker in range(S.posts.shape[0]):
            add(S, OPENING, _PLAN, worker, 0)
    if S.run[0].law < S.law_day.shape[0] and S.law_day[S.run[0].law] == day:
        add(S, 0, _REGIME, 0, 0)
    if S.session[day] >= 0:
        add(S, 0, _SESSION, 0, 0)
    if S.daybook[day].sits:
        add(S, HEARING_TIME, _SESSION, 0, 1)
    sort_day(S)


@kernel
def handle_own(S, kind, c, ref):  # type: ignore[no-untyped-def]
    """Handle an event of the citizen on a seat."""
    if kind == _WORK:
        work_ends(S, c, ref)
    elif kind == _DUTY:
        duty_event(S, c, ref)
    elif kind == _LIFE:
        life(S, c, ref)
    elif kind == _INCOMING:
        if ref > ties.HAND_OVER_REF - 0x100:
            # a later law may have handed the citizen over already
            here = not S.citizen[c].gone and not S.citizen[c].handed
            if here and ties.HAND_OVER_REF - (S.citizen[c].spell & 0xFF) == ref:
                hand_over(S, c)
        else:
            t = find_thread(S, c, ref)
            if t >= 0:
                incoming(S, t)
    elif kind == _ARRIVAL:
        come_back(S, c)
    else:
        come_under(S, c)


@kernel
def handle_office(S, kind, who, ref):  # type: ignore[no-untyped-def]
    """Handle an event of no citizen: of a post, of the team, of a new law."""
    if kind == _PLAN:
        if S.run[0].minute % DAY < OPENING:
            cover(S, who)
        else:
            plan(S, who)
    elif kind == _SESSION:
        if ref:
            sit(S, S.run[0].today)
        else:
            fix_agenda(S, S.session[S.run[0].today])
    elif kind == _REGIME:
        new_law(S)
    else:
        for i in range(S.staff.shape[0]):
            change = S.staff[i]
            if change.day == S.run[0].today and change.post == who and change.kind == ref:
                staff_changes(S, change.kind, change.post, change.share)


@kernel
def happen(S, event):  # type: ignore[no-untyped-def]
    """Let an event happen, with all that it starts. Events of citizens who have left for good find no seat."""
    kind, who, ref = (
        event >> ties.KIND_SHIFT & ties.KIND_MASK,
        event >> ties.WHO_SHIFT & ties.WHO_MASK,
        event & ties.REF_MASK,
    )
    if _OF_OFFICE >> kind & 1 or (kind == _REGIME and not ref):
        handle_office(S, kind, who, ref)
        run_starts(S)
        return
    c = S.seat[who]
    if kind == _ARRIVAL and not ref:
        c = take_seat(S, who)
        arrive(S, c)
    elif c >= 0:
        handle_own(S, kind, c, ref)
    else:
        return
    run_starts(S)
    leave_seat(S, c)


@entry
def advance(S, until):  # type: ignore[no-untyped-def]
    """Run all events before 00:00 of day ``until``. False if the log must be emptied first."""
    if not S.run[0].started:
        first_day(S)
    while True:
        if S.run[0].rows >= S.run[0].limit:
            return False
        event = pop(S)
        if event < 0:
            if S.run[0].full or S.run[0].today + 1 >= until:
                return True
            next_day(S)
            continue
        S.run[0].minute = S.run[0].today * DAY + (event >> ties.MINUTE_SHIFT)
        S.run[0].events += 1
        happen(S, event)
