"""Lengths of time: waits, prolongations cut at the law's limit, the term of the opening stock, what hides a need."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.engine.rows.lengths import inverse_of
from sim.engine.world import World
from sim.law.shape import shape
from sim.law.source import parse
from sim.people import quantiles as q
from sim.people.draw import draw_many, purpose
from sim.people.model import Distribution
from sim.study.build import Setting, build_world

UNIFORM = (np.arange(20_000) + 0.5) / 20_000
DRAWS = 200_000


@lru_cache
def aalborg() -> Setting:
    return Setting.read("aalborg", "current", "baseline", date(2024, 1, 1), 60, 1)


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
