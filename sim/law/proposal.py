"""A proposal as rule sets know it, and the changes that it has made in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sim.errors import nearest_name
from sim.law.reform import PathChange, Reform
from sim.law.regime import Regime
from sim.law.source import Source
from sim.law.yaml_tree import Keys


class Changer(Protocol):
    """What changes a rule tree: a proposal, or a regime by date. ``keys`` is where its ``changes`` stand in ``source``.

    ``in_force(index)`` says whether the change may be the law already; None where it never may.
    """

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> Source: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def law(self) -> str: ...
    @property
    def changes(self) -> Sequence[PathChange]: ...
    def in_force(self, index: int) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reform under its id, with the paper and the file it stands in."""

    id: str
    paper: str
    reform: Reform
    source: Source

    @property
    def keys(self) -> Keys:
        return ("reforms", self.id)

    @property
    def law(self) -> str:
        return self.reform.law

    @property
    def changes(self) -> Sequence[PathChange]:
        return self.reform.changes

    def in_force(self, index: int) -> bool | None:
        """Whether the proposal says that this change may be the law already."""
        return self.reform.changes[index].already_in_force or self.reform.already_in_force

    def check_touches(self, regime: Regime) -> None:
        """Raises ScenarioError when ``touches`` names neither an activity nor a certificate of ``regime``."""
        known = [*regime.activities, *regime.certificates]
        for index, name in enumerate(self.reform.touches):
            if name not in known:
                at: Keys = (*self.keys, "touches", index)
                expected, nearest = ", ".join(known), nearest_name(name, known)
                raise self.source.error("unknown activity", at, found=name, expected=expected, nearest=nearest)


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """A change that took effect in a rule set: ``old`` and ``new`` as files write them, ``where`` as file:line."""

    path: str
    old: Any
    new: Any
    reform: str
    law: str
    where: str
