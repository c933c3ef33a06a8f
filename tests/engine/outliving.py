"""Procedures that outlive a spell, added to some of the random worlds."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from sim.chance.draw import chance, purpose
from sim.world.codes import DAY, Op
from sim.world.log import RowKind
from sim.world.world import World

OF_TWENTY = (12, 13)
"""The random worlds with such procedures: those whose seed leaves one of these remainders at 20."""
DESK, CONSULTANT = 4, 5
"""Activities of the caseworker and of a role with diaries of its own."""


def with_outliving(world: World, seed: int) -> World:
    """The world with two procedures that outlive a spell. Steps of other procedures begin them."""
    r = random.Random(f"outliving {seed}")
    wait = [int(step["a"]) for step in world.steps if step["op"] == Op.WAIT]
    wait = wait or [int(world.clocks["table"][0])]
    made: list[tuple[Op, int, int, int]] = []
    entries = []
    for _ in range(2):
        entry = len(world.steps) + len(made)
        entries.append(entry)
        made += [
            (Op.WORK, DESK, r.randint(5, 30), 0),
            (Op.WAIT, r.choice(wait), 0, 0),
            (Op.WORK, r.choice([DESK, CONSULTANT]), r.randint(5, 30), 0),
            (Op.WAIT, r.choice(wait), 0, 0),
            (Op.CHANCE, chance(0.5), 0, entry),  # another round
            (Op.WORK, DESK, 14, 0),
            (Op.END, 0, 0, 0),
        ]
    steps = np.concatenate([world.steps, np.zeros(len(made), world.steps.dtype)])
    for number, (op, a, b, to) in enumerate(made, len(world.steps)):
        steps[number]["op"], steps[number]["a"], steps[number]["b"], steps[number]["c"] = op, a, b, to
        steps[number]["key"] = purpose(f"outliving {number}")
    procedures = np.concatenate([world.procedures, np.zeros(2, world.procedures.dtype)])
    for number, entry in enumerate(entries, len(world.procedures)):
        procedures[number]["entry"], procedures[number]["due"], procedures[number]["cause"] = entry, -1, 3
        procedures[number]["outlives"] = 1
        procedures[number]["waits"] = r.randrange(2)
    for step in steps[: len(world.steps)]:
        if step["op"] in (Op.MARK, Op.SET, Op.OFFER, Op.WORK) and r.random() < 0.6:
            step["op"], step["a"], step["b"] = Op.START, len(world.procedures) + r.randrange(2), 0
    return replace(world, steps=steps, procedures=procedures)


def outlived(world: World, rows: np.ndarray) -> int:
    """How many rows such procedures write for citizens who have left."""
    left: dict[int, int] = {}
    count = 0
    for row in rows:
        if (
            int(row["citizen"]) in left
            and int(row["procedure"]) >= 0
            and int(row["minute"]) // DAY > left[int(row["citizen"])]
        ):
            count += int(world.procedures[int(row["procedure"])]["outlives"])
        if row["kind"] == RowKind.EXIT:
            left[int(row["citizen"])] = int(row["minute"]) // DAY
    return count
