"""Both engines go on alike with citizens carried over from an earlier run, in random worlds."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine import run
from sim.world.codes import DAY
from sim.world.log import RowKind
from sim.world.world import World
from tests.engine.carried import with_carried
from tests.engine.compare import first_difference
from tests.engine.laws import world_of_laws
from tests.engine.worlds import random_world

SEEDS = (0, 2, 4, 6, 11, 12, 16, 22, 31, 37, 47, 57, 104, 127)
LATER_LAWS = (1, 4, 15, 39)


def world_of(seed: int) -> World:
    return with_carried(random_world(seed), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_carried_citizens_give_equal_logs(seed: int) -> None:
    world = world_of(seed)
    assert world.cases.size
    assert first_difference(run(world, "reference").rows, run(world).rows) is None


@pytest.mark.parametrize("seed", LATER_LAWS)
def test_carried_citizens_under_later_laws_give_equal_logs(seed: int) -> None:
    world = with_carried(world_of_laws(seed), seed)
    assert first_difference(run(world, "reference").rows, run(world).rows) is None


def case_of(world: World, row: np.void) -> np.void | None:
    """The carried case of a row. The cases of a citizen have the first serial numbers of the first spell."""
    citizen = world.citizens[row["citizen"]]
    if not citizen["carried"] or row["spell"] or not 0 <= row["serial"] < citizen["case_count"]:
        return None
    case: np.void = world.cases[citizen["cases"] + row["serial"]]
    return case


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_goes_on_with_the_due_date_of_its_beginning(seed: int) -> None:
    """The due date counts from the day on which the case began."""
    world = world_of(seed)
    rows, undated = run(world).rows, world.settings["undated_due"]
    begun = 0
    for row in rows[(rows["kind"] == RowKind.START) & (rows["minute"] < DAY)]:
        case = case_of(world, row)
        if case is not None:
            due = int(world.procedures["due"][case["procedure"]])
            assert (row["procedure"], row["due"]) == (case["procedure"], (due if due >= 0 else undated) - case["began"])
            begun += 1
    assert begun


def test_cases_with_a_place_are_heard_on_its_day() -> None:
    """Unless the citizen switches or leaves before. Some citizens have no caseworker when the place is given."""
    heard = without = 0
    for seed in range(60):
        world = world_of(seed)
        rows = run(world).rows
        for place in rows[(rows["kind"] == RowKind.PLACE) & (rows["minute"] == 0)]:
            case = case_of(world, place)
            if case is None or case["session"] < 0:
                continue
            assert place["extra"] == case["session"]
            without += place["caseworker"] < 0
            same = (rows["citizen"] == place["citizen"]) & (rows["serial"] == place["serial"])
            ends = rows[same & np.isin(rows["kind"], (RowKind.HEARING, RowKind.FREE))]
            if ends.size and ends["kind"][0] == RowKind.HEARING:
                assert ends["minute"][0] // DAY == case["session"]
                heard += 1
    assert heard > 10
    assert without
