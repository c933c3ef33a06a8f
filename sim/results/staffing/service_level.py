"""The service level of a unit of teams, and the criteria that limit a cut of staff and reinvested hours.

A unit consists of the teams of one pool, which serve merged groups together. The criteria are:

- running casework in minutes per citizen and week may not fall below the baseline.
- the share of broken legal deadlines may not rise above the baseline.
- meetings held per citizen and week may not fall below those under the same rules and practice with all staff.

The share of broken deadlines may rise by :data:`TOLERANCE`, and meetings may fall by :data:`MEETING_TOLERANCE`. Three replications
cannot separate smaller differences from chance. Without a tolerance a team would keep all its posts whenever chance is against it.
Between neighbouring numbers of posts, the meetings of three replications vary by about 0.1 % in the large teams of Aalborg.
In the small teams they vary by 0.3 %. A tolerance of 0.5 % is above both, and too small to matter to a citizen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.files.quantity import YEAR_DAYS
from sim.law.clauses.vocabulary import ROLES
from sim.measures.by_team import BREACHES, CITIZEN_WEEKS, DEADLINES, MEETINGS
from sim.measures.hours import RUNNING
from sim.study.column import Column

TOLERANCE = 0.005
"""The allowed rise in the share of broken deadlines: half a percentage point."""
MEETING_TOLERANCE = 0.005
"""The allowed fall in meetings per citizen and week, as a share of the meetings with all staff."""

YEAR_WEEKS = YEAR_DAYS / 7

Units = dict[str, tuple[str, ...]]
"""Name of a unit -> its teams."""


@dataclass(frozen=True)
class Level:
    """The service level of one unit.

    Attributes:
        running: minutes of running casework per citizen and week.
        broken: share of broken legal deadlines of kept duties; 0 without deadlines.
        hours: hours of its caseworkers per year.
        running_hours: hours of running casework per year.
        meetings: meetings held per citizen and week.
    """

    running: float
    broken: float
    hours: float
    running_hours: float
    meetings: float = 0.0

    def running_margin(self, baseline: Level) -> float:
        """Running casework above the baseline, as a share of the baseline's minutes; negative if it is below."""
        if math.isinf(self.running) or not baseline.running:
            return 0.0
        return self.running / baseline.running - 1 + 1e-9

    def keeps_deadlines(self, baseline: Level) -> bool:
        return self.broken <= baseline.broken + TOLERANCE

    def keeps_meetings(self, keep: Level) -> bool:
        """Whether as many meetings are held as with all staff, within the tolerance."""
        return self.meetings >= keep.meetings * (1 - MEETING_TOLERANCE)

    def margin(self, baseline: Level, keep: Level) -> float:
        """The margin by which the level meets the criteria, as a share of the running minutes; negative if it fails.

        It is minus infinity if only deadlines or meetings fail, because they do not show how many posts are missing.
        """
        margin = self.running_margin(baseline)
        return margin if margin < 0 or (self.keeps_deadlines(baseline) and self.keeps_meetings(keep)) else -math.inf

    def worse(self, baseline: Level, keep: Level) -> str:
        """The first criterion that is not met, in words with its numbers; "" if all are met."""
        if self.running_margin(baseline) < 0:
            return f"running casework is {self.running:.2f} minutes per citizen and week against {baseline.running:.2f}"
        if not self.keeps_deadlines(baseline):
            return (
                f"{self.broken:.1%} of the deadlines that both rule sets keep are broken against {baseline.broken:.1%}"
            )
        if not self.keeps_meetings(keep):
            return (
                f"{YEAR_WEEKS * self.meetings:.2f} meetings per citizen and year are held against "
                f"{YEAR_WEEKS * keep.meetings:.2f} with all staff"
            )
        return ""


def units_of(pools: Mapping[str, int], teams: Mapping[str, float]) -> Units:
    """The units to cut: the teams of each pool, under their joined names.

    Teams without posts are left out. Roles other than caseworkers are left out too: they have no cases to compare, so they keep
    their posts.
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


def levels(tables: Sequence[pd.DataFrame], units: Units, duties: frozenset[str]) -> dict[str, Level]:
    """The level of each unit over several replications. Each ratio divides sums, so every citizen counts equally."""
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
    by_unit = {}
    for name, teams in units.items():
        total = {measure: float(column.reindex(list(teams)).fillna(0.0).sum()) for measure, column in sums.items()}
        minutes = total["running"] * 60 / total["weeks"] if total["weeks"] else math.inf
        broken = total["breaches"] / total["deadlines"] if total["deadlines"] else 0.0
        meetings = total["meetings"] / total["weeks"] if total["weeks"] else 0.0
        by_unit[name] = Level(minutes, broken, total["hours"] / len(tables), total["running"] / len(tables), meetings)
    return by_unit
