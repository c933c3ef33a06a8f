"""Lengths in calendar months, by hand: a day before the table counts as its first day, and one after it as its last."""

from __future__ import annotations

import numpy as np
import pytest

from sim.chance.draw import entities, purpose
from sim.engine import Engine, run
from sim.world.codes import DAY, Op
from sim.world.log import RowKind
from sim.world.rows.builders import table
from sim.world.tables import CITIZEN
from sim.world.world import World

BY_AGE, BY_SPAN = 0, 1
"""The states: one ends at an age, the other some months after the spell began."""
BACK = 3
"""The table begins so many days before day 0."""
LENGTHS = [20, 6, 6, 6, 6, 6, 6, 9]
"""Days of the same number of months, by the day on which they begin: day -3, -2, and so on to day 4."""


def world(state: int, *, arrive: int, born: int) -> World:
    """One citizen, who leaves on the day on which the months are over."""
    citizen = {"entity": int(entities("lengths", 1)[0]), "arrive": arrive * DAY, "born": born, "state": state}
    ends = {"term": 1, "target": -1, "procedure": 0, "cause": 2}
    return World.empty(
        40,
        41,
        {"spans_back": BACK, "sanction_procedure": -1, "switch_procedure": -1},
        spans=np.array([LENGTHS], np.int32),
        states=[{"lab": 1, "weight": 1000, "benefit": 0}, {"lab": 2, "weight": 1000, "benefit": 1}],
        clocks=[
            ends | {"state": BY_AGE, "span": -1, "aged": 1, "key": purpose("age")},
            ends | {"state": BY_SPAN, "span": 0, "key": purpose("span")},
        ],
        steps=[{"op": Op.EXIT}],
        procedures=[{"entry": 0, "due": -1, "cause": 2}],
        citizens=table([citizen | {"came_from": -1, "opening_need": -1}], CITIZEN),
    )


def left(world: World, engine: Engine) -> list[float]:
    rows = run(world, engine).rows
    days: list[float] = (rows["minute"][rows["kind"] == RowKind.EXIT] / DAY).tolist()
    return days


@pytest.mark.parametrize("engine", ["kernel", "reference"])
@pytest.mark.parametrize(("born", "day"), [(-10, 10), (-4, 16), (-3, 17), (-2, 4)])
def test_a_birthday_counts_from_the_birth(engine: Engine, born: int, day: int) -> None:
    assert left(world(BY_AGE, arrive=0, born=born), engine) == [day]


@pytest.mark.parametrize("engine", ["kernel", "reference"])
@pytest.mark.parametrize(("arrive", "day"), [(0, 6), (3, 9), (4, 13), (5, 14), (20, 29)])
def test_a_term_in_months_counts_from_the_first_day(engine: Engine, arrive: int, day: int) -> None:
    assert left(world(BY_SPAN, arrive=arrive, born=-9000), engine) == [day]


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_an_age_that_was_reached_before_ends_the_stay_on_the_next_day(engine: Engine) -> None:
    assert left(world(BY_AGE, arrive=12, born=-2), engine) == [13]
