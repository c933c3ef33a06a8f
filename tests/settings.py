"""Settings for tests, with one library of rules for a whole process."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sim.law.compose.library import Library
from sim.place.read import Assumed
from sim.study import read_setting
from sim.study.setting import Setting


@lru_cache(maxsize=1)
def library() -> Library:
    """The rules of the scenarios folder, read once."""
    return Library.load()


def setting_of(
    place: str, rules: str, practice: str, start: date, days: int, seed: int, effects: Assumed | None = None
) -> Setting:
    """The setting of a place under one rule set and one practice by name."""
    return read_setting.setting_of(place, rules, practice, start, days, seed, library(), effects)
