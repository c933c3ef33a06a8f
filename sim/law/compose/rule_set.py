"""Rule sets: a regime with reforms applied, ready for compilation. A rule set is immutable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from sim.files.edit import default_at
from sim.files.parse import values_in
from sim.files.set_values import SetTo, with_set_values
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import Value
from sim.law.clauses.dated_regime import Amendment, DatedRegime
from sim.law.clauses.regime import Regime
from sim.law.compose.needed_names import NamesUsed, names_used
from sim.law.compose.proposal import ChangeMade


@dataclass(frozen=True)
class RuleSet:
    """A regime with reforms applied. Adding a reform with ``+`` makes another rule set.

    Attributes:
        regime: the law with all changes applied.
        reforms: the ids of the proposals.
        changes: the changes of the proposals.
        source: the tree of the regime, with the place of each path.
        amendments: the changes of the dated regimes.
        dated: the dated regimes between the root and this one.
        parent: the name of the rule set without ``added``, or empty.
        added: the last proposal in the name (``current+004-3c``: 004-3c), or empty.
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

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: without the library, which is ten times as large and makes no run."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return _sent, (values | {"by_name": _without_library},)

    def __add__(self, reform: str) -> RuleSet:
        return self.by_name(f"{self.name}+{reform}")

    def values(self) -> list[Value[Any]]:
        """Every quantity of the rules, in file order, with range, grade, source and place."""
        return list(self._values)

    @cached_property
    def _values(self) -> tuple[Value[Any], ...]:
        """Collected once: several parts of a result ask for them."""
        return tuple(values_in(self.regime))

    def with_set_values(self, values: Sequence[SetTo]) -> RuleSet:
        """The same rules with values set. The name stays, and the hash changes."""
        regime, source = with_set_values(self.regime, self.source, values)
        return self if source is self.source else replace(self, regime=regime, source=source)

    def hash(self) -> str:
        """The SHA-256 of the rules in hexadecimal. It does not depend on the order of reforms."""
        return self._hash

    @cached_property
    def _hash(self) -> str:
        """Computed once: every run of a study has it in its name."""
        text = json.dumps(self.source.tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def default(self, keys: Keys) -> Any:
        """The default at a path that the files leave out, or MISSING."""
        return default_at(self.regime, keys)

    def names_used(self) -> NamesUsed:
        """The traits, chances and other names that the people file of a study must define."""
        return names_used(self.regime, self.source)


def _sent(values: dict[str, Any]) -> RuleSet:
    """A rule set that came from another process."""
    return RuleSet(**values)


def _without_library(name: str) -> RuleSet:
    raise ValueError(f"{name}: a rule set that was sent to another process has no library")
