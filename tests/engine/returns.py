"""Citizens who come back, added to some of the random worlds."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from sim.chance import quantiles as q
from sim.chance.draw import chance, purpose
from sim.world.rows.builders import table
from sim.world.tables import PERIOD, RETURN_ROW
from sim.world.world import World

OF_SEVEN = (5, 6)
"""The random worlds with returns: those whose seed leaves one of these remainders at 7."""


def with_returns(world: World, seed: int) -> World:
    """The world with ways back from most states, soon enough that citizens come back several times.

    Some arrivals become citizens who were outside at the start, with earlier periods on benefits. A few dozen days at work
    earn a new right.
    """
    r = random.Random(f"returns {seed}")
    states, tables, rows = world.states.size, list(world.tables), []
    for state in range(states):
        for destination in range(2):
            if r.random() < 0.2:
                continue
            tables.append(q.table_of(r.choice([q.constant, q.exponential])(r.randint(1, 60))))
            below, works = 0.0, r.randrange(2)
            for target in r.sample(range(states), r.randint(1, 2)):
                below += r.uniform(0.2, 0.5)
                rows.append(
                    {
                        "state": state, "destination": destination, "target": target,
                        "older": r.choice([-1, r.randrange(states)]), "below": chance(min(below, 1.0)),
                        "table": len(tables) - 1, "works": works, "key": purpose(f"return {state} {destination}"),
                    }
                )  # fmt: skip
    citizens, periods = world.citizens.copy(), []
    for number in np.flatnonzero(citizens["arrive"] >= 1440):
        if r.random() < 0.3:
            citizens["outside"][number], citizens["worked"][number] = 1, r.randint(0, 40)
            citizens["accumulated"][number] = r.choice([0, r.randint(1, 90)])
            first = -r.randint(60, 400)
            family = int(r.choice(world.states["family"].tolist()))
            periods.append({"citizen": int(number), "family": family, "first": first, "last": first + r.randint(1, 60)})
    rights = {
        "new_right": r.choice([0, 20, 60]), "extension": r.choice([0, 1, 2]), "extension_most": r.choice([3, 20]),
    }  # fmt: skip
    return replace(
        world, settings=world.settings | rights, tables=np.array(tables, np.int32),
        returns=table(rows, RETURN_ROW), citizens=citizens, periods=table(periods, PERIOD),
    )  # fmt: skip
