"""The codes in the text of a source: figures, sections of the collected law, pages, papers, acts, tables, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SECTION = r"(?:10|\d)(?:\.\d{1,2})?"
"""The number of a section of the collected law."""
KINDS = {
    "address": r"https?://[^\s\"<>]+",
    "law": rf"law(?:-2)?\.md(?: {SECTION}(?: [A-E]\b)?(?:(?:, |-){SECTION}(?![-\d%]| %| [a-z]))*)?",
    "paper_file": r"\d{3}_[0-9a-f]{16}\.txt",
    "table_file": r"(?<![\w/-])(?:[a-z][a-z_]*\.csv|(?:figures|flows)\.md)",
    "figures": r"\b[A-CFGLSXY]\d{3}-[A-CFGLSXY]?\d{3}\b",
    "figure": r"\b[A-CFGLSXY]\d{3}\b",
    "page": r"\bW-[A-Z0-9]+(?:-[A-Z0-9]+)*\b",
    "act_page": r"\bK\d{1,2}b?\b",
    "paper": r"\bS-0\d\d\b|(?<![\w.,-])00\d(?![\d_]|[.,]\d)",
    "act": r"\b(?:LAB|LAS|SDPL|LOB|LSP|KOMP)\b|\b(?:LBK|BEK|VEJ|SKR|lov|L) \d{2,5}\b",
    "table": r"\by\d{2}[a-z]{1,2}\d{2}\b|\b(?:FOLK1|AUK)[A-Z]*\d*[A-Z]*\b",
}
"""Kind of code -> pattern. The first kind that fits at a place applies."""
OPEN = frozenset({"paper", "paper_file", "table_file", "address", "table", "act"})
"""Kinds that a user's own files may use without an entry in the bibliography, because they name their source themselves."""
_CODES = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()))
_SECTIONS = re.compile(SECTION)


class Code(NamedTuple):
    """Codes at one place of a text: most often one, of a range such as ``A057-A059`` all, and where they stand."""

    kind: str
    names: tuple[str, ...]
    start: int
    end: int


def codes_in(text: str) -> list[Code]:
    """The codes of a text, in its order.

    ``law.md 3.1, 6.4`` gives ``law.md 3.1`` and ``law.md 6.4``. A proposal such as ``004-3c`` gives its paper, ``004``.
    """
    return [code for match in _CODES.finditer(text) for code in _codes(match)]


def names_in(text: str) -> list[str]:
    """The names of all codes of a text, each once."""
    return list(dict.fromkeys(name for code in codes_in(text) for name in code.names))


def _codes(match: re.Match[str]) -> Iterator[Code]:
    kind, text, start = str(match.lastgroup), match[0], match.start()
    if kind == "law":
        file = text.split(" ", 1)[0]
        sections = list(_SECTIONS.finditer(text, len(file)))
        if not sections:
            yield Code(kind, (file,), start, match.end())
        for at, section in enumerate(sections):
            first = 0 if at == 0 else section.start()
            yield Code(kind, (f"{file} {section[0]}",), start + first, start + section.end())
    elif kind == "figures":
        letter, low, high = text[0], int(text[1:4]), int(text[-3:])
        yield Code(kind, tuple(f"{letter}{number:03d}" for number in range(low, high + 1)), start, match.end())
    else:
        name = text.rstrip(").,;") if kind == "address" else text
        yield Code(kind, (name,), start, start + len(name))
