"""Values set in place of those of a file: the low or the high end of the range, a given quantity, or a value of one's own.

A value is known by its path and, where several files have the path, by its file. Both are as the manifest lists them. A value of
one's own also replaces range, grade, source and note.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from sim.files.edit import Draft
from sim.files.errors import ScenarioError
from sim.files.parse import shape, values_in
from sim.files.source import Source
from sim.files.tree import scalar
from sim.files.value import Value

LOW, HIGH = "low", "high"
ENDS = (LOW, HIGH)
QUANTITIES = ("value", LOW, HIGH)
NOWHERE = Source("", {}, {})
"""The origin of a set value: it has no line of its own, so an error shows the line of the file's value."""

M = TypeVar("M", bound=BaseModel)


class Stated(NamedTuple):
    """What replaces range, grade, source and note of a value. ``low`` and ``high`` are quantities in file notation, or empty."""

    low: str
    high: str
    evidence: str
    source: str
    note: str = ""


class SetTo(NamedTuple):
    """A value and what it is set to.

    Attributes:
        path: the dotted path of the value.
        to: ``low``, ``high``, or a quantity in file notation.
        file: the file that states the value, such as ``practices/baseline.yaml``; empty for every file with the path.
        stated: what replaces the value's range, grade and source; None if they stay.
    """

    path: str
    to: str
    file: str = ""
    stated: Stated | None = None

    @property
    def address(self) -> str:
        """The path, after its file if one is given: ``places/aalborg.yaml:team_places.per_week``."""
        return f"{self.file}:{self.path}" if self.file else self.path

    @property
    def said(self) -> str:
        """What the value is set to, with its range and grade if they are set too: ``30 % (20 % to 45 %, expert)``."""
        if self.stated is None:
            return self.to
        ends = f"{self.stated.low} to {self.stated.high}, " if self.stated.low else ""
        return f"{self.to} ({ends}{self.stated.evidence})"

    @property
    def name(self) -> str:
        return f"{self.address}={self.said}"

    def fits(self, value: Value[Any]) -> bool:
        """Whether this is the value that is set."""
        return value.path == self.path and self.file in ("", file_of(value))


def file_of(value: Value[Any]) -> str:
    """The file that states a value."""
    return value.where.rpartition(":")[0]


def address_of(value: Value[Any]) -> str:
    """The file and the path of a value."""
    return f"{file_of(value)}:{value.path}"


def with_set_values(entry: M, source: Source, values: Sequence[SetTo]) -> tuple[M, Source]:
    """The entry of a file and its tree with values set. Without a value that fits, both are returned as they are.

    A set value keeps its range, grade and source, unless the change states others.

    Raises:
        ScenarioError: the file's entry cannot have the value. The error has the line of the value that it replaces.
    """
    wanted = [(value, change) for value in values_in(entry) for change in values if change.fits(value)]
    if not wanted:
        return entry, source
    draft = Draft(source, entry)
    for value, change in wanted:
        keys = draft.keys(value.path)
        draft.put(keys, _quantity(draft.node(keys), change), NOWHERE, ())
    changed = draft.source()
    try:
        return shape(type(entry), changed), changed
    except ScenarioError as error:
        names = ", ".join(dict.fromkeys(change.name for _, change in wanted))
        own = any(change.stated for _, change in wanted)
        raise ScenarioError(
            f"a set value does not fit: {error.message}", file=error.file, line=error.line, found=names,
            expected=error.expected, nearest=error.nearest,
            do="choose another value or another range" if own else "choose another value, or change the range in the file",
        ) from None  # fmt: skip


def _quantity(node: Any, change: SetTo) -> Any:
    """The content that takes the place of the value's own. A value without a range has no end, and is left as it is."""
    if change.stated is not None:
        own = {"value": change.to, **{name: text for name, text in change.stated._asdict().items() if text}}
        return {name: scalar(text) if name in QUANTITIES else text for name, text in own.items()}
    if change.to not in ENDS:
        return scalar(change.to)
    if isinstance(node, dict):
        return node.get(change.to, node["value"])
    return node
