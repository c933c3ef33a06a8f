"""``figures/leading.yaml``: the leading assumptions, in groups of values that move together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.files.entry import Entry, Names, Sentences, Title
from sim.files.folder import names_in, read_named
from sim.files.parse import shape
from sim.files.schema import Schema
from sim.files.set_values import HIGH, LOW, SetTo, address_of, file_of
from sim.files.source import Source
from sim.files.value import Value

ANY_FILE = "*:"


class Outcome(Entry):
    """A headline that the screen shows for every group."""

    measure: str
    activity: str = "all"
    need: str = "all"


class Leading(Entry):
    """A group of values without a measurement that move together."""

    title: Title  # as the end of a sentence: "by how often the jobcenter meets citizens"
    of: Title | None = None  # what the values are, if the title does not say it
    patterns: Names = Field(alias="values")  # FILE:PATH with `*` for any text; all at the same end
    opposite: Names = ()  # values at the other end
    without: Names = ()  # values left out
    only: Literal["variants"] | None = None  # only values that the baseline does not use
    choice: bool = False  # whether a jobcenter also chooses the values
    why: Sentences  # why nobody knows the value

    def at(self, end: str, known: Sequence[Value[Any]]) -> tuple[SetTo, ...]:
        """The values of the group that have a range, at an end (``low`` or ``high``).

        Args:
            known: the values of a study, without those that the group must not move.
        """
        other = LOW if end == HIGH else HIGH
        return (*_set(known, self.patterns, self.without, end), *_set(known, self.opposite, self.without, other))


class Apart(Entry):
    """Values with a range that an analysis does not move, and why: `jobsim uncertainty` (``apart``) or a search (``given``)."""

    patterns: Names = Field(alias="values")  # FILE:PATH with `*` for any text
    why: Sentences


class LeadingFile(Entry):
    """``figures/leading.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["leading"]
    outcomes: Annotated[tuple[Outcome, ...], Field(strict=False, min_length=1)]
    groups: dict[str, Leading]
    apart: Annotated[tuple[Apart, ...], Field(strict=False)] = ()
    given: Annotated[tuple[Apart, ...], Field(strict=False)] = ()  # values of a practice that no jobcenter chooses


def read_leading(root: Path) -> LeadingFile:
    """The leading assumptions of a scenarios folder.

    Raises:
        ScenarioError: the file is missing or invalid.
    """
    return shape(LeadingFile, leading_source(root))


def has_leading(root: Path) -> bool:
    """Whether a scenarios folder has the file. A folder of one's own may do without."""
    return "leading" in names_in(root, "figures")


def leading_source(root: Path) -> Source:
    """The file of leading assumptions. Raises as :func:`read_leading`."""
    return read_named(root, "figures", "leading")


def fits(value: Value[Any], patterns: Iterable[str]) -> bool:
    """Whether the address of a value is among the patterns. A pattern without a file is for every file."""
    address = address_of(value)
    return any(fnmatchcase(address, p if ".yaml:" in p or "*:" in p else ANY_FILE + p) for p in patterns)


def _set(known: Sequence[Value[Any]], patterns: Names, without: Names, end: str) -> list[SetTo]:
    ranged = [value for value in known if value.low is not None]
    return [SetTo(v.path, end, file_of(v)) for v in ranged if fits(v, patterns) and not fits(v, without)]
