"""Practice files, and practices with values set.

A practice may extend another. Each of its sections replaces the whole section of the other. Single values change with
``changes: [{set: path, to: value}]``. A study may also set values: :class:`PracticeChoice` is a file with set values.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
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
from sim.law.clauses.practice import Levels, Practice
from sim.law.compose.more_meetings import with_more

CHANGES = "changes"
SECTIONS = ("contact", "offers", "team_share")
"""The sections to which a change may add an entry."""


class SetValueError(ScenarioError):
    """A study sets a value that does not fit its path. A path that does not exist is another error."""


class PracticeChange(Entry):
    """``{set: path, to: value}``: changes a value of the extended practice, or adds an entry to a section."""

    path: str = Field(alias="set")
    to: Any


class _Changes(Entry):
    changes: Annotated[tuple[PracticeChange, ...], Field(strict=False)]


class ValueSet(NamedTuple):
    """The path of a value of a practice, and the study's value for it in file notation."""

    path: str
    value: str

    @property
    def name(self) -> str:
        return f"{self.path}={self.value}"


class MoreMeetings(NamedTuple):
    """More meetings for some groups. ``more`` is the number a year per citizen of heavy need.

    See :mod:`sim.law.compose.more_meetings`.
    """

    groups: tuple[str, ...]
    more: float

    @property
    def name(self) -> str:
        return f"more.{'+'.join(self.groups)}={self.more:.6g}"


class PracticeChoice(NamedTuple):
    """A practice file and the values that are set in it, in order."""

    file: str
    values: tuple[ValueSet | MoreMeetings, ...] = ()

    @property
    def name(self) -> str:
        """The printed name: ``baseline(team_share=25 %; booking.attempts=3)``. No code parses it."""
        return f"{self.file}({'; '.join(value.name for value in self.values)})" if self.values else self.file

    def setting(self, value: ValueSet | MoreMeetings) -> PracticeChoice:
        """The same practice with one more value set."""
        return self._replace(values=(*self.values, value))


def read_practice(root: Path, choice: PracticeChoice) -> Source:
    """A practice with its extended practices, its changes and the set values.

    Raises:
        ScenarioError: a file is missing or invalid, or a set value does not exist.
    """
    source = read_extending(root, "practices", choice.file, _changed, apart=(CHANGES,))
    return with_values(source, choice.values)


# --- changes in a file ---


def _changed(source: Source) -> Source:
    """The practice with the changes of its own file applied."""
    if CHANGES not in source.tree:
        return source
    tree = {key: value for key, value in source.tree.items() if key != CHANGES}
    file = shape(_Changes, Source(source.file, {CHANGES: source.tree[CHANGES]}, source.places))
    bare = Source(source.file, tree, {k: p for k, p in source.places.items() if k[:1] != (CHANGES,)})
    draft = Draft(bare, shape(Practice, bare))
    for number, change in enumerate(file.changes):
        keys, new_keys = draft.keys(change.path), (CHANGES, number, "to")
        new_entry = len(keys) == 2 and keys[0] in SECTIONS and isinstance(change.to, dict)
        if draft.standing(keys) is MISSING and not new_entry:
            expected, near = draft.nearest_path(keys)
            raise source.error(
                "the extended practice has no such value", (CHANGES, number, "set"), found=change.path,
                expected=expected, nearest=near,
            )  # fmt: skip
        draft.put(keys, change.to, source, new_keys)
    return draft.source()


# --- values set by a study ---


def with_values(source: Source, values: Sequence[ValueSet | MoreMeetings]) -> Source:
    """The practice with values set. An error about a value has no file, because only the caller knows the place.

    Values are set together and checked once. Only if they do not fit are they set one by one, to name the first that does not.
    """
    for together, group in groupby(values, lambda value: isinstance(value, ValueSet)):
        part = list(group)
        if not together:
            for value in part:
                assert isinstance(value, MoreMeetings)
                tree = with_more(dict(source.tree), shape(Practice, source), value.groups, value.more)
                source = Source(source.file, tree, source.places)
            continue
        try:
            source = _set(source, part)  # type: ignore[arg-type]
        except ScenarioError:
            for value in part:
                source = _set(source, [value])  # type: ignore[list-item]
    return source


def _set(source: Source, values: Sequence[ValueSet]) -> Source:
    """The practice with single values set.

    Raises:
        ScenarioError: a path does not exist, or the practice cannot have these values.
    """
    practice, tree = shape(Practice, source), dict(source.tree)
    for path, text in values:
        for keys, plain in _meant(practice, path, source):
            tree = _put(tree, keys, scalar(text) if plain else _stated(text))
    changed = Source(source.file, tree, source.places)
    try:
        shape(Practice, changed)
    except ScenarioError as error:
        path, text = values[-1]
        raise SetValueError(
            f"`{path}` cannot be {text}: {error.message}", found=error.found, expected=error.expected,
            nearest=error.nearest,
        ) from None  # fmt: skip
    return changed


def _stated(text: str) -> dict[str, Any]:
    """A set value. Its range is the value itself, not the range of the practice."""
    value = scalar(text)
    return {"value": value, "low": value, "high": value, "evidence": "assumption", "source": "set by the study"}


def _meant(practice: Practice, path: str, source: Source) -> list[tuple[Keys, bool]]:
    """The entries that a path refers to, each with whether it is a word instead of a value.

    The path of a section of values refers to all its values.
    """
    keys: Keys = tuple(path.split("."))
    entry = model_at(practice, keys)
    if isinstance(entry, (Value, Levels)) or path == "certificate_share":
        return [(keys, False)]
    if isinstance(entry, dict) and entry and all(isinstance(item, Value) for item in entry.values()):
        return [((*keys, key), False) for key in entry]
    if isinstance(entry, (str, bool)) and keys[-1] not in ("practice", "extends", "source", "evidence", "note"):
        return [(keys, True)]
    known = list(dict.fromkeys(_paths(practice)))
    raise ScenarioError(
        f"the practice {source.tree['practice']} has no value of this path", found=path,
        expected="a path such as " + ", ".join(known[:3]),
        nearest=nearest_name(path, known), do="use the dotted path of a value of the practice",
    )  # fmt: skip


def _paths(practice: Practice) -> list[str]:
    """Every path of a value that can be set."""
    values = [value.path for value in values_in(practice)]
    sections = [dotted((name,)) for name, part in practice if isinstance(part, dict) and name == "team_share"]
    by_need = [
        f"{section}.{name}.{field}"
        for section in ("contact", "offers")
        for name, entry in getattr(practice, section).items()
        for field, part in entry
        if isinstance(part, BaseModel) and isinstance(part, Levels)
    ]
    return [*sections, *by_need, *values, "certificate_share"]


def _put(tree: dict[str, Any], keys: Keys, new: object) -> dict[str, Any]:
    """A copy of the tree with ``new`` at ``keys``. Other branches are shared, not copied."""
    key = str(keys[0])
    below = new if len(keys) == 1 else _put(dict(tree[key]), keys[1:], new)
    return {**tree, key: below}
