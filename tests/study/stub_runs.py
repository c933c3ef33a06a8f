"""What a worker makes in place of a run: measures that follow from posts by simple rules, in milliseconds.

This file stands apart from the rest of the stub, because each worker process imports it: it needs no charts and no results.
"""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from typing import Any

import pandas as pd

from sim.files.errors import ScenarioError
from sim.law.compose.practices import MoreMeetings
from sim.runs.make import Made
from sim.runs.run import Run
from tests.measures.tiny import Book

TEAMS = {"insured": 23.8, "job-ready": 8.7, "resource": 12.9}
POOLS = {
    "current": {"insured": 0, "job-ready": 1, "resource": 2},
    "freed-six-cities": {"insured": 0, "job-ready": 1, "resource": 1},
}
HOURS = 1300.0
"""Hours of a post in a year."""
BOUND = {"current": 0.6, "freed-six-cities": 0.45}
"""Share of a baseline post's hours that the rules bind."""
WEEKS = 1000.0
"""Citizen-weeks per baseline post and year."""

MEETINGS = {"current": 0.11, "freed-six-cities": 0.1}
"""Held per citizen and week with all staff and the practice as it is."""
TEAM_HOURS = {"current": 9000.0, "freed-six-cities": 5000.0}
"""Of the other members of the rehabilitation team."""
CASES = {"insured": 90.0, "job-ready": 65.0, "resource": 45.0}
"""Of a post with all staff."""
HEAVY = 0.25
"""Share of the citizens with heavy need."""
SHED = 600.0
"""Hours a year of meetings that give way under today's rules."""
PER_MEETING = 1.35
"""Hours of a meeting."""
GROUPS = {"insured": "insured", "job-ready": "job-ready", "resource": "resource-course"}


def noise(replication: int) -> float:
    """Chance that both rule sets share. The replications of a search begin at 10,001 and have small noise too."""
    return 1 + 0.001 * (replication % 10_000)


def running_minutes(rules: str, team: str, posts: float, replication: int = 1, more: float = 0.0) -> float:
    """Minutes of running casework per citizen and week with so many posts and so many more meetings (per citizen-week)."""
    full = TEAMS[team]
    left = posts * HOURS - full * HOURS * BOUND[rules] * noise(replication)
    return left * 60 / (full * WEEKS) - more * PER_MEETING * 60


def more_meetings(run: Run, team: str) -> float:
    """Meetings per citizen and week that the run's practice holds in addition for heavy need."""
    _, values = run.setting.laws[0].choice
    yearly = sum(value.more for value in values if isinstance(value, MoreMeetings) and GROUPS[team] in value.groups)
    return yearly * HEAVY * 7 / 365.25


def make(run: Run) -> Made:
    """What a worker would make of a run."""
    posts = dict(run.posts) if run.posts is not None else dict(TEAMS)
    rules = "current" if run.column.rules.startswith("current") else run.column.rules
    rows: list[tuple[str, str, str, str, float]] = []
    for team, number in posts.items():
        more = more_meetings(run, team)
        minutes = running_minutes(rules, team, number, run.replication, more)
        cases = TEAMS[team] * CASES[team]
        weeks = TEAMS[team] * WEEKS
        rows += [
            (team, "all", "staff", "posts", number),
            (team, "all", "hours_total", "hours per year", number * HOURS),
            (team, "running-casework", "hours", "hours per year", minutes * weeks / 60),
            (team, "all", "citizen_weeks_team", "weeks per year", weeks),
            (team, "sickness-revaluation", "deadlines_team", "per year", 100.0),
            (team, "sickness-revaluation", "breaches_team", "per year", 3.0),
            (team, "all", "running_minutes_per_citizen_week_team", "minutes per citizen and week", minutes),
            (team, "all", "caseload_mean", "cases per post", cases / number),
            (team, "all", "staff_filled", "posts", number),
            (team, "all", "meetings_team", "per year", weeks * (MEETINGS[rules] + more)),
        ]
    total = sum(posts.values())
    rows += [
        ("all", "all", "staff", "posts", total),
        ("all", "all", "staff_total", "posts", total),
        ("team-member", "all", "hours_total", "hours per year", TEAM_HOURS[rules]),
        ("all", "follow-up-meeting", "hours", "hours per year", 1e5 * BOUND[rules] * (1 + 0.01 * run.replication)),
        ("all", "all", "hours_total", "hours per year", total * HOURS),
        *_two_steps(rules, run.replication, total),
        ("all", "all", "team_cases", "per year", 1000.0 if rules == "current" else 510.0),
        ("all", "all", "wait_team_begun", "cases per year", 1000.0),
        ("all", "all", "wait_team_mean", "days", 30.0 if rules == "current" else 20.0 + run.replication),
        ("all", "all", "benefits_paid", "DKK per year", 1e9),
    ]
    table = pd.DataFrame(rows, columns=["team", "activity", "measure", "unit", "value"]).assign(group="all", need="all")
    waits = table["measure"].str.startswith("wait_")
    table.loc[waits, ["group", "need"]] = ["sick", "light"]  # waits over all groups are not compared
    log = Book(90).log() if run.keeps_log else None
    about: dict[str, Any] = {
        "posts": posts, "places": run.places or 32, "pools": POOLS[rules], "bookable": dict(run.bookable or ()),
        "engine": run.engine, "rows": 10, "seconds": 0.1, "replication": run.replication,
        "log_sha256": "f" * 64, "place": run.place, "variant": run.column.name, "scenario": run.scenario,
        "inputs": dict(run.inputs),
    }  # fmt: skip
    return Made(table[["group", "team", "activity", "need", "measure", "unit", "value"]], about, log)


def _two_steps(rules: str, replication: int, posts: float) -> list[tuple[str, str, str, str, float]]:
    """Work asked for and what diaries had: all posts' hours are work done or running casework."""
    full = sum(TEAMS.values()) * HOURS
    shed = SHED if rules == "current" else 0.0
    done = full * BOUND[rules] * (1 + 0.001 * replication)
    practice = full * (0.1 if rules == "current" else 0.25)
    values = {
        "hours_asked": done + shed, "hours_asked_practice": practice, "hours_asked_rules": done + shed - practice,
        "hours_shed": shed, "hours_unplaceable": 0.0, "overtime_hours": 0.0, "hours_outside_diaries": 0.0,
        "hours_available": posts * HOURS,
    }  # fmt: skip
    unit = "hours per year"
    return [
        *(("all", "all", measure, unit, value) for measure, value in values.items()),
        ("all", "follow-up-meeting", "hours_asked", unit, done + shed),
        ("all", "running-casework", "hours", unit, posts * HOURS - done),
        ("team-member", "all", "hours_asked", unit, 900.0 if rules == "current" else 400.0),
    ]


def make_or_fail(run: Run) -> Made:
    """Every second replication meets a broken engine."""
    if run.replication == 2:
        raise ValueError("a broken engine")
    return make(run)


def make_of_bad_input(run: Run) -> Made:
    """Every run finds bad input."""
    raise ScenarioError("a group without a team", file="places/aalborg.yaml", line=9)


def make_unequal(run: Run) -> Made:
    """The reference engine writes another log than the kernel."""
    made = make(run)
    other = "0" * 64 if run.engine == "reference" else made.about["log_sha256"]
    return replace(made, about=made.about | {"log_sha256": other})


def make_or_die(run: Run) -> Made:
    """Every second replication's process is killed, whoever tries it."""
    if run.replication == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return make(run)
