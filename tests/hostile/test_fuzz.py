"""Mutated scenario, data and store files, and mutated words, give a result or a message: never another error, and in bounds.

``JOBSIM_FUZZ`` sets the number of cases (default: 160; ``make stress`` takes 10,000, in processes with a limit of memory).
``JOBSIM_FUZZ_SEED`` sets the seed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from tests.hostile import fuzz
from tests.hostile.fuzz import WEIGHTS, Bench, Case, in_processes, keep, summary, tried
from tests.hostile.mutations import as_bytes, mutated, mutated_tree, paths_in
from tests.hostile.readers import FIGURES, FOLDERS, TOP

FEW = 160
CASES, SEED = int(os.environ.get("JOBSIM_FUZZ", FEW)), int(os.environ.get("JOBSIM_FUZZ_SEED", "1"))
pytestmark = pytest.mark.first


def test_every_scenario_file_has_a_reader() -> None:
    """Otherwise only chance finds, in thousands of cases, that nothing reads a new file."""
    files = [path.relative_to(scenarios_dir()) for path in scenarios_dir().rglob("*.yaml")]
    readers = {"figures": set(FIGURES), ".": set(TOP)}
    unread = [path for path in files if path.stem not in readers.get(path.parent.as_posix(), {path.stem})]
    assert unread == []
    assert {path.parts[0] for path in files if len(path.parts) > 1} <= FOLDERS.keys()


def test_a_mutated_file_gives_a_result_or_a_message(tmp_path: Path) -> None:
    """Every kind of file is tried, some mutations are harmless and most are refused."""
    faults = Path(os.environ.get("JOBSIM_FUZZ_FAULTS", tmp_path / "faults"))
    numbers = range(1, CASES + 1)
    if CASES > FEW:
        cases = list(in_processes(CASES, 1, SEED, faults, os.cpu_count() or 1))
    else:
        cases = list(tried(numbers, SEED, faults))
    told = summary(cases, SEED, faults)
    assert [case for case in cases if case.outcome == "fault"] == [], told
    counted = Counter((case.kind, case.outcome) for case in cases)
    for kind in WEIGHTS:
        assert counted[kind, "result"] > 0, told
        assert counted[kind, "message"] > 0, told
    print(told)  # noqa: T201  # with the seed, for -s


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], Case]:
    """A case whose reading raises an error."""

    def case(error: BaseException) -> Case:
        bench = object.__new__(Bench)

        def read(_: Case) -> None:
            raise error

        monkeypatch.setattr(bench, "_read", read, raising=False)
        return bench.tried(Case(1, "words", "study", "none", raw=b"x"))

    return case


def test_an_error_of_another_kind_is_a_fault(planted: Callable[[BaseException], Case], tmp_path: Path) -> None:
    case = planted(KeyError("group"))
    assert (case.outcome, "KeyError" in case.said) == ("fault", True)
    keep(case, tmp_path / "faults")
    assert (tmp_path / "faults" / "1-words-study").read_bytes() == b"x"
    assert "--only 1" in summary([case], 5, tmp_path)
    for error in (MemoryError(), RecursionError(), SystemExit(1)):
        assert planted(error).outcome == "fault"
    assert planted(ScenarioError("this is wrong")).outcome == "message"


def test_a_case_that_takes_too_long_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "SECONDS", 0.05)
    bench = object.__new__(Bench)

    def work(_: Case) -> None:
        while True:
            sum(range(1000))

    monkeypatch.setattr(bench, "_read", work, raising=False)
    case = bench.tried(Case(1, "words", "study", "none"))
    assert (case.outcome, "TooLongError" in case.said) == ("fault", True)


def test_a_case_follows_from_its_number_and_the_seed() -> None:
    tree: dict[str, Any] = {"a": {"b": [1, "2 weeks", None]}, "c": True}
    for number in range(60):
        once, again = (mutated_tree(tree, Random(number)) for _ in range(2))
        assert as_bytes(once[0]) == as_bytes(again[0])
        assert once[1] == again[1]
        first, second = (mutated(b"a: 1\nb: x\n", Random(number), [b"c: 2\n"]) for _ in range(2))
        assert first == second
    assert tree == {"a": {"b": [1, "2 weeks", None]}, "c": True}
    assert len({as_bytes(mutated_tree(tree, Random(number))[0]) for number in range(60)}) > 30
    assert ("a", "b", 1) in paths_in(tree)
