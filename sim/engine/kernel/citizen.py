"""A citizen's path: spells, needs, switches, exit."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine import event_order as ties
from sim.engine.benefit_window import reached
from sim.engine.kernel.assignment import count, forget, release, take
from sim.engine.kernel.basics import NO_STEP, begin_later, drawn, sampled, sampled_beyond, write, write_of
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.diary import cancel, hearing
from sim.engine.kernel.effects import begin_soft, forget_soft, horizon, note_clock, strikes
from sim.engine.kernel.instances import birthday, length
from sim.engine.kernel.returns import back_again, plan_return, remember
from sim.engine.kernel.threads import BY_DECISION, start_thread, stop_threads
from sim.world.codes import DAY, NEVER, EventKind, How, Life
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_ARRIVE, _TRAITS, _SWITCH, _EXIT, _NEED, _DETECT, _HANDOVER, _PROLONG = (
    int(k)
    for k in (
        RowKind.ARRIVE,
        RowKind.TRAITS,
        RowKind.SWITCH,
        RowKind.EXIT,
        RowKind.NEED,
        RowKind.DETECT,
        RowKind.HANDOVER,
        RowKind.PROLONG,
    )
)
_H_ARRIVAL, _H_SWITCH, _H_RESTART, _H_SAME, _H_HAND_OVER, _H_STOCK, _H_INSIDE, _H_TALK, _H_BACK, _H_HELD = (
    int(h)
    for h in (
        How.ARRIVAL,
        How.SWITCH,
        How.RESTART,
        How.SAME_CLOCK,
        How.HAND_OVER,
        How.STOCK,
        How.INSIDE,
        How.TALK,
        How.BACK,
        How.HELD,
    )
)
_L_EXIT, _L_TERM, _L_ONSET, _L_REQUEST = int(Life.EXIT), int(Life.TERM), int(Life.ONSET), int(Life.REQUEST)
_LIFE, _INCOMING = int(EventKind.LIFE), int(EventKind.INCOMING)


@kernel
def life_event(S, c, day, what):  # type: ignore[no-untyped-def]
    at_own(S, max(day, S.run[0].today + 1) * DAY, _LIFE, c, ties.life_ref(S.citizen[c].spell, what))


@kernel
def cancel_duties(S, c):  # type: ignore[no-untyped-def]
    i, state = 0, S.citizen[c].state
    while S.duty_of[state, i] >= 0:
        d = S.duty_of[state, i]
        slot = S.slot[c, S.duties[d].slot]
        if slot.duty == d and slot.booking >= 0:
            cancel(S, slot.booking)
            slot.booking = -1
        i += 1


@kernel
def start_duties(S, c, how):  # type: ignore[no-untyped-def]
    i, state = 0, S.citizen[c].state
    while S.duty_of[state, i] >= 0:
        begin_later(S, c, S.duty_of[state, i], S.citizen[c].spell, how)
        i += 1


@kernel
def start_followers(S, c, d):  # type: ignore[no-untyped-def]
    """A meeting of a duty was held: the duty that follows from it begins, once in a spell."""
    code, i, state = S.duties[d].followed_by - 1, 0, S.citizen[c].state
    while code >= 0 and S.duty_of[state, i] >= 0:
        if S.duties[S.duty_of[state, i]].code == code:
            begin_later(S, c, S.duty_of[state, i], S.citizen[c].spell, _H_HELD)
        i += 1


@kernel
def await_request(S, c):  # type: ignore[no-untyped-def]
    """Schedule the citizen's request, which detects the need if it is not detected before."""
    table = S.needs[S.citizen[c].need].request
    asks = max(sampled(S, c, table, S.settings[0].key_request, occurrence(S.citizen[c].spell, 0, 0)), 1)
    life_event(S, c, S.run[0].today + asks, _L_REQUEST)


# --- spells
@kernel
def arrive(S, c):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    fate = S.fate[who.citizen]
    if fate.outside:
        come_back(S, c)
        return
    who.entered = S.run[0].today - (fate.present if fate.carried else fate.elapsed)
    write(S, c, _ARRIVE, -1, -1, -1, -1, fate.elapsed, fate.born, who.state, who.caseworker)
    how = _H_STOCK if fate.arrive == 0 and fate.elapsed > 0 else _H_ARRIVAL
    who.benefit_day = who.since = S.run[0].today - fate.elapsed
    if fate.carried:
        who.benefit_day, who.since = S.run[0].today - fate.benefit, S.run[0].today - fate.family
    enter(S, c, how)


@kernel
def come_back(S, c):  # type: ignore[no-untyped-def]
    """The citizen enters again, with the past that the law counts."""
    how = back_again(S, c)
    who = S.citizen[c]
    write(S, c, _ARRIVE, -1, -1, -1, -1, 0, who.born, who.state, who.caseworker)
    enter(S, c, how)


@kernel
def settle_traits(S, c, how, life, elapsed):  # type: ignore[no-untyped-def]
    """Draw the traits that this spell decides. They are all removed first."""
    who = S.citizen[c]
    settled = 2 if how & (_H_ARRIVAL | _H_STOCK) else 1
    for i in range(S.traits.shape[0]):
        if S.traits[i].states >> who.state & 1 and S.traits[i].lasting <= settled:
            who.traits &= ~S.traits[i].bit
    fell_ill = how & _H_STOCK and S.fate[who.citizen].carried and who.came_from >= 0  # before the run
    s, falls_ill = S.settings[0], S.states[who.state].sick and (how & _H_SWITCH or fell_ill)
    if (
        falls_ill and S.states[who.came_from].job
    ):  # in a flex job the citizen has an employer; an unemployed citizen has none
        who.traits |= s.job_trait
    for i in range(S.traits.shape[0]):
        row = S.traits[i]
        if (
            (row.only and not who.traits & row.only)
            or who.traits & row.unless
            or (falls_ill and row.bit == s.job_trait)
            or elapsed > row.until
        ):
            continue
        if row.states >> who.state & 1 and row.lasting <= settled and row.life_over < life <= row.life_at_most:
            which = occurrence(who.spell, 0, 0) if row.lasting == 0 else 0
            if drawn(S, c, row.key, which) < row.share:
                who.traits |= row.bit


@kernel
def paid_for(S, c, need, window):  # type: ignore[no-untyped-def]
    """The first day on which the present benefit has been paid for ``need`` days within ``window``."""
    who = S.citizen[c]
    since = np.int64(who.since)
    if who.periods == 0:
        return since + need
    family = S.states[who.state].family
    a, b, d = S.past[c, 0], S.past[c, 1], S.past[c, 2]
    from_0, to_0 = (a.first, a.last) if a.family == family else (0, 0)
    from_1, to_1 = (b.first, b.last) if b.family == family else (0, 0)
    from_2, to_2 = (d.first, d.last) if d.family == family else (0, 0)
    return np.int64(reached(since, need, window, from_0, to_0, from_1, to_1, from_2, to_2))


@kernel
def settle_need(S, c, how, elapsed, life_day):  # type: ignore[no-untyped-def]
    who, s = S.citizen[c], S.settings[0]
    fate = S.fate[who.citizen]
    if how & _H_STOCK and fate.need_state:
        who.need, who.need_state, who.blocked = fate.opening_need, fate.need_state + 1, fate.blocked
        if who.need >= 0:
            who.resistance = sampled(S, c, s.resistance_table, s.key_resistance, occurrence(who.spell, 0, 0))
        return NEVER
    if how & _H_STOCK and fate.opening_need >= 0:
        who.need, who.need_state = fate.opening_need, 2 if fate.opening_stage == 3 else 3
        who.blocked = S.needs[who.need].holds
        who.resistance = sampled(S, c, s.resistance_table, s.key_resistance, occurrence(who.spell, 0, 0))
        return NEVER
    first, which = life_day, occurrence(who.spell, 0, 0)
    for i in range(S.needs.shape[0]):
        row = S.needs[i]
        if row.state == who.state and row.table >= 0:
            if elapsed > 0:
                day = who.spell_day + sampled_beyond(S, c, row.table, row.key, which, elapsed)
            else:
                day = who.spell_day + max(sampled(S, c, row.table, row.key, which), 1)
            if day < first:
                first, who.need = day, i
    if who.need < 0:
        return NEVER
    who.resistance = sampled(S, c, s.resistance_table, s.key_resistance, which)
    return first


@kernel
def settle_riders(S, c, how):  # type: ignore[no-untyped-def]
    who, today = S.citizen[c], S.run[0].today
    for kind in range(S.riders.shape[0]):
        row = S.riders[kind]
        if not row.states >> who.state & 1 or (row.only and not who.traits & row.only):
            S.guided[c, kind] = NO
        elif how & _H_STOCK:
            S.guided[c, kind] = today + (drawn(S, c, row.key, 0) * row.days >> 32)
        elif S.guided[c, kind] == NO:
            S.guided[c, kind] = today if row.first else today + row.days


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
                    day -= who.accumulated
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


# --- switch and exit
@kernel
def switch(S, c, target, cause, author):  # type: ignore[no-untyped-def]
    """Move the citizen to another group or benefit; ``author`` is the step that decides it, or NO_STEP."""
    who, today = S.citizen[c], S.run[0].today
    old_state = who.state
    old, new = S.states[old_state], S.states[target]
    cancel_duties(S, c)
    stop_threads(S, c)
    inside = old.merged == new.merged
    benefit_changed, group_changed = old.benefit != new.benefit, old.lab != new.lab and not inside
    if old.insured:
        who.accumulated += today - who.spell_day
    elif not (new.insured and old.sick):
        who.accumulated = 0
    back = old.sick and who.came_from == target
    who.came_from = old_state if new.sick else -1
    if who.caseworker >= 0:
        count(S, who.caseworker, new.weight - old.weight)
    who.state = target
    who.spell += 1
    restart = benefit_changed and new.restarts == 1
    if old.family != new.family:
        remember(S, c, old.family)
        who.since = today
    if benefit_changed:
        if new.insured:
            who.benefit_day = today - who.accumulated
        elif (  # 2: a switch never starts a new period. Rehabilitation: a running period continues (LAB § 9(3)-(6))
            old.job if new.restarts == 2 else new.restarts or not old.restarts
        ):
            who.benefit_day = today
    who.changed = (1 if benefit_changed else 0) | (2 if group_changed else 0)
    who.talked = 1 if S.settings[0].switch_talk and group_changed and new.caseworker == 1 else 0
    new_period = 1 if restart else 0
    write_of(S, author, c, _SWITCH, -1, cause, -1, -1, 1 if inside else 0, new_period, old_state, who.caseworker)
    how = _H_SWITCH | (_H_RESTART if restart else _H_SAME)
    if inside:
        how |= _H_INSIDE
    if who.talked:
        how |= _H_TALK
    if back:
        how |= _H_BACK
    enter(S, c, how)
    if who.changed and S.settings[0].switch_procedure >= 0:
        start_thread(S, c, S.settings[0].switch_procedure, BY_DECISION, False, -1, -1)


@kernel
def leave(S, c, destination, author):  # type: ignore[no-untyped-def]
    """Let the citizen leave the system; ``author`` is the step that decides it, or NO_STEP."""
    cancel_duties(S, c)
    stop_threads(S, c)
    write_of(S, author, c, _EXIT, -1, -1, -1, -1, 0, NO, destination, S.citizen[c].caseworker)
    if S.citizen[c].caseworker >= 0:
        forget(S, c)
    S.citizen[c].gone, S.caseworker_of[S.citizen[c].citizen] = 1, -1
    plan_return(S, c, destination)


# --- life
@kernel
def detect(S, c, tomorrow, author):  # type: ignore[no-untyped-def]
    """Detect the need and start its procedure; ``author`` is the step that detects it, or NO_STEP."""
    need = S.needs[S.citizen[c].need]
    S.citizen[c].need_state = 3
    write_of(S, author, c, _DETECT, -1, -1, -1, -1, 0, NO, need.code, S.citizen[c].caseworker)
    start_thread(S, c, need.procedure, BY_DECISION, tomorrow, -1, -1)


@kernel
def occasion(S, c, kind):  # type: ignore[no-untyped-def]
    if S.citizen[c].need_state == 2:
        need = S.needs[S.citizen[c].need]
        S.citizen[c].resistance -= need.meeting if kind == 1 else need.assessment
        if S.citizen[c].resistance <= 0:
            detect(S, c, True, NO_STEP)


@kernel
def prolong_if_waiting(S, c, author):  # type: ignore[no-untyped-def]
    """Handle the end of a right: it may detect a need, and a waiting case prolongs the benefit. True if prolonged."""
    who = S.citizen[c]
    if who.need_state == 2:
        who.resistance -= S.needs[who.need].end
        if who.resistance <= 0:
            detect(S, c, False, author)
    if who.need_state == 3:
        ground = S.needs[who.need].ground if who.need >= 0 and S.states[who.state].sick else 0
        write_of(S, author, c, _PROLONG, -1, -1, -1, -1, 0, NO, ground, who.caseworker)
    return who.need_state == 3


@kernel
def life_exit(S, c):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    if who.blocked:
        return
    row = S.clocks[who.life_row]
    if row.target >= 0:
        switch(S, c, row.target, row.cause, NO_STEP)
    elif row.target == -2 and who.came_from >= 0:
        switch(S, c, who.came_from, row.cause, NO_STEP)
    else:
        state = S.states[who.state]
        bits = drawn(S, c, S.settings[0].key_exit, occurrence(who.spell, 0, 0))
        i = state.exit_first
        while i < state.exit_first + state.exit_count - 1 and bits >= S.exits[i].below:
            i += 1
        leave(S, c, S.exits[i].destination, NO_STEP)


@kernel
def renew_term(S, c, step, author):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    who.terms += 1
    if step.b:
        write_of(S, author, c, _PROLONG, -1, -1, -1, -1, 0, NO, step.b, who.caseworker)
    ends = np.int64(NEVER)
    for i in range(S.clocks.shape[0]):
        row = S.clocks[i]
        if row.state == who.state and row.term and not row.aged:
            table, key = row.table, row.key
            if step.a >= 0:
                table, key = step.a, step.key
            days = max(sampled(S, c, table, key, occurrence(who.spell, who.terms, 0)), 1)
            who.term_row, ends = i, np.int64(S.run[0].today + days)
            if step.a <= -2:
                ends = min(ends, who.spell_day + length(S, 0, -2 - step.a, who.spell_day))
            break
    if ends == NEVER:
        return
    for i in range(S.clocks.shape[0]):  # an age reached sooner ends the spell all the same
        row = S.clocks[i]
        if row.state == who.state and row.term and row.aged and birthday(S, c, row.aged - 1) < ends:
            who.term_row, ends = i, birthday(S, c, row.aged - 1)
    who.term_day = ends
    life_event(S, c, ends, _L_TERM)


@kernel
def life(S, c, ref):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    if who.gone or (who.spell & 0xFFFF) != ref >> 2:
        return
    what = ref & 3
    if what == _L_EXIT:
        if strikes(S, c):
            life_exit(S, c)
    elif what == _L_TERM:
        row, who.term_day = S.clocks[who.term_row], 0
        start_thread(S, c, row.procedure, row.cause, False, -1, -1)
    elif what == _L_ONSET:
        if who.need_state == 0:
            who.need_state = 2
            who.blocked = S.needs[who.need].holds
            write(S, c, _NEED, -1, -1, -1, -1, 0, NO, S.needs[who.need].code, who.caseworker)
            await_request(S, c)
    elif who.need_state == 2:
        detect(S, c, False, NO_STEP)
