"""The scenarios folder: where it is, and files in it by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sim.files.errors import ScenarioError, nearest_name
from sim.files.source import Source, read

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def is_name(text: str) -> bool:
    """Whether a file, a proposal or a study may be called so."""
    return _NAME.fullmatch(text) is not None


def names_in(root: Path, folder: str) -> list[str]:
    return sorted(path.stem for path in (root / folder).glob("*.yaml"))


def read_named(root: Path, folder: str, name: str) -> Source:
    """``folder/name.yaml``; names lead nowhere else.

    Raises:
        ScenarioError: there is no such file; the nearest name is given.
    """
    known = names_in(root, folder)
    if name not in known or not is_name(name):
        raise unknown_name(f"{folder}/{name}.yaml: there is no such file", name, known)
    return read(root / folder / f"{name}.yaml", root)


def unknown_name(message: str, name: str, known: Iterable[str], source: Source | None = None) -> ScenarioError:
    """The error for a name that is asked for and not known."""
    known = sorted(known)
    place = source.place(()) if source else None
    return ScenarioError(
        message,
        file=place.file if place else None,
        line=place.line if place else None,
        found=name,
        expected=", ".join(known) or "nothing is there",
        nearest=nearest_name(name, known),
    )
