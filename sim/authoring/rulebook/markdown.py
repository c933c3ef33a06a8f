"""Markdown: tables, headings with the anchors that a viewer gives them, code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; cells are one line each. "" when there is no row."""
    lines = [[cell(item) for item in row] for row in rows]
    if not lines:
        return ""
    head = f"| {' | '.join(heads)} |\n|{'|'.join(' --- ' for _ in heads)}|\n"
    return head + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell(thing: object) -> str:
    """A text in one line, with what a table would take for its own escaped."""
    return " ".join(str(thing).split()).replace("|", "\\|") or " "


def heading(level: int, text: str) -> str:
    return f"{'#' * level} {text}\n"


def link(text: str, title: str) -> str:
    """A link to the heading of that title."""
    return f"[{text}](#{slug(title)})"


def slug(title: str) -> str:
    """The anchor of a heading as GitHub makes it: lower case, words by hyphens, no punctuation."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def code(text: object) -> str:
    return f"`{text}`"


def blocks(*parts: str) -> str:
    """Parts with an empty line between them; empty ones fall away."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
