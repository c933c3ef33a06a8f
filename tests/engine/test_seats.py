"""Seats of the kernel, and the log in blocks.

Who is in the system has a seat of his own, who has left for good has none, and the rows in blocks are the rows of the run.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.kernel import Run
from sim.engine.kernel.present import by_citizen
from sim.engine.kernel.returns import RETURNS
from sim.files.errors import RunError
from sim.world.log import RowKind
from tests.engine.compare import first_difference, kernel_rows
from tests.engine.worlds import random_world

SEEDS = (1, 7, 20, 41)


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_present_has_a_seat_of_his_own(seed: int) -> None:
    world = random_world(seed)
    run = Run(world).to(world.settings["days"])
    state, rows = run.state, run.rows
    people, _ = by_citizen(world, state)
    moves = rows[np.isin(rows["kind"], (RowKind.ARRIVE, RowKind.EXIT))]
    last = dict(zip(moves["citizen"].tolist(), moves["kind"].tolist(), strict=True))
    present = {citizen for citizen, kind in last.items() if kind == RowKind.ARRIVE}
    assert present == set(np.flatnonzero((state.seat >= 0) & (people["gone"] == 0)).tolist())
    taken = state.seat[state.seat >= 0]
    assert np.unique(taken).size == taken.size
    assert np.array_equal(state.citizen["citizen"][taken], np.flatnonzero(state.seat >= 0))
    free, seat = set(), int(state.run[0]["free_seat"])
    while seat >= 0:
        assert seat not in free
        free.add(seat)
        seat = int(state.citizen[seat]["next"])
    assert free.isdisjoint(taken.tolist())
    assert len(free) + taken.size == state.run[0]["seats"]
    stays = np.isin(people["gone"][state.seat >= 0], (0, RETURNS)) | (state.citizen["thread"][taken] >= 0)
    assert stays.all(), "who has left for good and has no case any more still has a seat"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [1, 100, 1 << 16])
def test_the_log_in_blocks_is_the_log(seed: int, most: int) -> None:
    world = random_world(seed)
    run, half = Run(world), world.settings["days"] // 2
    blocks = [block.copy() for day in (half, world.settings["days"]) for block in run.blocks(day, most)]
    assert all(block.size for block in blocks)
    for block in blocks:  # one event wrote the row that makes a block full, and whatever lies beyond it
        assert np.unique(block["minute"][most - 1 :]).size <= 1
    assert run.rows.size == 0
    assert first_difference(kernel_rows(seed), np.concatenate(blocks)) is None


def test_too_many_procedures_are_named() -> None:
    """In this world two procedures start each other without end."""
    world = random_world(276)
    with pytest.raises(
        RunError, match=r"room for procedures on day \d+; most are `[\w-]+`, \d+ of \d+ that have not ended"
    ):
        Run(world).to(world.settings["days"])
