"""A reform: a proposal's changes to named values of the law, with what its paper claims for it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.law.entry import Entry, Names, Title
from sim.law.value import problem
from sim.law.words import NatureWord, ProposalKind

_OPERATIONS = {"set": ("from", "to"), "add": ("value",), "remove": ()}


class PathChange(Entry):
    """One change: ``set`` a path ``from`` what stands ``to`` something else, ``add`` at a path, or ``remove``."""

    set_path: str | None = Field(default=None, alias="set")
    add: str | None = None
    remove: str | None = None
    from_value: Any = Field(default=None, alias="from")
    to: Any = None
    value: Any = None

    @property
    def operation(self) -> Literal["set", "add", "remove"]:
        return "set" if self.set_path is not None else "add" if self.add is not None else "remove"

    @property
    def path(self) -> str:
        return self.set_path or self.add or self.remove or ""

    @model_validator(mode="before")
    @classmethod
    def _is_one_operation(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        given = [key for key in _OPERATIONS if key in raw]
        if len(given) != 1:
            found = ", ".join(given) or ", ".join(map(str, raw))
            raise problem("a change is exactly one of set, add and remove", found=found, expected="set, add or remove")
        for key in _OPERATIONS[given[0]]:
            if key not in raw:
                raise problem(f"`{given[0]}` needs `{key}`", found=", ".join(raw), expected=key)
        wanted = _OPERATIONS[given[0]]
        for key in raw:
            if key in ("from", "to", "value") and key not in wanted:
                raise problem(f"`{key}` does not go with `{given[0]}`", key=(key,), expected=", ".join(wanted))
        return raw


class Change(PathChange):
    """A proposal's change, which may be the law already."""

    already_in_force: bool = False


class Claim(Entry):
    """What the paper says it saves. ``source`` is the figure's id."""

    saves: float
    unit: str
    source: str
    note: str | None = None


class Nature(Entry):
    """Whether the headline emerges from the mechanism, scales an input or echoes one, and which."""

    is_: NatureWord = Field(alias="is")
    of: str


class Reform(Entry):
    title: Title
    kind: ProposalKind
    paper_place: str
    changes: Annotated[tuple[Change, ...], Field(strict=False)] = ()
    touches: Names = ()  # activities and certificates whose amount it changes
    claim: Claim | None = None
    nature: Nature | None = None
    law: str
    happened: str  # what became of the proposal
    already_in_force: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _process_changes_rules(self) -> Reform:
        if self.kind == "process":
            for key, given in (("changes", self.changes), ("touches", self.touches), ("nature", self.nature)):
                if not given:
                    raise problem(f"a process proposal needs `{key}`", expected=key)
        return self


class ReformFile(Entry):
    schema_version: Literal[1] = Field(alias="schema")
    paper: str
    title: Title | None = None
    reforms: dict[str, Reform]
