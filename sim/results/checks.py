"""Checks of the runs: conservation and Little's law in each run, the share of waits cut off, and stocks that still move.

The two sides of Little's law come from different walks over the log. The largest gap of any run is reported, not a mean.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.files.quantity import YEAR_DAYS
from sim.measures.by_team import CITIZEN_WEEKS
from sim.report.check_record import CheckRecord, Kind
from sim.report.growth_record import NOTABLE, GrowthRecord
from sim.results.balance import MEASURES, balances
from sim.results.pairing import column_names
from sim.study.study import Study

ALL = "all"
LIMITS: dict[Kind, float] = {
    "little": 0.01,  # cases are counted on working days, their time on all days
    "hours": 1e-9,
    "citizens": 1e-9,
    "censored": 0.01,
    "drift": NOTABLE,
}
WAITS = ("first_meeting", "certificate", "team", "decision", "effort", "clarification")


def checks(study: Study, measures: pd.DataFrame, growth: list[GrowthRecord]) -> tuple[CheckRecord, ...]:
    """The checks of every place, in the order of :data:`LIMITS`.

    Args:
        measures: all runs (docs/contracts.md section 5).
        growth: the growth of the baseline's stocks (:func:`sim.results.growth.growth`).
    """
    wanted = {
        "caseload_mean", "staff_filled", CITIZEN_WEEKS, "hours_available", "overtime_hours", "hours_outside_diaries", "hours_total",
        *(f"wait_{wait}_{end}" for wait in WAITS for end in ("begun", "never")),
    }  # fmt: skip
    rows = measures[measures["measure"].isin({*wanted, *MEASURES}) & (measures["need"] == ALL)]
    rows = rows.assign(column=column_names(rows))
    by_group = rows[rows["measure"].isin(MEASURES)]
    rows = rows[rows["measure"].isin(wanted) & (rows["group"] == ALL)]
    found: list[CheckRecord] = []
    for place in study.places:
        table = rows[rows["place"] == place].pivot_table(
            index=["column", "replication", "team"], columns=["measure", "activity"], values="value", sort=False
        )
        for kind, name, left, right in _pairs(table):
            found += _worst(place, kind, name, left, right)
        for name, left, right in balances(by_group[by_group["place"] == place], study.window):
            found += _worst(place, "citizens", name, left, right)
        found += [
            CheckRecord(
                place=place, kind="drift", name=row.group, column=study.baseline.name, left=row.stock, right=row.stock,
                gap=abs(row.share) if row.moves else 0.0, limit=LIMITS["drift"],
            )
            for row in growth
            if row.place == place
        ]  # fmt: skip
    order = list(LIMITS)
    return tuple(sorted(found, key=lambda check: order.index(check.kind)))


def _pairs(table: pd.DataFrame) -> Iterator[tuple[Kind, str, pd.Series[float], pd.Series[float]]]:
    """(kind, name, left, right) of each check, with a number for each run on both sides."""
    teams = list(dict.fromkeys(table.index.get_level_values("team")))
    by_team = {team: table.xs(team, level="team") for team in teams}

    def of(measure: str, team: str, activity: str = ALL) -> pd.Series[float]:
        if (measure, activity) not in table.columns or team not in by_team:
            return pd.Series(dtype=float)
        return by_team[team][measure, activity].dropna()

    for team in teams:
        cases, posts, weeks = of("caseload_mean", team), of("staff_filled", team), of(CITIZEN_WEEKS, team)
        if team != ALL:
            yield "little", team, cases * posts, weeks * 7 / YEAR_DAYS
    for team in teams:
        there, worked = of("hours_available", team), of("hours_total", team)
        more = of("overtime_hours", team).reindex(there.index, fill_value=0.0)
        outside = of("hours_outside_diaries", team).reindex(there.index, fill_value=0.0)
        yield "hours", team, there + more + outside, worked
    for wait in WAITS:
        begun = of(f"wait_{wait}_begun", ALL)
        yield "censored", f"wait_{wait}", of(f"wait_{wait}_never", ALL).reindex(begun.index, fill_value=0.0), begun


def _worst(place: str, kind: Kind, name: str, left: pd.Series[float], right: pd.Series[float]) -> list[CheckRecord]:
    """The check in its worst column; nothing if no run has both sides."""
    if left.empty or right.empty:
        return []
    left, right = left.align(right, join="inner")
    known = left.notna().to_numpy() & (right > 0).to_numpy()
    if not known.any():
        return []
    sides = np.column_stack([left.to_numpy(float), right.to_numpy(float)])[known]
    columns = left.index.get_level_values("column")[known]
    gaps = sides[:, 0] / sides[:, 1] if kind == "censored" else np.abs(sides[:, 0] / sides[:, 1] - 1)
    column = columns[int(gaps.argmax())]
    mean = sides[columns == column].mean(axis=0)
    return [
        CheckRecord(
            place=place, kind=kind, name=name, column=str(column), left=float(mean[0]), right=float(mean[1]),
            gap=float(gaps.max()), limit=LIMITS[kind],
        )
    ]  # fmt: skip
