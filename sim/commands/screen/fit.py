"""Tables that fit a terminal: the widths of columns, and several tables if one is too wide. No number is ever cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.table import Column, Table

NUMBER = re.compile(r"^[(+\-−]*\d[\d.,:–%]*[)%;,.]*$")
WORD = 12
"""Least width of a column of text, if its words are that long."""


def fitted(table: Table, width: int) -> list[Table]:
    """The table with a width for each column, or several tables with fewer columns each.

    Columns aligned to the right have numbers, which stay on one line. The first column is in every table. So are the columns
    after it that may not be wrapped. A column headed ``%`` stays beside the column before it.
    """
    columns = table.columns
    if not columns:
        return [table]
    leading = 1
    while leading < len(columns) - 1 and columns[leading].no_wrap:
        leading += 1
    groups: list[list[int]] = []
    for at in range(leading, len(columns)):
        if groups and _plain(columns[at].header) == "%":
            groups[-1].append(at)
        else:
            groups.append([at])
    first = list(range(leading))
    parts: list[list[int]] = [list(first)]
    for group in groups:
        if len(parts[-1]) > leading and _least(table, [*parts[-1], *group], width) > width:
            parts.append(list(first))
        parts[-1] += group
    return [_part(table, at, width, first=number == 0) for number, at in enumerate(parts)]


def _part(table: Table, at: Sequence[int], width: int, *, first: bool) -> Table:
    """A table of some columns, with their widths."""
    part = Table(
        title=table.title if first else None, title_style=table.title_style, title_justify=table.title_justify, box=table.box,
        padding=table.padding, pad_edge=table.pad_edge, expand=table.expand,
    )  # fmt: skip
    room = width - _between(table, len(at))
    for column, chosen in zip((table.columns[number] for number in at), _widths(table, at, room), strict=True):
        part.add_column(column.header, justify=column.justify, style=column.style, width=chosen, overflow="fold")
    for cells, row in zip(zip(*(table.columns[number].cells for number in at), strict=True), table.rows, strict=True):
        part.add_row(*cells, style=row.style, end_section=row.end_section)
    return part


def _widths(table: Table, at: Sequence[int], room: int) -> list[int]:
    """The width of each column: as wide as its longest line if all have room, else the long ones share what is left."""
    columns = [table.columns[number] for number in at]
    least, most = [_narrowest(column, room) for column in columns], [_widest(column) for column in columns]
    if sum(least) > room:  # not even the numbers of one group fit: break them between words
        least = [min(width, _longest_number(column)) for width, column in zip(least, columns, strict=True)]
    shares = [(table.expand and column.ratio) or 1 for column in columns]  # as in rich, a ratio is of an expanded table

    def at_level(level: float) -> list[int]:
        return [max(low, min(high, int(level * share))) for low, high, share in zip(least, most, shares, strict=True)]

    low, high = 0.0, float(max(most, default=0) + 1)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at_level(middle)) <= room else (low, middle)
    return at_level(low)


def _least(table: Table, at: Sequence[int], width: int) -> int:
    """The narrowest width of a table of some columns."""
    return sum(_narrowest(table.columns[number], width) for number in at) + _between(table, len(at))


def _between(table: Table, columns: int) -> int:
    """Letters between and around columns."""
    _, right, _, left = table.padding
    lines = 0 if table.box is None else columns + 1
    return columns * (left + right) + lines


def _narrowest(column: Column, room: int) -> int:
    """The least width of a column: its numbers and, in half of the room, its names that may not be wrapped."""
    if column.justify == "right":
        numbers = max((cell_len(line) for cell in column.cells for line in _lines(cell)), default=1)
        return max(numbers, _longest_word(column.header))
    if column.no_wrap and _widest(column) <= room // 2:
        return _widest(column)
    words = max((_longest_word(cell) for cell in column.cells), default=1)
    return max(min(WORD, words), _longest_number(column), min(column.min_width or 1, room // 3))


def _widest(column: Column) -> int:
    return max(cell_len(line) for cell in (column.header, *column.cells) for line in _lines(cell))


def _longest_word(cell: object) -> int:
    return max(map(cell_len, _plain(cell).split()), default=1)


def _longest_number(column: Column) -> int:
    words = (word for cell in column.cells for word in _plain(cell).split() if NUMBER.match(word))
    return max(map(cell_len, words), default=1)


def _lines(cell: object) -> list[str]:
    return _plain(cell).splitlines() or [""]


def _plain(cell: object) -> str:
    return str(getattr(cell, "plain", cell))
