"""What a spell settles about a citizen: traits, and the guidance that becomes due."""

from __future__ import annotations

from sim.chance.compiled import kernel
from sim.chance.draw import occurrence
from sim.engine.kernel.basics import drawn
from sim.world.codes import How
from sim.world.log import NO_DAY

NO = NO_DAY
_H_ARRIVAL, _H_SWITCH, _H_STOCK = (int(k) for k in (How.ARRIVAL, How.SWITCH, How.STOCK))


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
