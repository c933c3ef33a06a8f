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
from sim.world.codes import DAY
from sim.world.log import RowKind
from tests.engine.worlds import UNBOUNDED, random_world

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


def test_too_many_procedures_are_named() -> None:
    """The world is at fault, and no room would be enough.

    A renewal past its limit lets the term end again on the next day. Each end begins two more cases, which wait for the team.
    """
    world = random_world(UNBOUNDED)
    run = Run(world)
    with pytest.raises(
        RunError, match=r"room for procedures on day \d+; most are `[\w-]+`, \d+ of \d+ that have not ended"
    ):
        run.to(world.settings["days"])
    starts = run.rows[run.rows["kind"] == RowKind.START]
    most = int(np.bincount(starts["citizen"]).argmax())
    days = starts["minute"][starts["citizen"] == most] // DAY
    assert (np.bincount(days)[-50:] == 2).all()
