"""A cross-section of a run says of each citizen what the rows up to this midnight say, and of each case what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import chance, purpose
from sim.engine.kernel import Run
from sim.engine.kernel.present import present
from sim.world.codes import DAY, Op, Role
from sim.world.log import RowKind
from sim.world.opening import CASES
from sim.world.rows.builders import table
from sim.world.tables import ACTIVITY
from sim.world.world import World
from tests.engine.compare import kernel_rows
from tests.engine.managers import managed
from tests.engine.worlds import random_world

SEEDS = (6, 12, 19, 25, 33, 41, 47, 54)
"""Worlds with returns (6, 12, 19, 33, 41, 47, 54), ages (6), procedures that outlive a spell (12, 33), crowds (19, 47)."""
SHARES = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8)
"""Midnights, as shares of the run: the first is that of day 1."""


@dataclass
class Told:
    """What the rows say of a citizen up to a midnight.

    Attributes:
        state: the present state.
        began, entered: the first days of the spell and of the stay.
        need, seen: the code of the spell's need, -1 if none has arisen; whether it was detected.
        orders: certificates that have not come: (procedure, step) by serial number.
        places: days of hearings to come, by serial number.
    """

    state: int = -1
    began: int = 0
    entered: int = 0
    here: bool = False
    need: int = -1
    seen: bool = False
    orders: dict[int, tuple[int, int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)


@lru_cache(maxsize=64)
def midnight(seed: int, share: float) -> tuple[World, int, NDArray[np.void]]:
    """A world, a day, and the cross-section at its 00:00."""
    world = random_world(seed)
    day = max(1, int(world.settings["days"] * share))
    return world, day, present(world, Run(world).to(day).state, day)


def told(seed: int, day: int) -> dict[int, Told]:
    found: dict[int, Told] = {}
    rows = kernel_rows(seed)
    for row in rows[(rows["minute"] < day * DAY) & (rows["citizen"] >= 0)]:
        kind, today = int(row["kind"]), int(row["minute"]) // DAY
        who = found.setdefault(int(row["citizen"]), Told())
        if kind == RowKind.ARRIVE:
            began = today - int(row["minutes"])
            found[int(row["citizen"])] = Told(int(row["extra"]), began, began, here=True)
        elif kind == RowKind.SWITCH:
            who.state, who.began, who.need, who.seen = int(row["group"]) - 1, today, -1, False
        elif kind == RowKind.EXIT:
            who.here = False
        elif kind == RowKind.NEED:
            who.need = int(row["extra"])
        elif kind == RowKind.DETECT:
            who.seen = True
        elif kind == RowKind.ORDER:
            who.orders[int(row["serial"])] = (int(row["procedure"]), int(row["step"]))
        elif kind == RowKind.DELIVER:
            who.orders.pop(int(row["serial"]), None)
        elif kind == RowKind.PLACE:
            who.places[int(row["serial"])] = int(row["extra"])
        elif kind in (RowKind.HEARING, RowKind.FREE):
            who.places.pop(int(row["serial"]), None)
    return found


def sections() -> Iterator[tuple[int, World, int, NDArray[np.void], dict[int, Told]]]:
    for seed in SEEDS:
        for share in SHARES:
            world, day, taken = midnight(seed, share)
            yield seed, world, day, taken, told(seed, day)


def here(taken: NDArray[np.void], rows: dict[int, Told]) -> Iterator[tuple[int, Told, np.void]]:
    """The citizens who are present, in order of their numbers: number, what the rows tell, and the row of the section."""
    numbers = sorted(number for number, who in rows.items() if who.here)
    mine = taken[taken["returns"] == 0]
    assert mine.size == len(numbers)
    for number, row in zip(numbers, mine, strict=True):
        yield number, rows[number], row


def test_whoever_is_present_is_in_the_state_of_the_last_row() -> None:
    count = 0
    for _, world, day, taken, rows in sections():
        for number, who, row in here(taken, rows):
            fate = world.citizens[number]
            assert (row["state"], row["elapsed"], row["present"]) == (who.state, day - who.began, day - who.entered)
            assert (row["age"], row["need_bits"]) == (day - fate["born"], fate["need_bits"])
            sick = world.states["sick"][row["state"]]
            assert row["came_from"] == -1 or sick
            count += 1
    assert count > 500


def test_a_need_is_that_of_the_rows() -> None:
    """A need is unseen (1) from its row NEED on, and seen (2) from its row DETECT on."""
    unseen = seen = 0
    for _, world, _, taken, rows in sections():
        for _, who, row in here(taken, rows):
            if who.need < 0:
                assert row["need_state"] != 1
                continue
            assert row["need_state"] in (1, 2)
            assert row["need"] >= 0 or row["need_state"] == 2, "a need that nobody has seen is kept"
            if row["need"] >= 0:
                assert world.needs["code"][row["need"]] == who.need
            unseen += row["need_state"] == 1
            seen += who.seen
            assert row["need_state"] == 2 or not who.seen
    assert unseen > 20
    assert seen > 20


def test_whoever_is_outside_comes_back_on_the_day_of_the_row() -> None:
    """Each citizen who is outside has the day and the state of the next arrival, if this day lies within the run."""
    count = 0
    for seed, world, day, taken, rows in sections():
        arrivals = kernel_rows(seed)
        arrivals = arrivals[(arrivals["kind"] == RowKind.ARRIVE) & (arrivals["minute"] >= day * DAY)]
        expected, seen = [], set()
        for row in arrivals:
            number = int(row["citizen"])
            if number in seen or (number in rows and rows[number].here):
                continue
            seen.add(number)
            if row["spell"] == 0:  # for the first time
                continue
            fate = world.citizens[number]
            expected.append((max(int(row["minute"]) // DAY - day, 1), int(row["extra"]), day - int(fate["born"])))
        outside = taken[(taken["returns"] > 0) & (taken["returns"] < world.settings["days"] - day)]
        assert sorted(outside[["returns", "state", "age"]].tolist()) == sorted(expected)
        assert (outside["procedure"] == -1).all()
        count += len(expected)
    assert count > 50


def test_an_ordered_certificate_comes_after_the_days_that_the_case_waits() -> None:
    """Only cases that still decide something, or need the team, are kept."""
    count = 0
    for seed, _, day, taken, rows in sections():
        log = kernel_rows(seed)
        delivered = log[(log["kind"] == RowKind.DELIVER) & (log["minute"] >= day * DAY)]
        for number, who, row in here(taken, rows):
            for serial, (procedure, step) in who.orders.items():
                mine = delivered[(delivered["citizen"] == number) & (delivered["serial"] == serial)]
                waits = [
                    int(row["wait"][k])
                    for k in range(CASES)
                    if (row["procedure"][k], row["step"][k]) == (procedure, step + 1)
                ]
                if mine.size and waits:
                    assert int(mine["minute"][0]) // DAY - day in waits
                    count += 1
    assert count >= 10


@pytest.mark.parametrize("day", [1, 2, 3, 4, 5])
def test_a_case_goes_on_the_day_after_the_last_part_of_its_work(day: int) -> None:
    """500 minutes of desk work at 100 minutes a day are done on days 1 to 5. The case goes on, and decides, on day 6.

    The world has no clock, so no term ends.
    """
    counter = managed([0], servers=1, most=0, service=q.constant(500))
    assert not counter.clocks.size
    world = replace(
        counter,
        settings=counter.settings | {"pool_count": 0, "min_piece": 10},
        activities=table([{"role": Role.CASEWORKER, "pool": -1, "table_0": 0}], ACTIVITY),
        capacity=np.full_like(counter.capacity, 100),
        workday=np.ones_like(counter.workday),
    )
    (row,) = present(world, Run(world).to(day).state, day)
    assert row["procedure"].tolist() == [0, -1, -1]
    assert (row["step"][0], row["wait"][0], row["began"][0], row["session"][0]) == (1, 6 - day, day, -1)
    assert row["term"] == 0
    exits = Run(world).to(10).rows
    assert exits["minute"][exits["kind"] == RowKind.EXIT].tolist() == [6 * DAY]


def test_a_sanction_case_of_yesterday_has_not_begun() -> None:
    """Nobody shows up, and each no-show is sanctioned by a procedure that begins at the next midnight and ends at once."""
    plain = random_world(SEEDS[-1])
    steps, procedures = (np.append(rows, np.zeros(1, rows.dtype)) for rows in (plain.steps, plain.procedures))
    steps["op"][-1], steps["key"][-1] = Op.EXIT, purpose("sanctioned")
    number = plain.procedures.size
    procedures["entry"][-1], procedures["due"][-1], procedures["cause"][-1] = plain.steps.size, 30, 3
    states, missed = plain.states.copy(), np.full_like(plain.show, chance(1.0))
    states["sanctioned"] = 1
    own = {"sanction_procedure": number, "sanction_chance": chance(1.0)}
    world = replace(
        plain, steps=steps, procedures=procedures, states=states, show=missed, settings=plain.settings | own
    )
    run, whole, count = Run(world), Run(world).to(world.settings["days"]).rows, 0
    begun = whole[(whole["kind"] == RowKind.START) & (whole["procedure"] == number)]
    for day in range(1, 60):
        taken = present(world, run.to(day).state, day)
        mine = taken["procedure"] == number
        assert mine.sum() == (begun["minute"] == day * DAY).sum()
        for name, expected in (("step", 0), ("wait", 0), ("began", 0), ("session", -1), ("paper", -1)):
            assert (taken[name][mine] == expected).all(), name
        count += int(mine.sum())
    assert count > 5


def test_cases_stand_on_a_step_of_their_procedure() -> None:
    """A case with a place on an agenda stands on its step of the team, and its session is that of the row PLACE."""
    placed = kept = 0
    for _, world, day, taken, rows in sections():
        entries = sorted({int(entry) for entry in world.procedures["entry"]} | {world.steps.size})
        days = [each for each in range(day, world.settings["horizon"]) if world.places[each]]
        for _, who, row in here(taken, rows):
            for k in np.flatnonzero(row["procedure"] >= 0):
                entry = int(world.procedures["entry"][row["procedure"][k]])
                step = entry + int(row["step"][k])
                assert entry <= step < entries[entries.index(entry) + 1]
                assert min(row["began"][k], row["wait"][k], row["paper"][k] + 1) >= 0
                kept += 1
                if row["session"][k] >= 0:
                    placed += 1
                    assert world.steps["op"][step] == Op.TEAM
                    assert days[row["session"][k]] in who.places.values()
                    assert row["wait"][k] == 0
    assert kept > 60
    assert placed > 5


def test_what_a_citizen_lacks_is_minus_one() -> None:
    """A free place for a case has procedure, session and paper -1. A citizen without a need has need -1."""
    for _, _, _, taken, _ in sections():
        free = taken["procedure"] < 0
        assert free.any()
        for name in ("procedure", "session", "paper"):
            assert set(taken[name][free].tolist()) == {-1}
            assert (taken[name] >= -1).all()
        assert set(taken["need"][taken["need_state"] == 0].tolist()) == {-1}
        assert (taken["need"] >= -1).all()


def test_cases_fill_the_first_places() -> None:
    several = 0
    for _, _, _, taken, _ in sections():
        kept = taken["procedure"] >= 0
        assert (kept[:, :-1] >= kept[:, 1:]).all()
        several += int(kept[:, 1].sum())
    assert several > 3


@pytest.mark.parametrize("seed", SEEDS)
def test_earlier_periods_end_before_the_midnight(seed: int) -> None:
    """They are in the order of days, and none reaches into the present one on the same benefit."""
    for share in SHARES:
        _, _, taken = midnight(seed, share)
        for row in taken:
            number = int((row["past_state"] >= 0).sum())
            first, last = row["past_first"][:number], row["past_last"][:number]
            assert (row["past_state"][:number] >= 0).all()
            assert (first >= last).all()
            assert (last[:-1] >= first[1:]).all()
            assert (last >= 0).all()
