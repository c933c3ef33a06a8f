"""Reading the tidy tables: one number per column and key, with the paired interval where there is one.

Nothing is estimated here. Means, differences and intervals are those of ``comparisons``. Where it has no number, the mean
over replications of ``measures`` is taken. A total is summed only where the tables have no row ``all`` of a dimension.
A sum has no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.law.clauses.vocabulary import ROLES as ALL_ROLES
from sim.report.manifest import Manifest
from sim.report.text import labels
from sim.report.what_may_be_shown import may_show

DIMENSIONS = ["group", "team", "activity", "need"]
KEYS = ["measure", *DIMENSIONS, "unit"]
PAIRED = ["difference", "low", "high", "confidence", "pairs"]
LEVEL_COLUMNS = ["column", *KEYS, "mean", *PAIRED]
"""A level table: one row per column of the study and key; baseline rows have no difference."""

PARTS = ["rule_set", "practice", "capacity"]
"""The columns of ``measures`` that together name a column of the study."""

ROLES = tuple(role for role in ALL_ROLES if role != "caseworker")
"""Roles other than caseworker. The hours of such a role have its name as their team."""


def one_place(frame: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The rows of the manifest's place. A table without places is of one place."""
    if "place" not in frame.columns or frame.empty:
        return frame
    return frame[frame["place"] == manifest.place]


def named_columns(measures: pd.DataFrame, manifest: Manifest) -> pd.Series[str]:
    """The printed name of the column that each row of ``measures`` belongs to.

    Raises:
        KeyError: the manifest has no such column.
    """
    names = {(column.rules, column.practice, column.capacity): column.name for column in manifest.columns}
    parts = measures[PARTS].astype(str)
    kinds = parts.drop_duplicates()
    kinds = kinds.assign(column=[names[key] for key in kinds.itertuples(index=False, name=None)])
    return parts.merge(kinds, how="left", on=PARTS)["column"].set_axis(measures.index)


def study_columns(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> list[str]:
    """The columns to show, baseline first, then the variants in the order of the study."""
    if comparisons.empty:
        return list(named_columns(measures, manifest).unique()) if not measures.empty else []
    baseline = str(comparisons["baseline"].iloc[0])
    return [baseline, *(str(v) for v in comparisons["variant"].unique() if v != baseline)]


def levels(
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    names: Sequence[str],
    manifest: Manifest,
) -> pd.DataFrame:
    """The level table (:data:`LEVEL_COLUMNS`) of the named measures, of the columns that may show them."""
    measures, comparisons = one_place(measures, manifest), one_place(comparisons, manifest)
    order = study_columns(measures, comparisons, manifest)
    paired = comparisons[comparisons["measure"].isin(names)]
    variant = paired.rename(columns={"variant": "column", "variant_mean": "mean"})
    baseline = paired.drop(columns=PAIRED).rename(columns={"baseline": "column", "baseline_mean": "mean"})
    parts = [variant.reindex(columns=LEVEL_COLUMNS), baseline.reindex(columns=LEVEL_COLUMNS)]
    rest = measures[measures["measure"].isin(names)]
    if not rest.empty:
        groups = rest.assign(column=named_columns(rest, manifest)).groupby(["column", *KEYS], sort=False)
        parts.append(groups["value"].mean().rename("mean").reset_index().reindex(columns=LEVEL_COLUMNS))
    parts = [part for part in parts if not part.empty]
    if not parts:
        return pd.DataFrame(columns=LEVEL_COLUMNS)
    table = pd.concat([part.astype(dict.fromkeys(["mean", *PAIRED], float)) for part in parts], ignore_index=True)
    table = table.drop_duplicates(["column", *KEYS])
    table = table[table["column"].isin(order)]
    uses = {name: manifest.column(name).use for name in order}
    shown = [
        column == order[0] or may_show(measure, unit, uses[column])
        for column, measure, unit in zip(
            *(table[name].to_numpy(object) for name in ("column", "measure", "unit")), strict=True
        )
    ]
    table = table[np.array(shown, dtype=bool)]
    rank = table["column"].map({name: i for i, name in enumerate(order)})
    return table.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank").reset_index(drop=True)


def whole(table: pd.DataFrame, dimensions: Sequence[str]) -> pd.Series[bool]:
    """Which rows are over everything in all of these dimensions."""
    return (table[list(dimensions)] == "all").all(axis=1)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, each as column -> value."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def rolled(table: pd.DataFrame, over: Sequence[str]) -> pd.DataFrame:
    """A level table with only ``all`` in each dimension of ``over``: the table's own row, else the sum without interval."""
    for dimension in over:
        if table.empty:
            return table
        others = ["column", *(key for key in KEYS if key != dimension)]
        is_all = table[dimension].eq("all").to_numpy()
        group = _numbered(table, others)
        table = table[is_all | (np.bincount(group, is_all) == 0)[group]]
        group = _numbered(table, others)
        first = table.iloc[np.unique(group, return_index=True)[1]].reset_index(drop=True)
        values = table.groupby(group, sort=True)
        summed = values[["mean", "difference"]].sum(min_count=1)
        known = values[["low", "high", "confidence", "pairs"]].first()
        known.loc[values.size() > 1, ["low", "high"]] = np.nan
        table = first.assign(**{dimension: "all"}, **summed, **known).reindex(columns=LEVEL_COLUMNS)
    return table


def _numbered(table: pd.DataFrame, keys: Sequence[str]) -> NDArray[np.int64]:
    """int64[rows], the number of each row's group, from 0 in the order of appearance. To group by numbers is quick."""
    numbers = np.zeros(len(table), np.int64)
    for key in keys:
        codes, names = pd.factorize(table[key])
        numbers = pd.factorize(numbers * len(names) + codes)[0]
    return numbers


def in_order(teams: pd.Series[str]) -> pd.Series[int]:
    """Sort key of teams and groups: the order of ``text/labels.yaml``, unknown ones last."""
    known = {name: place for place, name in enumerate(labels()["group"])}
    return teams.map(lambda name: known.get(name, len(known))).astype(int)


def caseworkers_only(hours: pd.DataFrame) -> pd.DataFrame:
    """The rows of a level table of hours that are caseworkers', per activity.

    A row ``all`` covers every role. Where other roles share an activity, only the rows of caseworkers' teams are left.
    """
    keys = ["measure", "activity", "need"]
    parts = []
    for _, part in hours.groupby(keys, sort=False):
        shared = part["team"].isin(ROLES)
        own = part[~shared & (part["team"] != "all")]
        if not shared.any():
            parts.append(part)
        elif not own.empty:
            parts.append(own)
    return pd.concat(parts, ignore_index=True) if parts else hours.iloc[:0]


def other_roles(hours: pd.DataFrame) -> pd.DataFrame:
    """The rows of a level table of hours whose team is another role than caseworker."""
    return hours[hours["team"].isin(ROLES)]
