"""The trial of mutants: each is planted in a forked process, which runs the tests that meet it until the first fails."""

from __future__ import annotations

import os
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutants.forked import End, allow, forked
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.planted import plant
from tests.mutants.record import SINGLE, Recorder, Unit, units_in
from tests.mutants.rooms import Room

OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "--rootdir", str(ROOT))
KILLED = {
    pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR,
}  # fmt: skip
"""Without a mutant the same tests end with 0. So also an error while they are read comes from the mutant."""
START, LEAST, TIMES = 60.0, 10.0, 4.0
"""Processor seconds until the first test, for a test at least, and so many times what the test took while it was recorded."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant.

    Attributes:
        mutant: the change.
        outcome: ``killed``, ``time`` (killed because its time was up) or ``survived``.
        seconds: processor seconds.
        by: the test file or single test that was running at the end; "" if none.
        met: the number of units that run the mutant's line.
    """

    mutant: Mutant
    outcome: str
    seconds: float
    by: str
    met: int


class _Limits:
    """A plugin of pytest that gives each unit its time, and notes which one runs."""

    def __init__(self, units: Sequence[Unit], note: Path) -> None:
        self.unit_of = {name: unit for unit in units for name in unit.name.split(" ")}
        self.note, self.current = note, ""

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        names = (nodeid, nodeid.partition("[")[0], nodeid.partition("::")[0])
        unit = next(self.unit_of[name] for name in names if name in self.unit_of)
        if unit.name != self.current:
            self.current = unit.name
            self.note.write_text(unit.name, encoding="utf-8")
            allow(LEAST + TIMES * unit.seconds)


class Trial:
    """Mutants of a room, with a temporary folder for the caches, the other engine's rows and the words of each process.

    Attributes:
        units: the tests of the room with the lines that they run.
    """

    def __init__(self, room: Room, folder: Path, say: Callable[[str], None]) -> None:
        self.room, self.folder, self.say = room, folder, say
        self.warm, self.rows = folder / "warm", folder / f"rows {room.engine}"
        self.units: list[Unit] = []

    def prepare(self) -> None:
        """Write the rows of the other engine, and record what each test runs.

        Raises:
            RuntimeError: a test fails without any mutant.
        """
        self.rows.mkdir(parents=True, exist_ok=True)
        if not self.warm.exists():
            self._without_mutant("a copy of the compiled code", self._copy_compiled)
        if self.room.engine and not any(self.rows.iterdir()):
            self._without_mutant("rows", self._rows)
        for test in self.room.calls():
            record = self.folder / f"{self.room.name} {zlib.crc32(test.encode())}.json"
            if not record.exists():
                self._without_mutant(test, lambda test=test, record=record: self._recorded(test, record))  # type: ignore[misc]
            units = units_in(record)
            self.units += units
            self.say(f"{self.room.name}: {test} takes {sum(unit.seconds for unit in units):.1f} s")
        self.units.sort(key=lambda unit: unit.seconds)

    def _without_mutant(self, name: str, work: Callable[[], int]) -> None:
        output = self.folder / "output"
        end = forked(work, output, 1200)
        if end.code != 0:
            words = output.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise RuntimeError(f"{name} fails without a mutant (exit code {end.code}):\n{words}")

    def _set_up(self, caches: Path) -> None:
        """The settings of a process: its own caches, and byte code beside them."""
        sys.pycache_prefix = str(self.folder / "bytecode")
        os.chdir(ROOT)
        os.environ |= {
            "JOBSIM_CACHE": str(caches),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "JOBSIM_MUTANTS_ROWS": str(self.rows),
            "JOBSIM_MUTANTS_ENGINE": self.room.engine,
        }

    def _copy_compiled(self) -> int:
        """Copy the code that was compiled before. Whatever a mutant compiles goes to a copy of the copy."""
        from sim.chance.compiled import FOLDER

        self.warm.mkdir()
        if FOLDER is not None and FOLDER.exists():
            shutil.copytree(FOLDER, self.warm / FOLDER.name)
        return 0

    def _interpret(self) -> None:
        if self.room.interpreted:
            from tests.mutants.interpreted import interpret

            interpret()

    def _rows(self) -> int:
        self._set_up(self.warm)
        from tests.mutants.equal_worlds import write_rows

        write_rows(self.rows)
        return 0

    def _recorded(self, test: str, record: Path) -> int:
        self._set_up(self.warm)
        recorder = Recorder(test, set(self.room.sources()))
        recorder.start()
        self._interpret()
        code = pytest.main([*OPTIONS, *self.room.options, *test.split(" ")], plugins=[recorder])
        recorder.write(record)
        return int(code)

    def run(self, mutants: Sequence[Mutant]) -> Iterator[Verdict]:
        """Try each mutant, and give its verdict."""
        for mutant in mutants:
            yield self.verdict(mutant)

    def verdict(self, mutant: Mutant) -> Verdict:
        units = [unit for unit in self.units if unit.meets(mutant)]
        if not units:
            return Verdict(mutant, "survived", 0.0, "", 0)
        caches, note = self.folder / "caches", self.folder / "note"
        shutil.rmtree(caches, ignore_errors=True)
        shutil.copytree(self.warm, caches)
        note.write_text("", encoding="utf-8")
        end = forked(lambda: self._tried(mutant, units, caches, note), self.folder / "output", START)
        return Verdict(mutant, _outcome(end), end.seconds, note.read_text(encoding="utf-8"), len(units))

    def _tried(self, mutant: Mutant, units: Sequence[Unit], caches: Path, note: Path) -> int:
        self._set_up(caches)
        plant(mutant.file, mutant.source(), caches)
        self._interpret()
        limits = _Limits(units, note)
        names = [name for unit in units for name in unit.name.split(" ")]
        return int(pytest.main([*OPTIONS, *self.room.options, *names], plugins=[limits]))


def _outcome(end: End) -> str:
    if end.late:
        return "time"
    if end.code == pytest.ExitCode.OK:
        return "survived"
    if end.code is not None and end.code not in KILLED and end.code != 70:
        raise RuntimeError(f"pytest ended with exit code {end.code}, which says nothing about a mutant")
    return "killed"


__all__ = ["SINGLE", "Trial", "Verdict"]
