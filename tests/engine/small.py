"""Aalborg made smaller, and histories of its citizens, for tests of what pairing promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.files.value import Value
from sim.study.posts import baseline_posts
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.codes import DAY
from sim.world.log import RowKind
from sim.world.world import World
from tests.engine.compare import Rows

PLENTY = 100_000
"""Team places a week that never run out."""

NOT_COMPARED = ("minute", "caseworker", "team")
"""Histories are compared by day and whoever the caseworker is."""


def scaled(setting: Setting, factor: float, at_least: float = 0) -> Setting:
    """The same place with so many times the citizens."""

    def times(value: Value[Any]) -> Value[Any]:
        return replace(value, value=max(value.value * factor, at_least))

    groups = {
        name: stock.model_copy(update={"stock": times(stock.stock), "entries": times(stock.entries)})
        for name, stock in setting.place.groups.items()
    }
    return replace(setting, place=setting.place.model_copy(update={"groups": groups}))


def shrunk(setting: Setting, replication: int = 1, citizens: int = 200) -> World:
    """The same place with so many citizens at the start, some of every group, and posts in proportion (half a one at least)."""
    share = citizens / sum(stock.stock.value for stock in setting.place.groups.values())
    posts = {team: max(0.5, round(count * share, 1)) for team, count in baseline_posts(setting).items()}
    return build_world(scaled(setting, share, at_least=3), replication, posts=posts, places=2)


def with_order(setting: Setting, groups: list[str]) -> Setting:
    """The same place with its inflow streams in another order, so that every citizen has another number."""
    mapping = {name: setting.place.groups[name] for name in groups}
    assert mapping.keys() == setting.place.groups.keys()
    return replace(setting, place=setting.place.model_copy(update={"groups": mapping}))


def histories(rows: Rows) -> dict[int, bytes]:
    """What happens to each citizen, by day: all rows but the clock time within the day and who does the work."""
    mine = rows[rows["citizen"] >= 0].copy()
    mine["extra"][mine["kind"] == RowKind.ASSIGN] = 0
    names = [name for name in mine.dtype.names or () if name not in NOT_COMPARED]
    columns = [mine["citizen"], mine["minute"] // DAY, *(mine[name] for name in names if name != "citizen")]
    table: NDArray[np.int64] = np.column_stack([column.astype(np.int64) for column in columns])
    table = table[np.lexsort(table.T[::-1])]
    starts = np.flatnonzero(np.diff(table[:, 0], prepend=-1))
    parts = np.split(table, starts[1:])
    return {int(part[0, 0]): part[:, 1:].tobytes() for part in parts}


def states_seen(rows: Rows, state_of: dict[tuple[int, int], int]) -> dict[int, int]:
    """The states in which each citizen has been, as bits."""
    seen: dict[int, int] = {}
    entered = rows[np.isin(rows["kind"], (RowKind.ARRIVE, RowKind.SWITCH))]
    for citizen, group, benefit in entered[["citizen", "group", "benefit"]].tolist():
        seen[citizen] = seen.get(citizen, 0) | 1 << state_of[group, benefit]
    return seen
