"""The work on a case: a procedure's steps up to the next wait."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine import event_order as ties
from sim.engine.kernel.assignment import member
from sim.engine.kernel.basics import drawn, sampled, write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.citizen import leave, switch
from sim.engine.kernel.counters import COUNTER, let_go, serve
from sim.engine.kernel.diary import book_desk
from sim.engine.kernel.duty_list import start_duties
from sim.engine.kernel.effects import paced
from sim.engine.kernel.instances import length
from sim.engine.kernel.life import renew_term
from sim.engine.kernel.needs import prolong_if_waiting
from sim.engine.kernel.pages import new_booking
from sim.engine.kernel.team import give_place
from sim.engine.kernel.threads import BY_DECISION, end_thread, meets, start_thread, step_of
from sim.world.codes import DAY, EventKind, Op, Role
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_START, _WORK, _ORDER, _DELIVER, _READY, _OFFER = (
    int(k) for k in (RowKind.START, RowKind.WORK, RowKind.ORDER, RowKind.DELIVER, RowKind.READY, RowKind.OFFER)
)
(
    _O_END, _O_WORK, _O_ORDER, _O_WAIT, _O_TEAM, _O_CHANCE, _O_TRAIT, _O_STATE, _O_CHANGED, _O_GOTO, _O_SWITCH, _O_EXIT, _O_MARK, _O_START,
    _O_RENEW, _O_PROLONG, _O_AGED, _O_FIRST, _O_OUTDATED, _O_SET, _O_DUTIES, _O_OFFER, _O_LASTED,
) = (
    int(o)
    for o in (
        Op.END, Op.WORK, Op.ORDER, Op.WAIT, Op.TEAM, Op.CHANCE, Op.UNLESS_TRAIT, Op.UNLESS_STATE, Op.UNLESS_CHANGED, Op.GOTO, Op.SWITCH,
        Op.EXIT, Op.MARK, Op.START, Op.RENEW, Op.PROLONG, Op.UNLESS_AGED, Op.UNLESS_FIRST, Op.UNLESS_OUTDATED, Op.SET, Op.DUTIES,
        Op.OFFER, Op.UNLESS_LASTED,
    )
)  # fmt: skip
_CASEWORKER = int(Role.CASEWORKER)
_INCOMING = int(EventKind.INCOMING)


@kernel
def midnight(S, t, days):  # type: ignore[no-untyped-def]
    thread = S.thread[t]
    at_own(S, (S.run[0].today + days) * DAY, _INCOMING, thread.citizen, ties.thread_ref(thread.serial))


@kernel
def work(S, t, step, which):  # type: ignore[no-untyped-def]
    """Do the desk work of a step. True if the procedure waits for it."""
    c = S.thread[t].citizen
    activity, worker = S.activities[S.steps[step].a], S.citizen[c].caseworker
    minutes = max(sampled(S, c, activity.table_0, S.steps[step].key, which), 1)
    owner, due = ties.thread_ref(S.thread[t].serial), S.run[0].today + S.steps[step].b
    author = step_of(S, t)
    if activity.role == COUNTER:
        serve(S, t, S.steps[step].a, minutes, due, author)
        return True
    if activity.pool >= 0:
        worker = member(S, c, activity.pool, minutes)
    elif activity.role == _CASEWORKER and worker >= 0:
        minutes = paced(S, c, minutes)
    if activity.pool >= 0 or (activity.role == _CASEWORKER and worker >= 0):
        b = new_booking(S, c, owner, S.steps[step].a, -1, minutes, due, 0, -1, author, worker)
        if book_desk(S, b, S.run[0].today + 1):
            S.thread[t].booking = b
            return True
        return False
    write_of(S, author, c, _WORK, S.steps[step].a, -1, activity.role, -1, minutes, NO, 0, -1)
    return False


@kernel
def begin_thread(S, t):  # type: ignore[no-untyped-def]
    thread = S.thread[t]
    thread.begun = 1
    row = S.procedures[thread.version]
    thread.due = S.run[0].today + (row.due if row.due >= 0 else S.settings[0].undated_due)
    if thread.carried:
        case = S.cases[thread.carried - 1]
        thread.due -= case.began
        thread.paper_day = NO if case.paper < 0 else S.run[0].today - case.paper
    worker, no_step_yet = S.citizen[thread.citizen].caseworker, np.int64(-1)
    author = (np.int64(thread.procedure), np.int64(thread.serial), no_step_yet)
    write_of(S, author, thread.citizen, _START, -1, -1, -1, thread.duty, 0, thread.due, 0, worker)
    if thread.carried and S.cases[thread.carried - 1].wait:
        midnight(S, t, S.cases[thread.carried - 1].wait)
        return
    proceed(S, t)
    thread.carried = 0


@kernel
def go(S, t, step):  # type: ignore[no-untyped-def]
    """Go to another step. A step back begins a new round with new draws."""
    if step < S.thread[t].step:
        S.thread[t].round += 1
    S.thread[t].step = step


@kernel
def proceed(S, t):  # type: ignore[no-untyped-def]
    """Take the steps from the present one to the next wait or the end."""
    thread = S.thread[t]
    c = thread.citizen
    who = S.citizen[c]
    while True:
        number = thread.step
        step = S.steps[number]
        which = occurrence(thread.spell, thread.serial, thread.round)
        thread.step = number + 1
        op = step.op
        if op == _O_WORK:
            if work(S, t, number, which):
                return
        elif op == _O_ORDER:
            paper = S.certificates[step.a]
            write_of(S, step_of(S, t), c, _ORDER, -1, step.a, -1, -1, paper.fee, NO, 0, who.caseworker)
            midnight(S, t, 1 + sampled(S, c, paper.table, step.key, which))
            return
        elif op == _O_WAIT:
            midnight(S, t, max(1, sampled(S, c, step.a, step.key, which)))
            return
        elif op == _O_TEAM:
            thread.minutes = max(sampled(S, c, S.activities[step.a].table_0, step.key, which), 1)
            thread.waiting, thread.team_step = 1, number
            write_of(S, step_of(S, t), c, _READY, -1, -1, -1, -1, 0, thread.due, 0, who.caseworker)
            if thread.carried and S.cases[thread.carried - 1].session >= 0:
                give_place(S, t, np.int64(S.cases[thread.carried - 1].session))
                return
            S.ready[S.run[0].ready] = t
            S.run[0].ready += 1
            return
        elif op == _O_CHANCE:
            if drawn(S, c, step.key, which) < step.a:
                go(S, t, step.c)
        elif op == _O_TRAIT:
            if not who.traits & step.a:
                thread.step = step.c
        elif op == _O_STATE:
            if not step.a >> who.state & 1:
                thread.step = step.c
        elif op == _O_CHANGED:
            if not who.changed & step.a:
                thread.step = step.c
        elif op == _O_GOTO:
            go(S, t, step.c)
        elif op == _O_MARK:
            write_of(S, step_of(S, t), c, step.a, -1, -1, -1, meets(S, t), 0, NO, 0, who.caseworker)
        elif op == _O_OFFER:
            lasts = S.run[0].today + max(1, sampled(S, c, step.b, step.key, which)) - 1
            met = meets(S, t) if step.a >= 0 else -1  # an offer that does not count meets no duty
            form = step.a if step.a >= 0 else -1 - step.a
            write_of(S, step_of(S, t), c, _OFFER, -1, form, -1, met, 0, lasts, 0, who.caseworker)
        elif op == _O_AGED:
            if S.run[0].today - who.born < length(S, step.a, step.b - 1, who.born):
                thread.step = step.c
        elif op == _O_LASTED:
            if S.run[0].today - who.spell_day < length(S, step.a, step.b - 1, who.spell_day):
                thread.step = step.c
        elif op == _O_FIRST:
            if who.terms:
                thread.step = step.c
        elif op == _O_OUTDATED:
            if thread.paper_day == NO or S.run[0].today - thread.paper_day <= step.a:
                thread.step = step.c
        elif op == _O_SET:
            who.traits = (who.traits | step.a) & ~step.b
        elif op == _O_DUTIES:
            start_duties(S, c, step.a)
        elif op == _O_START:
            if step.b:
                who.need_state, who.blocked = 3, 1
            start_thread(S, c, step.a, BY_DECISION, False, -1, -1)
        elif op == _O_RENEW:
            renew_term(S, c, step, step_of(S, t))
        elif op == _O_PROLONG:
            if prolong_if_waiting(S, c, step_of(S, t)):
                end_thread(S, t)
                return
        else:
            cause, target, author = thread.cause, step.a, step_of(S, t)
            if op == _O_END and thread.duty >= 0 and S.duties[thread.duty].deadline < 0:
                meets(S, t)  # a duty without a deadline is met when its procedure ends
            end_thread(S, t)
            if op == _O_SWITCH:
                switch(S, c, target, cause, author)
            elif op == _O_EXIT:
                leave(S, c, target, author)
                if S.settings[0].pool_most:
                    let_go(S, c)
            return


@kernel
def incoming(S, t):  # type: ignore[no-untyped-def]
    """Continue a procedure at a midnight: it begins, a certificate arrives, or work or a hearing has a result."""
    if not S.thread[t].begun:
        begin_thread(S, t)
        return
    if S.steps[S.thread[t].step - 1].op == _O_ORDER and S.thread[t].carried:
        S.thread[t].paper_day = S.run[0].today  # it was ordered before the log began
    elif S.steps[S.thread[t].step - 1].op == _O_ORDER:
        c = S.thread[t].citizen
        S.thread[t].paper_day = S.run[0].today
        paper, worker = S.steps[S.thread[t].step - 1].a, S.citizen[c].caseworker
        write_of(S, step_of(S, t), c, _DELIVER, -1, paper, -1, -1, 0, NO, 0, worker)
    S.thread[t].carried = 0
    proceed(S, t)
