"""A table as the page shows it: sortable, copyable, in its own scrolling frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Cell:
    """One cell: what is printed, the number it sorts by (none: sorts as text), and a second, smaller line.

    ``lang`` is the language of the second line, or of the text without one, if it may be another than the page's. ``code``
    says which of the two is a name of the scenario files. ``links`` (words, address) are links in place of the text; without
    an address they are names of files and commands.
    """

    text: str
    sort: float | None = None
    detail: str = ""
    quiet: bool = False
    lang: str = ""
    code: Literal["", "text", "detail"] = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> str:
        """The sort key as the page carries it."""
        return "" if self.sort is None or math.isnan(self.sort) else repr(self.sort)


@dataclass(frozen=True)
class Head:
    """One column's name; ``number`` aligns it to the right."""

    text: str
    number: bool = False


@dataclass(frozen=True)
class Table:
    """Columns, rows, and optionally a line of group heads above them as (words, how many columns)."""

    name: str
    heads: list[Head]
    rows: list[list[Cell]]
    groups: list[tuple[str, int]] = field(default_factory=list)
