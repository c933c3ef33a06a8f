"""Ages, limits in all and duties that follow from a meeting, added to some of the random worlds."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from sim.chance.draw import purpose
from sim.world.codes import Clock, DutyKind, How, Op
from sim.world.world import World

OF_TWENTY = (6, 8, 16, 18)
"""The random worlds with ages: those whose seed leaves one of these remainders at 20."""


def with_ages(world: World, seed: int, coarse: int) -> World:
    """The world with a third row of months, long enough for an age.

    Args:
        coarse: citizens' ages are whole multiples of so many days, so that some reach an age on the very day.
    """
    r = random.Random(f"ages {seed}")
    spans = np.vstack([world.spans, np.full((1, world.spans.shape[1]), coarse * r.randint(14, 30) + 40, np.int32)])
    age = len(spans)  # 1 + the row
    clocks, steps, duties = world.clocks, world.steps.copy(), world.duties.copy()
    by_age = np.zeros(world.states.size, clocks.dtype)
    by_age["state"], by_age["term"], by_age["span"], by_age["aged"] = np.arange(world.states.size), 1, -1, age
    by_age["cause"], by_age["target"], by_age["key"] = 4, -1, purpose("age")
    by_age["procedure"] = [r.randrange(len(world.procedures)) for _ in by_age]
    for step in steps:
        if step["op"] == Op.UNLESS_AGED and r.random() < 0.7:
            step["b"] = age
        elif step["op"] == Op.UNLESS_FIRST and r.random() < 0.5:
            step["op"], step["a"], step["b"] = Op.UNLESS_LASTED, r.randint(20, 200), r.choice([0, 1, 2])
        elif step["op"] == Op.RENEW and r.random() < 0.7:
            step["a"], step["b"] = -2 - r.randrange(2), 0
    givers = [n for n, duty in enumerate(duties) if duty["kind"] in (DutyKind.MEETING, DutyKind.DESK)]
    for giver in r.sample(givers, min(2, len(givers))):
        heirs = [n for n, duty in enumerate(duties) if n != giver and duty["states"] & duties[giver]["states"]]
        if heirs:
            heir = r.choice(heirs)
            duties[giver]["followed_by"] = 1 + duties[heir]["code"]
            duties[heir]["starts"] = How.HELD | r.choice([0, 0, How.RECATEGORISED])
            duties[heir]["clock"] = Clock.BEGUN
    return replace(world, spans=spans, clocks=np.concatenate([clocks, by_age]), steps=steps, duties=duties)
