"""Reforms: a proposal's changes to named values of the law, and the claims of its paper."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.files.entry import Entry, Names, NoneWord, Sentences, Title
from sim.files.schema import Schema
from sim.files.value import problem
from sim.law.clauses.vocabulary import NatureWord, ProposalKind

NEEDS = {"process": ("changes", "touches", "nature"), "budget": ("budget", "why"), "governance": ("why",)}
_MAY_HAVE = {"process": ("budget",)}
"""By kind of proposal: ``NEEDS`` lists the required keys, ``_MAY_HAVE`` the keys of other kinds that it may also have."""
MONEY = "million DKK per year"
KNOWN_UNITS = {MONEY: "mio. kr. om året"}
"""Units that a file may give in English alone -> the same in Danish."""
OPERATIONS = {"set": ("from", "to"), "add": ("value",), "remove": (), "keep": ("value",)}
"""The operations of a change, each with the keys that it needs. Keys of other operations are errors."""


def may_have(kind: ProposalKind) -> tuple[str, ...]:
    """The special keys that a kind of proposal may have."""
    return (*NEEDS[kind], *_MAY_HAVE.get(kind, ()))


class PathChange(Entry):
    """One change: ``set`` a path ``from`` its value ``to`` another value, ``add`` at a path, ``remove`` or ``keep``.

    ``keep`` makes no change. It contradicts a proposal that changes the path.
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
    def limited_to(self) -> Names:
        """The regimes to which the change is limited. Empty means all regimes."""
        return ()

    @model_validator(mode="before")
    @classmethod
    def _is_one_operation(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        operations = [key for key in OPERATIONS if key in raw]
        if len(operations) != 1:
            found = ", ".join(operations) or ", ".join(map(str, raw))
            raise problem(
                "a change needs exactly one of set, add, remove and keep",
                found=found,
                expected="set, add, remove or keep",
            )
        for key in OPERATIONS[operations[0]]:
            if key not in raw:
                raise problem(f"`{operations[0]}` needs `{key}`", found=", ".join(raw), expected=key)
        needed_keys = OPERATIONS[operations[0]]
        for key in raw:
            if key in ("from", "to", "value") and key not in needed_keys:
                raise problem(
                    f"`{key}` does not go with `{operations[0]}`", key=(key,), expected=", ".join(needed_keys)
                )
        return raw


class Change(PathChange):
    """A proposal's change, which may already be the law. ``on`` limits it to some regimes; by default it is for all."""

    on: Names = ()
    already_in_force: bool = False

    @property
    def limited_to(self) -> Names:
        return self.on


def _in_both_languages(raw: Any) -> Any:
    """A unit in both languages, if it is one of :data:`KNOWN_UNITS` or has them already."""
    if not isinstance(raw, str):
        return raw
    if raw not in KNOWN_UNITS:
        raise problem("a unit needs both languages", found=raw, expected=f"{{en: …, da: …}} or {MONEY}")
    return {"en": raw, "da": KNOWN_UNITS[raw]}


Unit = Annotated[
    Title, BeforeValidator(_in_both_languages, json_schema_input_type=Literal["million DKK per year"] | Title)
]
"""A unit in English and Danish."""


class Claim(Entry):
    """A claim of the paper: an amount that the proposal ``saves``, or another number. ``source`` is the figure's id."""

    saves: float | None = None
    states: float | None = None
    unit: Unit
    source: str
    note: str | None = None

    @model_validator(mode="after")
    def _is_one_number(self) -> Claim:
        if (self.saves is None) == (self.states is None):
            found = "both" if self.saves is not None else "neither"
            raise problem("a claim needs exactly one of `saves` and `states`", found=found, expected="saves or states")
        return self


class BudgetLine(Entry):
    """A line in the money table: the paper's amount, or ``none`` if it gives no amount."""

    amount: Annotated[float | None, NoneWord]
    unit: Unit
    source: str  # the figure's id, or the place in the paper


class Nature(Entry):
    """The provenance of the headline: it emerges from the mechanism, scales an input or echoes an input."""

    is_: NatureWord = Field(alias="is")
    of: Sentences  # the input that is scaled or echoed


class Reform(Entry):
    """A proposal. Only a ``process`` proposal changes rules. A ``budget`` proposal changes money, a ``governance`` proposal neither."""

    title: Title
    kind: ProposalKind
    paper_place: str
    changes: Annotated[tuple[Change, ...], Field(strict=False)] = ()
    touches: Names = ()  # activities and certificates with a changed amount
    claim: Claim | None = None
    nature: Nature | None = None
    budget: BudgetLine | None = None
    why: Sentences | None = None  # the reason why no model of the process can run it
    argued_against: str | None = None  # a regime; by default the file's
    written_for: str | None = None
    law: str
    happened: str  # the outcome of the proposal
    already_in_force: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Reform:
        entries = {
            "changes": self.changes, "touches": self.touches, "nature": self.nature, "budget": self.budget, "why": self.why,
        }  # fmt: skip
        wanted = NEEDS[self.kind]
        for key in wanted:
            if not entries[key]:
                raise problem(f"a {self.kind} proposal needs `{key}`", expected=key)
        for key, thing in entries.items():
            if thing and key not in may_have(self.kind):
                message = f"`{key}` does not go with a {self.kind} proposal"
                raise problem(message, key=(key,), found=key, expected=", ".join(wanted))
        return self


class ReformFile(Entry):
    schema_version: Schema = Field(alias="schema")
    paper: str
    title: Title | None = None
    argued_against: str  # the regime that the paper argues against; a reform may have another
    written_for: str  # the regime with the paths in the changes
    reforms: dict[str, Reform]
