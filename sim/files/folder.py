"""Files of the scenarios folder by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from sim.files.errors import ScenarioError, UnknownNameError, nearest_name
from sim.files.parse import shape
from sim.files.source import Source, parse, read_text
from sim.files.tree import Keys, Tree

M = TypeVar("M", bound=BaseModel)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def is_name(text: str) -> bool:
    """Whether ``text`` is a valid name of a file, a proposal or a study."""
    return _NAME.fullmatch(text) is not None


def names_in(root: Path, folder: str) -> list[str]:
    return sorted(path.stem for path in (root / folder).glob("*.yaml"))


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
    known = names_in(root, folder)
    if name not in known or not is_name(name):
        raise unknown_name(f"{folder}/{name}.yaml: there is no such file", name, known)
    return read_text(root / folder / f"{name}.yaml", root)


def unknown_name(
    message: str, name: str, known: Iterable[str], source: Source | None = None, *, do: str | None = None
) -> UnknownNameError:
    """The error for a name that the caller requests and that is not known."""
    place = source.place(()) if source else None
    return UnknownNameError(
        message, file=place.file if place else None, line=place.line if place else None, do=do, **_about(name, known)
    )


def unknown_entry(message: str, name: str, known: Iterable[str], source: Source, keys: Keys) -> ScenarioError:
    """The error for a name that stands at ``keys`` of a file and is not known."""
    return source.error(message, keys, **_about(name, known))


def _about(name: str, known: Iterable[str]) -> dict[str, str | None]:
    known = sorted(known)
    return {"found": name, "expected": ", ".join(known) or "no names exist yet", "nearest": nearest_name(name, known)}
