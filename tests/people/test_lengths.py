"""Lengths of time: waits, prolongations cut at the law's limit, the term of the opening stock, what hides a need."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import draw_many, purpose
from sim.files.parse import shape
from sim.files.source import parse
from sim.place.people.distribution import Distribution
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.rows.lengths import inverse_of
from sim.world.world import World
from tests.aalborg import setting

UNIFORM = (np.arange(20_000) + 0.5) / 20_000
DRAWS = 200_000


def aalborg() -> Setting:
    return setting(days=60)


@lru_cache
def world() -> World:
    return build_world(aalborg(), 1)


def bits(name: str, count: int = DRAWS) -> NDArray[np.float64]:
    """Uniform numbers of their own for each name."""
    drawn: NDArray[np.float64] = draw_many(7, np.arange(count, dtype=np.int64), purpose(name), 0).astype(np.float64)
    return (drawn + 0.5) / 2**32


def length(text: str) -> q.Inverse:
    """A distribution as a people file writes it."""
    source = parse(f"x: {text}\n", "people/test.yaml")
    return inverse_of(shape(Distribution, type(source)(source.file, source.tree["x"], {})))
