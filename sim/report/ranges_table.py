"""The headlines at both ends of each group of leading assumptions, as a tidy table."""

from __future__ import annotations

import pandas as pd

from sim.report.manifest import Manifest
from sim.report.range_records import RangeRecord

COLUMNS = [
    "place", "column", "group", "measure", "activity", "need", "unit", "headline", "low", "high", "low_half", "high_half",
    "low_factor", "high_factor", "zero_factor", "pairs", "beyond_chance",
]  # fmt: skip


def ranges_table(manifest: Manifest) -> pd.DataFrame:
    """The headlines at both ends of each group of leading assumptions (:data:`COLUMNS`).

    ``headline, low, high`` are differences from the baseline in ``unit``: as it is, and with the group at its low and high
    end. ``low_half, high_half`` are half-widths by chance of the change from the headline. ``low_factor, high_factor`` are
    the ends as shares of the assumed values. At ``zero_factor`` the difference is zero; it is empty if it is zero nowhere.
    ``beyond_chance`` says whether an end moves the headline by more than chance.
    """
    groups = {group.name: group for group in manifest.leading}
    rows = []
    for each in manifest.ranges:
        group = groups[each.group]
        rows.append(
            {
                **each.model_dump(exclude={"base"}), "headline": each.base, "low_factor": group.low_factor,
                "high_factor": group.high_factor, "zero_factor": each.zero(group), "pairs": group.pairs,
                "beyond_chance": each.clear,
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def of_headline(manifest: Manifest, column: str, measure: str, activity: str, need: str) -> list[RangeRecord]:
    """The ranges of one headline, in the order of the groups."""
    key = (column, measure, activity, need)
    return [each for each in manifest.ranges if (each.column, each.measure, each.activity, each.need) == key]
