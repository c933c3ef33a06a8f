"""A change that a proposal wants in a rule tree, and the reasons to refuse it."""

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
    """``operation`` is set, add, remove, append or keep; ``old`` stands at ``keys``; ``at`` is the change's own place.

    ``in_force``: it may be the law already; None where that cannot be said.
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
        old = old if old is MISSING else copy.deepcopy(old)  # what is appended to a list is not what stood there
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
        """It does not fit what stands: its own fault, or the regime's where it is for others."""
        regimes = self.proposal.regimes
        if not regimes or draft.regime in regimes:
            return self.error(message, **details)
        found = f"{draft.regime}, where `{self.path}` is {written(self.old)}"
        return self.error(
            f"{self.proposal.id} is not for {draft.regime}: {message}", found=found, expected=" or ".join(regimes),
            do=f"compose it with the rules that it argues against: {regimes[0]}+{self.proposal.id}",
        )  # fmt: skip

    def agrees_with(self, other: Wanted) -> bool:
        """Whether both are the same change. Raises ScenarioError when they cannot both be made."""
        alike = self.operation == other.operation and same(self.new, other.new)
        if "keep" in (self.operation, other.operation):
            alike = same(_value(self.new), _value(other.new))
        if self.keys == other.keys and alike:
            return True
        extends = other.operation == "add" and len(self.keys) > len(other.keys)
        if self.operation == "append" and len(self.keys) < len(other.keys):  # another item of the list is changed
            extends = True
        if extends or other.proposal.id == self.proposal.id:
            return False
        first, second = other.proposal.id, self.proposal.id
        place = other.proposal.source.place(other.at)
        raise self.error(
            f"{first} and {second} contradict each other at `{self.path}`",
            found=f"{first}: {other} ({place}); {second}: {self}",
            do="compose only one of them",
        )

    def changes_something(self, draft: Draft) -> bool:
        """Whether it has an effect: False only where it is in force already.

        Raises:
            ScenarioError: it does not fit what stands.
        """
        self._check_path(draft)
        if self.operation == "keep":
            if not same(self.new, self.old):
                message = f"what is to be kept is not what stands at `{self.path}`"
                kept = {"found": f"keep: {written(self.new)}", "expected": f"keep: {written(self.old)}"}
                raise self.unfit(draft, message, **kept)
            return False
        if self._changes_nothing():
            if self.in_force:
                return False
            message = f"the change changes nothing: `{self.path}` is already so"
            do = "leave the change out" + ("" if self.in_force is None else ", or say `already_in_force: true`")
            raise self.unfit(draft, message, found=written(self.old), do=do)
        if self.operation == "set" and not same(self.change.from_value, self.old):
            found, stands = written(self.change.from_value), written(self.old)
            message = f"`from` is not what stands at `{self.path}`"
            raise self.unfit(draft, message, found=f"from: {found}", expected=f"from: {stands}")
        if self.operation == "add" and self.old is not MISSING and self.old is not None:
            raise self.error(f"`{self.path}` is there already", found=written(self.old), do="use `set`")
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


def same(one: Any, other: Any) -> bool:
    """Whether two things in files say the same: ``none`` is nothing, and true is not 1."""
    one, other = ("none" if thing is None else thing for thing in (one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def written(thing: Any) -> str:
    """As a file would write it."""
    if isinstance(thing, bool):
        return str(thing).lower()
    if thing is None or thing is MISSING:
        return "none"
    return f"[{', '.join(map(str, thing))}]" if isinstance(thing, list) else str(thing)
