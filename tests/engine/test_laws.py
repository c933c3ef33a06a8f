"""Another law from a day on: both engines agree, nothing is lost on the day, and before it nothing is different."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.engine import run
from sim.engine.kernel import Run
from sim.engine.reference.due_dates import DueDates
from sim.engine.reference.laws import Laws
from sim.engine.reference.records import RunningProcedure
from sim.engine.reference.versions import Versions
from sim.world.codes import DAY, Running
from sim.world.log import RowKind
from sim.world.tables import LAW_TABLES
from sim.world.world import Law
from tests.engine.compare import Rows, first_difference
from tests.engine.laws import world_of_laws
from tests.engine.planting import Fault, caught_in, plant
from tests.engine.test_conservation import check
from tests.engine.worlds import random_world

SEEDS = (*range(40), 53, 55)
CHUNK = 10


@lru_cache(maxsize=64)
def kernel_rows(seed: int) -> Rows:
    return run(world_of_laws(seed)).rows


@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_worlds_whose_law_changes_give_equal_logs(first: int) -> None:
    for seed in SEEDS[first : first + CHUNK]:
        apart = first_difference(run(world_of_laws(seed), "reference").rows, kernel_rows(seed))
        assert apart is None, f"world {seed} (first: reference, other: kernel): {apart}"


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_appears_or_vanishes_when_the_law_changes(seed: int) -> None:
    check(world_of_laws(seed), kernel_rows(seed))


def test_the_worlds_have_every_way_of_changing() -> None:
    duties = np.concatenate([world_of_laws(seed).duties for seed in SEEDS])
    later = duties[duties["enacted"] > 0]
    assert set(later["enacted_for"]) == set(Running)
    assert (later["states"] == 0).any(), "no duty ends"
    lines = [world_of_laws(seed).duties for seed in SEEDS]
    assert any((rows["line"][1:] == rows["line"][:-1]).any() for rows in lines), (
        "no version goes on with another's instances"
    )
    exempt = [kernel_rows(seed) for seed in SEEDS]
    days = [{law.day for law in world_of_laws(seed).laws} for seed in SEEDS]
    on_the_day = [
        np.isin(rows["minute"][rows["kind"] == RowKind.EXEMPT], [day * DAY for day in those]).any()
        for rows, those in zip(exempt, days, strict=True)
    ]
    assert sum(on_the_day) >= 5, "hardly any deadline falls away with the law"


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_a_law_that_says_the_same_changes_nothing(seed: int) -> None:
    world = random_world(seed)
    tables: dict[str, Any] = {name: getattr(world, name) for name in LAW_TABLES}
    same = Law(
        day=world.settings["days"] // 2,
        settings=world.settings,
        pools=np.asarray(world.posts["pool"], np.int8),
        **tables,
    )
    riders = np.flatnonzero(world.riders["first"] == 0)  # who is not guided at once is guided when the time has passed
    if riders.size == world.riders.size:
        apart = first_difference(run(world).rows, run(replace(world, laws=(same,))).rows)
        assert apart is None, f"world {seed}: {apart}"


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_two_runs_share_the_past_until_their_laws_part(seed: int) -> None:
    """The same world with its last law a day later, or never: not a row differs before that law's first day."""
    world = world_of_laws(seed)
    day = world.laws[-1].day
    duties = world.duties.copy()
    duties["enacted"][duties["enacted"] == day] = day + 1
    procedures = world.procedures.copy()
    procedures["enacted"][procedures["enacted"] == day] = day + 1
    later = replace(world.laws[-1], day=day + 1)
    other = replace(world, duties=duties, procedures=procedures, laws=(*world.laws[:-1], later))
    one, two = kernel_rows(seed), run(other).rows
    assert first_difference(one[one["minute"] < day * DAY], two[two["minute"] < day * DAY]) is None
    assert (one["minute"] < day * DAY).any()


@pytest.mark.parametrize("seed", range(1, 40, 5))
def test_a_fork_before_or_after_the_day_continues_like_the_whole_run(seed: int) -> None:
    world = world_of_laws(seed)
    for day in (world.laws[0].day, world.laws[0].day + 1, max(world.laws[0].day - 3, 1)):
        original = Run(world).to(day)
        copy = original.fork()
        for one in (copy, original):
            assert first_difference(kernel_rows(seed), one.to(world.settings["days"]).rows) is None


FAULTS = (
    Fault("the tables stay as they were", Laws, "days", "shared.read_law(law)", "pass", world=28),
    Fault("pools stay as they were", Laws, "days", "self.posts.share_pools(law.pools.tolist())", "pass", world=8),
    Fault(
        "cases come under the law in the order of spells", Laws, "days",
        "not citizen.gone", "not citizen.gone and (not citizen.spell)", world=8,
    ),
    Fault("every case moves at once", Versions, "law_day", "running is Running.MOVE", "True", world=28),
    Fault("who keeps the law loses it at the next switch", Versions, "law_day", "running is Running.NEXT_SWITCH", "True"),
    Fault(
        "a version is in force before its day", Versions, "in_force",
        "self.law_day(citizen, duty.enacted_for) < duty.enacted", "False", world=28,
    ),
    Fault(
        "an older version stays in force", Versions, "in_force",
        "not any((self.law_day(citizen, version.enacted_for) >= version.enacted for version in later))", "True", world=28,
    ),
    Fault("what is repealed stays booked", Laws, "_come_under", "self._repeal(citizen, duty, progress)", "pass", world=32),
    Fault("guidance stays as it was", Laws, "_come_under", "self.spells.settle_guidance(citizen, How.SWITCH)", "pass", world=31),
    Fault("nobody is handed over by the law", Laws, "_come_under", "self.citizens.hand_over(citizen)", "pass", world=28),
    Fault("no case that runs begins a new duty", Laws, "_come_under", "new and self.duties.starts(citizen, duty, How.STOCK)", "False"),
    Fault("a new duty counts from the beginning", Laws, "_come_under", "How.STOCK | How.MOVED", "How.SWITCH", world=39),
    Fault("nobody takes over what has begun", Laws, "_repeal", "other.line == duty.line", "False", world=14),
    Fault("a booking keeps its old duty", Laws, "_repeal", "progress.booking.duty = other", "pass", world=39),
    Fault("what is still owed goes unsaid", Laws, "_repeal", "missing > 0", "False", world=32),
    Fault("what was judged is let off", Laws, "_repeal", "progress.verdict >= self.shared.today", "True", world=39),
    Fault("what has ended goes on", Laws, "_repeal", "progress.spell = NO_SPELL", "pass", world=32),
    Fault("a new version begins with the first instance", DueDates, "_begin_anew", "begun > progress.instance", "False", world=39),
    Fault(
        "another version of a right begins anew at a switch", DueDates, "_version_begun",
        "progress.counts_from == counts_from", "False", world=55,
    ),
    Fault("a hearing meets what a later law asks", RunningProcedure, "meet_duty", "progress.duty.line != duty.line", "False", world=9),
    Fault("procedures stay as they were", Versions, "of_procedure", "version = rules[later]", "pass", world=8),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(fault, monkeypatch)
    assert any(caught_in(world_of_laws(seed), kernel_rows(seed)) for seed in (fault.world, *SEEDS)), (
        f"nobody noticed: {fault.name}"
    )
