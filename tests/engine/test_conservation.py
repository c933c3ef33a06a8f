"""Nothing appears or vanishes: citizens, booked minutes, cases, capacity, places (see ``ledger.py``)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine import run
from sim.engine.log import RowKind
from sim.engine.world import Role, World
from tests.engine.compare import Rows, aalborg, kernel_rows
from tests.engine.ledger import Ledger
from tests.engine.worlds import random_world

SEEDS = range(60)
AALBORG_DAYS = 120


def check(world: World, rows: Rows) -> None:
    ledger = Ledger(world, rows)
    count = np.bincount(rows["kind"], minlength=max(RowKind) + 1)
    stock = sum(not person.gone for person in ledger.people.values())
    assert count[RowKind.ARRIVE] - count[RowKind.EXIT] == stock
    booked = rows[(rows["kind"] == RowKind.BOOK) & (rows["role"] == Role.CASEWORKER)]["minutes"].sum()
    ends = ("worked", "lost or returned", "cancelled", "shed", "open")
    assert booked == ledger.minutes["booked"] == sum(ledger.minutes[end] for end in ends)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_worlds(seed: int) -> None:
    check(random_world(seed), kernel_rows(seed))


@pytest.mark.parametrize("rules", ["current", "freed-six-cities"])
def test_aalborg(rules: str) -> None:
    world = aalborg(rules, days=AALBORG_DAYS)
    check(world, run(world).rows)


@pytest.mark.parametrize("seed", [3, 7])
def test_the_ledger_notices_a_missing_row(seed: int) -> None:
    """The bookkeeping itself works: with any row of these kinds left out, something no longer adds up."""
    world, rows = random_world(seed), kernel_rows(seed)
    for kind in (RowKind.ARRIVE, RowKind.ASSIGN, RowKind.SWITCH, RowKind.BOOK, RowKind.WORK, RowKind.RUNNING):
        middle = np.flatnonzero(rows["kind"] == kind)
        without = np.delete(rows, middle[middle.size // 2])
        with pytest.raises(AssertionError):
            check(world, without)
