"""One engine beside the rows that the other wrote of the same random worlds. Only mutation tests run this file (tests.mutants.trial).

The rows come from the other engine without any change. So this is
``tests/engine/test_equality.py`` with half of its work done before.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine import run
from tests.engine.compare import first_difference
from tests.engine.worlds import random_world

PINNED = (3, 10, 22)
"""Worlds whose rows have a hash in golden.yaml, so they are right whatever both engines share."""
SEEDS = (*PINNED, 0, 1, 2, 6, 11, 12, 13, 16, 19, 35, 47, 54, 58, 84, 177, 179, 248)
"""Small worlds in which, between them, every part of the rules comes to bear: those of test_faults.py."""
DAYS = 70
"""Days after an opening, as in tests/opening/test_carried.py."""
FOLDER = Path(os.environ.get("JOBSIM_MUTANTS_ROWS", ""))
ENGINE: Any = os.environ.get("JOBSIM_MUTANTS_ENGINE", "reference")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_writes_the_rows_of_the_other(seed: int) -> None:
    apart = first_difference(run(random_world(seed), ENGINE).rows, np.load(FOLDER / f"{seed}.npy"))
    assert apart is None, apart


@pytest.mark.skipif(ENGINE == "kernel", reason="the interpreted kernel takes minutes for a whole place")
def test_citizens_carried_from_an_earlier_run_give_equal_rows() -> None:
    world = pickle.loads((FOLDER / "carried.pickle").read_bytes())
    apart = first_difference(run(world, ENGINE).rows, np.load(FOLDER / "carried.npy"))
    assert apart is None, apart


def write_rows(folder: Path) -> None:
    """Write the rows of every world by the compiled kernel."""
    for seed in SEEDS:
        np.save(folder / f"{seed}.npy", run(random_world(seed)).rows)
    from tests.opening.places import BEFORE, InOrder, before, section_of
    from tests.opening.test_carried import opened

    world = opened(section_of(*before(BEFORE + 366), BEFORE, InOrder), days=DAYS)
    assert world.cases.size
    (folder / "carried.pickle").write_bytes(pickle.dumps(world))
    np.save(folder / "carried.npy", run(world).rows)
