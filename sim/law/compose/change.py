"""A change that a proposal requests in a rule tree, and the reasons to refuse it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from sim.files.edit import MISSING, Draft
from sim.files.errors import ScenarioError
from sim.files.tree import Keys
from sim.files.value import VALUE_KEYS
from sim.law.clauses.reform import PathChange
from sim.law.compose.proposal import Changer


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requested change.

    Attributes:
        in_force: whether it may already be the law; None if a proposal of this kind cannot say so.
        at: the keys of the change in its own file.
        keys: the changed path in the rule tree.
        operation: set, add, remove, append or keep.
        new: the requested content.
        old: the present content at ``keys``, or MISSING.
    """

    proposal: Changer
    change: PathChange
    in_force: bool | None
    at: Keys
    keys: Keys
    operation: str
    new: Any
    old: Any

    @classmethod
    def read(cls, proposal: Changer, index: int, draft: Draft) -> Wanted:
        change = proposal.changes[index]
        keys = draft.keys(change.path)
        old = draft.standing(keys)
        old = old if old is MISSING else copy.deepcopy(old)  # a copy, because an append changes the list in place
        appends = change.operation == "add" and isinstance(old, list)
        new = change.to if change.operation == "set" else change.value
        operation = "append" if appends else change.operation
        return cls(
            proposal, change, proposal.in_force(index), (*proposal.keys, "changes", index), keys, operation, new, old
        )

    @property
    def path(self) -> str:
        return ".".join(map(str, self.keys))

    def __str__(self) -> str:
        return self.operation if self.operation == "remove" else f"{self.operation} {written(self.new)}"

    def error(self, message: str, **details: Any) -> ScenarioError:
        return self.proposal.source.error(message, self.at, **details)

    def unfit(self, draft: Draft, message: str, **details: Any) -> ScenarioError:
        """The error for a change that does not fit the law. It mentions the regime if the proposal is for other regimes."""
        regimes = self.proposal.regimes
        if not regimes or draft.regime in regimes:
            return self.error(message, **details)
        found = f"{draft.regime}, where `{self.path}` is {written(self.old)}"
        return self.error(
            f"{self.proposal.id} is not for {draft.regime}: {message}", found=found, expected=" or ".join(regimes),
            do=f"combine it with the rules that it argues against: {regimes[0]}+{self.proposal.id}",
        )  # fmt: skip

    def agrees_with(self, other: Wanted) -> bool:
        """Whether both changes are the same.

        Raises:
            ScenarioError: the changes contradict each other.
        """
        alike = self.operation == other.operation and same(self.new, other.new)
        if "keep" in (self.operation, other.operation):
            alike = same(_value(self.new), _value(other.new))
        if self.keys == other.keys and alike:
            return True
        extends = other.operation == "add" and len(self.keys) > len(other.keys)
        if self.operation == "append" and len(self.keys) < len(
            other.keys
        ):  # the other change is to another item of the list
            extends = True
        if extends or other.proposal.id == self.proposal.id:
            return False
        first, second = other.proposal.id, self.proposal.id
        place = other.proposal.source.place(other.at)
        raise self.error(
            f"{first} and {second} contradict each other at `{self.path}`",
            found=f"{first}: {other} ({place}); {second}: {self}",
            do="use only one of them",
        )

    def changes_something(self, draft: Draft) -> bool:
        """Whether the change has an effect. It has none for ``keep`` and for a change that is already in force.

        Raises:
            ScenarioError: the change does not fit the law.
        """
        self._check_path(draft)
        if self.operation == "keep":
            if not same(self.new, self.old):
                message = f"`keep` does not match the law at `{self.path}`"
                details = {"found": f"keep: {written(self.new)}", "expected": f"keep: {written(self.old)}"}
                raise self.unfit(draft, message, **details)
            return False
        if self._changes_nothing():
            if self.in_force:
                return False
            message = f"the change has no effect: `{self.path}` already has this value"
            do = "remove the change" + ("" if self.in_force is None else ", or set `already_in_force: true`")
            raise self.unfit(draft, message, found=written(self.old), do=do)
        if self.operation == "set" and not same(self.change.from_value, self.old):
            given_value, value_in_force = written(self.change.from_value), written(self.old)
            message = f"`from` does not match the law at `{self.path}`"
            raise self.unfit(draft, message, found=f"from: {given_value}", expected=f"from: {value_in_force}")
        if self.operation == "add" and self.old is not MISSING and self.old is not None:
            raise self.error(f"`{self.path}` already exists", found=written(self.old), do="use `set`")
        if self.operation == "remove" and isinstance(self.keys[-1], int):
            raise self.error("one item of a list cannot be removed", found=self.path, do="`set` the whole list")
        return True

    def _check_path(self, draft: Draft) -> None:
        if self.operation == "remove" and self.in_force:
            return
        adds = self.operation == "add"
        needed = self.keys[:-1] if adds else self.keys
        if draft.standing(needed) is MISSING or (adds and not isinstance(draft.standing(needed), dict)):
            expected, nearest = draft.nearest_path(needed)
            found = self.change.path
            message = "there is no such path in the law"
            raise self.unfit(draft, message, found=found, expected=expected, nearest=nearest)

    def _changes_nothing(self) -> bool:
        if self.operation == "append":
            return not isinstance(self.new, dict) and any(same(self.new, item) for item in self.old)
        if self.operation == "remove" or self.old is MISSING:
            return self.operation == "remove" and self.old is MISSING
        is_value = isinstance(self.new, dict) and "value" in self.new and not isinstance(self.old, dict)
        return same(self.new["value"] if is_value else self.new, self.old)


def _value(thing: Any) -> Any:
    return thing["value"] if isinstance(thing, dict) and set(thing) <= set(VALUE_KEYS) and "value" in thing else thing


def same(first: Any, second: Any) -> bool:
    """Whether two contents of files are equal. ``none`` equals an absent value, and true differs from 1."""
    first, second = ("none" if thing is None else thing for thing in (first, second))
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    return bool(first == second)


def written(thing: Any) -> str:
    """The content in file notation."""
    if isinstance(thing, bool):
        return str(thing).lower()
    if thing is None or thing is MISSING:
        return "none"
    return f"[{', '.join(map(str, thing))}]" if isinstance(thing, list) else str(thing)
