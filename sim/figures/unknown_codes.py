"""Codes in scenario files that look like codes of the bibliography and are not in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim.figures.bibliography import Bibliography, read_bibliography
from sim.figures.source_codes import OPEN, codes_in
from sim.files.errors import ScenarioError


def check_codes(root: Path, sources: Iterable[tuple[str, str]]) -> None:
    """Check that the codes of sources resolve.

    A user's own files may name their sources in words, by address, by act or as a paper of their own. Only what looks
    like a figure, a page or a section of the collected law (X177, W-31, K12, law.md 3.1) must be in the bibliography.

    Args:
        root: the folder of scenario files.
        sources: pairs of a source's text and its place, as ``file:line``.

    Raises:
        ScenarioError: a code is not in the bibliography, or the bibliography is invalid.
    """
    bibliography = read_bibliography(root)
    for text, where in sources:
        for name in unknown_in(text, bibliography):
            file, _, line = where.rpartition(":")
            raise ScenarioError(
                "the bibliography does not have the code of this source",
                file=file or where or None,
                line=int(line) if line.isdigit() else None,
                found=name,
                expected="a code of figures/bibliography.yaml, world.yaml, rates.yaml or claims.yaml, or words",
                nearest=bibliography.nearest(name),
                do="correct the code, add an entry to figures/bibliography.yaml, or name the source in words",
            )


def unknown_in(text: str, bibliography: Bibliography) -> list[str]:
    """The codes of a text that look like codes of the bibliography and are not in it."""
    return [
        name
        for code in codes_in(text)
        if code.kind not in OPEN
        for name in code.names
        if bibliography.resolve(name) is None
    ]
