"""Effects on behaviour: units that are left, a rate in permille, and the day of the next check for an exit."""

from __future__ import annotations

import numpy as np

from sim.chance.compiled import kernel
from sim.engine import event_order as ties
from sim.engine.kernel.calendar import at_own
from sim.world.codes import DAY, NEVER, EventKind, Life
from sim.world.log import NO_DAY

NO = NO_DAY
_LIFE, _EXIT = int(EventKind.LIFE), int(Life.EXIT)
_STEP, _HALF_STEP = 10_000, 5_000
_PERMILLE_4 = 10**12


@kernel
def rate_on(S, c, day):  # type: ignore[no-untyped-def]
    soft, row = S.soft[c], S.effects[S.citizen[c].state]
    rate = np.int64(row.base) * soft.caseload * soft.waiting
    rate *= 1000 + row.contact if day < soft.contact_until else 1000
    rate *= 1000 - row.continuity if day < soft.change_until else 1000
    return max(np.int64(1), rate // _PERMILLE_4)


@kernel
def same_until(S, c, day):  # type: ignore[no-untyped-def]
    """The first day after ``day`` on which the rate is known to change, or NEVER."""
    end = np.int64(NEVER)
    if S.soft[c].contact_until > day:
        end = min(end, S.soft[c].contact_until)
    if S.soft[c].change_until > day:
        end = min(end, S.soft[c].change_until)
    return end


@kernel
def steps_above(S, worker, usual, most):  # type: ignore[no-untyped-def]
    """Steps of ten weighted cases per full post above the usual number, at most so many either way."""
    post, steps = S.post[worker], np.int64(most)
    if post.share > 0:
        steps = (post.cases * 1000 // post.share - usual + _HALF_STEP) // _STEP
        steps = max(-np.int64(most), min(steps, np.int64(most)))
    return steps


@kernel
def paced(S, c, minutes):  # type: ignore[no-untyped-def]
    """The minutes that a task takes the citizen's caseworker with so many cases; a task takes at least one."""
    who = S.citizen[c]
    if not S.effects.shape[0] or minutes <= 0 or who.caseworker < 0:
        return np.int64(minutes)
    row = S.effects[who.state]
    permille = 1000 - np.int64(row.pace) * steps_above(S, who.caseworker, row.pace_usual, row.pace_steps)
    return max(np.int64(1), (minutes * permille + 500) // 1000)


@kernel
def look_around(S, c):  # type: ignore[no-untyped-def]
    """Update the factors of the caseworker's caseload and of a waiting case."""
    who, soft, row = S.citizen[c], S.soft[c], S.effects[S.citizen[c].state]
    soft.caseload = soft.waiting = 1000
    if who.caseworker >= 0:
        soft.caseload = 1000 - row.caseload * steps_above(S, who.caseworker, row.caseload_usual, row.caseload_steps)
    t = who.thread
    while t >= 0:
        if S.procedures[S.thread[t].procedure].waits:
            soft.waiting = 1000 - row.waiting
        t = S.thread[t].next


@kernel
def plan_exit(S, c):  # type: ignore[no-untyped-def]
    soft = S.soft[c]
    day = max(min(soft.day, soft.hard_day), S.run[0].today + 1)
    if day >= NEVER:
        soft.planned = NO
    elif day != soft.planned:
        soft.planned = day
        at_own(S, day * DAY, _LIFE, c, ties.life_ref(S.citizen[c].spell, _EXIT))


@kernel
def set_out(S, c):  # type: ignore[no-untyped-def]
    """The day by which all units are used up, counted from `since`."""
    look_around(S, c)
    soft = S.soft[c]
    day, left = soft.since, soft.left
    while True:
        rate, end = rate_on(S, c, day), same_until(S, c, day)
        strikes_on = day + (left + rate - 1) // rate
        if strikes_on <= end or end == NEVER:
            break
        left -= rate * (end - day)
        day = end
    soft.day = strikes_on
    plan_exit(S, c)


@kernel
def work_off(S, c):  # type: ignore[no-untyped-def]
    """Subtract the units of the days up to and including today. True if a soft clock runs that can still move."""
    soft, tomorrow = S.soft[c], S.run[0].today + 1
    if soft.left <= 0 or soft.day <= tomorrow or soft.hard_day <= tomorrow:
        return False
    day = soft.since
    while day < tomorrow:
        end = min(same_until(S, c, day), tomorrow)
        soft.left -= rate_on(S, c, day) * (end - day)
        day = end
    soft.since = tomorrow
    return True


# --- the functions that the rest of the kernel calls; in a world without effects they do nothing
@kernel
def forget_soft(S, c):  # type: ignore[no-untyped-def]
    if S.effects.shape[0]:
        soft = S.soft[c]
        soft.row = soft.hard_row = -1
        soft.day = soft.hard_day = NEVER
        soft.left, soft.planned = 0, NO


@kernel
def note_clock(S, c, number, day):  # type: ignore[no-untyped-def]
    """Note a clock of life. Only the earliest soft clock and the earliest other clock count."""
    if S.effects.shape[0]:
        soft = S.soft[c]
        if S.clocks[number].soft:
            if day < soft.day:
                soft.row, soft.day = number, day
        elif day < soft.hard_day:
            soft.hard_row, soft.hard_day = number, day


@kernel
def horizon(S, c, life_day):  # type: ignore[no-untyped-def]
    """The day before which a need must arise."""
    if S.effects.shape[0] and S.soft[c].row >= 0:
        return np.int64(S.soft[c].hard_day)
    return np.int64(life_day)


@kernel
def begin_soft(S, c):  # type: ignore[no-untyped-def]
    soft, today = S.soft[c], S.run[0].today
    if soft.row >= 0:
        soft.left, soft.since = 1000 * (max(soft.day, today + 1) - today), today
        set_out(S, c)
    else:
        plan_exit(S, c)


@kernel
def met(S, c):  # type: ignore[no-untyped-def]
    """Apply the effect of a meeting that was held."""
    if S.effects.shape[0]:
        runs = work_off(S, c)
        S.soft[c].contact_until = S.run[0].today + 1 + S.effects[S.citizen[c].state].contact_days
        if runs:
            set_out(S, c)


@kernel
def assigned(S, c, previous):  # type: ignore[no-untyped-def]
    """Apply the effect of a new caseworker; the first caseworker is no change."""
    if S.effects.shape[0]:
        runs, who = work_off(S, c), S.citizen[c]
        if previous >= 0 and who.caseworker >= 0:
            S.soft[c].change_until = S.run[0].today + 1 + S.effects[who.state].continuity_days
        if runs:
            set_out(S, c)


@kernel
def look(S, c):  # type: ignore[no-untyped-def]
    """Update the exit after a procedure began or ended, or after the citizen lost the caseworker."""
    if S.effects.shape[0] and work_off(S, c):
        set_out(S, c)


@kernel
def strikes(S, c):  # type: ignore[no-untyped-def]
    """Whether life ends the spell today. An exit event that was planned for another day is stale."""
    if not S.effects.shape[0]:
        return True
    soft, who = S.soft[c], S.citizen[c]
    if soft.planned != S.run[0].today:
        return False
    soft.left, soft.planned = 0, NO
    first = soft.day < soft.hard_day or (soft.day == soft.hard_day and soft.row < soft.hard_row)
    who.life_row = soft.row if soft.row >= 0 and first else soft.hard_row
    return True
