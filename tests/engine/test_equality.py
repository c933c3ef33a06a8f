"""Both engines write the same log row for row; a run saved at any midnight and continued is the whole run.

``JOBSIM_RANDOM_WORLDS=1000`` compares that many random worlds, ``JOBSIM_FULL=1`` Aalborg over the main study's three
years.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import numpy as np
import pytest

from sim.engine import run
from sim.engine.kernel import Run
from sim.world.codes import RIDERS, Clock, DutyKind, FormRule, Op, Overload, Role
from sim.world.log import RowKind
from tests.aalborg import WHOLE_DAYS, aalborg
from tests.engine.compare import FULL, first_difference, kernel_rows
from tests.engine.outliving import OF_TWENTY as OUTLIVING
from tests.engine.outliving import outlived
from tests.engine.worlds import ENDLESS, UNBOUNDED, random_world

pytestmark = pytest.mark.first

WORLDS = int(os.environ.get("JOBSIM_RANDOM_WORLDS", "60"))
CHUNK = 10
FORKED = (*range(0, 40, 2), 5, 13, 21, 25, 37)
ONCE_APART = (177, 716)
"""In 177 two pieces of one booking, passed on to two colleagues, end at the same minute. In 716 a term is renewed before it ends,
and an age would have ended it later."""
DAYS = WHOLE_DAYS if FULL else 120


@pytest.mark.parametrize("first", range(0, WORLDS, CHUNK))
def test_random_worlds_give_equal_logs(first: int) -> None:
    for seed in range(first, min(first + CHUNK, WORLDS)):
        if seed in (*ENDLESS, UNBOUNDED):
            continue
        reference = run(random_world(seed), "reference").rows
        apart = first_difference(reference, kernel_rows(seed))
        assert apart is None, f"random world {seed} (first: reference, other: kernel): {apart}"


@pytest.mark.parametrize("seed", ONCE_APART)
def test_worlds_in_which_the_engines_once_parted(seed: int) -> None:
    apart = first_difference(run(random_world(seed), "reference").rows, kernel_rows(seed))
    assert apart is None, f"random world {seed} (first: reference, other: kernel): {apart}"


def test_a_world_whose_cases_grow_without_bound_is_equal_as_long_as_there_is_room() -> None:
    world = random_world(UNBOUNDED)
    short = replace(world, settings=world.settings | {"days": 60})
    apart = first_difference(run(short, "reference").rows, run(short, "kernel").rows)
    assert apart is None, apart


@pytest.mark.parametrize(("beyond", "share"), [(1, 200), (3, 1000)])
def test_worlds_with_extra_places_of_the_team_give_equal_logs(beyond: int, share: int) -> None:
    """A team that hears more cases while its queue is long. Each setting moves the log of some world."""
    moved, own = 0, {"extra_beyond": beyond, "extra_share": share}
    for seed in range(12):
        world = random_world(seed)
        laws = tuple(replace(law, settings=law.settings | own) for law in world.laws)
        extra = replace(world, settings=world.settings | own, laws=laws)
        rows = run(extra, "reference").rows
        apart = first_difference(rows, run(extra, "kernel").rows)
        assert apart is None, f"random world {seed} (first: reference, other: kernel): {apart}"
        moved += first_difference(rows, kernel_rows(seed)) is not None
    assert moved


def test_random_worlds_write_every_kind_of_row() -> None:
    """Equality says something about a kind of row only where it is written: at least ten times in 60 worlds."""
    found = np.zeros(max(RowKind) + 1, int)
    for seed in range(60):
        found += np.bincount(kernel_rows(seed)["kind"], minlength=found.size)
    rare = [f"{kind.name} ({found[kind]})" for kind in RowKind if found[kind] < 10]
    assert not rare, f"the random worlds hardly write {', '.join(rare)}"


def test_random_worlds_have_procedures_that_outlive_a_spell() -> None:
    """They are equal in such worlds only if citizens switch and leave while these procedures run."""
    seeds = [seed for seed in range(60) if seed % 20 in OUTLIVING]
    after_exit = sum(outlived(random_world(seed), kernel_rows(seed)) for seed in seeds)
    assert after_exit >= 10


def test_random_worlds_use_every_word_of_the_rules() -> None:
    worlds = [random_world(seed) for seed in range(60)]
    duties, steps = np.concatenate([w.duties for w in worlds]), np.concatenate([w.steps for w in worlds])
    overloads = {w.settings[f"overload_{place}"] for w in worlds for place in range(3)}
    roles = {int(role) for w in worlds for role in w.activities["role"]}
    assert set(duties["kind"]) == set(DutyKind)
    assert set(duties["clock"]) == set(Clock)
    assert set(duties["form"]) == set(FormRule)
    assert set(steps["op"]) == set(Op)
    assert overloads == set(Overload)
    assert roles >= {Role.CASEWORKER, Role.TEAM_MEMBER, Role.COMPANY_CONSULTANT, Role.POOL}
    assert set(duties["detects"]) == {0, 1, 2}
    assert {w.riders.size for w in worlds} == set(range(RIDERS + 1))
    assert {(w.settings["cover"], w.settings["fixed_caseworker"]) for w in worlds} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert set(np.concatenate([w.traits for w in worlds])["lasting"]) == {0, 1, 2}
    clocks = np.concatenate([w.clocks for w in worlds])
    for column in ("window", "month_end", "accumulated"):
        assert (clocks["term"] == 1)[clocks[column] > 0].any(), f"no term has a {column}"
    assert (duties["credits"] > 0).any()


@pytest.mark.parametrize("seed", FORKED)
def test_a_fork_at_any_midnight_continues_like_the_whole_run(seed: int) -> None:
    """Saved at two midnights; both the copy and the original go on, and neither disturbs the other."""
    world, whole = random_world(seed), kernel_rows(seed)
    days = world.settings["days"]
    r = random.Random(seed)
    first, second = sorted(r.sample(range(1, days), 2))
    original = Run(world).to(first)
    copy = original.fork().to(second)
    copy_of_copy = copy.fork()
    for number, one in enumerate((copy_of_copy, original, copy)):
        apart = first_difference(whole, one.to(days).rows)
        assert apart is None, f"random world {seed}, forked on days {first} and {second}, run {number}: {apart}"


def test_a_fork_does_not_write_into_the_world() -> None:
    """The rules' tables are read only: two runs of one world, one after the other, are alike."""
    world = random_world(7)
    once, again = run(world).rows, run(world).rows
    assert first_difference(once, again) is None


@pytest.mark.parametrize(
    ("rules", "practice"),
    [
        ("current", "baseline"),
        pytest.param("freed-six-cities", "same-contact-by-need", marks=pytest.mark.slow),
    ],
)
def test_aalborg_at_full_size_is_equal(rules: str, practice: str) -> None:
    world = aalborg(rules, practice, days=DAYS)
    apart = first_difference(run(world, "reference").rows, run(world).rows)
    assert apart is None, f"Aalborg under {rules}, {practice}, {DAYS} days (first: reference, other: kernel): {apart}"
