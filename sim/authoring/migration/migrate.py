"""Bring a scenario file to the present form, and say what was changed and what is left to a person."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.authoring.migration import first_form
from sim.authoring.migration.shipped import round_trip
from sim.authoring.migration.step import Chain, Notes, Step
from sim.authoring.schemas.kinds import KINDS, kind_of_tree
from sim.files.errors import ScenarioError, cut
from sim.files.listing import ENDING, files_in
from sim.files.parse import faults
from sim.files.paths import user_path
from sim.files.schema import SCHEMA, check_schema
from sim.files.source import Source, parse_any_form, read_text

CHAIN: Chain = {0: first_form.STEPS}
"""All steps. A form with a higher number gets an entry here: from the number before it."""
FIRST = 1
"""The first number. The form before it has this number too, and is known by its keys."""
MOST_SHOWN = 20
"""The most faults of a file that are listed."""


@dataclass(frozen=True)
class Migrated:
    """A file in the present form.

    Attributes:
        kind: of the file (:data:`sim.authoring.schemas.kinds.KINDS`); None for one that is read without a model.
        before: the number of its form; 0 for the form before 0.1.0.
        text: the file in the present form.
        is_changed: whether the text differs from that of the file.
        changes: what was changed.
        by_hand: what a person must look at.
    """

    file: Path
    kind: str | None
    before: int
    text: str
    is_changed: bool
    changes: tuple[str, ...]
    by_hand: tuple[str, ...]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The scenario files that some paths mean: themselves, or all that lie in a folder and those in it."""
    return [file for path in paths for file in _files(user_path(path))]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder in (path, *sorted(inner for inner in path.iterdir() if inner.is_dir() and not inner.is_symlink())):
        yield from (file for file in files_in(folder) if file.suffix == ENDING)


def migrated(file: Path, chain: Chain = CHAIN, to: int = SCHEMA) -> Migrated:
    """A file in the present form. Nothing is written.

    Args:
        chain: the steps.
        to: the number of the present form.

    Raises:
        ScenarioError: the file cannot be read, is of a later form, or is of no kind that is known.
    """
    text, name = read_text(file, file.parent)
    source = parse_any_form(text, name)
    kind, before = kind_of_tree(source.tree), source.tree.get("schema")
    if not isinstance(before, int) or isinstance(before, bool):
        raise source.error("the file does not say its form", ("schema",), found=before, expected=f"schema: {to}")
    if before > to:
        check_schema(before, name, source.place(("schema",)).line)
    if before < FIRST:
        raise source.error(
            "there was never such a form", ("schema",), found=before, expected=f"schema: {FIRST} to {to}"
        )
    start = FIRST - 1 if before == FIRST and _needed(chain, FIRST - 1, kind, source.tree) else before
    notes, new = Notes(), text
    if start < to:
        tree = round_trip().load(text)
        for number in range(start, to):
            for step in _needed(chain, number, kind, tree):
                step.change(tree, notes)
            if number >= FIRST:
                tree["schema"] = number + 1
                notes.changes.append(f"schema: {number} is now schema: {number + 1}")
        new = _text(tree)
    left = [*notes.by_hand, *_faults(new, name, kind, to)]
    return Migrated(file, kind, start, new, new != text, tuple(notes.changes), tuple(left))


def _needed(chain: Chain, number: int, kind: str | None, tree: Any) -> list[Step]:
    """The steps from a form that a file needs."""
    return [step for step in chain.get(number, ()) if kind is not None and kind in step.kinds and step.is_needed(tree)]


def _text(tree: Any) -> str:
    stream = io.StringIO()
    round_trip().dump(tree, stream)
    return stream.getvalue()


def _faults(text: str, name: str, kind: str | None, to: int) -> list[str]:
    """What the reader of the present form refuses in a text. A file that extends another lacks what it takes from it."""
    if kind is None or to != SCHEMA:
        return []
    source: Source = parse_any_form(text, name)
    found: list[ScenarioError] = faults(KINDS[kind].model, source)
    if source.tree.get("extends") is not None and kind != "dated-regime":
        found = [error for error in found if not error.message.startswith("the key `")]
    lines = [cut(" ".join(str(error).split()), 400) for error in found]
    more = [f"and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    return [*lines[:MOST_SHOWN], *more]
