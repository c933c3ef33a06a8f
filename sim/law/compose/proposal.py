"""A proposal as rule sets know it, and the changes that it has made in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sim.files.errors import ScenarioError, nearest_name
from sim.files.source import Source
from sim.files.tree import Keys
from sim.law.clauses.reform import PathChange, Reform
from sim.law.clauses.regime import Regime


class Changer(Protocol):
    """What changes a rule tree: a proposal, a package, or a regime by date. ``keys`` is where its ``changes`` stand in ``source``.

    ``in_force(index)`` says whether the change may be the law already; None where it never may. ``regimes`` are those that it is
    for, none where it says nothing of that.
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
    def regimes(self) -> Sequence[str]: ...
    @property
    def changes(self) -> Sequence[PathChange]: ...
    def in_force(self, index: int) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reform under its id, with the paper and the file it stands in.

    ``argued_against`` is the regime that the paper speaks of, ``written_for`` the one whose paths the changes name.
    """

    id: str
    paper: str
    reform: Reform
    source: Source
    argued_against: str
    written_for: str

    @property
    def keys(self) -> Keys:
        return ("reforms", self.id)

    @property
    def law(self) -> str:
        return self.reform.law

    @property
    def regimes(self) -> Sequence[str]:
        told = [name for change in self.reform.changes for name in change.on]
        return list(dict.fromkeys([self.argued_against, self.written_for, *told]))

    @property
    def changes(self) -> Sequence[PathChange]:
        return self.reform.changes

    def in_force(self, index: int) -> bool | None:
        """Whether the proposal says that this change may be the law already."""
        return self.reform.changes[index].already_in_force or self.reform.already_in_force

    def check_runs(self, regime: str) -> None:
        """Raises ScenarioError when it changes no rules, or none of ``regime`` where it tells regimes apart."""
        if self.reform.kind != "process":
            raise self.source.error(
                f"{self.id} is a {self.reform.kind} proposal: it changes no rule", (*self.keys, "kind"), found=self.reform.kind,
                expected="a process proposal", do=self.reform.why,
            )  # fmt: skip
        told = {name for change in self.reform.changes for name in change.on}
        if told and regime not in told:
            raise self.not_for(regime, "what it changes there is not said")

    def not_for(self, regime: str, why: str) -> ScenarioError:
        """It is composed with a regime that it is not for."""
        return self.source.error(
            f"{self.id} is not for {regime}: {why}", self.keys, found=regime, expected=" or ".join(self.regimes),
            do=f"compose it with the rules that it argues against: {self.argued_against}+{self.id}",
        )  # fmt: skip

    def check_touches(self, regime: Regime) -> None:
        """Raises ScenarioError when ``touches`` names neither an activity nor a certificate, of ``regime`` or added."""
        added = [change.add.split(".") for change in self.reform.changes if change.add]
        own = [path[1] for path in added if len(path) == 2 and path[0] in ("activities", "certificates")]
        known = [*regime.activities, *regime.certificates, *own]
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
