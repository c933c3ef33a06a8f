"""Pooled numbers: which rows are refused as headlines, and their parts.

A pooled difference that no part shares is a fact about the mix. Page and screen print its parts instead
(``pooled`` of docs/contracts.md section 5).
"""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.levels import DIMENSIONS, levels, one_place, whole
from sim.report.manifest import Manifest
from sim.report.what_may_be_shown import AGAINST
from sim.report.words import kind_of_activity, label

_ROW = ["column", "measure", "activity", "need"]
NOT_PARTS = ("all", "none")


def refused(comparisons: pd.DataFrame) -> pd.DataFrame:
    """The rows over all groups and teams whose difference no part shares. A table without ``pooled`` has none."""
    if "pooled" not in comparisons.columns:
        return comparisons.iloc[:0]
    return comparisons[(comparisons["pooled"] == AGAINST) & whole(comparisons, ["group", "team"])]


def is_refused(table: pd.DataFrame, comparisons: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of a table with ``column, measure, activity, need`` are refused as headlines."""
    rows = refused(comparisons).rename(columns={"variant": "column"})
    keys = set(rows[_ROW].itertuples(index=False, name=None))
    found = [key in keys for key in table[_ROW].itertuples(index=False, name=None)]
    return pd.Series(found, index=table.index, dtype=bool)


def part_numbers(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, shown: list[str]
) -> pd.DataFrame:
    """The parts of every refused row of the measures ``shown`` (level table); empty if none is refused.

    Parts are rows by one dimension, in all columns of the study.
    """
    rows = refused(one_place(comparisons, manifest))
    names = [name for name in shown if name in set(rows["measure"])]
    table = levels(measures, comparisons, names, manifest)
    single = (~table[DIMENSIONS].isin(["all"])).sum(axis=1) == 1
    table = table[single & ~table[DIMENSIONS].isin(["none"]).any(axis=1)]
    order = {name: at for at, name in enumerate(names)}
    return table.sort_values("measure", key=lambda s: s.map(order), kind="stable").reset_index(drop=True)


def part_words(measure: str, cell: dict[str, str], manifest: Manifest, lang: Lang) -> str:
    """The words of a part: the measure, then the group, team, activity or need."""
    words = label("measure", measure, lang, manifest)
    part = next(((kind, name) for kind, name in cell.items() if name not in NOT_PARTS), None)
    if part is None:
        return words
    kind, name = part
    return f"{words}: {label(kind_of_activity(measure) if kind == 'activity' else kind, name, lang, manifest)}"
