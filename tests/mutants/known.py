"""Two mutants whose end is known, as JSON: ``python -m tests.mutants.known``. CI sees by them that the machinery works."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import pydantic
import ruamel.yaml

from tests.mutants.mutant import Mutant, mutants_of
from tests.mutants.record import Unit
from tests.mutants.rooms import Room
from tests.mutants.trial import Trial

READ_BEFORE = (pydantic, ruamel.yaml)
FILE, TESTS = "sim/law/reading/references.py", "tests/law/test_references.py"
LINE = 'if lang == "en":'
KILLED, EQUIVALENT = "ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_Eq_GtE"


def mutant(operator: str) -> Mutant:
    """The mutant that this operator makes of :data:`LINE`."""
    (only,) = (each for each in mutants_of(FILE) if each.operator == operator and each.lines()[0] == LINE)
    return only


def main() -> None:
    """Try both mutants, without a record of lines, and print the outcome of each."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trial = Trial(Room("known", (FILE,), (TESTS,), options=("--noconftest",)), Path(folder), lambda _: None)
        trial.warm.mkdir()
        trial.units = [Unit(TESTS, 1.0, {FILE: set(range(1000))})]
        outcomes = {operator: trial.verdict(mutant(operator)).outcome for operator in (KILLED, EQUIVALENT)}
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main()
