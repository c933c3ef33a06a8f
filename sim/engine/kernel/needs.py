"""Needs: which one arises in a spell, how it is seen, and how it prolongs a benefit."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine.kernel.basics import NO_STEP, sampled, sampled_beyond, write_of
from sim.engine.kernel.calendar import life_event
from sim.engine.kernel.threads import BY_DECISION, start_thread
from sim.world.codes import NEVER, How, Life
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_DETECT, _PROLONG = int(RowKind.DETECT), int(RowKind.PROLONG)
_H_STOCK = int(How.STOCK)
_L_REQUEST = int(Life.REQUEST)


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
def await_request(S, c):  # type: ignore[no-untyped-def]
    """Schedule the citizen's request, which detects the need if it is not detected before."""
    table = S.needs[S.citizen[c].need].request
    asks = max(sampled(S, c, table, S.settings[0].key_request, occurrence(S.citizen[c].spell, 0, 0)), 1)
    life_event(S, c, S.run[0].today + asks, _L_REQUEST)


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
