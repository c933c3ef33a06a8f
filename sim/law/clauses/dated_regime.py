"""A dated regime: the law of another date as a list of changes, each with its source and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import Field

from sim.files.dates import Date
from sim.files.entry import Entry, Title
from sim.files.schema import Schema
from sim.files.source import Source
from sim.files.tree import Keys
from sim.law.clauses.reform import PathChange
from sim.law.clauses.vocabulary import Confidence, Running


class DatedChange(PathChange):
    """A change from the extended regime to this one.

    ``confidence`` belongs to the source's statement. ``running`` is the rule for cases that run on the date.
    """

    law: str
    source: str
    confidence: Confidence
    running: Running = "move"
    note: str | None = None


class LeftOut(Entry):
    """A statement of the source that no change expresses, with the reason."""

    what: str
    why: str
    source: str
    confidence: Confidence


class Caution(Title):
    """Sentences below a page's headline, so they may be longer than a title."""

    LONGEST: ClassVar[int] = 400


class DatedRegime(Entry):
    """``regimes/*.yaml`` with ``extends``: the changes from the extended regime to this one."""

    schema_version: Schema = Field(alias="schema")
    regime: str
    title: Title
    in_force: Date
    date_confidence: Confidence
    expected: bool = False  # not adopted at the date of the source
    confidence: Confidence  # of the whole content; each change also has its own
    extends: str
    caution: Caution | None = None  # what every reader of a number under this regime must know
    note: str | None = None
    changes: Annotated[tuple[DatedChange, ...], Field(strict=False)]
    left_out: Annotated[tuple[LeftOut, ...], Field(strict=False)] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change that a dated regime has made. ``old`` and ``new`` are in file notation; ``where`` is file:line."""

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
    """A dated regime as a source of changes to a rule tree."""

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
        """None: a dated change is never in force before its date."""
