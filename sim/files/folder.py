"""Files of the scenarios folder by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sim.files.errors import ScenarioError, nearest_name
from sim.files.source import Source, read

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def is_name(text: str) -> bool:
    """Whether ``text`` is a valid name of a file, a proposal or a study."""
    return _NAME.fullmatch(text) is not None


def names_in(root: Path, folder: str) -> list[str]:
    return sorted(path.stem for path in (root / folder).glob("*.yaml"))


def read_named(root: Path, folder: str, name: str) -> Source:
    """The file ``folder/name.yaml``. A name cannot lead out of the folder.

    Raises:
        ScenarioError: the file does not exist; the error gives the nearest name.
    """
    known = names_in(root, folder)
    if name not in known or not is_name(name):
        raise unknown_name(f"{folder}/{name}.yaml: there is no such file", name, known)
    return read(root / folder / f"{name}.yaml", root)


def unknown_name(message: str, name: str, known: Iterable[str], source: Source | None = None) -> ScenarioError:
    """The error for a requested name that is not known."""
    known = sorted(known)
    place = source.place(()) if source else None
    return ScenarioError(
        message,
        file=place.file if place else None,
        line=place.line if place else None,
        found=name,
        expected=", ".join(known) or "no names exist yet",
        nearest=nearest_name(name, known),
    )
