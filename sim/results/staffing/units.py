"""The units of a staff search: teams that share their staff, and the duties by which they are judged."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.law.clauses.vocabulary import ROLES
from sim.study.column import Column

Units = dict[str, tuple[str, ...]]
"""Name of a unit -> its teams."""


def units_of(pools: Mapping[str, int], teams: Mapping[str, float]) -> Units:
    """The units to cut: the teams of each pool, under their joined names.

    Teams without posts are left out. So are roles other than caseworkers, which have no cases to compare.
    """
    by_pool: dict[int, list[str]] = {}
    for team, posts in teams.items():
        if posts > 0 and team not in ROLES:
            by_pool.setdefault(pools.get(team, -1 - len(by_pool)), []).append(team)
    return {"+".join(members): tuple(members) for members in by_pool.values()}


def served_unknown(measures: pd.DataFrame) -> frozenset[str]:
    """Teams that serve only groups of unknown volume."""
    return frozenset(measures.loc[measures["measure"] == "staff_unknown", "team"])


def kept_duties(baseline: Column, column: Column) -> frozenset[str]:
    """Duties that apply during the whole run under the baseline's rules and under the column's rules."""
    regimes = [rule_set.regime for each in (baseline, column) for rule_set in each.rule_sets]
    active = [frozenset(name for name, duty in regime.duties.items() if duty.active) for regime in regimes]
    return frozenset.intersection(*active)
