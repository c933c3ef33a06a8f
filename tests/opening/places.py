"""Small Aalborgs whose citizens are carried over from one run to the next."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.engine.kernel import Run
from sim.engine.kernel.present import present
from sim.files.value import Value
from sim.study.posts import baseline_posts
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.opening import CrossSection, outlines
from sim.world.world import World
from tests.aalborg import setting
from tests.engine.small import scaled

SHARE, BEFORE = 0.1, 731
"""Size of the place, and days of its run before the citizens are taken."""
PLACES = 4


class InOrder(CrossSection):
    """A cross-section from which each citizen is drawn once, in order."""

    def drawn(self, run: int, group: str, count: int) -> NDArray[np.void]:
        del run
        rows = self.of(group)
        assert rows.size == count
        return rows

    def drawn_outside(self, run: int, group: str) -> NDArray[np.void]:
        del run
        return self.outside(group)


def smaller(where: Setting, share: float = SHARE) -> tuple[Setting, dict[str, float]]:
    """The place with a share of its citizens, and its posts in proportion."""
    posts = {team: max(0.5, round(count * share, 1)) for team, count in baseline_posts(where).items()}
    return scaled(where, share, at_least=3), posts


@lru_cache(maxsize=4)
def before(days: int, day: int = BEFORE, replication: int = 1) -> tuple[World, Run]:
    """A small Aalborg under current rules that has run up to ``day`` of ``days``."""
    where, posts = smaller(setting(days=days))
    world = build_world(where, replication, posts=posts, places=PLACES)
    return world, Run(world).to(day)


def section_of(world: World, run: Run, day: int, kind: type[CrossSection] = CrossSection) -> CrossSection:
    """The citizens of a run at a midnight."""
    names = world.names
    return kind(
        present(world, run.state, day), tuple(names["state"].values()), tuple(names["need"].values()),
        tuple(names["procedure"].values()), outlines(names["procedure"], world.steps, world.procedures),
    )  # fmt: skip


def with_stocks(where: Setting, counts: dict[str, int]) -> Setting:
    """The same place with other numbers of citizens at the start."""

    def of(value: Value[float], count: int) -> Value[float]:
        return replace(value, value=count)

    groups = {
        name: stock.model_copy(update={"stock": of(stock.stock, counts[name])})
        for name, stock in where.place.groups.items()
    }
    return replace(where, place=where.place.model_copy(update={"groups": groups}))


def counts_of(section: CrossSection) -> dict[str, int]:
    return {group: int(section.of(group).size) for group in section.states}
