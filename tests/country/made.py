"""Pairs of a study of a list, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.results.country.cube import Cube
from sim.results.country.pairs import COLUMNS

Values = Mapping[str, Sequence[float]]
"""Place -> the number in each replication."""


def rows(
    measure: str, unit: str, before: Values, after: Values, *, activity: str = "all", group: str = "all"
) -> pd.DataFrame:
    """The pairs of one number."""
    return pd.DataFrame(
        [
            {
                "place": place, "variant": "v", "group": group, "team": "all", "activity": activity, "need": "all",
                "measure": measure, "unit": unit, "replication": number + 1, "before": first, "after": after[place][number],
            }
            for place, numbers in before.items()
            for number, first in enumerate(numbers)
        ],
        columns=COLUMNS,
    )  # fmt: skip


def cube(*parts: pd.DataFrame, places: Sequence[str] = ("small", "large")) -> Cube:
    """The cube of some numbers."""
    return Cube.of(pd.concat(parts, ignore_index=True), places)
