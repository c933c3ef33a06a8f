"""Errors that tell the user how to fix the input."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sim.files.characters import odd_characters

_LONGEST = 200
"""Characters of a found text that an error shows."""


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The known name most similar to ``word``, or None if no name is similar."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else None


class ScenarioError(Exception):
    """Invalid input: the command stops with exit code 2 and writes nothing."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        found: object = None,
        expected: object = None,
        nearest: str | None = None,
        do: str | None = None,
    ) -> None:
        self.message, self.file, self.line = message, file, line
        self.found, self.expected, self.nearest, self.do = found, expected, nearest, do
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        lines = [place + self.message]
        for label, value in (
            ("found", _shown(self.found)),
            ("expected", self.expected),
            ("nearest", self.nearest),
            ("do", self.do),
        ):
            if value is not None:
                lines.append(f"  {label}: {value}")
        return "\n".join(lines)


def _shown(found: object) -> object:
    """What was found, cut to a readable length. Characters that look like others have their names beside them."""
    if not isinstance(found, str):
        return found
    odd = odd_characters(found)
    short = found if len(found) <= _LONGEST else f"{found[:_LONGEST]}… ({len(found)} characters)"
    return f"{short} ({odd})" if odd else short


class UnknownNameError(ScenarioError):
    """A name that the caller requests does not exist. A wrong name inside a file is an ordinary error at its line."""


class RunError(Exception):
    """A failed run: finished runs are kept and the command stops with exit code 1."""
