"""What the citizens of a unit of teams get, and which of it may not get worse when staff is cut or hours are reinvested.

A unit is the teams of one pool: they serve merged groups together. Against the baseline's rules, running casework in
minutes per citizen and week may not fall, and the share of legal deadlines broken may not rise. Against the same rules and
practice with all staff, meetings held per citizen and week may not fall.

Deadlines may rise by :data:`TOLERANCE` and meetings fall by :data:`MEETING_TOLERANCE`. Three replications cannot tell less
from chance. Without a tolerance a team would keep all its posts whenever chance is against it. Between neighbouring numbers
of posts the meetings of three replications scatter by about a tenth of a percent in the large teams of Aalborg and by three
tenths in the small ones. Half a percent lies above that in all of them, and is less than anybody would call fewer meetings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.files.quantity import YEAR_DAYS
from sim.law.clauses.vocabulary import ROLES
from sim.measures.hours import RUNNING
from sim.measures.by_team import BREACHES, CITIZEN_WEEKS, DEADLINES, MEETINGS
from sim.study.column import Column

TOLERANCE = 0.005
"""How much the share of broken deadlines may rise: half a percentage point."""
MEETING_TOLERANCE = 0.005
"""By which share the meetings per citizen and week may fall below those with all staff."""

YEAR_WEEKS = YEAR_DAYS / 7

Units = dict[str, tuple[str, ...]]
"""Name of a unit -> its teams."""


@dataclass(frozen=True)
class Level:
    """What the citizens of one unit get.

    Attributes:
        running: minutes of running casework per citizen and week.
        broken: share of the legal deadlines of kept duties that are broken (0 where there is none).
        meetings: held per citizen and week.
        hours, running_hours: of its caseworkers, per year.
    """

    running: float
    broken: float
    hours: float
    running_hours: float
    meetings: float = 0.0

    def running_margin(self, baseline: Level) -> float:
        """By how much there is no less running casework than in the baseline, as a share of its minutes."""
        if math.isinf(self.running) or not baseline.running:
            return 0.0
        return self.running / baseline.running - 1 + 1e-9

    def keeps_deadlines(self, baseline: Level) -> bool:
        return self.broken <= baseline.broken + TOLERANCE

    def keeps_meetings(self, keep: Level) -> bool:
        """Are as many meetings held as with all staff?"""
        return self.meetings >= keep.meetings * (1 - MEETING_TOLERANCE)

    def margin(self, baseline: Level, keep: Level) -> float:
        """By how much it is no worse: share of the running minutes; negative where it is worse.

        Infinite (negative) where only deadlines or meetings are worse: that tells nothing about the number of posts.
        """
        margin = self.running_margin(baseline)
        return margin if margin < 0 or (self.keeps_deadlines(baseline) and self.keeps_meetings(keep)) else -math.inf

    def worse(self, baseline: Level, keep: Level) -> str:
        """Which criterion is not met, and by how much; "" where all are."""
        if self.running_margin(baseline) < 0:
            return f"running casework is {self.running:.2f} minutes per citizen and week against {baseline.running:.2f}"
        if not self.keeps_deadlines(baseline):
            return f"{self.broken:.1%} of the deadlines that both keep are broken against {baseline.broken:.1%}"
        if not self.keeps_meetings(keep):
            return (
                f"{YEAR_WEEKS * self.meetings:.2f} meetings per citizen and year are held against "
                f"{YEAR_WEEKS * keep.meetings:.2f} with all staff"
            )
        return ""


def units_of(pools: Mapping[str, int], teams: Mapping[str, float]) -> Units:
    """What is cut together: the teams of a pool, named after them. Teams without posts are left out.

    So is the staff of other roles than caseworkers: it has no cases to be held against the baseline's, and keeps its posts.
    """
    by_pool: dict[int, list[str]] = {}
    for team, posts in teams.items():
        if posts > 0 and team not in ROLES:
            by_pool.setdefault(pools.get(team, -1 - len(by_pool)), []).append(team)
    return {"+".join(members): tuple(members) for members in by_pool.values()}


def served_unknown(measures: pd.DataFrame) -> frozenset[str]:
    """Teams that only serve groups of unknown volume."""
    return frozenset(measures.loc[measures["measure"] == "staff_unknown", "team"])


def kept_duties(baseline: Column, column: Column) -> frozenset[str]:
    """Duties that hold all the time under the baseline's rules and under the column's."""
    regimes = [rule_set.regime for each in (baseline, column) for rule_set in each.rule_sets]
    active = [frozenset(name for name, duty in regime.duties.items() if duty.active) for regime in regimes]
    return frozenset.intersection(*active)


def levels(tables: Sequence[pd.DataFrame], units: Units, duties: frozenset[str]) -> dict[str, Level]:
    """The level of each unit over several replications: sums over sums, so that every citizen counts alike."""
    table = pd.concat(tables)
    table = table[table["group"] == "all"]
    running = table[(table["measure"] == "hours") & (table["activity"] == RUNNING)]
    of_kept = table["activity"].isin(duties)
    sums = {
        "running": running.groupby("team")["value"].sum(),
        "hours": table[table["measure"] == "hours_total"].groupby("team")["value"].sum(),
        "weeks": table[table["measure"] == CITIZEN_WEEKS].groupby("team")["value"].sum(),
        "deadlines": table[of_kept & (table["measure"] == DEADLINES)].groupby("team")["value"].sum(),
        "breaches": table[of_kept & (table["measure"] == BREACHES)].groupby("team")["value"].sum(),
        "meetings": table[table["measure"] == MEETINGS].groupby("team")["value"].sum(),
    }
    found = {}
    for name, teams in units.items():
        of = {what: float(column.reindex(list(teams)).fillna(0.0).sum()) for what, column in sums.items()}
        minutes = of["running"] * 60 / of["weeks"] if of["weeks"] else math.inf
        broken = of["breaches"] / of["deadlines"] if of["deadlines"] else 0.0
        held = of["meetings"] / of["weeks"] if of["weeks"] else 0.0
        found[name] = Level(minutes, broken, of["hours"] / len(tables), of["running"] / len(tables), held)
    return found
