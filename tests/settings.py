"""Settings and studies for tests, with one library of rules for a whole process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from sim.law.compose.library import Library
from sim.law.compose.practices import PracticeChoice
from sim.place.read import Assumed
from sim.study import read_setting
from sim.study.load import load
from sim.study.setting import Setting
from sim.study.study import Study

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"


@lru_cache(maxsize=1)
def library() -> Library:
    """The rules of the scenarios folder of this checkout, read once, whatever folder a test has set meanwhile."""
    return Library.load(SCENARIOS)


@cache
def study_of(name: str) -> Study:
    """A study of the scenarios folder, read once."""
    return load(name, library=library())


def setting_of(
    place: str, rules: str, practice: str, start: date, days: int, seed: int, effects: Assumed | None = None
) -> Setting:
    """The setting of a place under one rule set and one practice by name."""
    return read_setting.setting_of(place, rules, practice, start, days, seed, library(), effects)


def setting_over_time(place: str, laws: Sequence[tuple[int, str, str]], start: date, days: int, seed: int) -> Setting:
    """The setting of a place under several laws in turn: (day of the run, rule set, practice), the first from day 0."""
    known = library()
    over_time = [
        read_setting.law_of(known, day, known.rule_set(rules), PracticeChoice(practice))
        for day, rules, practice in laws
    ]
    return read_setting.read_setting(known, place, over_time, start, days, seed)
