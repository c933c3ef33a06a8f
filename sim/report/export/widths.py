"""How wide the columns of a printed table are: by their longest words and their text."""

from __future__ import annotations

from math import sqrt

from sim.report.table import Cell, Table

LINE_SIGNS = 82
"""Signs of a line of a page of text in the size of the tables."""
MOST_SIGNS = 60
"""Signs from which a longer text makes a column no wider."""
BETWEEN = 3
"""Signs that the room between two columns, and bold letters, take from each."""
LONGEST_WORD = 16
"""Signs of the longest word that must fit its column."""


def cell_text(cell: Cell) -> str:
    """The words of a cell, with what stands below them in brackets."""
    return f"{cell.text} ({cell.detail})" if cell.detail else cell.text


def fits_a_line(table: Table) -> bool:
    """Whether every row and the heads of the groups fit a line as they are."""
    natural, groups, at = _natural(_texts(table)), 0, 0
    for text, count in table.groups or ():
        groups += max(len(text) - sum(natural[at : at + count]), 0)
        at += count
    return sum(natural) + 2 * len(natural) + groups <= LINE_SIGNS


def shares_of_line(table: Table) -> list[float]:
    """The share of the line that each column gets. They sum to 1."""
    texts = _texts(table)
    longest = [max((len(word) for text in column for word in text.split()), default=1) for column in texts]
    wanted = [
        max(min(word, LONGEST_WORD) + BETWEEN, sqrt(signs * MOST_SIGNS) / 2.5)
        for word, signs in zip(longest, _natural(texts), strict=True)
    ]
    return [each / sum(wanted) for each in wanted]


def _texts(table: Table) -> list[list[str]]:
    """The texts of each column, its head first."""
    return [
        [head.text, *(cell_text(row[at]) for row in table.rows if at < len(row))] for at, head in enumerate(table.heads)
    ]


def _natural(texts: list[list[str]]) -> list[int]:
    """The signs of the longest text of each column."""
    return [min(max(map(len, column)), MOST_SIGNS) for column in texts]
