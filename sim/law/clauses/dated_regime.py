"""A regime by date: what the law of another day says otherwise, change by change, with source and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.files.entry import Entry, Title
from sim.files.source import Source
from sim.files.tree import Keys
from sim.law.clauses.reform import PathChange
from sim.law.clauses.regime import Date
from sim.law.clauses.vocabulary import Confidence, Running


class DatedChange(PathChange):
    """A change from the regime that is extended to this one.

    ``confidence`` is that of the source's statement; ``running`` says what becomes of cases that run on the day.
    """

    law: str
    source: str
    confidence: Confidence
    running: Running = "move"
    note: str | None = None


class LeftOut(Entry):
    """What the source states and no change expresses, and why."""

    what: str
    why: str
    source: str
    confidence: Confidence


class DatedRegime(Entry):
    """``regimes/*.yaml`` with ``extends``: the changes on the way from the regime extended to this one."""

    schema_version: Literal[1] = Field(alias="schema")
    regime: str
    title: Title
    in_force: Date
    date_confidence: Confidence
    expected: bool = False  # not adopted when the source was read
    confidence: Confidence  # of the content as a whole; each change has its own
    extends: str
    note: str | None = None
    changes: Annotated[tuple[DatedChange, ...], Field(strict=False)]
    left_out: Annotated[tuple[LeftOut, ...], Field(strict=False)] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change that a regime by date has made: ``old`` and ``new`` as files write them, ``where`` as file:line."""

    path: str
    old: Any
    new: Any
    regime: str
    law: str
    source: str
    confidence: str
    running: Running
    where: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A regime by date as what changes a rule tree."""

    file: DatedRegime
    source: Source

    @property
    def id(self) -> str:
        return self.file.regime

    @property
    def keys(self) -> Keys:
        return ()

    @property
    def law(self) -> str:
        return ""

    @property
    def regimes(self) -> Sequence[str]:
        return ()

    @property
    def changes(self) -> Sequence[DatedChange]:
        return self.file.changes

    def in_force(self, index: int) -> None:
        """A change by date is never in force before its date."""
