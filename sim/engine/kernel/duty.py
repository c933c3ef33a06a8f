"""Duties: their instances open, are booked, held or missed, and their deadlines are met or broken."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine import event_order as ties
from sim.engine.kernel.basics import drawn, write
from sim.engine.kernel.calendar import at_own
from sim.engine.kernel.duty_list import start_followers
from sim.engine.kernel.effects import met
from sim.engine.kernel.instances import advance, binds, exempt, finished, following, interval, length, spread
from sim.engine.kernel.meetings import book, hold_elsewhere, is_no_show, ride_held
from sim.engine.kernel.needs import occasion
from sim.engine.kernel.pages import add_small, drop_booking
from sim.engine.kernel.past import paid_for
from sim.engine.kernel.threads import BY_DECISION, start_thread
from sim.world.codes import DAY, Clock, DutyKind, EventKind, How, Role
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_TERM, _OPEN, _WORK, _LOST, _LAPSE, _BREACH, _EXEMPT, _INTERPRETER = (
    int(k)
    for k in (
        RowKind.TERM, RowKind.OPEN, RowKind.WORK, RowKind.LOST, RowKind.LAPSE, RowKind.BREACH,
        RowKind.EXEMPT, RowKind.INTERPRETER,
    )
)  # fmt: skip
_H_ARRIVAL, _H_SWITCH, _H_SAME, _H_HAND_OVER, _H_STOCK, _H_INSIDE, _H_TALK, _H_HELD, _H_RECATEGORISED, _H_MOVED = (
    int(k)
    for k in (
        How.ARRIVAL, How.SWITCH, How.SAME_CLOCK, How.HAND_OVER, How.STOCK, How.INSIDE, How.TALK, How.HELD,
        How.RECATEGORISED, How.MOVED,
    )
)  # fmt: skip
_DUTY = int(EventKind.DUTY)
_SPELL, _BENEFIT, _ACCUMULATED, _ABSENCE, _WINDOW, _BEGUN = (
    int(k)
    for k in (
        Clock.SPELL, Clock.BENEFIT, Clock.ACCUMULATED, Clock.ABSENCE, Clock.WINDOW, Clock.BEGUN,
    )
)  # fmt: skip
_MEETING, _PROCEDURE, _ELSEWHERE = (int(k) for k in (DutyKind.MEETING, DutyKind.PROCEDURE, DutyKind.ELSEWHERE))
_CASEWORKER = int(Role.CASEWORKER)


@kernel
def applies(S, c, d, how):  # type: ignore[no-untyped-def]
    duty, who = S.duties[d], S.citizen[c]
    if how & _H_STOCK:
        if not duty.starts & ~(_H_HAND_OVER | _H_TALK | _H_RECATEGORISED | _H_HELD) and not (
            duty.starts & _H_HAND_OVER and who.handed
        ):
            return False
    elif not duty.starts & how:
        return False
    if not binds(S, c, d):
        return False
    return who.caseworker >= 0 or duty.kind == _ELSEWHERE


@kernel
def window(S, c, d):  # type: ignore[no-untyped-def]
    """The first day of a right counted within a window, as if it had run without a break.

    If the right was reached before the present period, the count starts with the period.
    """
    duty, since = S.duties[d], np.int64(S.citizen[c].since)
    need = np.int64(duty.first_0) if duty.every else length(S, duty.term, duty.term_span, since)
    day = paid_for(S, c, need, duty.counted)
    return day - need if day > since else since


@kernel
def watch(S, c, d):  # type: ignore[no-untyped-def]
    slot = S.slot[c, S.duties[d].slot]
    day = max(slot.deadline, S.run[0].today) + 1
    if S.law_day.shape[0]:
        S.verdict[c, S.duties[d].slot] = day
    at_own(S, day * DAY, _DUTY, c, ties.duty_ref(S.citizen[c].spell, d, 1))


@kernel
def begin_duty(S, c, d, spell, how):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    if who.gone or who.spell != spell or not applies(S, c, d, how):
        return
    duty, today = S.duties[d], S.run[0].today
    slot = S.slot[c, duty.slot]
    if slot.duty == d and slot.spell == spell:
        return
    clock = duty.clock
    counts_from = (
        who.spell_day if clock == _SPELL
        else who.benefit_day if clock == _BENEFIT
        else who.spell_day - who.accumulated if clock == _ACCUMULATED
        else who.absence_day if clock == _ABSENCE
        else window(S, c, d) if clock == _WINDOW
        else today if clock == _BEGUN
        else who.course_day
    )  # fmt: skip
    slot.spell, slot.booking, slot.attempt, slot.watched = spell, -1, 0, 0
    if S.law_day.shape[0]:
        S.verdict[c, duty.slot] = NO
    runs_on = slot.counts_from == counts_from or (
        clock == _ACCUMULATED and who.accumulated > 0
    )  # an illness only postpones the meetings owed to the insured; a new right starts a new count
    if slot.duty == d and runs_on and how & _H_SAME:
        slot.owed -= slot.held
        slot.held = 0
        if slot.counts_from != counts_from:
            slot.due += counts_from - slot.counts_from
            slot.counts_from = counts_from
        if duty.kind == _PROCEDURE and not duty.every and slot.owed > 0 and finished(S, c, d):
            slot.instance = duty.count  # the switch stopped the procedure before it had a result, so it begins again
            slot.due = spread(S, c, d)
    else:
        begun = goes_on(S, c, d, counts_from, how)
        slot.duty, slot.counts_from, slot.held = d, counts_from, 0
        slot.instance, credited = duty.from_instance, 0
        if how & (_H_ARRIVAL | _H_STOCK) and duty.first_states >> who.state & 1:
            slot.instance, credited = 2, 1 if how & _H_ARRIVAL else 0
        if how & _H_SWITCH and duty.talk_counts and who.talked:
            slot.instance, credited = 2, 1
        if begun > slot.instance:
            slot.instance, credited = begun, 0
        if not duty.every:
            slot.due = spread(S, c, d)
        elif how & _H_INSIDE and clock == _SPELL:
            slot.due = counts_from + interval(S, c, d, counts_from)
        else:
            first = duty.first_0 if who.need_level == 0 else duty.first_1 if who.need_level == 1 else duty.first_2
            slot.due = counts_from + length(S, first, duty.first_span, counts_from)
        passed = today if how & _H_STOCK else today - 1
        while not finished(S, c, d) and slot.due <= passed:
            following(S, c, d)
        slot.owed = duty.count - slot.instance + 1 + credited
    slot.deadline = counts_from + length(S, duty.deadline, duty.deadline_span, counts_from)
    if duty.deadline >= 0 and not duty.every and slot.owed > 0 and slot.deadline >= today:
        write(S, c, _TERM, -1, -1, -1, d, slot.owed, slot.deadline, 0, who.caseworker)
        watch(S, c, d)
    await_instance(S, c, d, today)


@kernel
def goes_on(S, c, d, counts_from, how):  # type: ignore[no-untyped-def]
    """The instance with which a new law's version of a duty continues the old version; 0 if it starts afresh."""
    slot = S.slot[c, S.duties[d].slot]
    if slot.duty < 0 or slot.duty == d or S.duties[slot.duty].code != S.duties[d].code:
        return 0
    same = how & _H_MOVED or (how & _H_SAME and slot.counts_from == counts_from)
    return slot.instance if same and not S.duties[d].every and not S.duties[slot.duty].every else 0


@kernel
def await_instance(S, c, d, not_before):  # type: ignore[no-untyped-def]
    """Wait for the window of the present instance, or open it now. Later instances without a diary open too."""
    duty = S.duties[d]
    slot = S.slot[c, duty.slot]
    while not finished(S, c, d):
        opens = max(slot.due - duty.window, not_before)
        if slot.watched:  # the last deadline is checked first
            opens = max(opens, slot.deadline + 2)
        if opens > S.run[0].today:
            at_own(S, opens * DAY, _DUTY, c, ties.duty_ref(S.citizen[c].spell, d, 0))
            return
        if not binds(S, c, d):
            exempt(S, c, d)
            continue
        open_instance(S, c, d)
        if duty.kind == _PROCEDURE:
            start_thread(S, c, duty.procedure, BY_DECISION, False, d, -1)
        elif duty.kind == _ELSEWHERE:
            hold_elsewhere(S, c, d)
        else:
            book(S, c, d)
            return
        advance(S, c, d)


@kernel
def open_instance(S, c, d):  # type: ignore[no-untyped-def]
    duty, worker = S.duties[d], S.citizen[c].caseworker
    slot = S.slot[c, duty.slot]
    write(S, c, _OPEN, -1, -1, -1, d, 0, slot.due, slot.instance, worker)
    if duty.tracked:
        add_small(S, worker, 0, S.settings[0].track_duty)
    if duty.every and duty.deadline >= 0:
        slot.deadline, slot.watched, slot.owed, slot.held = slot.due, 1, 1, 0
        write(S, c, _TERM, -1, -1, -1, d, 1, slot.deadline, 0, worker)
        watch(S, c, d)


@kernel
def ended(S, c, d, b):  # type: ignore[no-untyped-def]
    """Handle the end of an instance's booked work: it was held or missed."""
    duty, who, s = S.duties[d], S.citizen[c], S.settings[0]
    slot, booking = S.slot[c, duty.slot], S.booking[b]
    slot.booking = -1
    missed = is_no_show(S, c, d, booking.form)
    if missed:
        lost = min(s.no_show_minutes, booking.minutes)
        write(S, c, _LOST, booking.activity, booking.form, _CASEWORKER, d, lost, slot.due, slot.attempt, booking.by)
        bits = drawn(S, c, duty.key_sanction, occurrence(who.spell, slot.instance, slot.attempt))
        if S.states[who.state].sanctioned and s.sanction_procedure >= 0 and bits < s.sanction_chance:
            start_thread(S, c, s.sanction_procedure, BY_DECISION, True, -1, -1)
        slot.attempt += 1
        if slot.attempt < s.attempts:
            drop_booking(S, b)
            book(S, c, d)
            return
        write(S, c, _LAPSE, -1, -1, -1, d, 0, slot.due, slot.instance, who.caseworker)
    else:
        if duty.kind == _MEETING:
            worked, activity, form, by = (
                booking.minutes - booking.rider_0 - booking.rider_1,
                booking.activity,
                booking.form,
                booking.by,
            )
            write(S, c, _WORK, activity, form, _CASEWORKER, d, worked, slot.due, slot.instance, by)
            ride_held(S, c, d, b, 0, booking.rider_0)
            ride_held(S, c, d, b, 1, booking.rider_1)
            if who.traits & s.interpreter_trait:
                write(S, c, _INTERPRETER, activity, form, -1, d, booking.minutes, NO, 0, by)
            met(S, c)
        slot.held += 1
        i = 0
        while duty.credits and S.duty_of[who.state, i] >= 0:
            other_duty = S.duty_of[who.state, i]
            other = S.slot[c, S.duties[other_duty].slot]
            if duty.credits >> S.duties[other_duty].code & 1 and other.duty == other_duty and other.spell == who.spell:
                other.held += 1
            i += 1
        start_followers(S, c, d)
        if duty.detects:
            occasion(S, c, duty.detects)
    drop_booking(S, b)
    advance(S, c, d)
    await_instance(S, c, d, S.run[0].today + 1)


@kernel
def duty_event(S, c, ref):  # type: ignore[no-untyped-def]
    who = S.citizen[c]
    if who.gone or (who.spell & 0xFFF) != ref >> 11:
        return
    d = ties.duty_of(ref)
    slot = S.slot[c, S.duties[d].slot]
    if slot.spell != who.spell or S.duties[slot.duty].line != S.duties[d].line:  # a later law has repealed it
        return
    d = slot.duty
    if ref & 1:
        missing = slot.owed - slot.held
        if missing > 0 and not binds(S, c, d):
            write(S, c, _EXEMPT, -1, -1, -1, d, missing, slot.deadline, 0, who.caseworker)
        elif missing > 0:
            write(S, c, _BREACH, -1, -1, -1, d, 0, slot.deadline, missing, who.caseworker)
            add_small(S, who.caseworker, 0, S.settings[0].track_breach)
    else:
        await_instance(S, c, d, 0)
