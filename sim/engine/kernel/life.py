"""Events of life: exits, terms, needs that arise, and what citizens ask for."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine.kernel.basics import NO_STEP, drawn, sampled, write, write_of
from sim.engine.kernel.calendar import life_event
from sim.engine.kernel.citizen import leave, switch
from sim.engine.kernel.effects import strikes
from sim.engine.kernel.instances import birthday, length
from sim.engine.kernel.needs import await_request, detect
from sim.engine.kernel.threads import start_thread
from sim.world.codes import NEVER, Life
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_NEED, _PROLONG = int(RowKind.NEED), int(RowKind.PROLONG)
_L_EXIT, _L_TERM, _L_ONSET = (int(k) for k in (Life.EXIT, Life.TERM, Life.ONSET))


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
    who.term_day = max(ends, S.run[0].today + 1)
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
        if who.term_day != S.run[0].today:  # renewed meanwhile
            return
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
