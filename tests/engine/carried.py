"""Citizens carried over from an earlier run, added to a random world: with terms, needs and cases that were under way."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np

from sim.world.codes import Op
from sim.world.rows.builders import table
from sim.world.tables import CASE
from sim.world.world import World

LATEST = 60
"""The last day of a session with a place that was given before the run."""
A_KASSE = 2
"""``caseworker`` of a state whose citizens have no caseworker at first."""


def with_carried(world: World, seed: int) -> World:
    """The world with most of its opening stock carried over. Cases go on at any step, at once or after some days.

    Some citizens have two equal cases, whose order in the team's queue is that of their serial numbers. Some have a place on
    an agenda before they have a caseworker.
    """
    r = random.Random(f"carried {seed}")
    citizens, rows = world.citizens.copy(), list[dict[str, int]]()
    entries = sorted({int(row["entry"]) for row in world.procedures} | {world.steps.size})
    after = dict(pairwise(entries))
    for number in np.flatnonzero(citizens["elapsed"] > 0):
        citizen = citizens[number]
        if r.random() < 0.2:
            continue
        if world.states["caseworker"][citizen["state"]] == A_KASSE:
            citizen["elapsed"], citizen["accumulated"] = r.randint(1, 9), 0
        elapsed, need_state = int(citizen["elapsed"]), r.choice([0, 0, 1, 2])
        citizen["carried"], citizen["present"] = 1, elapsed + r.choice([0, r.randint(1, 300)])
        for name in ("benefit", "family", "course"):
            citizen[name] = elapsed + r.choice([0, r.randint(1, 200)])
        citizen["came_from"] = r.choice([-1, r.randrange(world.states.size)])
        citizen["terms"], citizen["term"] = r.randrange(3), r.choice([0, r.randint(1, 90)])
        citizen["need_state"], citizen["blocked"] = need_state, int(need_state > 0 and r.random() < 0.5)
        citizen["opening_need"] = r.randrange(world.needs.size) if need_state else -1
        if need_state == 2 and r.random() < 0.3:
            citizen["opening_need"] = -1  # the case of an ended term holds the citizen, and no need has arisen
        citizen["cases"], citizen["case_count"] = len(rows), r.choice([0, 1, 1, 2])
        for number_of_case in range(int(citizen["case_count"])):
            if number_of_case and r.random() < 0.4:
                rows.append(rows[-1] | {"session": -1})
                continue
            procedure = r.randrange(world.procedures.size)
            entry = int(world.procedures["entry"][procedure])
            step = r.randrange(entry, after[entry])
            placed = world.steps["op"][step] == Op.TEAM and r.random() < 0.6
            rows.append(
                {
                    "procedure": procedure, "step": step, "wait": 0 if placed else r.choice([0, r.randint(1, 40)]),
                    "began": r.randint(0, 60), "session": r.randint(1, LATEST) if placed else -1,
                    "paper": r.choice([-1, r.randint(0, 40)]), "cause": r.randint(1, 4),
                }
            )  # fmt: skip
    return replace(world, citizens=citizens, cases=table(rows, CASE))
