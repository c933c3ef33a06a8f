"""A citizen's path: arrival, return, switch, exit."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.engine.kernel.assignment import count, forget
from sim.engine.kernel.basics import write, write_of
from sim.engine.kernel.duty_list import cancel_duties
from sim.engine.kernel.past import remember
from sim.engine.kernel.returns import back_again, plan_return
from sim.engine.kernel.spells import enter
from sim.engine.kernel.threads import BY_DECISION, start_thread, stop_threads
from sim.world.codes import How
from sim.world.log import NO_DAY, RowKind

NO = NO_DAY
_ARRIVE, _SWITCH, _EXIT = (int(k) for k in (RowKind.ARRIVE, RowKind.SWITCH, RowKind.EXIT))
_H_ARRIVAL, _H_SWITCH, _H_RESTART, _H_SAME, _H_STOCK, _H_INSIDE, _H_TALK, _H_BACK = (
    int(k)
    for k in (
        How.ARRIVAL, How.SWITCH, How.RESTART, How.SAME_CLOCK, How.STOCK, How.INSIDE, How.TALK, How.BACK,
    )
)  # fmt: skip


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
