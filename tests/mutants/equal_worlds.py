"""One engine beside the rows that the other wrote of the same worlds. Only mutation tests run this file (tests.mutants.trial).

The rows come from the other engine without any change. So this is ``tests/engine/test_equality.py``, ``test_laws.py`` and
``test_managers.py`` with half of their work done before.
"""

from __future__ import annotations

import importlib
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine import run
from sim.world.world import World
from tests.engine.carried import with_carried
from tests.engine.compare import first_difference
from tests.engine.laws import world_of_laws
from tests.engine.managers import crowded
from tests.engine.worlds import random_world

PINNED = (3, 10, 22)
"""Worlds whose rows have a hash in golden.yaml, so they are right whatever both engines share."""
SEEDS = (*PINNED, 0, 1, 2, 6, 11, 12, 16, 19, 32, 35, 47, 52, 54, 57, 58, 59, 66, 84, 177, 179, 248)
"""Small worlds in which, between them, every part of the rules comes to bear: those of test_faults.py and a few more."""
LAWS = (1, 8, 14, 15, 28, 31, 39, 46, 49)
"""Worlds with later laws."""
EVEN, STAGED = (1, 39), (8,)
"""Worlds with later laws in which caseloads decide exactly at the mean; a world whose opening cases stand on several steps."""
CARRIED = (4, 31, 104, 127, 598)
"""Worlds whose opening stock is carried over."""
EXTRA = (72, 104)
"""Worlds whose team hears more cases while many wait."""
THIN = (3,)
"""A crowded world in which a post has only one minute on every second day."""
MANAGERS = ((1, 2), (3, 2), (3, 0))
"""Servers, and the most cases of each."""
DAYS = 70
"""Days after an opening, as in tests/opening/test_carried.py."""
FOLDER = Path(os.environ.get("JOBSIM_MUTANTS_ROWS", ""))
ENGINE: Any = os.environ.get("JOBSIM_MUTANTS_ENGINE", "reference")
importlib.import_module(f"sim.engine.{ENGINE}")  # so that every test is known to run the lines of its modules


def carried(seed: int) -> World:
    return with_carried(random_world(seed), seed)


def with_extra_places(seed: int) -> World:
    """A random world with one place in each session, and more as soon as two cases would wait for a later one."""
    world = random_world(seed)
    own = {"extra_beyond": 1, "extra_share": 700}
    return replace(world, settings=world.settings | own, places=np.minimum(world.places, 1))


def even(seed: int) -> World:
    """A world of laws in which a caseworker with just the mean of the pool is not below the limit."""
    world = world_of_laws(seed)
    own = {"margin_share": 0, "margin_cases": 0}
    laws = tuple(replace(law, settings=law.settings | own) for law in world.laws)
    return replace(world, settings=world.settings | own, laws=laws)


def staged(seed: int) -> World:
    """A random world in which each stage of an opening case has a step of its own."""
    world = random_world(seed)
    needs = world.needs.copy()
    entries = np.append(np.sort(world.procedures["entry"]), world.steps.size)
    ends = entries[np.searchsorted(entries, needs["stage_0"], side="right")]
    needs["stage_1"], needs["stage_2"] = np.minimum(needs["stage_0"] + 1, ends - 1), ends - 1
    return replace(world, needs=needs)


def thin(seed: int) -> World:
    world = random_world(seed)
    capacity = world.capacity.copy()
    capacity[:, ::2] = np.minimum(capacity[:, ::2], 1)
    return replace(world, capacity=capacity, settings=world.settings | {"overtime_minutes": 90})


WORLDS: dict[str, Callable[[], World]] = {
    **{f"{seed}": partial(random_world, seed) for seed in SEEDS},
    **{f"laws-{seed}": partial(world_of_laws, seed) for seed in LAWS},
    **{f"carried-{seed}": partial(carried, seed) for seed in CARRIED},
    **{f"extra-{seed}": partial(with_extra_places, seed) for seed in EXTRA},
    **{f"even-{seed}": partial(even, seed) for seed in EVEN},
    **{f"staged-{seed}": partial(staged, seed) for seed in STAGED},
    **{f"thin-{seed}": partial(thin, seed) for seed in THIN},
    **{f"managers-{servers}-{most}": partial(crowded, servers, most) for servers, most in MANAGERS},
}


@pytest.mark.parametrize("name", WORLDS)
def test_the_engine_writes_the_rows_of_the_other(name: str) -> None:
    apart = first_difference(run(WORLDS[name](), ENGINE).rows, np.load(FOLDER / f"{name}.npy"))
    assert apart is None, apart


@pytest.mark.skipif(ENGINE == "kernel", reason="the interpreted kernel takes minutes for a whole place")
def test_citizens_carried_from_an_earlier_run_give_equal_rows() -> None:
    world = pickle.loads((FOLDER / "carried.pickle").read_bytes())
    apart = first_difference(run(world, ENGINE).rows, np.load(FOLDER / "carried.npy"))
    assert apart is None, apart


def write_rows(folder: Path) -> None:
    """Write the rows of every world by the engine that is not mutated; those of a whole place by the compiled kernel."""
    other: Any = "reference" if ENGINE == "kernel" else "kernel"
    for name, made in WORLDS.items():
        np.save(folder / f"{name}.npy", run(made(), other).rows)
    if ENGINE == "kernel":
        return
    from tests.opening.places import BEFORE, InOrder, before, section_of
    from tests.opening.test_carried import opened

    world = opened(section_of(*before(BEFORE + 366), BEFORE, InOrder), days=DAYS)
    assert world.cases.size
    (folder / "carried.pickle").write_bytes(pickle.dumps(world))
    np.save(folder / "carried.npy", run(world).rows)
