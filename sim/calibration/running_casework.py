"""The hours left for running casework after all named tasks, in the run and under other assumptions about staff.

The other assumptions are arithmetic on the run: the named tasks stay, the hours change with the posts, and the remaining hours
are running casework. The arithmetic ignores that fewer posts would cause shed and late meetings, and more posts more meetings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.measures.hours import RUNNING
from sim.measures.view import NEED_LEVELS
from sim.place.office.model import Office
from sim.place.people.model import Place, Team
from sim.study.posts import posts_of_known
from sim.study.setting import Setting

HOLDERS = "A007"
"""The figure of staff who have cases, as a share of all staff; it is compared with posts."""


@dataclass(frozen=True)
class Left:
    """Hours per year of some caseworkers, and the part that is left for running casework.

    Attributes:
        label: the team, or the assumption about staff.
        posts: full-time posts.
        hours: effective hours.
        named: hours of named tasks.
        weeks: citizen-weeks per year with a caseworker.
        by_need: minutes of running casework per citizen and week by level of need; empty if unknown.
    """

    label: str
    posts: float
    hours: float
    named: float
    weeks: float
    by_need: dict[str, float]

    @property
    def running(self) -> float:
        """Hours left for running casework; negative if the named tasks do not fit."""
        return self.hours - self.named

    @property
    def share(self) -> float:
        """Running casework as a share of all hours."""
        return self.running / self.hours if self.hours else 0.0

    @property
    def minutes(self) -> float:
        """Minutes of running casework per citizen and week."""
        return self.running * 60 / self.weeks if self.weeks else 0.0

    def scaled(self, label: str, factor: float, hours: float = 1.0) -> Left:
        """The same tasks and citizens with ``factor`` times the posts and ``hours`` times the hours per post."""
        total = self.hours * factor * hours
        grown = (total - self.named) / self.running if self.running > 0 else 0.0
        by_need = {need: minutes * grown for need, minutes in self.by_need.items()}
        return Left(label, self.posts * factor, total, self.named, self.weeks, by_need)

    def as_data(self) -> dict[str, Any]:
        return {
            "label": self.label, "posts": self.posts, "hours": self.hours, "hours_named": self.named,
            "hours_running": self.running, "share_running": self.share, "citizen_weeks": self.weeks,
            "minutes_per_citizen_week": self.minutes, "minutes_by_need": self.by_need,
        }  # fmt: skip


@dataclass(frozen=True)
class Remainder:
    """The hours left for running casework in a run, and with other staff.

    Other roles and teams that serve only groups of unknown volume are left out.

    Attributes:
        total: all caseworkers of the run.
        teams: each team of the run.
        arithmetic: the total under other assumptions about staff, without a run.
        team_ranges: team -> the result at the high and at the low end of cases per caseworker.
    """

    total: Left
    teams: list[Left]
    arithmetic: list[Left]
    team_ranges: dict[str, tuple[Left, Left]]

    def as_data(self) -> dict[str, Any]:
        """The data that ``--json`` prints."""
        return {
            "run": self.total.as_data(),
            "teams": [team.as_data() for team in self.teams],
            "arithmetic": [left.as_data() for left in self.arithmetic],
            "arithmetic_by_team": {
                name: [left.as_data() for left in ends] for name, ends in self.team_ranges.items()
            },
        }  # fmt: skip


def remainder(measures: pd.DataFrame, setting: Setting, figures: pd.DataFrame) -> Remainder:
    """The hours left for running casework in a baseline.

    Args:
        measures: measures of the baseline's runs at one place; replications are averaged.
        setting: the baseline's setting at the place.
        figures: the baseline table. Its row A007 gives the number of staff who have cases.
    """
    posts = posts_of_known(setting)
    teams = [_team(measures, name, number) for name, number in posts.items()]
    by_need = {need: _mean(measures, "running_minutes_per_citizen_week", need=need) for need in NEED_LEVELS}
    total = Left(
        "all teams", sum(posts.values()), sum(team.hours for team in teams), sum(team.named for team in teams),
        sum(team.weeks for team in teams), by_need,
    )  # fmt: skip
    ranges = {
        team.label: (
            team.scaled("most cases per caseworker", _ratio(setting.place, setting.place.teams[team.label], "high")),
            team.scaled("fewest cases per caseworker", _ratio(setting.place, setting.place.teams[team.label], "low")),
        )
        for team in teams
    }
    return Remainder(total, teams, _arithmetic(total, ranges, setting.office, figures), ranges)


def _team(measures: pd.DataFrame, name: str, posts: float) -> Left:
    hours = _mean(measures, "hours_total", team=name)
    running = _mean(measures, "hours", team=name, activity=RUNNING)
    return Left(name, posts, hours, hours - running, _mean(measures, "citizen_weeks_team", team=name), {})


def _mean(measures: pd.DataFrame, measure: str, **labels: str) -> float:
    """The mean over replications of one cell; 0 if it has no row."""
    cell = {"group": "all", "team": "all", "activity": "all", "need": "all"} | labels
    rows = measures[measures["measure"] == measure]
    for name, label in cell.items():
        rows = rows[rows[name] == label]
    runs = measures["replication"].nunique() if "replication" in measures else 1
    return float(rows["value"].sum()) / runs


def _ratio(place: Place, team: Team, end: str) -> float:
    """Posts at one end of the range of cases per caseworker, divided by the posts at its value."""
    usual = other = 0.0
    for group in team.groups:
        cases, value = float(place.groups[group].stock.value), team.cases_per_post[group]
        usual += cases / value.value
        other += cases / (getattr(value, end) or value.value)
    return other / usual


def _arithmetic(total: Left, ranges: dict[str, tuple[Left, Left]], office: Office, figures: pd.DataFrame) -> list[Left]:
    rows = []
    for number, end in ((0, "most"), (1, "fewest")):
        hours = sum(ends[number].hours for ends in ranges.values())
        grown = hours / total.hours if total.hours else 1.0
        posts = sum(ends[number].posts for ends in ranges.values())
        left = total.scaled(f"{end} cases per caseworker (A093-A099, S025)", grown)
        rows.append(Left(left.label, posts, left.hours, left.named, left.weeks, left.by_need))
    row = figures[(figures["id"] == HOLDERS) & figures["simulated"].notna()]
    for share, column in (("least", "low"), ("as assumed", "stated"), ("most", "high")):
        for stated in row[column]:
            label = f"staff who have cases: {share} of A007"
            rows.append(total.scaled(label, float(stated) / total.posts))
    hours_of_post = office.effective_hours
    for end in ("low", "high"):
        other = getattr(hours_of_post, end)
        if other:
            label = f"{float(other) / 60:,.0f} effective hours per post (S030, A001)"
            rows.append(total.scaled(label, 1.0, float(other) / float(hours_of_post.value)))
    return rows
