"""A proposal under its id, and the changes that it made in a rule set."""

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
    """A source of changes to a rule tree: a proposal, a package or a dated regime.

    Attributes:
        keys: the place of its ``changes`` in ``source``.
        regimes: the regimes that it is written for; empty if there is no limit.

    ``in_force(index)`` is whether the change may already be the law; None means that it never may.
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
    """A reform under its id, with its paper and its file.

    ``argued_against`` is the regime that the paper argues against. ``written_for`` is the regime with the changed paths.
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
        limited_to = [name for change in self.reform.changes for name in change.on]
        return list(dict.fromkeys([self.argued_against, self.written_for, *limited_to]))

    @property
    def changes(self) -> Sequence[PathChange]:
        return self.reform.changes

    def in_force(self, index: int) -> bool | None:
        """Whether the proposal declares that this change may already be the law."""
        return self.reform.changes[index].already_in_force or self.reform.already_in_force

    def check_runs(self, regime: str) -> None:
        """Check that the proposal changes rules, and rules of ``regime`` if its changes are limited to regimes.

        Raises:
            ScenarioError: it does not.
        """
        if self.reform.kind != "process":
            raise self.source.error(
                f"{self.id} is a {self.reform.kind} proposal: it changes no rule", (*self.keys, "kind"), found=self.reform.kind,
                expected="a process proposal", do=self.reform.why.en if self.reform.why else None,
            )  # fmt: skip
        limited_to = {name for change in self.reform.changes for name in change.on}
        if limited_to and regime not in limited_to:
            raise self.not_for(regime, "it has no changes for this regime")

    def not_for(self, regime: str, why: str) -> ScenarioError:
        """The error for a combination with a regime that the proposal is not written for."""
        return self.source.error(
            f"{self.id} is not for {regime}: {why}", self.keys, found=regime, expected=" or ".join(self.regimes),
            do=f"combine it with the rules that it argues against: {self.argued_against}+{self.id}",
        )  # fmt: skip

    def check_touches(self, regime: Regime) -> None:
        """Check that each name in ``touches`` is an activity or certificate of ``regime`` or of an added entry.

        Raises:
            ScenarioError: at the first unknown name.
        """
        added = [change.add.split(".") for change in self.reform.changes if change.add]
        own = [path[1] for path in added if len(path) == 2 and path[0] in ("activities", "certificates")]
        known = [*regime.activities, *regime.certificates, *own]
        for index, name in enumerate(self.reform.touches):
            if name not in known:
                name_keys: Keys = (*self.keys, "touches", index)
                expected, nearest = ", ".join(known), nearest_name(name, known)
                raise self.source.error("unknown activity", name_keys, found=name, expected=expected, nearest=nearest)


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """A change that took effect in a rule set. ``old`` and ``new`` are in file notation; ``where`` is file:line."""

    path: str
    old: Any
    new: Any
    reform: str
    law: str
    where: str
