"""Errors that tell the user how to fix the input."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sim.files.characters import odd_characters

_LONGEST = 200
"""Characters of a found text that an error shows."""
_LONGEST_LINE = 4000
"""Characters of any other part: a list of names that are known may be long."""


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The known name most similar to ``word``, or None if no name is similar, or the word is too long for a name."""
    if len(word) > _LONGEST:  # the search takes time that grows with the square
        return None
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else None


def cut(text: str, most: int) -> str:
    """A text, cut to a readable length."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


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
        lines = [place + cut(self.message, _LONGEST_LINE)]
        for label, value in (
            ("found", _shown(self.found)),
            ("expected", self.expected),
            ("nearest", self.nearest),
            ("do", self.do),
        ):
            if value is not None:
                lines.append(f"  {label}: {cut(str(value), _LONGEST_LINE)}")
        return "\n".join(lines)


def _shown(found: object) -> object:
    """What was found, cut to a readable length. Characters that look like others have their names beside them."""
    if not isinstance(found, str):
        return found
    odd = odd_characters(found)
    short = cut(found, _LONGEST)
    return f"{short} ({odd})" if odd else short


class UnknownNameError(ScenarioError):
    """A name that the caller requests does not exist. A wrong name inside a file is an ordinary error at its line."""


class RunError(Exception):
    """A failed run: finished runs are kept and the command stops with exit code 1."""
