"""A meeting or other work of a duty: its form, minutes and guidance, who books it, and whether the citizen comes."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine.kernel.basics import NO_STEP, drawn, sampled, write
from sim.engine.kernel.diary import book_desk, book_meeting
from sim.engine.kernel.effects import paced
from sim.engine.kernel.pages import add_small, new_booking
from sim.world.codes import DutyKind, Form, FormRule, Role
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_WORK = int(RowKind.WORK)
_MEETING, _DESK = int(DutyKind.MEETING), int(DutyKind.DESK)
_IN_PERSON, _PHONE, _VIDEO, _CASEWORKER = (int(k) for k in (Form.IN_PERSON, Form.PHONE, Form.VIDEO, Role.CASEWORKER))
_R_IN_PERSON, _R_FIRST = int(FormRule.IN_PERSON), int(FormRule.FIRST_IN_PERSON)


@kernel
def minutes_of(S, c, d, form):  # type: ignore[no-untyped-def]
    duty, who = S.duties[d], S.citizen[c]
    activity = S.activities[duty.activity]
    table = activity.table_1 if form == _PHONE else activity.table_2 if form == _VIDEO else activity.table_0
    return max(sampled(S, c, table, duty.key_minutes, occurrence(who.spell, S.slot[c, duty.slot].instance, 0)), 1)


@kernel
def hold_elsewhere(S, c, d):  # type: ignore[no-untyped-def]
    duty = S.duties[d]
    slot = S.slot[c, duty.slot]
    role = S.activities[duty.activity].role
    write(S, c, _WORK, duty.activity, _IN_PERSON, role, d, minutes_of(S, c, d, _IN_PERSON), slot.due, 0, -1)
    slot.held += 1


@kernel
def form_of(S, c, d):  # type: ignore[no-untyped-def]
    duty = S.duties[d]
    slot = S.slot[c, duty.slot]
    if duty.kind == _DESK:
        return -1
    if duty.form == _R_IN_PERSON or (duty.form == _R_FIRST and slot.instance == duty.from_instance):
        return _IN_PERSON
    s, level = S.settings[0], S.citizen[c].need_level
    bits = drawn(S, c, duty.key_form, occurrence(S.citizen[c].spell, slot.instance, 0))
    if bits < (s.phone_0 if level == 0 else s.phone_1 if level == 1 else s.phone_2):
        return _PHONE
    return _VIDEO if bits < (s.remote_0 if level == 0 else s.remote_1 if level == 1 else s.remote_2) else _IN_PERSON


@kernel
def rides(S, c, d, kind):  # type: ignore[no-untyped-def]
    """Minutes of a kind of guidance within the meeting, if the guidance is due by then; else 0."""
    slot = S.slot[c, S.duties[d].slot]
    if kind >= S.riders.shape[0] or S.guided[c, kind] == NO or S.guided[c, kind] > slot.due:
        return np.int64(0)
    key = S.duties[d].key_ride_1 if kind else S.duties[d].key_ride_0
    table = S.activities[S.riders[kind].activity].table_0
    return np.int64(sampled(S, c, table, key, occurrence(S.citizen[c].spell, slot.instance, 0)))


@kernel
def arrange(S, c, d):  # type: ignore[no-untyped-def]
    """Let the citizen book, alone or with help, or let the office book.

    Returns the notice in days if the citizen should have booked but did not, else 0.
    """
    who, s = S.citizen[c], S.settings[0]
    slot = S.slot[c, S.duties[d].slot]
    if S.duties[d].summoned or not S.states[who.state].self_booking or who.traits & s.exempt_trait:
        add_small(S, who.caseworker, 2, s.office_minutes)
    elif who.traits & s.help_trait:
        add_small(S, who.caseworker, 1, s.help_minutes)
    elif drawn(S, c, S.duties[d].key_book, occurrence(who.spell, slot.instance, slot.attempt)) < s.miss_chance:
        add_small(S, who.caseworker, 2, s.office_minutes)
        return s.short_notice
    return np.int64(0)


@kernel
def ride_held(S, c, d, b, kind, minutes):  # type: ignore[no-untyped-def]
    """Record guidance of a kind that was given in a meeting."""
    if minutes:
        booking, row = S.booking[b], S.riders[kind]
        due = S.slot[c, S.duties[d].slot].due
        write(S, c, _WORK, row.activity, booking.form, _CASEWORKER, d, minutes, due, 0, booking.by)
        S.guided[c, kind] = S.run[0].today + row.days


@kernel
def book(S, c, d):  # type: ignore[no-untyped-def]
    duty, who, s, today = S.duties[d], S.citizen[c], S.settings[0], S.run[0].today
    slot = S.slot[c, duty.slot]
    form = form_of(S, c, d)
    minutes, rider_0, rider_1 = paced(S, c, minutes_of(S, c, d, form)), np.int64(0), np.int64(0)
    earliest = today + max(1, duty.notice)
    if duty.kind == _MEETING:
        rider_0, rider_1 = paced(S, c, rides(S, c, d, 0)), paced(S, c, rides(S, c, d, 1))
        if who.traits & s.interpreter_trait:
            minutes += minutes * s.interpreter_permille // 1000
        earliest += arrange(S, c, d)
    b = new_booking(
        S, c, d, duty.activity, form, minutes + rider_0 + rider_1, slot.due, duty.optional, d, NO_STEP, who.caseworker
    )
    S.booking[b].rider_0, S.booking[b].rider_1 = rider_0, rider_1
    placed = book_meeting(S, b, earliest) if duty.kind == _MEETING else book_desk(S, b, earliest)
    if not placed:
        return
    slot.booking = b


@kernel
def is_no_show(S, c, d, form):  # type: ignore[no-untyped-def]
    duty, who = S.duties[d], S.citizen[c]
    if duty.kind != _MEETING:
        return False
    slot = S.slot[c, duty.slot]
    return drawn(S, c, duty.key_show, occurrence(who.spell, slot.instance, slot.attempt)) < S.show[who.state, form]
