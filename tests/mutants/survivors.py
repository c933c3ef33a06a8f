"""Mutants that survive and may: the list of those that cannot change any result, each with its reason (survivors.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from tests.mutants.mutant import Mutant, text

FILE = Path(__file__).parent / "survivors.yaml"


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test can notice.

    Attributes:
        file: the source file.
        operator: cosmic-ray's operator.
        line: the first changed line as it stands, without indentation.
        becomes: what the operator makes of it.
        reason: why no result can change.
    """

    file: str
    operator: str
    line: str
    becomes: str
    reason: str

    def is_mutant(self, mutant: Mutant) -> bool:
        if (self.file, self.operator) != (mutant.file, mutant.operator):
            return False
        return (self.line, self.becomes) == mutant.lines()

    def stands(self) -> bool:
        """Whether the source still has the line."""
        return any(line.strip() == self.line for line in text(self.file).splitlines())


def survivors() -> list[Survivor]:
    """The whole list."""
    read = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return [Survivor(file=file, **entry) for file, entries in read.items() for entry in entries]
