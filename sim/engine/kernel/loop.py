"""The loop: day by day, event by event, in the one order of ties."""

from __future__ import annotations

from sim.chance.compiled import entry, kernel
from sim.engine import event_order as ties
from sim.engine.kernel.assignment import staff_changes
from sim.engine.kernel.basics import at, pop, push
from sim.engine.kernel.citizen import arrive, come_back, hand_over, life
from sim.engine.kernel.days import cover, plan, work_ends
from sim.engine.kernel.duty import begin_duty, duty_event
from sim.engine.kernel.law import come_under, new_law
from sim.engine.kernel.procedure import begin_thread, incoming
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
    for c in range(S.fate.shape[0]):
        at(S, S.fate[c].arrive, _ARRIVAL, c, 0)
    for i in range(S.staff.shape[0]):
        change = S.staff[i]
        at(S, change.day * DAY, _STAFF, change.post, change.kind)


@kernel
def next_day(S):  # type: ignore[no-untyped-def]
    day = S.run[0].today + 1
    S.run[0].today = day
    e = S.daybook[day].event
    S.daybook[day].event = -1
    while e >= 0:
        following = S.event[e].next
        push(S, e)
        e = following
    if S.workday[day]:
        for worker in range(S.posts.shape[0]):
            if S.settings[0].cover and S.capacity[worker, day] > 0 and S.sick[worker, day]:
                at(S, day * DAY + OPENING - 1, _PLAN, worker, 0)
            at(S, day * DAY + OPENING, _PLAN, worker, 0)
    if S.run[0].law < S.law_day.shape[0] and S.law_day[S.run[0].law] == day:
        at(S, day * DAY, _REGIME, 0, 0)
    if S.session[day] >= 0:
        at(S, day * DAY, _SESSION, 0, 0)
    if S.daybook[day].sits:
        at(S, day * DAY + HEARING_TIME, _SESSION, 0, 1)


@kernel
def handle(S, kind, who, ref):  # type: ignore[no-untyped-def]
    if kind == _WORK:
        work_ends(S, who, ref)
    elif kind == _DUTY:
        duty_event(S, who, ref)
    elif kind == _PLAN:
        if S.run[0].minute % DAY < OPENING:
            cover(S, who)
        else:
            plan(S, who)
    elif kind == _LIFE:
        life(S, who, ref)
    elif kind == _INCOMING:
        if ref > ties.HAND_OVER_REF - 0x100:
            # a later law may have handed the citizen over already
            here = not S.citizen[who].gone and not S.citizen[who].handed
            if here and ties.HAND_OVER_REF - (S.citizen[who].spell & 0xFF) == ref:
                hand_over(S, who)
        else:
            t = find_thread(S, who, ref)
            if t >= 0:
                incoming(S, t)
    elif kind == _ARRIVAL:
        if ref:
            come_back(S, who)
        else:
            arrive(S, who)
    elif kind == _SESSION:
        if ref:
            sit(S, S.run[0].today)
        else:
            fix_agenda(S, S.session[S.run[0].today])
    elif kind == _REGIME:
        if ref:
            come_under(S, who)
        else:
            new_law(S)
    elif kind == _STAFF:
        for i in range(S.staff.shape[0]):
            change = S.staff[i]
            if change.day == S.run[0].today and change.post == who and change.kind == ref:
                staff_changes(S, change.kind, change.post, change.share)


@entry
def advance(S, until):  # type: ignore[no-untyped-def]
    """Run all events before 00:00 of day ``until``. False if the log must be emptied first."""
    if not S.run[0].started:
        first_day(S)
    while True:
        if S.run[0].heap == 0:
            if S.run[0].full or S.run[0].today + 1 >= until:
                return True
            if S.run[0].rows > S.log.shape[0] - S.run[0].margin:
                return False
            next_day(S)
            continue
        e = pop(S)
        S.run[0].minute = S.event[e].minute
        packed = S.event[e].key
        S.event[e].next = S.run[0].free_event
        S.run[0].free_event = e
        S.run[0].events += 1
        handle(S, packed >> ties.KIND_SHIFT, packed >> ties.WHO_SHIFT & ties.WHO_MASK, packed & ties.REF_MASK)
        run_starts(S)
