"""Nothing appears or vanishes: citizens, booked minutes, cases, capacity, places (see ``ledger.py``)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine import run
from sim.world.codes import Role
from sim.world.log import RowKind
from sim.world.world import World
from tests.aalborg import aalborg
from tests.engine.compare import Rows, kernel_rows
from tests.engine.ledger import Ledger
from tests.engine.worlds import random_world

SEEDS = range(60)
AALBORG_DAYS = 120


def check(world: World, rows: Rows) -> None:
    ledger = Ledger(world, rows)
    count = np.bincount(rows["kind"], minlength=max(RowKind) + 1)
    stock = sum(not person.gone for person in ledger.people.values())
    assert count[RowKind.ARRIVE] - count[RowKind.EXIT] == stock
    booked = rows[(rows["kind"] == RowKind.BOOK) & (rows["role"] != Role.POOL)]["minutes"].sum()
    ends = ("worked", "lost or returned", "cancelled", "shed", "open")
    assert booked == ledger.minutes["booked"] == sum(ledger.minutes[end] for end in ends)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_worlds(seed: int) -> None:
    check(random_world(seed), kernel_rows(seed))


@pytest.mark.parametrize("rules", ["current", "freed-six-cities"])
def test_aalborg(rules: str) -> None:
    world = aalborg(rules, days=AALBORG_DAYS)
    check(world, run(world).rows)


KEPT = (
    RowKind.ARRIVE, RowKind.ASSIGN, RowKind.SWITCH, RowKind.BOOK, RowKind.CANCEL, RowKind.MOVE, RowKind.WORK, RowKind.LOST,
    RowKind.CAPACITY, RowKind.RUNNING, RowKind.OVERTIME, RowKind.PLACE, RowKind.FREE, RowKind.HEARING,
)  # fmt: skip
"""Kinds of row without any of which the books no longer add up."""

TURNED: tuple[tuple[RowKind, str, int], ...] = (
    (RowKind.BREACH, "extra", 1), (RowKind.BREACH, "due", -1), (RowKind.TERM, "minutes", 0), (RowKind.EXEMPT, "due", 1),
    (RowKind.INTERPRETER, "minutes", 1), (RowKind.OPEN, "due", 400), (RowKind.NEED, "extra", 50), (RowKind.DETECT, "extra", 50),
    (RowKind.START, "procedure", 1), (RowKind.OFFER, "due", -400), (RowKind.MOVE, "extra", -40), (RowKind.LOST, "minutes", 1),
    (RowKind.SWITCH, "due", 1), (RowKind.START, "serial", -1), (RowKind.START, "step", 1), (RowKind.WORK, "procedure", -40),
    (RowKind.BOOK, "serial", 50), (RowKind.DECIDE, "step", 50), (RowKind.ORDER, "step", 1), (RowKind.READY, "procedure", 1),
)  # fmt: skip
"""What is written wrongly: kind, column, by how much (0: as if nothing were owed)."""

BUSY = (5, 13, 25, 37)
"""Random worlds in which all this happens: duties bear on each other in them."""


@pytest.mark.parametrize("seed", BUSY)
def test_the_ledger_notices_a_missing_row(seed: int) -> None:
    """The bookkeeping itself works: with any row of these kinds left out, something no longer adds up."""
    world, rows = random_world(seed), kernel_rows(seed)
    for kind in KEPT:
        # agendas of sessions after the end are nobody's to count, nor is a pool that is always open
        found = np.flatnonzero(
            (rows["kind"] == kind) & (rows["extra"] < world.settings["days"]) & (rows["role"] != Role.POOL)
        )
        if found.size:
            with pytest.raises(AssertionError):
                check(world, np.delete(rows, found[found.size // 2]))


def test_every_kept_kind_is_left_out_somewhere() -> None:
    assert set(KEPT) <= {RowKind(kind) for seed in BUSY for kind in np.unique(kernel_rows(seed)["kind"])}


@pytest.mark.parametrize(("kind", "column", "by"), TURNED)
def test_the_ledger_notices_a_wrong_row(kind: RowKind, column: str, by: int) -> None:
    """One number of one row of a duty or procedure is wrong."""
    noticed = 0
    for seed in BUSY:
        rows = kernel_rows(seed).copy()
        found = rows["kind"] == kind
        if kind in {
            RowKind.OPEN,
            RowKind.EXEMPT,
        }:  # instances of repeating duties follow draws, not a rule of the books
            found &= ~np.isin(rows["duty"], np.flatnonzero(random_world(seed).duties["every"]))
        if kind == RowKind.START:
            found &= rows["duty"] >= 0
        if kind == RowKind.MOVE:  # days after the end are nobody's to count
            found &= rows["extra"] < random_world(seed).settings["days"]
        places = np.flatnonzero(found)
        if places.size:
            # a booking may be moved again, and its day between is nobody's: only the last move is sure to stand
            at = places[-1 if kind == RowKind.MOVE else places.size // 2]
            rows[column][at] = rows[column][at] + by if by else 0
            with pytest.raises(AssertionError):
                check(random_world(seed), rows)
            noticed += 1
    assert noticed
