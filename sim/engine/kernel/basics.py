"""The functions that every part of the kernel uses: the queue of starts, log rows, draws."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.chance.draw import draw
from sim.chance.sample import sample, sample_beyond
from sim.engine.kernel.records import FULL_LOG, FULL_STARTS

NO_STEP = (np.int64(-1), np.int64(-1), np.int64(-1))
"""(procedure, serial, step) of a row that no procedure writes: a row of life, of a clock or of a duty."""


@kernel
def begin_later(S, c, what, spell, how):  # type: ignore[no-untyped-def]
    """Start a duty (what >= 0) or a procedure (what < 0: thread -1 - what) after the present handler."""
    i = S.run[0].queue
    if i >= S.start.shape[0]:
        S.run[0].full |= FULL_STARTS
        return
    S.start[i].citizen, S.start[i].what, S.start[i].spell, S.start[i].how = c, what, spell, how
    S.run[0].queue = i + 1


# --- the log
@kernel
def write(S, c, kind, activity, form, role, duty, minutes, due, extra, worker):  # type: ignore[no-untyped-def]
    """Append a row; ``c`` is the citizen's seat, -1 in a row without a citizen."""
    i = S.run[0].rows
    if i >= S.log.shape[0]:
        S.run[0].full |= FULL_LOG
        return
    S.run[0].rows = i + 1
    row = S.log[i]
    row.minute, row.kind = S.run[0].minute, kind
    if c >= 0:
        who = S.citizen[c]
        row.citizen, row.spell, row.group, row.benefit = (
            who.citizen,
            who.spell,
            S.states[who.state].lab,
            S.states[who.state].benefit,
        )
    else:
        row.citizen, row.spell, row.group, row.benefit = -1, 0, 0, -1
    row.activity, row.form, row.role = activity, form, role
    row.duty = S.duties[duty].code if duty >= 0 else duty
    row.procedure, row.serial, row.step = NO_STEP
    row.caseworker = worker
    row.team = S.posts[worker].team if worker >= 0 else -1
    row.minutes, row.due, row.extra = minutes, due, extra


@kernel
def write_of(S, step, c, kind, activity, form, role, duty, minutes, due, extra, worker):  # type: ignore[no-untyped-def]
    """Append a row of a running procedure; ``step`` is (procedure, serial, step)."""
    write(S, c, kind, activity, form, role, duty, minutes, due, extra, worker)
    row = S.log[S.run[0].rows - 1]
    row.procedure, row.serial, row.step = step


# --- draws
@kernel
def drawn(S, c, name, occurrence):  # type: ignore[no-untyped-def]
    return draw(S.settings[0].run, S.citizen[c].entity, name, occurrence)


@kernel
def sampled(S, c, table, name, occurrence):  # type: ignore[no-untyped-def]
    return sample(S.tables, table, S.settings[0].run, S.citizen[c].entity, name, occurrence)


@kernel
def sampled_beyond(S, c, table, name, occurrence, elapsed):  # type: ignore[no-untyped-def]
    return sample_beyond(S.tables, table, S.settings[0].run, S.citizen[c].entity, name, occurrence, elapsed)
