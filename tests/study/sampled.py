"""What tests of samples share: runs that depend on two values of their setting and on chance, by known rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.runs.make import Made
from sim.runs.run import Run
from tests.study.stub_runs import make as stub_make

PER_MINUTE, PER_PLACE, NOISE = -1000.0, 7.0, 300.0
"""Hours a year that the freed rules ask for less with each minute of tracking; more in both columns with each place of the team;
and the spread of the difference by chance."""
TRACKING = "regimes/R2024.yaml:tracking.per_open_duty"
CHOSEN = ("tracking", "team-places", "bookable", "turnover")


def minutes_and_places(run: Run) -> tuple[float, float]:
    """Minutes of tracking and weekly places of the team in the setting of a run."""
    minutes = float(run.setting.rule_set.regime.tracking.per_open_duty.value)
    return minutes, float(run.setting.place.team_places.per_week.value)


def chance(replication: int) -> float:
    """What chance adds to the difference of a replication."""
    return NOISE * float(np.random.default_rng(replication).normal())


def make(run: Run) -> Made:
    """A run whose work asked for depends on two values of its setting, and on chance that no other replication has."""
    made = stub_make(run)
    minutes, places = minutes_and_places(run)
    freed = run.column.rules != "current"
    table = made.measures.copy()
    row = (table["measure"] == "hours_asked") & (table["activity"] == "all") & (table["team"] == "all")
    table.loc[row, "value"] = (
        100_000 + PER_PLACE * places + (PER_MINUTE * minutes + chance(run.replication) if freed else 0.0)
    )
    return replace(made, measures=table)


def failing_after(made: int, make: Callable[[Run], Made]) -> Callable[[Run], Made]:
    """A function that makes so many runs, and then fails."""
    count = [0]

    def failing(run: Run) -> Made:
        count[0] += 1
        if count[0] > made:
            raise ValueError("no more")
        return make(run)

    return failing


def asked(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of all work asked for."""
    return table[(table["measure"] == "hours_asked") & (table["activity"] == "all")]


def with_effects(differences: pd.DataFrame, numbers: list[int], effects: Any) -> pd.DataFrame:
    """Differences of work asked for that are known, so that no run is made for them.

    Args:
        differences: of an analysis.
        numbers: of the samples.
        effects: float64[samples].
    """
    head = asked(differences).iloc[:1].drop(columns=["sample", "effect"])
    return head.merge(pd.DataFrame({"sample": numbers, "effect": effects}), how="cross")
