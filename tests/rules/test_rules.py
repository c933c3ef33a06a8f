"""Rules read from the text of the law, case by case, on both engines."""

from __future__ import annotations

from functools import lru_cache

import pytest

from sim.engine import Engine, World, run
from tests.rules.case import Case, all_cases
from tests.rules.compare import Comparison
from tests.rules.story import Story
from tests.rules.world import read, world_of

CASES = all_cases()


class DifferenceError(AssertionError):
    """The story is not what the case expects; any other error is the harness's own, even where a difference is known."""


@lru_cache(maxsize=4)
def _world(name: str) -> World:
    return world_of(CASES[name])


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case.xfail, raises=DifferenceError)] if case.xfail else []


@pytest.mark.parametrize("engine", ["reference", "kernel"])
@pytest.mark.parametrize("name", [pytest.param(name, marks=_marks(case), id=name) for name, case in CASES.items()])
def test_the_engine_does_as_the_law_says(name: str, engine: Engine) -> None:
    case = CASES[name]
    story = Story(run(_world(name), engine))
    differences = Comparison(case, story, read(case.rules, case.practice).rule_set.regime).differences()
    if differences:
        raise DifferenceError("\n".join([*differences, "", story.text()]))
