"""Members of the rehabilitation team whose hours can be used up, added to some of the random worlds."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from sim.chance import quantiles as q
from sim.world.codes import TEAM_PARTS, Op, Role
from sim.world.rows.builders import table
from sim.world.tables import POST
from sim.world.world import World

OF_TEN = (6, 8)
"""The random worlds with limited members: those whose seed leaves one of these remainders at 10."""


def with_members(world: World, seed: int) -> World:
    """The world with posts for the municipal members and, in half of the worlds, for the region's member.

    Some desk work becomes the members' work, which competes for their hours. Other steps become hearings.
    """
    r = random.Random(f"members {seed}")
    regional = r.random() < 0.5
    first = int(world.posts["pool"].max()) + 1
    count = r.randint(1, 3) + (r.randint(1, 2) if regional else 0)
    municipal = r.randint(1, count - 1) if regional else count
    extra = table(
        [
            {
                "team": 3 + (number >= municipal), "pool": first + (number >= municipal), "fraction": 1000, "share": 1000,
                "role": Role.TEAM_MEMBER if number < municipal else Role.REGION, "code": (3000 if number < municipal else 4000) + number,
            }
            for number in range(count)
        ],
        POST,
    )  # fmt: skip
    horizon = world.settings["horizon"]
    capacity = np.zeros((len(extra), horizon), np.int16)
    capacity[:, np.arange(horizon) % 7 < 5] = r.randint(20, 120)
    for row in capacity:  # leave: weeks without a member
        for _ in range(6):
            start = r.randrange(horizon)
            row[start : start + 10] = 0
    sick = np.array([[r.random() < 0.06 for _ in range(horizon)] for _ in extra], np.int8)
    activities, tables, steps = world.activities.copy(), world.tables, world.steps.copy()
    activities["pool"][3] = first
    heard = [number for number in np.flatnonzero(np.isin(steps["op"], (Op.WORK, Op.MARK))) if r.random() < 0.4]
    steps["op"][heard], steps["a"][heard], steps["b"][heard] = Op.TEAM, 2, 3
    if regional:
        coordinator = activities[3:4].copy()
        coordinator["role"], coordinator["pool"], coordinator["table_0"] = Role.REGION, first + 1, len(tables)
        tables = np.vstack([tables, [q.table_of(q.exponential(r.randint(20, 60)))]]).astype(np.int32)
        activities = np.concatenate([activities, coordinator])
        hears = steps["op"] == Op.TEAM
        steps["b"][hears] += len(activities) << TEAM_PARTS
    busy = [number for number, step in enumerate(steps) if step["op"] == Op.WORK]
    for number in busy:
        if r.random() < 0.4:
            steps["a"][number] = r.choice([3, len(activities) - 1 if regional else 3])
    days = np.arange(horizon, dtype=np.int32)
    return replace(
        world, posts=np.concatenate([world.posts, extra]), capacity=np.concatenate([world.capacity, capacity]),
        sick=np.concatenate([world.sick, sick]), activities=activities, tables=tables, steps=steps,
        prepared_from=np.maximum(days - r.randint(0, 9), 0).astype(np.int32),
    )  # fmt: skip
