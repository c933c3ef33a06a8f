"""A citizen whose keyed draws give what a case asks for: meetings missed, chances that occur once."""

from __future__ import annotations

import numpy as np

from sim.chance.draw import CERTAIN, draw_many, occurrence, purpose
from sim.world.world import World
from tests.rules.case import Case, NoShows
from tests.rules.script import codes

RARE = CERTAIN // 128
"""The chance of a no-show where a case has some: few enough citizens miss another meeting by chance."""

ANYBODY = 7
Draw = tuple[int, int, int, bool]
"""Key, occurrence, limit, and whether the bits are to lie below it."""


def entity_of(case: Case, world: World) -> int:
    """A citizen whose keyed draws miss the scripted meetings, and whose `once` chances occur the first time only."""
    wanted: list[Draw] = []
    if isinstance(case.no_shows, NoShows):
        wanted += _missed(case.no_shows, world)
    for name, word in case.chances.items():
        if word == "once":
            begun = {event.need for event in case.life if event.need} | {*case.once_in}
            keys = {purpose(f"{procedure}:{name}:1") for procedure in begun} & set(world.steps["key"].tolist())
            assert keys, "`once` is for the procedures that the case's needs call for, and those of `once_in`"
            for key in sorted(keys):
                wanted += _once(key)
    if not wanted:
        return ANYBODY
    for batch in range(400):
        left = np.arange(batch << 18, (batch + 1) << 18, dtype=np.int64)
        for key, which, limit, below in wanted:
            bits = draw_many(world.settings["run"], left, key, which)
            left = left[(bits < limit) == below]
            if not left.size:
                break
        if left.size:
            return int(left[0])
    raise AssertionError("no citizen has such draws")


def _missed(shows: NoShows, world: World) -> list[Draw]:
    code = codes(world, "duty")[shows.duty]
    wanted = []
    for number, duty in enumerate(world.duties):
        if not duty["states"] & world.duties[code]["states"]:
            continue
        for instance in range(1, 7):
            for attempt in range(shows.attempts + 1):
                missed = number == code and instance == shows.instance and attempt < shows.attempts
                wanted.append((int(duty["key_show"]), int(occurrence(0, instance, attempt)), RARE, missed))
    return sorted(wanted, key=lambda draw_: not draw_[3])


def _once(key: int) -> list[Draw]:
    """Struck in the first round and not in the second, for any of the first four procedures of two spells."""
    return [
        (key, int(occurrence(spell, serial, turn)), CERTAIN // 2, turn == 0)
        for spell in range(2) for serial in range(4) for turn in range(2)
    ]  # fmt: skip
