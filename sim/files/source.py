"""A scenario file as a plain tree with the file and line of each entry.

The language is YAML 1.2: ``no`` and ``1:30`` are strings. The reader refuses:

- anchors, aliases, tags and directives
- duplicate keys
- several documents
- more than 1 MiB, more than 20 levels, or more than 100,000 entries
- text that is not UTF-8
- links, pipes and devices, and files that a link leads out of their folder to
- files of a later form (``schema``)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.files.bounded import bytes_of
from sim.files.characters import odd_characters
from sim.files.errors import ScenarioError, nearest_name
from sim.files.listing import LIKE_YAML, MAX_BYTES, files_in
from sim.files.schema import check_schema
from sim.files.tree import Keys, Tree, tree_and_lines


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an entry: a file, relative to the scenarios folder, and a line."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Source:
    """A tree of dict, list and scalars, with the place of each path. A changed tree has places in several files."""

    file: str
    tree: Tree
    places: dict[Keys, Place]

    def place(self, keys: Keys) -> Place:
        """The place of ``keys``, or of the innermost entry that contains it."""
        return self.places[self.existing(keys)]

    def existing(self, keys: Keys) -> Keys:
        """The longest prefix of ``keys`` that exists in the file."""
        while keys not in self.places:
            keys = keys[:-1]
        return keys

    def error(
        self,
        message: str,
        keys: Keys = (),
        *,
        found: object = None,
        expected: object = None,
        nearest: str | None = None,
        do: str | None = None,
    ) -> ScenarioError:
        place = self.place(keys)
        return ScenarioError(
            message, file=place.file, line=place.line, found=found, expected=expected, nearest=nearest, do=do
        )


def read(path: Path, root: Path) -> Source:
    """Read the file at ``path``. Errors name it relative to ``root``, the scenarios folder.

    Raises:
        ScenarioError: the file is missing, too large, not UTF-8, not YAML, or uses a refused feature.
    """
    return parse(*read_text(path, root))


def read_text(path: Path, root: Path) -> tuple[str, str]:
    """The text of the file at ``path`` and its name in errors. Raises as :func:`read`, but does not parse."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if path.is_relative_to(root):
        _check_folder(path.parent, root, file)
    return _text(path, file), file


def _check_folder(folder: Path, root: Path, file: str) -> None:
    """Refuse a folder of scenarios that a link leads out of. Raises a ScenarioError."""
    below = folder.relative_to(root).parts
    if ".." not in below and not any(root.joinpath(*below[:end]).is_symlink() for end in range(1, len(below) + 1)):
        return  # no link below the root: this needs fewer calls of the system
    if not folder.resolve().is_relative_to(root.resolve()):
        raise ScenarioError(
            "the folder of this file lies elsewhere: a link leads to it", file=file, found=f"a link to {folder.resolve()}",
            expected=f"a folder in {root}", do="copy the folder here",
        )  # fmt: skip


def parse(text: str, file: str) -> Source:
    """The tree of a YAML text. Errors name it ``file``.

    Each text is parsed once in a process, because a study reads the same law for every column. Every caller gets a
    tree of its own.
    """
    source = parse_any_form(text, file)
    check_schema(source.tree.get("schema"), file, source.place(("schema",)).line)
    return source


def parse_any_form(text: str, file: str) -> Source:
    """The tree of a YAML text, whatever the number of its form. Raises as :func:`parse`, but for earlier and later forms."""
    source = _parsed(text, file)
    return Source(file, copy_of(source.tree), source.places.copy())


@lru_cache(maxsize=256)
def _parsed(text: str, file: str) -> Source:
    try:
        try:
            tree, lines = tree_and_lines(YAML(typ="safe").parse(text), file)
        except YAMLError:  # the parser in C is fast, the one in Python says what it found
            tree, lines = tree_and_lines(YAML(typ="safe", pure=True).parse(text), file)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        found = _odd_line(text, error)
        raise ScenarioError(
            f"this is not YAML: {error.problem or error.context}", file=file, line=line, found=found
        ) from None
    except YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        raise ScenarioError(f"this is not YAML: {str(error).splitlines()[0]}", file=file, line=line) from None
    return Source(file, tree, {keys: Place(file, line) for keys, line in lines.items()})


def _odd_line(text: str, error: MarkedYAMLError) -> str | None:
    """The first line at the fault with characters that look like others, or None."""
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    lines = text.split("\n")[max(min(marks) - 1, 0) : max(marks) + 1] if marks else []
    return next((line.strip("\r") for line in lines if odd_characters(line)), None)


def copy_of(tree: Any) -> Any:
    """A tree of the same scalars in dicts and lists of its own."""
    if isinstance(tree, dict):
        return {key: copy_of(value) for key, value in tree.items()}
    return [copy_of(value) for value in tree] if isinstance(tree, list) else tree


def _text(path: Path, file: str) -> str:
    try:
        raw = bytes_of(path, MAX_BYTES, file, do="a scenario file is small: name the right file")
    except FileNotFoundError:
        raise missing_file(path, file) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError("the text is not UTF-8", file=file, line=line, do="save the file as UTF-8") from None


def missing_file(path: Path, file: str) -> ScenarioError:
    """The error for a missing file, with the nearest name in its folder."""
    names = [p.name for p in files_in(path.parent) if p.suffix in LIKE_YAML]
    expected = ", ".join(names) if names else "a file of this name"
    return ScenarioError("there is no such file", file=file, expected=expected, nearest=nearest_name(path.name, names))
