"""The rooms that are mutated: their files, and the tests that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.mutants.mutant import ROOT


@dataclass(frozen=True)
class Room:
    """Source files and their tests.

    Attributes:
        name: what the command line calls it.
        files: patterns of source files.
        tests: patterns of test files, and names of tests.
        without: files that are not mutated, each with its reason.
        engine: whose rows are compared with those of the other engine; "" for none.
        interpreted: whether the kernel is run as plain Python (:mod:`tests.mutants.interpreted`).
        options: what pytest is told besides.
    """

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    without: dict[str, str] = field(default_factory=dict)
    engine: str = ""
    interpreted: bool = False
    options: tuple[str, ...] = ()

    def sources(self) -> list[str]:
        """The files that are mutated, from the root of the checkout."""
        return [file for file in _matching(self.files) if file not in self.without]

    def calls(self) -> list[str]:
        """What pytest is called with, one call for each."""
        named = [test for test in self.tests if "::" in test]
        return named + _matching(tuple(test for test in self.tests if "::" not in test))


def _matching(patterns: tuple[str, ...]) -> list[str]:
    return sorted({path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)})


WORLDS = "tests/mutants/equal_worlds.py"
PINNED = tuple(f"{WORLDS}::test_the_engine_writes_the_rows_of_the_other[{seed}]" for seed in (3, 10, 22))
"""The worlds of golden.yaml: what both engines share could change all other worlds unseen."""
LATER_LAWS = "tests/engine/test_laws.py"
RETURNS = (
    "with_fixed_times_a_citizen_comes_back_once_in_each_cycle", "earlier_sickness_counts_within_the_window",
    "used_dagpenge_counts_until_work_has_earned_a_new_right", "work_extends_the_right_in_use", "nobody_comes_back_who_is_too_old",
    "an_age_that_ends_another_state_keeps_nobody_away",
)  # fmt: skip
SMALL = (
    "tests/engine/test_managers.py",
    "tests/engine/test_lengths.py",
    "tests/engine/test_run.py",
    " ".join(f"tests/engine/test_returns.py::test_{name}" for name in RETURNS),
)
"""Worlds by hand, and what a run of the kernel does besides its rows."""
PRESENT = "sim/engine/kernel/present.py"

ROOMS = {
    room.name: room
    for room in (
        Room(
            "law",
            ("sim/law/**/*.py",),
            ("tests/law/test_*.py", "tests/cli/test_rules_show.py"),
        ),
        Room(
            "office",
            ("sim/place/office/*.py",),
            ("tests/office/test_*.py", "tests/engine/test_spans.py"),
        ),
        Room("measures", ("sim/measures/**/*.py",), ("tests/measures/test_*.py",)),
        Room("reference", ("sim/engine/reference/*.py",), (WORLDS, LATER_LAWS), engine="reference"),
        Room(
            "kernel",
            ("sim/engine/kernel/*.py",),
            (WORLDS, *SMALL),
            without={
                "sim/engine/kernel/handle.py": "addresses for compiled code, which the interpreted kernel does not need",
                PRESENT: "plain Python beside the compiled kernel: room `present`",
            },
            engine="kernel",
            interpreted=True,
        ),
        Room(
            "present",
            (PRESENT,),
            ("tests/engine/test_present.py", "tests/opening/test_carried.py", "tests/opening/test_continues.py"),
        ),
        Room(
            "opening",
            ("sim/world/opening.py",),
            ("tests/engine/test_cross_section.py", "tests/opening/test_carried.py"),
        ),
        Room(
            "engine",
            ("sim/engine/*.py",),
            (" ".join(PINNED), "tests/engine/test_ties.py", "tests/engine/test_windows.py"),
            without={"sim/engine/warm.py": "a command of the set-up that compiles and prints"},
            engine="kernel",
            interpreted=True,
        ),
    )
}
