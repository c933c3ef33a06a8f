"""A run of the kernel: its rows in blocks, a log that grows, copies that go on, and tables without room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.chance import quantiles as q
from sim.engine.kernel import Run, state
from sim.files.errors import RunError
from sim.world.codes import DAY, How, Op
from sim.world.log import ROW
from tests.engine.compare import first_difference, kernel_rows
from tests.engine.managers import managed
from tests.engine.worlds import random_world

SEED, BUSY = 54, 16
MOST = 40
"""Rows of a block."""
DAYS = 50


def days() -> int:
    return random_world(SEED).settings["days"]


def with_tables(run: Run, **tables: Any) -> Run:
    """The run with other tables in its state."""
    run._hold(run.state._replace(**tables))
    return run


def shortened(run: Run, table: str, length: int) -> Run:
    return with_tables(run, **{table: getattr(run.state, table)[:length].copy()})


@pytest.mark.parametrize("most", [1, MOST, 1 << 16])
def test_blocks_are_the_rows_in_their_order(most: int) -> None:
    run, whole = Run(random_world(SEED)), kernel_rows(SEED)
    blocks = [block.copy() for block in run.blocks(days(), most)]
    assert first_difference(whole, np.concatenate(blocks)) is None
    assert (len(blocks) > 1) == (whole.size > most)
    for block in blocks[:-1]:  # one event wrote the row that makes a block full, and whatever lies beyond it
        assert block.size >= most
        assert np.unique(block["minute"][most - 1 :]).size == 1
    assert blocks[-1].size > 0
    assert run.rows.size == 0, "a run does not keep rows that it has given"


def test_blocks_of_some_days_go_on_where_the_last_ones_ended() -> None:
    run, whole = Run(random_world(SEED)), kernel_rows(SEED)
    first = [block.copy() for block in run.blocks(30)]
    assert len(first) == 1
    assert (first[0]["minute"] < 30 * DAY).all()
    then = [block.copy() for block in run.blocks(days() + 10)]
    assert first_difference(whole, np.concatenate([*first, *then])) is None


def test_a_log_that_is_full_grows() -> None:
    world = random_world(SEED)
    short = with_tables(Run(world), log=np.zeros(state.margin(world) + MOST, ROW))
    assert first_difference(kernel_rows(SEED), short.to(days()).rows) is None
    assert short.state.log.size >= 2 * (state.margin(world) + MOST)


def test_a_copy_and_its_original_go_on_alike() -> None:
    original = Run(random_world(SEED)).to(20)
    before = original.rows.copy()
    copy = original.fork()
    assert first_difference(kernel_rows(SEED), copy.to(days()).rows) is None
    assert first_difference(before, original.rows) is None, "the copy writes into its own tables"
    assert first_difference(kernel_rows(SEED), original.to(days()).rows) is None
    assert original.events == copy.events


def test_events_are_counted() -> None:
    """One citizen arrives, the work ends, and at the next midnight the procedure goes on."""
    assert Run(managed([0], servers=1, most=1, service=q.constant(240), days=5)).to(5).events == 3


def test_a_run_ends_with_the_last_day() -> None:
    """What would come on the next day is no event any more."""
    rows = Run(managed([0, 2 * DAY], servers=1, most=1, service=q.constant(240), days=2)).to(5).rows
    assert set(rows["citizen"].tolist()) == {0}


@pytest.mark.parametrize(
    ("table", "length", "words"),
    [
        ("chunk", 3, "events"),
        ("heap", 1, "events"),
        ("start", 2, "starts at one moment"),
        ("booking", 3, "bookings"),
        ("piece", 3, "pieces of bookings"),
        ("thread", 2, "procedures"),
    ],
)
def test_a_table_without_room_is_named(table: str, length: int, words: str) -> None:
    with pytest.raises(RunError, match=rf"^the kernel ran out of room for [\w, ]*{words}[\w, ]* on day -?\d+"):
        shortened(Run(random_world(BUSY)), table, length).to(days())


def test_whoever_fills_the_table_of_procedures_is_named() -> None:
    """Four citizens on one day, and room for the procedures of three: the last record is not given to anybody."""
    world = managed([0] * 4, servers=1, most=1, service=q.constant(240))
    run = shortened(Run(replace(world, names={"procedure": {0: "service"}})), "thread", 4)
    with pytest.raises(RunError, match="room for procedures on day 0; most are `service`, 3 of 3 that have not ended"):
        run.to(2)


def test_a_circle_of_starts_within_one_moment_is_named() -> None:
    """A switch begins the duty, whose procedure at once is the switch. No room would be enough."""
    world = managed([0], servers=1, most=1, service=q.constant(240))
    steps, duties = world.steps.copy(), world.duties.copy()
    steps["op"][0], steps["a"][0], duties["starts"] = Op.SWITCH, 0, How.ARRIVAL | How.SWITCH
    endless = replace(world, steps=steps, duties=duties)
    with pytest.raises(
        RunError, match="room for starts at one moment on day 0; citizen 0 has 4096 of 4096\n  do: see which duties"
    ):
        Run(endless).to(2)


def test_plans_of_a_day_without_room_are_named() -> None:
    """The office's own events of a day, here without any citizen. It has more posts than there is room for."""
    world = random_world(BUSY)
    assert world.posts.size > 1
    run = Run(replace(world, citizens=world.citizens[:0]))
    with pytest.raises(RunError, match="out of room for events on day 0"):
        shortened(run, "gathered", 1).to(1)


def test_rows_without_room_are_named() -> None:
    """An event that writes more rows than the log has beyond its margin."""
    run = shortened(Run(random_world(SEED)), "log", 2)
    run._margin = 0
    with pytest.raises(RunError, match="out of room for log rows of one event on day 0"):
        run.to(days())


def test_chunks_are_used_again() -> None:
    """A run needs room for what is planned at the same time, however long it is.

    Each day one citizen arrives and another leaves. On the first day all arrivals are planned, each on a day of its own.
    """
    arrivals = list(range(0, DAYS * DAY, DAY))
    world = managed(arrivals, servers=1, most=1, service=q.constant(240), days=DAYS)
    run = Run(world)
    for table, length in (("chunk", DAYS + 2), ("booking", 3), ("thread", 3)):
        shortened(run, table, length)
    assert first_difference(Run(world).to(DAYS).rows, run.to(DAYS).rows) is None


def test_more_citizens_than_events_can_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "WHO_MASK", 2)
    two, three = (managed([0] * n, servers=1, most=1, service=q.constant(240)) for n in (2, 3))
    Run(two)
    with pytest.raises(RunError, match="a run has 3 citizens; at most 2 are possible"):
        Run(three)
