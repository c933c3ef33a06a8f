"""The beginning of a spell: clocks, traits, need, caseworker, duties, cases under way."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine import event_order as ties
from sim.engine.kernel.assignment import release, take
from sim.engine.kernel.basics import sampled, sampled_beyond, write
from sim.engine.kernel.calendar import at_own, life_event
from sim.engine.kernel.duty_list import start_duties
from sim.engine.kernel.effects import begin_soft, forget_soft, horizon, note_clock
from sim.engine.kernel.instances import birthday, length
from sim.engine.kernel.needs import await_request, settle_need
from sim.engine.kernel.pages import hearing
from sim.engine.kernel.past import paid_for
from sim.engine.kernel.threads import BY_DECISION, start_thread
from sim.engine.kernel.traits import settle_riders, settle_traits
from sim.world.codes import DAY, NEVER, EventKind, How, Life
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_TRAITS, _NEED, _HANDOVER = (int(k) for k in (RowKind.TRAITS, RowKind.NEED, RowKind.HANDOVER))
_H_HAND_OVER, _H_STOCK, _H_BACK = (int(k) for k in (How.HAND_OVER, How.STOCK, How.BACK))
_L_EXIT, _L_TERM, _L_ONSET = (int(k) for k in (Life.EXIT, Life.TERM, Life.ONSET))
_INCOMING = int(EventKind.INCOMING)


@kernel
def find_caseworker(S, c, how):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    state, today = S.states[who.state], S.run[0].today
    if state.caseworker == 2:
        paid = (
            who.spell_day - who.accumulated + S.settings[0].hand_over_day - 1
        )  # the day on which the paid hours are reached
        direct = who.traits & S.settings[0].direct_trait
        day = S.month_start[paid] if paid >= 0 and not direct else 0
        if day > today:
            who.handed = 0
            if who.caseworker >= 0:
                release(S, c)
            at_own(S, day * DAY, _INCOMING, c, ties.HAND_OVER_REF - (who.spell & 0xFF))
            return how
        how |= _H_HAND_OVER
    who.handed = 1
    if state.caseworker:
        take(S, c)
    return how


@kernel
def enter(S, c, how):  # type: ignore[no-untyped-def]
    who, s, today = S.citizen[c], S.settings[0], S.run[0].today
    fate = S.fate[who.citizen]
    state = S.states[who.state]
    elapsed = fate.elapsed if how & _H_STOCK else 0
    who.spell_day = today - elapsed
    who.need_level = 0 if who.need_bits < state.need_medium else 1 if who.need_bits < state.need_heavy else 2
    who.need, who.need_state, who.blocked, who.terms = -1, 0, 0, 0
    forget_soft(S, c)
    carried = fate.carried and how & _H_STOCK
    if carried:
        who.terms = fate.terms
    life_day, term_day = NEVER, NEVER
    which = occurrence(who.spell, 0, 0)
    for i in range(S.clocks.shape[0]):
        row = S.clocks[i]
        if row.state == who.state:
            if carried and row.term and not row.aged:  # the burn-in says when it ends
                if fate.term and today + fate.term < term_day:
                    term_day, who.term_row = today + fate.term, i
                continue
            if row.aged:
                day = birthday(S, c, row.aged - 1)
            elif row.span >= 0:
                day = who.spell_day + length(S, 0, row.span, who.spell_day)
            elif elapsed > 0:
                day = np.int64(who.spell_day + sampled_beyond(S, c, row.table_stock, row.key, which, elapsed))
                if row.term and row.table_stock != row.table:
                    first = sampled(S, c, row.table, row.key, which)
                    if elapsed < first:
                        day = np.int64(who.spell_day + first)  # prolongations after the first term are not drawn yet
                    else:
                        who.terms = 1  # the term was prolonged before the log
            else:
                days = max(sampled(S, c, row.table, row.key, which), 1)
                day = who.spell_day + days
                if row.accumulated:
                    day += min(s.extension * who.worked, s.extension_most) - who.accumulated
                if row.window:
                    day = paid_for(S, c, days, row.window)
            if row.month_end and 0 <= day < s.horizon:
                day = np.int64(S.month_start[day])
            if not row.term:
                note_clock(S, c, i, day)
            if row.term:
                if day < term_day:
                    term_day, who.term_row = day, i
            elif day < life_day:
                life_day, who.life_row = day, i
    settle_traits(S, c, how, life_day - who.spell_day, elapsed)
    if state.sick:
        who.absence_day = who.spell_day - (s.absence_job if who.traits & s.job_trait else s.absence_other)
    elif not how & _H_BACK:
        who.course_day = who.spell_day
    if carried:
        who.course_day = today - fate.course
    need_day = settle_need(S, c, how, elapsed, horizon(S, c, life_day))
    settle_riders(S, c, how)
    weeks = (today - who.entered) // 7
    write(S, c, _TRAITS, -1, -1, -1, -1, who.need_level, NO, weeks, who.caseworker)
    how = find_caseworker(S, c, how)
    if S.effects.shape[0]:
        begin_soft(S, c)
    elif life_day < NEVER:
        life_event(S, c, life_day, _L_EXIT)
    who.term_day = 0
    if term_day < NEVER:
        who.term_day = max(term_day, today + 1)
        life_event(S, c, term_day, _L_TERM)
    if need_day < NEVER:
        life_event(S, c, need_day, _L_ONSET)
    if who.need_state >= 2 and who.need >= 0:  # the opening stock: the need arose before the log began
        write(S, c, _NEED, -1, -1, -1, -1, 1, NO, S.needs[who.need].code, who.caseworker)
    if who.need_state == 2:
        await_request(S, c)
    start_duties(S, c, how)
    if carried:
        for i in range(fate.cases, fate.cases + fate.case_count):
            start_thread(S, c, S.cases[i].procedure, S.cases[i].cause, False, -1, S.cases[i].step)
            last = who.thread
            while S.thread[last].next >= 0:
                last = S.thread[last].next
            S.thread[last].carried = i + 1
    elif who.need_state == 3:
        need = S.needs[who.need]
        stage = fate.opening_stage
        start_thread(
            S,
            c,
            need.procedure,
            BY_DECISION,
            False,
            -1,
            need.stage_0 if stage == 0 else need.stage_1 if stage == 1 else need.stage_2,
        )


@kernel
def hand_over(S, c):  # type: ignore[no-untyped-def]
    S.citizen[c].handed = 1
    write(S, c, _HANDOVER, -1, -1, -1, -1, 0, NO, 0, S.citizen[c].caseworker)
    take(S, c)
    t = S.citizen[c].thread
    while t >= 0:
        if S.thread[t].place >= 0:  # the hearing was on the agenda before the citizen had a caseworker
            hearing(S, S.citizen[c].caseworker, S.thread[t].place, S.thread[t].minutes)
        t = S.thread[t].next
    start_duties(S, c, _H_HAND_OVER)
