"""Mutation tests: of the faults that cosmic-ray can plant in a room, its tests notice at least 85 percent.

Here two known mutants show that the machinery works. ``JOBSIM_MUTANTS=300`` (``make stress``) tries so many in all, which takes
the better part of an hour. ``python -m tests.mutants law --number 40`` tries one room and shows each mutant that survived.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.mutants import known
from tests.mutants.matterless import matterless
from tests.mutants.mutant import ROOT, mutants_of, sample
from tests.mutants.rooms import ROOMS
from tests.mutants.survivors import Survivor, survivors

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in forked processes")

NUMBER = int(os.environ.get("JOBSIM_MUTANTS", "0"))
LEAST = 0.85


def ran(*arguments: str) -> str:
    """The output of a module of this folder, in a process that has imported nothing of the program."""
    call = [sys.executable, "-m", *arguments]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_known_fault_is_noticed_and_an_equivalent_one_is_not() -> None:
    assert json.loads(ran("tests.mutants.known")) == {known.KILLED: "killed", known.EQUIVALENT: "survived"}


def test_a_listed_survivor_is_found_among_the_mutants() -> None:
    before, after = known.mutant(known.EQUIVALENT).lines()
    assert (before, after) == (known.LINE, 'if lang >= "en":')
    assert Survivor(known.FILE, known.EQUIVALENT, before, after, "").is_mutant(known.mutant(known.EQUIVALENT))
    assert not Survivor(known.FILE, known.EQUIVALENT, before, after, "").is_mutant(known.mutant(known.KILLED))


@pytest.mark.parametrize("survivor", survivors(), ids=lambda survivor: f"{survivor.file}: {survivor.line[:40]}")
def test_each_listed_survivor_has_its_line_and_a_reason(survivor: Survivor) -> None:
    assert survivor.stands(), f"the line has changed: look at it, and remove or renew the entry of {survivor.file}"
    assert survivor.reason.endswith(".")


def test_what_cannot_matter_is_left_out() -> None:
    source = "def f(x: int | None) -> None:\n    if x < 1:\n        raise ValueError(x + 1)\n    assert x > 2\n    return x + 3\n"
    parts = matterless(source)
    left_out = {line for line in range(1, 6) if any(begin[0] <= line <= end[0] for begin, end in parts)}
    assert left_out == {1, 3, 4}


def test_a_sample_is_spread_over_a_file_and_the_same_each_time() -> None:
    every, part = list(mutants_of(known.FILE)), sample([known.FILE], 3, seed=1)
    assert part == sample([known.FILE], 3, seed=1)
    assert set(part) < set(every)
    assert len({(mutant.line, mutant.column) for mutant in part}) == 3


@pytest.mark.skipif(not NUMBER, reason="most of an hour: make stress")
@pytest.mark.parametrize("room", ROOMS)
def test_the_tests_of_a_room_notice_its_faults(room: str) -> None:
    output = ran("tests.mutants", room, "--number", str(max(1, NUMBER // len(ROOMS))))
    counts: dict[str, Any] = json.loads(output.splitlines()[-1])
    tried = counts["killed"] + counts["time"] + counts["survived"]
    assert tried + counts["equivalent"] == counts["sampled"]
    assert counts["killed"] + counts["time"] >= LEAST * tried, output
