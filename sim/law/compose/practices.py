"""Practice files, and practices with values set.

A practice may extend another. A section that it gives replaces the same section whole; ``changes: [{set: path, to: value}]``
changes single values. A study may set values of a practice: :class:`PracticeChoice` is a file with the values that are set.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, Field

from sim.files.edit import MISSING, Draft, model_at
from sim.files.entry import Entry
from sim.files.errors import ScenarioError, nearest_name
from sim.files.extends import read_extending
from sim.files.parse import dotted, shape, values_in
from sim.files.source import Source
from sim.files.tree import Keys, scalar
from sim.files.value import Value
from sim.law.clauses.practice import ByNeed, Practice
from sim.law.compose.more_meetings import with_more

CHANGES = "changes"
SECTIONS = ("contact", "offers", "team_share")
"""Where a change may add an entry."""


class PracticeChange(Entry):
    """``{set: path, to: value}``: a value of the practice that this one extends, or an entry added to a section."""

    path: str = Field(alias="set")
    to: Any


class _Changes(Entry):
    changes: Annotated[tuple[PracticeChange, ...], Field(strict=False)]


class ValueSet(NamedTuple):
    """A value of a practice, and what a study sets it to, as a file would write it."""

    path: str
    value: str

    @property
    def name(self) -> str:
        return f"{self.path}={self.value}"


class MoreMeetings(NamedTuple):
    """More meetings for some groups: how many a year per citizen of heavy need (:mod:`sim.law.compose.more_meetings`)."""

    groups: tuple[str, ...]
    more: float

    @property
    def name(self) -> str:
        return f"more.{'+'.join(self.groups)}={self.more:.6g}"


class PracticeChoice(NamedTuple):
    """A practice file, and what is set in it, in order."""

    file: str
    values: tuple[ValueSet | MoreMeetings, ...] = ()

    @property
    def name(self) -> str:
        """As it is printed: ``baseline(team_share=25 %; booking.attempts=3)``. Nothing parses it."""
        return f"{self.file}({'; '.join(value.name for value in self.values)})" if self.values else self.file

    def setting(self, value: ValueSet | MoreMeetings) -> PracticeChoice:
        """The same practice with one more value set."""
        return self._replace(values=(*self.values, value))


def read_practice(root: Path, choice: PracticeChoice) -> Source:
    """A practice with all that it extends filled in, changes applied and values set.

    Raises:
        ScenarioError: a file is missing or unsound, or a value is set that is not there.
    """
    source = read_extending(root, "practices", choice.file, _changed, apart=(CHANGES,))
    return with_values(source, choice.values)


# --- changes in a file ---


def _changed(source: Source) -> Source:
    """The practice with the changes of its own file applied."""
    if CHANGES not in source.tree:
        return source
    tree = {key: value for key, value in source.tree.items() if key != CHANGES}
    wanted = shape(_Changes, Source(source.file, {CHANGES: source.tree[CHANGES]}, source.places))
    bare = Source(source.file, tree, {k: p for k, p in source.places.items() if k[:1] != (CHANGES,)})
    draft = Draft(bare, shape(Practice, bare))
    for number, change in enumerate(wanted.changes):
        keys, at = draft.keys(change.path), (CHANGES, number, "to")
        new_entry = len(keys) == 2 and keys[0] in SECTIONS and isinstance(change.to, dict)
        if draft.standing(keys) is MISSING and not new_entry:
            expected, near = draft.nearest_path(keys)
            raise source.error(
                "the practice that this one extends has no such value", (CHANGES, number, "set"), found=change.path,
                expected=expected, nearest=near,
            )  # fmt: skip
        draft.put(keys, change.to, source, at)
    return draft.source()


# --- values set from outside ---


def with_values(source: Source, values: Sequence[ValueSet | MoreMeetings]) -> Source:
    """The practice with values set. An error about a value names no file: the caller knows where the value is named."""
    for value in values:
        practice = shape(Practice, source)
        tree = dict(source.tree)
        if isinstance(value, MoreMeetings):
            source = Source(source.file, with_more(tree, practice, value.groups, value.more), source.places)
            continue
        path, text = value
        for keys, plain in _meant(practice, path, source):
            tree = _put(tree, keys, scalar(text) if plain else _stated(text))
        source = Source(source.file, tree, source.places)
        try:
            shape(Practice, source)
        except ScenarioError as error:
            raise ScenarioError(
                f"`{path}` cannot be {text}: {error.message}", found=error.found, expected=error.expected,
                nearest=error.nearest,
            ) from None  # fmt: skip
    return source


def _stated(text: str) -> dict[str, Any]:
    """A value that is set: exactly this, whatever the range of the practice's own."""
    value = scalar(text)
    return {"value": value, "low": value, "high": value, "evidence": "assumption", "source": "set by the study"}


def _meant(practice: Practice, path: str, source: Source) -> list[tuple[Keys, bool]]:
    """The entries that a path means (all of a section of values), and whether each is a word instead of a value."""
    keys: Keys = tuple(path.split("."))
    found = model_at(practice, keys)
    if isinstance(found, (Value, ByNeed)) or path == "certificate_share":
        return [(keys, False)]
    if isinstance(found, dict) and found and all(isinstance(item, Value) for item in found.values()):
        return [((*keys, key), False) for key in found]
    if isinstance(found, (str, bool)) and keys[-1] not in ("practice", "extends", "source", "evidence", "note"):
        return [(keys, True)]
    known = list(dict.fromkeys(_paths(practice)))
    raise ScenarioError(
        f"the practice {source.tree['practice']} has no value of this path", found=path,
        expected="a path such as " + ", ".join(known[:3]),
        nearest=nearest_name(path, known), do="name a value of the practice by its path, with dots",
    )  # fmt: skip


def _paths(practice: Practice) -> list[str]:
    """Every path that a value can be set at."""
    values = [value.path for value in values_in(practice)]
    sections = [dotted((name,)) for name, part in practice if isinstance(part, dict) and name == "team_share"]
    by_need = [
        f"{section}.{name}.{field}"
        for section in ("contact", "offers")
        for name, entry in getattr(practice, section).items()
        for field, part in entry
        if isinstance(part, BaseModel) and isinstance(part, ByNeed)
    ]
    return [*sections, *by_need, *values, "certificate_share"]


def _put(tree: dict[str, Any], keys: Keys, new: object) -> dict[str, Any]:
    """A copy of the tree with something else at ``keys``; what is not on the way is shared."""
    key = str(keys[0])
    below = new if len(keys) == 1 else _put(dict(tree[key]), keys[1:], new)
    return {**tree, key: below}
