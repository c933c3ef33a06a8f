"""Aalborg as its files say: the place that most tests build their worlds from, read once for each set of rules."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sim.place.read import Assumed
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.world import World
from tests.settings import setting_of

START, SEED = date(2024, 1, 1), 20240101
WHOLE_DAYS = 1096
"""Days of the main study."""


@lru_cache(maxsize=16)
def setting(
    rules: str = "current",
    practice: str = "baseline",
    days: int = WHOLE_DAYS,
    *,
    start: date = START,
    seed: int = SEED,
    effects: Assumed | None = None,
) -> Setting:
    """Aalborg under a rule set and a practice."""
    return setting_of("aalborg", rules, practice, start, days, seed, effects=effects)


def aalborg(
    rules: str = "current", practice: str = "baseline", *, days: int = WHOLE_DAYS, replication: int = 1
) -> World:
    """Aalborg's world at full size."""
    return build_world(setting(rules, practice, days), replication)
