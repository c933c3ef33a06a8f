"""A row of a table as a record: each number has a name, each flag a type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, Self, get_type_hints

import numpy as np
from numpy.typing import NDArray


class Length(NamedTuple):
    """A length of time: days, or calendar months (a row of the world's `spans`; -1: days)."""

    days: int
    months: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``number`` is its place there."""

    number: int

    @classmethod
    def read(cls, table: NDArray[np.void], **made: Sequence[Any]) -> list[Self]:
        """The rows of a table. ``made``: columns that are made of several columns of the table."""
        types, names = get_type_hints(cls), [field.name for field in fields(cls)]
        columns: dict[str, Sequence[Any]] = {"number": range(len(table)), **made}
        for name in names:
            if name not in columns:
                columns[name] = [types[name](value) for value in table[name].tolist()]
        return [cls(*values) for values in zip(*(columns[name] for name in names), strict=True)]


def together(table: NDArray[np.void], *names: str) -> list[tuple[int, ...]]:
    """Several columns of a table as one."""
    return list(zip(*(table[name].tolist() for name in names), strict=True))
