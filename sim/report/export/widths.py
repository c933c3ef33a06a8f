"""How wide the columns of a printed table are: room for the longest word of each, and the rest by their text."""

from __future__ import annotations

import re
from math import sqrt

from sim.report.printed import is_section
from sim.report.table import Cell, Table

LINE_SIGNS = 82
"""Signs of a line of a page of text in the size of the tables, in LaTeX."""
MOST_SIGNS = 60
"""Signs from which a longer text makes a column no wider."""
BETWEEN = 2.5
"""Signs that the room between two columns takes from each."""
LONGEST_WORD = 24
"""Signs of the longest word that must fit its column. Longer words are names of files, which may break."""
NARROW, BROAD = set("iljtfrI.,:;'|!()[] /-"), set("mwMWÆ%@&")
"""Letters that are much narrower or broader than a digit."""
BOLD = 1.08
"""How much wider bold letters are."""


def cell_text(cell: Cell) -> str:
    """The words of a cell, with what stands below them in brackets."""
    return f"{cell.text} ({cell.detail})" if cell.detail else cell.text


def fits_a_line(table: Table) -> bool:
    """Whether every row and the heads of the groups fit a line as they are."""
    natural, groups, at = _natural(_texts(table)), 0, 0
    for text, count in table.groups or ():
        groups += max(len(text) - sum(natural[at : at + count]), 0)
        at += count
    sections = max((len(cell_text(row[0])) for row in table.rows if is_section(row)), default=0)
    return max(sum(natural) + 2 * len(natural) + groups, sections) <= LINE_SIGNS


def shares_of_line(table: Table, line: float = LINE_SIGNS) -> list[float]:
    """The share of the line that each column gets. They sum to 1.

    Each column has room for its longest word if the line has room for all of them. The rest of the line goes to the columns
    with long texts.

    Args:
        line: signs of a line of the page in the size of the table's letters.
    """
    texts = _texts(table)
    least = [_least(column) for column in texts]
    wish = [
        max(sqrt(signs * MOST_SIGNS) / 2.5 + BETWEEN - word, 0.0)
        for word, signs in zip(least, _natural(texts), strict=True)
    ]
    left = line - sum(least)
    if left > 0:
        more = wish if any(wish) else least
        least = [word + left * each / sum(more) for word, each in zip(least, more, strict=True)]
    return [each / sum(least) for each in least]


def _least(column: list[str]) -> float:
    """Signs that the longest word of a column takes. Its first texts are heads, which are bold."""
    head, *rest = column
    bold = max((_signs(word) for word in _words(head)), default=0.0) * BOLD
    return max(bold, max((_signs(word) for text in rest for word in _words(text)), default=0.0)) + BETWEEN


def _words(text: str) -> list[str]:
    """The parts of a text that stay on one line: it breaks at spaces that are not fixed, and after hyphens within words."""
    return re.findall(r"[^ \n-]+-?|-", text)


def _signs(word: str) -> float:
    """The length of a word, in digits."""
    return min(sum(0.6 if letter in NARROW else 1.6 if letter in BROAD else 1.05 for letter in word), LONGEST_WORD)


def _texts(table: Table) -> list[list[str]]:
    """The texts of each column: its head, with that of a group above it alone, and its cells."""
    alone, at = [""] * len(table.heads), 0
    for text, count in table.groups:
        alone[at] = text if count == 1 else ""
        at += count
    rows = [row for row in table.rows if not is_section(row)]
    return [
        [f"{alone[at]} {head.text}", *(cell_text(row[at]) for row in rows if at < len(row))]
        for at, head in enumerate(table.heads)
    ]


def _natural(texts: list[list[str]]) -> list[int]:
    """The signs of the longest text of each column."""
    return [min(max(map(len, column)), MOST_SIGNS) for column in texts]
