"""A mutant: one change of one source file by an operator of cosmic-ray, and the sample of mutants that is tested."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.operators.provider import OperatorProvider

from tests.mutants.matterless import matterless

ROOT = Path(__file__).parents[2]
MUTABLE = {
    "operator", "keyword", "number", "comparison", "factor", "not_test", "if_stmt", "while_stmt", "test", "for_stmt", "decorator",
    "except_clause",
}  # fmt: skip
"""The kinds of nodes that an operator can change. The others are not shown to the operators, which saves time."""
SAME = {
    f"ReplaceComparisonOperator_{name}"
    for pair in (("Eq", "Is"), ("NotEq", "IsNot"))
    for name in ("_".join(pair), "_".join(reversed(pair)))
}
"""Operators that put identity for equality or the other way round: for small integers, members and None both are the same."""
OPERATORS: dict[str, Any] = {name: OperatorProvider()[name] for name in OperatorProvider()}


@dataclass(frozen=True, order=True)
class Mutant:
    """A change that cosmic-ray can make.

    Attributes:
        file: the source file, from the root of the checkout.
        line: the line of the change, from 1.
        column: its column, from 0.
        family: operators of a kind, such as all that replace a comparison.
        operator: the name of the operator.
        occurrence: the number of the place in the file among those of this operator.
    """

    file: str
    line: int
    column: int
    family: str
    operator: str
    occurrence: int

    def source(self) -> str:
        """The changed file."""
        mutated: str | None = MutationVisitor.mutate_code(text(self.file), OPERATORS[self.operator](), self.occurrence)
        assert mutated is not None, f"{self} is no change"
        return mutated

    def lines(self) -> tuple[str, str]:
        """The first line that the change concerns, before and after, without indentation ("" if it is gone)."""
        old, new = text(self.file).splitlines(), self.source().splitlines()
        changed = list(difflib.unified_diff(old, new, n=0, lineterm=""))[3:]
        before = next((line[1:].strip() for line in changed if line[0] == "-"), "")
        return before, next((line[1:].strip() for line in changed if line[0] == "+"), "")


@lru_cache(maxsize=256)
def text(file: str) -> str:
    """The source of a file."""
    return (ROOT / file).read_text(encoding="utf-8")


def mutants_of(file: str) -> Iterator[Mutant]:
    """Every mutant of a file that could matter."""
    source = text(file)
    nodes = [node for node in ast_nodes(get_ast(source)) if node.type in MUTABLE]
    without = matterless(source)
    for name, operator_class in OPERATORS.items():
        if operator_class.arguments() or name in SAME:
            continue
        operator, occurrence = operator_class(), -1
        for node in nodes:
            for (line, column), _ in operator.mutation_positions(node):
                occurrence += 1
                if not any(begin <= (line, column) < end for begin, end in without):
                    yield Mutant(file, line, column, operator_class.__module__.rpartition(".")[2], name, occurrence)


def sample(files: Sequence[str], number: int, seed: int) -> list[Mutant]:
    """So many mutants of these files, spread evenly over all places that can change; the same for the same seed.

    A place counts once, however many operators can change it. Else half of all mutants were other arithmetic signs.
    """
    places: dict[tuple[str, int, int, str], list[Mutant]] = {}
    for file in sorted(files):
        for mutant in mutants_of(file):
            places.setdefault((mutant.file, mutant.line, mutant.column, mutant.family), []).append(mutant)
    ordered, chance = [places[place] for place in sorted(places)], random.Random(seed)
    number = min(number, len(ordered))
    first = chance.random()
    return [chance.choice(ordered[int((k + first) * len(ordered) / number)]) for k in range(number)]
