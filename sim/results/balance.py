"""The balance of citizens by group: those at the window's start and all who come, and all who leave and those at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.files.quantity import YEAR_DAYS

ALL = "all"
COME = ("entries", "switches_from_unknown")
LEAVE = ("exits", "switches_to_unknown")
MEASURES = ("stock_start", "stock_end", "switches", *COME, *LEAVE)


def balances(rows: pd.DataFrame, window: tuple[int, int]) -> Iterator[tuple[str, pd.Series[float], pd.Series[float]]]:
    """(group, citizens at the start and those who come, those who leave and citizens at the end), a number for each run.

    The two sides are equal in every run, or a citizen was lost or counted twice.

    Args:
        rows: :data:`MEASURES` of one place, with a column ``column``.
        window: the first and the last measured day.
    """
    years = (window[1] - window[0] + 1) / YEAR_DAYS
    rows = rows[rows["team"] == ALL]
    pairs = rows["measure"].eq("switches") & rows["group"].ne(ALL) & rows["activity"].ne(ALL)
    sums = rows["measure"].ne("switches") & rows["activity"].eq(ALL)

    def by(label: str, chosen: pd.Series[bool]) -> pd.DataFrame:
        """Run x group: the sum of the values."""
        return rows[chosen].pivot_table(
            index=["column", "replication"], columns=label, values="value", aggfunc="sum", sort=False
        )

    def both(stock: str, flows: tuple[str, ...], switches: pd.DataFrame) -> pd.DataFrame:
        flow = by("group", sums & rows["measure"].isin(flows)).add(switches, fill_value=0.0)
        return by("group", sums & rows["measure"].eq(stock)).add(flow * years, fill_value=0.0)

    left = both("stock_start", COME, by("activity", pairs))
    right = both("stock_end", LEAVE, by("group", pairs))
    left, right = left.align(right, fill_value=0.0)
    for group in sorted(left, key=lambda group: group != ALL):
        yield str(group), left[group].fillna(0.0), right[group].fillna(0.0)
