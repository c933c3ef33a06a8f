"""What gives way under fewer staff: running casework, meetings, deadlines and first meetings, by team.

Each column with a shock to staff, or with staff cut by a search, stands beside the baseline. Running casework gets the hours that
bookings leave, so it always gives way first: that is the model's rule and no finding. A team without any is full. Its queues then
grow as long as the run lasts, and a wait there is the age of the run.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.files.quantity import YEAR_DAYS
from sim.measures.by_team import BREACHES, CITIZEN_WEEKS, DEADLINES, MEETINGS
from sim.measures.hours import RUNNING
from sim.report.under_cut_record import UnderCutRecord
from sim.results.pairing import column_names
from sim.study.column import Column
from sim.study.study import Study

FULL = 0.01
"""A team whose running casework is at most this share of its hours is full."""
NEVER = ("wait_first_meeting", "wait_decision", "wait_effort", "wait_team", "wait_clarification")
"""Waits that can outlast the log."""
ALL = "all"
FIRST = "wait_first_meeting_within_4_weeks_standardised"


def under_cut(study: Study, measures: pd.DataFrame, comparisons: pd.DataFrame) -> list[UnderCutRecord]:
    """A record for each place, column with fewer staff, and team, the whole place first.

    There is none without a column that has a shock to staff: the search says itself what stopped it.

    Args:
        measures, comparisons: the tables of the study.
    """
    if not any(_is_shocked(column) for column in study.columns):
        return []
    cut = [column for column in study.columns if _is_shocked(column) or column.use == "cut"]
    first = comparisons[
        (comparisons["measure"] == FIRST) & (comparisons[["group", "team", "activity", "need"]] == ALL).all(axis=1)
    ]
    met = {
        (str(r["place"]), str(r["variant"])): (r["baseline_mean"], r["variant_mean"]) for r in first.to_dict("records")
    }
    names = column_names(measures)
    found = []
    for place in study.places:
        at_place = measures[measures["place"] == place]
        of_column = names.reindex(at_place.index)
        before = _Side.of(at_place[of_column == study.baseline.name])
        for column in cut:
            own = _records(place, column.name, before, _Side.of(at_place[of_column == column.name]))
            early = met.get((place, column.name))
            if early is not None:
                own[0] = own[0].model_copy(
                    update={"first_meeting_before": float(early[0]), "first_meeting": float(early[1])}
                )
            found += own
    return found


def _is_shocked(column: Column) -> bool:
    return any(shock.staff for shock in column.own_shocks)


class _Side:
    """The measures of a column at a place as means over replications: (measure, team, activity) -> number."""

    def __init__(self, values: dict[tuple[str, str, str], float]) -> None:
        self.values = values

    @classmethod
    def of(cls, measures: pd.DataFrame) -> _Side:
        rows = measures[(measures["group"] == ALL) & (measures["need"] == ALL)]
        keys = ["measure", "team", "activity"]
        sums = rows.groupby(keys, sort=False)["value"].sum().reset_index()
        number = rows["replication"].nunique()
        return cls(
            {
                (str(r["measure"]), str(r["team"]), str(r["activity"])): r["value"] / number
                for r in sums.to_dict("records")
            }
        )

    def at(self, measure: str, team: str = ALL, activity: str = ALL) -> float:
        return self.values.get((measure, team, activity), 0.0)

    @property
    def teams(self) -> list[str]:
        return [team for measure, team, _ in self.values if measure == CITIZEN_WEEKS]

    def duties(self, teams: Sequence[str]) -> dict[tuple[str, str], float]:
        """(team, duty) -> deadlines a year."""
        return {
            (t, a): number for (m, t, a), number in self.values.items() if m == DEADLINES and t in teams and number > 0
        }


def _records(place: str, column: str, before: _Side, after: _Side) -> list[UnderCutRecord]:
    teams = before.teams
    return [
        _record(place, column, ALL, teams, before, after),
        *(_record(place, column, t, [t], before, after) for t in teams),
    ]


def _record(place: str, column: str, name: str, teams: Sequence[str], before: _Side, after: _Side) -> UnderCutRecord:
    sides = (before, after)
    posts = [sum(side.at("staff", team) for team in teams) for side in sides]
    weeks = [sum(side.at(CITIZEN_WEEKS, team) for team in teams) for side in sides]
    running = [sum(side.at("hours", team, RUNNING) for team in teams) for side in sides]
    worked = [sum(side.at("hours_total", team) for team in teams) for side in sides]
    held = [sum(side.at(MEETINGS, team) for team in teams) for side in sides]
    shared = before.duties(teams).keys() & after.duties(teams).keys()
    weights = {key: before.at(DEADLINES, *key) for key in shared}
    broken = [
        _weighted({key: side.at(BREACHES, *key) / side.at(DEADLINES, *key) for key in shared}, weights)
        for side in sides
    ]
    never = math.nan
    if name == ALL:
        begun = sum(after.at(f"{wait}_begun") for wait in NEVER)
        never = sum(after.at(f"{wait}_never") for wait in NEVER) / begun if begun else math.nan
    numbers: dict[str, Any] = {}
    for key, values in (
        ("posts", posts),
        ("running", [_over(60 * r, w) for r, w in zip(running, weeks, strict=True)]),
        ("meetings", [_over(h * YEAR_DAYS / 7, w) for h, w in zip(held, weeks, strict=True)]),
        ("broken", broken),
    ):
        numbers |= {f"{key}_before": _known(values[0]), key: _known(values[1])}
    full = [team for team in teams if after.at("hours", team, RUNNING) <= FULL * after.at("hours_total", team)]
    return UnderCutRecord(
        place=place, column=column, team=name, full=tuple(full), never=_known(never),
        running_share=_known(_over(running[1], worked[1])), **numbers,
    )  # fmt: skip


def _over(above: float, below: float) -> float:
    return above / below if below else math.nan


def _weighted(values: dict[tuple[str, str], float], weights: dict[tuple[str, str], float]) -> float:
    """The mean by the baseline's deadlines of the duties that both columns have."""
    total = float(np.sum(list(weights.values())))
    return sum(values[key] * weights[key] for key in values) / total if total else math.nan


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
