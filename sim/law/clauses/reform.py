"""A reform: a proposal's changes to named values of the law, with what its paper claims for it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, NoneWord, Title
from sim.files.value import problem
from sim.law.clauses.vocabulary import NatureWord, ProposalKind

NEEDS = {"process": ("changes", "touches", "nature"), "budget": ("budget", "why"), "governance": ("why",)}
_MAY_HAVE = {"process": ("budget",)}
"""By kind of proposal: the keys that it needs, and those of other kinds that it may have too."""
OPERATIONS = {"set": ("from", "to"), "add": ("value",), "remove": (), "keep": ("value",)}
"""Of a change: with the keys that each needs; those of the others do not go with it."""


def may_have(kind: ProposalKind) -> tuple[str, ...]:
    """Of the keys that not every kind of proposal has, those that go with this one."""
    return (*NEEDS[kind], *_MAY_HAVE.get(kind, ()))


class PathChange(Entry):
    """One change: ``set`` a path ``from`` what stands ``to`` something else, ``add`` at a path, or ``remove``.

    ``keep`` says that a path stays as it is: it changes nothing, and contradicts a proposal that changes it.
    """

    set_path: str | None = Field(default=None, alias="set")
    add: str | None = None
    remove: str | None = None
    keep: str | None = None
    from_value: Any = Field(default=None, alias="from")
    to: Any = None
    value: Any = None

    @property
    def operation(self) -> Literal["set", "add", "remove", "keep"]:
        if self.keep is not None:
            return "keep"
        return "set" if self.set_path is not None else "add" if self.add is not None else "remove"

    @property
    def path(self) -> str:
        return self.set_path or self.add or self.remove or self.keep or ""

    @property
    def told_apart(self) -> Names:
        """The regimes on which alone it is made; none where it is made on all."""
        return ()

    @model_validator(mode="before")
    @classmethod
    def _is_one_operation(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        given = [key for key in OPERATIONS if key in raw]
        if len(given) != 1:
            found = ", ".join(given) or ", ".join(map(str, raw))
            raise problem(
                "a change is exactly one of set, add, remove and keep",
                found=found,
                expected="set, add, remove or keep",
            )
        for key in OPERATIONS[given[0]]:
            if key not in raw:
                raise problem(f"`{given[0]}` needs `{key}`", found=", ".join(raw), expected=key)
        wanted = OPERATIONS[given[0]]
        for key in raw:
            if key in ("from", "to", "value") and key not in wanted:
                raise problem(f"`{key}` does not go with `{given[0]}`", key=(key,), expected=", ".join(wanted))
        return raw


class Change(PathChange):
    """A proposal's change, which may be the law already. ``on``: only on these regimes; on all where left out."""

    on: Names = ()
    already_in_force: bool = False

    @property
    def told_apart(self) -> Names:
        return self.on


class Claim(Entry):
    """What the paper says: that it ``saves`` so much, or another number that it ``states``. ``source`` is the figure's id."""

    saves: float | None = None
    states: float | None = None
    unit: str
    source: str
    note: str | None = None

    @model_validator(mode="after")
    def _is_one_number(self) -> Claim:
        if (self.saves is None) == (self.states is None):
            found = "both" if self.saves is not None else "neither"
            raise problem("a claim either `saves` or `states` a number", found=found, expected="saves or states")
        return self


class BudgetLine(Entry):
    """A line in the money table: what the paper says it is worth, ``none`` where it gives no amount."""

    amount: Annotated[float | None, NoneWord]
    unit: str
    source: str  # the figure's id, or where the paper speaks of it


class Nature(Entry):
    """Whether the headline emerges from the mechanism, scales an input or echoes one, and which."""

    is_: NatureWord = Field(alias="is")
    of: str


class Reform(Entry):
    """A proposal. Only a ``process`` proposal changes rules; ``budget`` is money, ``governance`` neither."""

    title: Title
    kind: ProposalKind
    paper_place: str
    changes: Annotated[tuple[Change, ...], Field(strict=False)] = ()
    touches: Names = ()  # activities and certificates whose amount it changes
    claim: Claim | None = None
    nature: Nature | None = None
    budget: BudgetLine | None = None
    why: str | None = None  # why no model of the process can run it
    argued_against: str | None = None  # a regime, where it is not the file's
    written_for: str | None = None
    law: str
    happened: str  # what became of the proposal
    already_in_force: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Reform:
        given = {
            "changes": self.changes, "touches": self.touches, "nature": self.nature, "budget": self.budget, "why": self.why,
        }  # fmt: skip
        wanted = NEEDS[self.kind]
        for key in wanted:
            if not given[key]:
                raise problem(f"a {self.kind} proposal needs `{key}`", expected=key)
        for key, thing in given.items():
            if thing and key not in may_have(self.kind):
                message = f"`{key}` does not go with a {self.kind} proposal"
                raise problem(message, key=(key,), found=key, expected=", ".join(wanted))
        return self


class ReformFile(Entry):
    schema_version: Literal[1] = Field(alias="schema")
    paper: str
    title: Title | None = None
    argued_against: str  # the regime that the paper speaks of; a reform may say another
    written_for: str  # the regime whose paths its changes name
    reforms: dict[str, Reform]
