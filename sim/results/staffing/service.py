"""The service of units of teams in several replications: running casework, meetings held, deadlines of kept duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.measures.by_team import BREACHES, CITIZEN_WEEKS, DEADLINES, MEETINGS
from sim.measures.hours import RUNNING
from sim.measures.view import Floats
from sim.results.staffing.units import Units

Cell = tuple[str, str]
"""(unit, duty): the deadlines of a duty in a unit."""


@dataclass(frozen=True)
class Service:
    """Yearly sums by replication and unit. Each array is float64[replications, units].

    Attributes:
        units: name of a unit -> its teams, in the order of the arrays.
        running: hours of running casework.
        hours: hours of the caseworkers.
        weeks: weeks of citizens with a caseworker.
        meetings: meetings held.
        deadlines: duty -> legal deadlines.
        breaches: duty -> broken ones among them.
    """

    units: Units
    running: Floats
    hours: Floats
    weeks: Floats
    meetings: Floats
    deadlines: Mapping[str, Floats]
    breaches: Mapping[str, Floats]

    @property
    def minutes(self) -> Floats:
        """Minutes of running casework per citizen and week; nan without citizens."""
        return _ratio(60 * self.running, self.weeks)

    @property
    def held(self) -> Floats:
        """Meetings held per citizen and week; nan without citizens."""
        return _ratio(self.meetings, self.weeks)

    def at(self, unit: str) -> int:
        """The position of a unit in the arrays."""
        return list(self.units).index(unit)

    def count(self, cell: Cell) -> float:
        """Deadlines of a cell, as a mean over replications."""
        unit, duty = cell
        return float(self.deadlines[duty][:, self.at(unit)].mean()) if duty in self.deadlines else 0.0

    def broken(self, cells: Iterable[Cell]) -> Floats:
        """float64[replications], the share of broken deadlines over several cells; 0 without deadlines."""
        due, broken = np.zeros(len(self.weeks)), np.zeros(len(self.weeks))
        for unit, duty in cells:
            if duty in self.deadlines:
                due += self.deadlines[duty][:, self.at(unit)]
                broken += self.breaches[duty][:, self.at(unit)]
        return np.nan_to_num(_ratio(broken, due))


def _ratio(part: Floats, whole: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def service(tables: Sequence[pd.DataFrame], units: Units, duties: Iterable[str]) -> Service:
    """The service of each unit, from the measures of one run per replication.

    Args:
        tables: tidy measures of a run, one table for each replication.
        units: name of a unit -> its teams.
        duties: duties whose deadlines are counted.
    """
    sums = [_sums(table, units) for table in tables]

    def of(name: str) -> Floats:
        return np.stack([each.get(name, np.zeros(len(units))) for each in sums])

    due, broken = ({duty: of(f"{kind} {duty}") for duty in sorted(duties)} for kind in (DEADLINES, BREACHES))
    return Service(
        units,
        of(f"hours {RUNNING}"),
        of("hours_total all"),
        of(f"{CITIZEN_WEEKS} all"),
        of(f"{MEETINGS} all"),
        due,
        broken,
    )


def _sums(table: pd.DataFrame, units: Units) -> dict[str, Floats]:
    """Measure and activity -> float64[units]."""
    at = {team: number for number, teams in enumerate(units.values()) for team in teams}
    rows = table[table["measure"].isin(["hours", "hours_total", CITIZEN_WEEKS, MEETINGS, DEADLINES, BREACHES])]
    rows = rows[(rows["group"] == "all") & rows["team"].isin(list(at))]
    sums: dict[str, Floats] = {}
    for measure, activity, team, value in zip(
        rows["measure"], rows["activity"], rows["team"], rows["value"], strict=True
    ):
        sums.setdefault(f"{measure} {activity}", np.zeros(len(units)))[at[team]] += value
    return sums
