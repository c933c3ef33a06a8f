"""A rule set: a regime with reforms applied, ready to be compiled. It never changes; adding a reform makes another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.files.edit import default_at
from sim.files.parse import values_in
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import Value
from sim.law.clauses.dated_regime import Amendment, DatedRegime
from sim.law.clauses.regime import Regime
from sim.law.compose.needed_names import NamesUsed, names_used
from sim.law.compose.proposal import ChangeMade


@dataclass(frozen=True, slots=True)
class RuleSet:
    """``regime`` has all changes applied; ``source`` is the tree it was made from, with the place of each path.

    ``changes`` are the proposals'; ``amendments`` those of the regimes by date between the root and this one, which are ``dated``.
    ``added`` is the proposal that was added last by name (``current+004-3c``: 004-3c), and ``parent`` names the rule set without it;
    both are empty where none was added.
    """

    name: str
    regime: Regime
    reforms: tuple[str, ...]
    changes: tuple[ChangeMade, ...]
    source: Source = field(repr=False)
    by_name: Callable[[str], RuleSet] = field(repr=False, compare=False)
    amendments: tuple[Amendment, ...] = ()
    dated: tuple[DatedRegime, ...] = ()
    parent: str = ""
    added: str = ""

    def __add__(self, reform: str) -> RuleSet:
        return self.by_name(f"{self.name}+{reform}")

    def values(self) -> list[Value[Any]]:
        """Every quantity in it, in file order, with range, grade, source and place."""
        return values_in(self.regime)

    def hash(self) -> str:
        """Hexadecimal SHA-256 of the rules as they stand; the order of reforms has no part in it."""
        text = json.dumps(self.source.tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def default(self, keys: Keys) -> Any:
        """What holds at a path that the files leave out."""
        return default_at(self.regime, keys)

    def names_used(self) -> NamesUsed:
        """Traits, chances and destinations that the people of a study must have."""
        return names_used(self.regime, self.source)
