"""A table as paper shows it: a name that many rows share stands once above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from sim.report.table import Cell, Table

ROWS = 2
"""Rows, in the mean, that a name must stand for before it becomes a line of its own."""
NAMES = 2
"""Columns, from the left, whose names may become lines of their own."""


def is_section(row: Sequence[Cell]) -> bool:
    """Whether a row is the heading of those below it: words in its first cell and nothing in the others."""
    return len(row) > 1 and bool(row[0].text) and not any(cell.text or cell.detail for cell in row[1:])


def printed(table: Table) -> Table:
    """The table with the names of a column that repeat as lines above their rows, and without that column.

    The page keeps the column, because a reader sorts and filters by it. On paper the same long name in each row takes most
    of the room. A table stays as it is if no column of names repeats, if the same name comes back further below, or if it
    has such lines already.
    """
    if not table.rows or any(is_section(row) for row in table.rows):
        return table
    for at in range(min(NAMES, len(table.heads) - 2)):
        names = [_name(row[at]) for row in table.rows]
        blocks = [name for name, _ in groupby(names)]
        if not table.heads[at].number and all(names) and len(set(blocks)) == len(blocks) <= len(names) / ROWS:
            return _in_sections(table, at)
    return table


def _name(cell: Cell) -> str:
    return f"{cell.text}\n{cell.detail}".strip()


def _in_sections(table: Table, at: int) -> Table:
    """The table with a line for each name of the column ``at``."""
    rows: list[list[Cell]] = []
    for _, block in groupby(table.rows, key=lambda row: _name(row[at])):
        for number, row in enumerate(block):
            if number == 0:
                rows.append([replace(row[at], sort=None), *(Cell("") for _ in table.heads[2:])])
            rows.append([*row[:at], *row[at + 1 :]])
    heads = [*table.heads[:at], *table.heads[at + 1 :]]
    return replace(table, heads=heads, rows=rows, groups=_without(table.groups, at))


def _without(groups: Sequence[tuple[str, int]], at: int) -> list[tuple[str, int]]:
    """The heads of groups without one column."""
    left, start = [], 0
    for words, count in groups:
        fewer = count - (start <= at < start + count)
        left += [(words, fewer)] if fewer else []
        start += count
    return left
