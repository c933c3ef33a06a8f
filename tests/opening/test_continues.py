"""A world opened from the cross-section of a long run goes on as the long run does: the same flows and stocks within error."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.kernel import Run
from sim.world.build import build_world
from sim.world.codes import DAY
from sim.world.log import RowKind
from sim.world.world import World
from tests.aalborg import setting
from tests.opening.places import PLACES, InOrder, before, counts_of, section_of, smaller, with_stocks

TAKEN, GOES_ON, TIMES = 731, 366, 4
ERRORS = 4.5
"""Standard errors within which some sixty numbers must lie."""

Flows = NDArray[np.float64]


def flows(rows: NDArray[np.void], first: int, world: World) -> dict[str, Flows]:
    """Switches and exits out of each group, switches into it, hearings and detected needs, from a day on."""
    rows = rows[(rows["minute"] >= first * DAY) & (rows["citizen"] >= 0)]
    state_of = {(row["lab"].item(), row["benefit"].item()): number for number, row in enumerate(world.states)}
    states = np.array([state_of[pair] for pair in rows[["group", "benefit"]].tolist()], np.int64)
    size = world.states.size

    def count(kind: RowKind, which: NDArray[np.int64]) -> Flows:
        return np.bincount(which[rows["kind"] == kind], minlength=size).astype(float)

    return {
        "into": count(RowKind.SWITCH, states), "from": count(RowKind.SWITCH, rows["extra"].astype(np.int64)),
        "exits": count(RowKind.EXIT, states), "hearings": count(RowKind.HEARING, states),
        "detected": count(RowKind.DETECT, states),
    }  # fmt: skip


@lru_cache(maxsize=1)
def both() -> tuple[list[dict[str, Flows]], list[dict[str, Flows]]]:
    """The year after the cross-section: in long runs, and in new runs with other draws that open with their citizens."""
    long, new = [], []
    for replication in range(1, TIMES + 1):
        world, run = before(TAKEN + GOES_ON + 30, TAKEN, replication)
        section = section_of(world, run, TAKEN, InOrder)
        long.append(flows(run.fork().to(TAKEN + GOES_ON).rows[run.rows.size :], TAKEN, world))
        where, posts = smaller(setting(days=GOES_ON, seed=99))
        opened = build_world(
            with_stocks(where, counts_of(section)), replication, posts=posts, places=PLACES, opening=section
        )
        new.append(flows(Run(opened).to(GOES_ON).rows, 0, opened))
    return long, new


@pytest.mark.parametrize("flow", ["into", "from", "exits", "hearings", "detected"])
def test_flows_of_the_next_year_are_those_of_the_long_run(flow: str) -> None:
    """The sums over some runs differ by no more than counts do by chance: the standard error of a difference of two counts.

    Switches of one citizen follow each other, so half as much again is allowed.
    """
    long, new = (np.sum([run[flow] for run in runs], axis=0) for runs in both())
    error = np.sqrt(np.maximum(long + new, 9)) * 1.5**0.5
    away = np.abs(long - new) / error
    assert (away < ERRORS).all(), list(zip(long.tolist(), new.tolist(), away.round(1).tolist(), strict=True))
    assert long.sum() > 100
