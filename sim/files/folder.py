"""Files of the scenarios folder by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from sim.files.characters import odd_characters
from sim.files.errors import ScenarioError, UnknownNameError, nearest_name
from sim.files.listing import ENDING, LIKE_YAML, files_in, has_file
from sim.files.parse import shape
from sim.files.source import Source, parse, read_text
from sim.files.tree import Keys, Tree

M = TypeVar("M", bound=BaseModel)

LONGEST_NAME = 100
NAME_RULE = f"letters a to z, digits, hyphens and underscores, at most {LONGEST_NAME} characters"
"""What a name may have: it names files on every system, and parts of rule sets such as ``current+004-3c``."""
NOT_ALLOWED, WRONG_ENDING = "this name is not allowed", "the ending of the file is wrong"
"""Messages about a name that are better than the one that says that it is not known."""
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST_NAME - 1}}}")


def is_name(text: str) -> bool:
    """Whether ``text`` is a valid name of a file, a proposal or a study."""
    return _NAME.fullmatch(text) is not None


def names_in(root: Path, folder: str) -> list[str]:
    """The names of the scenario files in a folder."""
    paths = (path for path in files_in(root / folder) if path.suffix == ENDING)
    return [path.stem for path in paths if is_name(path.stem)]


def all_names_in(root: Path, folder: str) -> list[str]:
    """The names of the scenario files in a folder of which every file is read.

    Raises:
        ScenarioError: a file has a name or an ending that no scenario file has, so that it would be left out silently.
    """
    for path in files_in(root / folder):
        _check_file(path, f"{folder}/{path.name}")
    return names_in(root, folder)


def _check_file(path: Path, file: str) -> None:
    if path.suffix.lower() not in LIKE_YAML:
        return
    if path.suffix != ENDING:
        raise ScenarioError(
            "the ending of a scenario file is wrong",
            file=file,
            found=path.suffix,
            expected=ENDING,
            do="rename the file",
        )
    if not is_name(path.stem):
        raise ScenarioError(
            "the name of a scenario file is not allowed", file=file, found=quoted(path.stem), expected=NAME_RULE,
            do="rename the file, or move it to another folder",
        )  # fmt: skip


def quoted(name: str) -> str:
    """A name that is not allowed, as an error shows it. The error itself names characters that are odd in any text."""
    if odd_characters(name):
        return name
    odd = odd_characters(name, in_a_name=True)
    seen = name if name and name == name.strip() else f"`{name}`"
    return f"{seen} ({odd})" if odd else seen


def read_named(root: Path, folder: str, name: str) -> Source:
    """The file ``folder/name.yaml``. A name cannot lead out of the folder.

    Raises:
        UnknownNameError: the file does not exist; the error gives the nearest name.
    """
    return parse(*_text_named(root, folder, name))


def read_entry(model: type[M], root: Path, folder: str, name: str) -> M:
    """The entry in the file ``folder/name.yaml``. Each text is read once in a process, because entries are immutable.

    Raises:
        ScenarioError: the file does not exist, or an entry in it is invalid.
    """
    return read_with_tree(model, root, folder, name)[0]


def read_with_tree(model: type[M], root: Path, folder: str, name: str) -> tuple[M, Tree]:
    """The entry in the file ``folder/name.yaml``, and the tree of the same text. The file is read once.

    Raises:
        ScenarioError: the file does not exist, or an entry in it is invalid.
    """
    text, file = _text_named(root, folder, name)
    entry: M = _entry(model, text, file)
    return entry, parse(text, file).tree


@lru_cache(maxsize=32)
def _entry(model: type[M], text: str, file: str) -> M:
    return shape(model, parse(text, file))


def _text_named(root: Path, folder: str, name: str) -> tuple[str, str]:
    """The text of a file of a folder and its name in errors. A name cannot lead out of the folder."""
    if not (is_name(name) and has_file(root / folder, f"{name}{ENDING}")):
        known = names_in(root, folder)
        raise unknown_name(f"{folder}/{name}.yaml: there is no such file", name, known, folder=root / folder)
    return read_text(root / folder / f"{name}.yaml", root)


def unknown_name(
    message: str,
    name: str,
    known: Iterable[str],
    source: Source | None = None,
    *,
    do: str | None = None,
    folder: Path | None = None,
) -> UnknownNameError:
    """The error for a name that the caller requests and that is not known.

    Args:
        folder: the folder of the files that have such names, to say if the file is there under another ending.
    """
    place = source.place(()) if source else None
    message, details = _about(message, name, known, do, folder)
    file = place.file if place else f"{folder.name}/{name}{ENDING}" if folder and message == NOT_ALLOWED else None
    return UnknownNameError(message, file=file, line=place.line if place else None, **details)


def unknown_entry(
    message: str, name: str, known: Iterable[str], source: Source, keys: Keys, *, folder: Path | None = None
) -> ScenarioError:
    """The error for a name that stands at ``keys`` of a file and is not known. ``folder`` is as in :func:`unknown_name`."""
    message, details = _about(message, name, known, None, folder)
    return source.error(message, keys, **details)


def _about(
    message: str, name: str, known: Iterable[str], do: str | None, folder: Path | None
) -> tuple[str, dict[str, str | None]]:
    """The message and details of an error about a name: not known, not allowed, or the name of a file of another ending."""
    known = sorted(known)
    nearest = nearest_name(name, known)
    if not is_name(name):
        details: dict[str, str | None] = {"found": quoted(name), "expected": NAME_RULE, "nearest": nearest}
        there = folder is not None and any(path.stem == name for path in files_in(folder))
        return NOT_ALLOWED, details | {"do": "rename the file and the name in it" if there else do}
    for path in files_in(folder) if folder else []:
        if path.suffix.lower() in LIKE_YAML and path.suffix != ENDING and path.stem == name:
            do = f"rename the file to {name}{ENDING}"
            return WRONG_ENDING, {"found": path.name, "expected": f"{name}{ENDING}", "do": do}
    return message, {"found": name, "expected": ", ".join(known) or "no names exist yet", "nearest": nearest, "do": do}
