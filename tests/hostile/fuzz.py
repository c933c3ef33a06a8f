"""Mutated files and words, and what the product makes of them: a result, or a message of its own.

Cases are numbered. A case follows from its number and the seed alone, so a failure can be repeated:

    python -m tests.hostile.fuzz --seed 1 --only 1234
    python -m tests.hostile.fuzz --seed 1 --cases 10000 --processes 2

A file that fails is kept in the folder that the message names.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Literal

from sim.data.bring import Wish, bring
from sim.files.caches import CACHE_VARIABLE
from sim.files.errors import RunError, ScenarioError
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.files.source import parse
from tests.hostile import stores, words
from tests.hostile.mutations import as_bytes, mutated, mutated_tree
from tests.hostile.published import FILES
from tests.hostile.readers import read_scenario
from tests.hostile.tables import mutated_table

Kind = Literal["scenario", "data", "store", "words"]
WEIGHTS: dict[Kind, int] = {"scenario": 50, "data": 25, "store": 13, "words": 12}
"""Shares of the kinds among all cases."""
SECONDS, BYTES = 10, 2 << 30
"""The most that a case may take: seconds of the processor, and memory beyond what the process had before."""
SLOW = ("studies/denmark.yaml",)
"""Files that are never mutated: the honest file takes seconds, because 98 places are read."""
CHUNK = 250
"""Cases of one process of a long run."""
SILENCE = 120
"""Seconds without an answer after which a process counts as hanging."""


@dataclass
class Case:
    """A mutated file and what became of it.

    Attributes:
        how: the names of the mutations.
        outcome: ``result``, ``message``, or ``fault``.
        said: the message, or the fault with its traceback.
    """

    number: int
    kind: Kind
    file: str
    how: str
    outcome: Literal["result", "message", "fault"] = "result"
    said: str = ""
    seconds: float = 0.0
    raw: bytes = field(default=b"", repr=False)


class TooLongError(Exception):
    """A case took more than its seconds."""


class Bench:
    """A folder of honest files, of which a case changes one.

    Args:
        folder: an empty folder.
        weights: shares of the kinds among the cases.
    """

    def __init__(self, folder: Path, weights: Mapping[Kind, int] = WEIGHTS) -> None:
        self.weights = weights
        self.root = folder / "scenarios"
        shutil.copytree(scenarios_dir(), self.root)
        self.store, self.data = folder / "store", folder / "data"
        self.store.mkdir()
        self.data.mkdir()
        os.environ[SCENARIOS_VARIABLE] = str(self.root)
        stores.finish(self.store)
        self.study = stores.small(self.store)
        paths = sorted(self.root.rglob("*.yaml"))
        self.scenarios = {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}
        self.kept = dict(stores.files_of(self.store))
        self.names = [name for name in self.scenarios if name not in SLOW]
        words.warm()

    def files(self, kind: Kind) -> dict[str, bytes]:
        """The honest files of a kind."""
        return {"scenario": self.scenarios, "data": FILES, "store": self.kept, "words": {}}[kind]

    def case(self, number: int, seed: int) -> Case:
        """A case before it is tried."""
        chance = Random(f"{seed}:{number}")
        (kind,) = chance.choices(list(self.weights), list(self.weights.values()))
        if kind == "words":
            file = chance.choice(list(words.WORDS))
            raw, how = mutated(
                words.WORDS[file][0].encode(), chance, [each.encode() for each, _ in words.WORDS.values()]
            )
            return Case(number, kind, file, how, raw=raw)
        honest = self.files(kind)
        file = self._file(kind, chance)
        raw, how = self._mutated(kind, honest[file], file, chance)
        return Case(number, kind, file, how, raw=raw)

    def _file(self, kind: Kind, chance: Random) -> str:
        """A file of a kind. Folders of scenarios have equal shares, since nearly all files are places."""
        if kind != "scenario":
            return chance.choice(list(self.files(kind)))
        folder = chance.choice(sorted({name.partition("/")[0] for name in self.names}))
        return chance.choice([name for name in self.names if name.partition("/")[0] == folder])

    def _mutated(self, kind: Kind, raw: bytes, file: str, chance: Random) -> tuple[bytes, str]:
        by_structure = chance.random() < 0.6
        ending = Path(file).suffix
        if by_structure and ending == ".yaml":
            tree, how = mutated_tree(parse(raw.decode(), file).tree, chance)
            return as_bytes(tree), how
        if by_structure and ending == ".json":
            tree, how = mutated_tree(json.loads(raw.decode("utf-8-sig")), chance)
            return as_bytes(tree), how
        if by_structure and ending in (".parquet", ".npz", ".xlsx"):
            return mutated_table(raw, ending, chance)
        return mutated(raw, chance, list(self.files(kind).values()))

    def tried(self, case: Case) -> Case:
        """Read what a case has, and note what became of it. The honest file is there again afterwards."""
        begin = time.process_time()
        try:
            with within(SECONDS):
                self._read(case)
        except (ScenarioError, RunError) as error:
            case.outcome, case.said = "message", str(error)
            if "error of the program" in case.said or "Traceback" in case.said:
                case.outcome = "fault"
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            case.outcome, case.said = "fault", _traceback(error)
        case.seconds = time.process_time() - begin
        return case

    def _read(self, case: Case) -> None:
        if case.kind == "words":
            words.read_word(case.file, case.raw.decode("utf-8", "surrogateescape"))
            return
        folder = {"scenario": self.root, "data": self.data, "store": self.store}[case.kind]
        path = folder / case.file
        path.write_bytes(case.raw)
        try:
            if case.kind == "scenario":
                read_scenario(self.root, case.file)
            elif case.kind == "data":
                bring([path], Wish())
            else:
                os.environ[CACHE_VARIABLE], before = str(self.store / "cache"), os.environ.get(CACHE_VARIABLE)
                try:
                    stores.read_store(self.store, self.study, case.file, whole=case.number % 16 == 0)
                finally:
                    os.environ.pop(CACHE_VARIABLE)
                    os.environ |= {} if before is None else {CACHE_VARIABLE: before}
        finally:
            honest = self.files(case.kind).get(case.file)
            path.unlink(missing_ok=True)
            if honest is not None and case.kind != "data":
                path.write_bytes(honest)


def _traceback(error: BaseException) -> str:
    import traceback

    return "".join(traceback.format_exception(error, limit=-12))[-4000:]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise a :class:`TooLongError` after so many seconds of the processor, where the system has such a clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError(f"more than {seconds} s of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(
    numbers: Sequence[int], seed: int, faults: Path, *, limited: bool = False, weights: Mapping[Kind, int] = WEIGHTS
) -> Iterator[Case]:
    """Try some cases in this process. Files that fail are written into the folder ``faults``.

    Args:
        limited: whether the process may take no more than :data:`BYTES` beyond what it has when all is warm.
    """
    before = os.environ.get(SCENARIOS_VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        try:
            bench = Bench(Path(folder), weights)
            if limited:
                _limit()
            for number in numbers:
                case = bench.tried(bench.case(number, seed))
                if case.outcome == "fault":
                    keep(case, faults)
                yield case
        finally:
            os.environ.pop(SCENARIOS_VARIABLE, None)
            os.environ |= {} if before is None else {SCENARIOS_VARIABLE: before}


def _limit() -> None:
    """Refuse this process more memory than it has now and :data:`BYTES`, where the system tells what it has."""
    known = Path("/proc/self/statm")
    if known.exists():
        held = int(known.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + BYTES, held + BYTES))


def keep(case: Case, faults: Path) -> None:
    """Keep the file of a case that failed, and what was said of it."""
    faults.mkdir(parents=True, exist_ok=True)
    name = f"{case.number}-{case.kind}-{Path(case.file).name}"
    (faults / name).write_bytes(case.raw)
    (faults / f"{name}.txt").write_text(
        f"{case.file}: {case.how}\n\n{case.said}", encoding="utf-8", errors="backslashreplace"
    )


# --- many cases in several processes


def in_processes(cases: int, first: int, seed: int, faults: Path, processes: int) -> Iterator[Case]:
    """Try cases in chunks, each in a process of its own with a limit of memory. A process that hangs is ended."""
    waiting = [range(start, min(start + CHUNK, first + cases)) for start in range(first, first + cases, CHUNK)]
    running: list[tuple[subprocess.Popen[str], range]] = []
    while waiting or running:
        while waiting and len(running) < processes:
            chunk = waiting.pop(0)
            running.append((_started(chunk, seed, faults), chunk))
        process, chunk = running.pop(0)
        yield from _heard(process, chunk)


def _started(chunk: range, seed: int, faults: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.hostile.fuzz", "--seed", str(seed), "--first", str(chunk.start)]
    command += ["--cases", str(len(chunk)), "--faults", str(faults), "--lines"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _heard(process: subprocess.Popen[str], chunk: range) -> Iterator[Case]:
    """The cases that a process tries. If it dies, the case that it was at is a fault."""
    assert process.stdout is not None
    done = 0
    with process.stdout as lines:
        for line in lines:
            yield Case(**json.loads(line))
            done += 1
    if process.wait(timeout=SILENCE) != 0 or done < len(chunk):
        said = f"the process ended with code {process.returncode}"
        yield Case(chunk.start + done, "scenario", "?", "?", "fault", said)


def summary(cases: Sequence[Case], seed: int, faults: Path) -> str:
    """What became of all cases, and how to repeat those that failed."""
    counted = Counter((case.kind, case.outcome) for case in cases)
    lines = [f"{len(cases):,} cases of seed {seed}, the longest {max((c.seconds for c in cases), default=0):.1f} s:"]
    lines += [f"  {kind}: {outcome} {number:,}" for (kind, outcome), number in sorted(counted.items())]
    failed = [case for case in cases if case.outcome == "fault"]
    for case in failed[:20]:
        end = case.said.strip().splitlines()[-1] if case.said else ""
        lines.append(f"  fault {case.number}: {case.file} ({case.how}): {end[:200]}")
    if failed:
        lines.append(f"  files: {faults}")
        lines.append(f"  again: python -m tests.hostile.fuzz --seed {seed} --only {failed[0].number}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument(
        "--kind", choices=list(WEIGHTS), help="only cases of this kind; they are others than without it"
    )
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--faults", type=Path, default=Path(tempfile.gettempdir()) / "jobsim-hostile")
    parser.add_argument(
        "--lines", action="store_true", help="one case a line as JSON, for the process that started this"
    )
    options = parser.parse_args(arguments)
    first, number = (options.only, 1) if options.only is not None else (options.first, options.cases)
    weights = WEIGHTS if options.kind is None else {options.kind: 1}
    if options.lines:
        for case in tried(range(first, first + number), options.seed, options.faults, limited=True, weights=weights):
            data: dict[str, Any] = asdict(case) | {"raw": ""}
            sys.stdout.write(json.dumps(data | {"raw": None}) + "\n")
            sys.stdout.flush()
        return 0
    if options.processes > 1:
        cases = list(in_processes(number, first, options.seed, options.faults, options.processes))
    else:
        cases = list(tried(range(first, first + number), options.seed, options.faults, weights=weights))
    sys.stdout.write(summary(cases, options.seed, options.faults) + "\n")
    if options.only is not None:
        sys.stdout.write(f"{cases[0].outcome}: {cases[0].said}\n")
    return 1 if any(case.outcome == "fault" for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main())
