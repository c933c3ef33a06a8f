"""Mutation tests of one room: ``python -m tests.mutants law --number 40``. The last line of the output is JSON."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

# Imported before any process is forked, so that none of them has to import it again. Nothing of ``sim`` is among them.
import hypothesis
import numba
import pandas as pd
import pydantic
import ruamel.yaml

from tests.mutants.mutant import sample
from tests.mutants.rooms import ROOMS
from tests.mutants.survivors import survivors
from tests.mutants.trial import Trial, Verdict

READ_BEFORE = (hypothesis, numba, pd, pydantic, ruamel.yaml)
SEED = 20


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a command says what it does


def _as_line(verdict: Verdict) -> str:
    mutant = verdict.mutant
    before, after = mutant.lines()
    return (
        f"{verdict.outcome:8} {verdict.seconds:5.1f} s  {mutant.file}:{mutant.line} {mutant.operator} (of {verdict.met}; {verdict.by})"
        + (f"\n    - {before}\n    + {after}" if verdict.outcome == "survived" else "")
    )


def main(arguments: list[str]) -> int:
    """Try a sample of a room's mutants, and print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--number", type=int, default=40, help="mutants of the sample (default: 40)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which sample (default: {SEED})")
    parser.add_argument("--file", default="", help="only mutants of this source file")
    parser.add_argument("--only", default="", help="only these mutants of the sample, by number: 3,17")
    parser.add_argument(
        "--folder", default="", help="keep records here, and use those of an earlier call with the same sources"
    )
    chosen = parser.parse_args(arguments)
    room = ROOMS[chosen.room]
    mutants = sample([file for file in room.sources() if chosen.file in file], chosen.number, chosen.seed)
    if chosen.only:
        mutants = [mutants[int(number)] for number in chosen.only.split(",")]
    listed = survivors()
    equivalent = [mutant for mutant in mutants if any(survivor.is_mutant(mutant) for survivor in listed)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as temporary:
        trial = Trial(room, Path(chosen.folder or temporary), _say)
        trial.prepare()
        verdicts = []
        for verdict in trial.run([mutant for mutant in mutants if mutant not in equivalent]):
            verdicts.append(verdict)
            _say(f"{mutants.index(verdict.mutant):4} {_as_line(verdict)}")
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    counts = {
        "room": room.name,
        "sampled": len(mutants),
        "equivalent": len(equivalent),
        **{outcome: outcomes[outcome] for outcome in ("killed", "time", "survived")},
        "seconds": round(sum(verdict.seconds for verdict in verdicts)),
    }
    _say(json.dumps(counts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
