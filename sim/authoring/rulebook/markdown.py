"""Markdown: tables, code, headings and links to their anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with one line per cell; "" without rows."""
    lines = [[cell(item) for item in row] for row in rows]
    if not lines:
        return ""
    head = f"| {' | '.join(heads)} |\n|{'|'.join(' --- ' for _ in heads)}|\n"
    return head + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell(content: object) -> str:
    """A text on one line, with the separator of table cells escaped."""
    return " ".join(str(content).split()).replace("|", "\\|") or " "


def heading(level: int, text: str) -> str:
    return f"{'#' * level} {text}\n"


def link(text: str, title: str) -> str:
    """A link to the heading with this title."""
    return f"[{text}](#{slug(title)})"


def slug(title: str) -> str:
    """The anchor of a heading on GitHub: lower case, hyphens between words, no punctuation."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def code(text: object) -> str:
    return f"`{text}`"


def blocks(*parts: str) -> str:
    """Parts with an empty line between them; empty parts are dropped."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
