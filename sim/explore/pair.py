"""One finished pair of runs, cut down to the measures that the page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sim.measures.hours import RUNNING
from sim.report.headline import HEADLINES
from sim.results.pension_pairs import pension_rows
from sim.results.standardised import weight_of
from sim.runs.run import Plan, Run
from sim.runs.scheduler import tables
from sim.runs.store import Stored
from sim.study.column import Column

SHOWN = re.compile(
    r"hours(_asked.*|_shed|_total)?|running_.*|(all_)?contact_minutes.*|caseload_.*|share_above_norm_.*|norm_.*"
    r"|(wait_(first_meeting|clarification|team|decision|effort)|detection_delay)_(mean|within_4_weeks|begun|served|left|never)"
    r"|benefits_.*|paid_.*|activation_cost.*|staff.*"
)
"""The measures of the page's tables."""
_STANDARDISED = "_standardised"
LEADING = {measure.removesuffix(_STANDARDISED) for measure, _, _ in HEADLINES}
NAMES = LEADING | {str(weight_of(name)) for name in LEADING if weight_of(name)}
"""The measures of the headlines, with those that weight them."""
DIMENSIONS = ["group", "team", "activity", "need"]


def shown(measures: pd.DataFrame) -> pd.DataFrame:
    """The rows that the page's tables are made of.

    Rows that divide by several dimensions are the strata of waits and deadlines. Of other measures only running casework is
    kept by group and team, because it has no row over all of them.
    """
    names = [str(name) for name in measures["measure"].unique()]
    wanted = {name for name in names if name in NAMES or SHOWN.fullmatch(name)}
    strata = {name for name in wanted if weight_of(name)}
    strata |= {str(weight_of(name)) for name in strata}
    few = (measures[DIMENSIONS] != "all").sum(axis=1) <= 1
    running = (measures["measure"] == "hours") & (measures["activity"] == RUNNING)
    deep = measures["measure"].isin(strata | {"hours_total"})
    return measures[measures["measure"].isin(wanted) & (few | running | deep)]


@dataclass(frozen=True)
class _Half:
    """The run of a column, as a comparison of pensions reads it."""

    place: str
    column: Column
    runs: list[Run]
    stored: list[Stored]


@dataclass(frozen=True)
class Pair:
    """A pair of runs with the same people.

    Attributes:
        measures: the tidy measures of both runs, and those of the pair, without those that the page does not show.
        keys: the names of both runs.
    """

    number: int
    measures: pd.DataFrame
    keys: tuple[str, str]

    @classmethod
    def of(cls, plan: Plan, number: int, runs: Sequence[Run], stored: Sequence[Stored]) -> Pair:
        """The pair of two finished runs, the baseline's first."""
        study = plan.study
        halves = [
            _Half(run.place, column, [run], [made])
            for run, made, column in zip(runs, stored, study.columns[:2], strict=True)
        ]
        whole = tables(stored, runs)
        rows = pension_rows(halves, study.window, plan.rates)
        if not rows.empty:
            whole = pd.concat([whole, rows[list(whole.columns)]], ignore_index=True)
        return cls(number, shown(whole), (runs[0].key, runs[1].key))
