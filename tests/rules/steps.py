"""The steps of all procedures without randomness: a chance occurs always or never, and a wait is its median."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sim.chance.draw import CERTAIN, purpose
from sim.study.setting import Setting
from sim.world.codes import Op
from sim.world.world import World
from tests.rules.case import Case
from tests.rules.script import Table, Tables

SHARES = {"always": 1.0, "never": 0.0, "once": 0.5}

ALWAYS_UNLESS_SAID = ("follows-recommendation",)
"""Chances of what is usual: the municipality decides as the team recommends."""

CHANCES = ("team-heard", "phone", "video", "sanction", "missed-booking")
"""What a case can settle besides the chances of procedures."""


@lru_cache(maxsize=8)
def _drawn(procedures: Iterable[str], names: Iterable[str]) -> dict[int, str]:
    """The keys of what the steps of procedures draw; a name may be drawn a few times in one."""
    return {purpose(f"{p}:{name}:{n}"): name for p in procedures for name in names for n in range(1, 5)}


def settled(case: Case, world: World, setting: Setting, tables: Tables) -> Table:
    """The world's steps as the case wants them."""
    people, steps = setting.people, world.steps.copy()
    unknown = {*case.chances, *case.waits, *case.prolonged}
    unknown -= {*people.chances, *people.waits, *people.prolongations, *CHANCES}
    assert not unknown, f"unknown chances, waits or grounds: {sorted(unknown)}"
    waits = {f"await {name}": name for name in people.waits}
    grounds = {f"prolong {name}": name for name in people.prolongations}
    names = (*people.chances, "team-heard", *waits, *grounds)
    known = _drawn(tuple(setting.rule_set.regime.procedures), names)
    for step in steps:
        name = known.get(int(step["key"]), "")
        if step["op"] == Op.CHANCE:
            assert name, "a chance that the harness does not know"
            word = case.chances.get(name, "always" if name in ALWAYS_UNLESS_SAID else "never")
            share = 1 - SHARES[word] if name == "team-heard" else SHARES[word]  # that step goes around the team
            step["a"] = round(share * CERTAIN)
        elif name in waits:
            days = case.waits.get(waits[name])
            step["a"] = tables.median(int(step["a"])) if days is None else tables.constant(days)
        elif name in grounds:
            step["a"] = _prolonged(case.prolonged.get(grounds[name]), int(step["a"]), tables)
    return steps


def _prolonged(days: int | str | None, table: int, tables: Tables) -> int:
    """The table of a prolongation: as filed at its median or its longest, or so many days where the file allows them."""
    if days is None:
        return tables.median(table)
    longest = int(tables.made[table].max())
    assert days == "longest" or int(days) <= longest, "a case cannot prolong beyond the law's limit"
    return tables.constant(longest if days == "longest" else int(days))
