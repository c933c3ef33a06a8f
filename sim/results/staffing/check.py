"""Check a study: whether its files are valid, and whether its staff can do its law at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from sim.files.paths import results_dir
from sim.results.resources import check_resources
from sim.results.staffing.demand import demand
from sim.results.staffing.staffing import Staffing, staffing
from sim.results.staffing.without_limits import run_without_limits
from sim.runs.opening import world_of
from sim.runs.progress import shown
from sim.study.column import Column
from sim.study.posts import baseline_posts
from sim.study.study import Study
from sim.world.shocks import gone, posts_over
from sim.world.world import World

REPLICATION = 1
"""One run is enough: sums over thousands of citizens hardly differ between replications."""


@dataclass(frozen=True)
class Checked:
    """The hours required of the teams in a column at a place. If the law changes, there is one entry for each law.

    Attributes:
        rules: printed name of the rule set; a later law includes the day from which it applies.
        practice: printed name of the practice.
        citizens: number of citizens at the start.
    """

    place: str
    rules: str
    practice: str
    citizens: int
    teams: list[Staffing]


def checked(study: Study, *, progress: bool = False) -> list[Checked]:
    """Compare the hours that law and practice require with the staff of every column.

    Each column takes one run without limits. Columns that differ only in the use of freed hours count as one column.

    Raises:
        ScenarioError: a file that the study names is invalid.
        RunError: a run failed.
    """
    study = study.without_follow_up()
    check_resources(study, results_dir(), 1)
    columns = [
        (place, column) for place in study.places for column in dict.fromkeys(column.kept for column in study.columns)
    ]
    with shown(wanted=progress) as show:
        results: list[Checked] = []
        for number, (place, column) in enumerate(columns, 1):
            results += _checked(study, place, column)
            show.now(number, len(columns), 0, f"{place}, {column.name}, without limits")
    return results


def _checked(study: Study, place: str, column: Column) -> list[Checked]:
    """The entries of a column at a place, from its run without limits."""
    setting = column.settings[place]
    world = world_of(setting, REPLICATION)
    log = run_without_limits(world)
    opening = int((world.citizens["arrive"] == 0).sum())
    posts, removed = baseline_posts(setting), gone(setting, study.days)
    results = []
    for number, window in _windows(world, study.window):
        law = setting.laws[number]
        since = f" from {study.start + timedelta(days=law.day)}" if law.day else ""
        staff = {team: posts_over(count, team, removed, window) if removed else count for team, count in posts.items()}
        later = world.laws[number - 1] if number else None
        teams = staffing(world, demand(world, log, window), window, staff, later)
        results.append(Checked(place, law.rule_set.name + since, law.choice.name, opening, teams))
    return results


def _windows(world: World, window: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Number of each law of a world that applies in the window, and the first and last day in the window on which it applies."""
    days = [0, *(law.day for law in world.laws), world.settings["days"]]
    for number, (first, until) in enumerate(pairwise(days)):
        part = max(first, window[0]), min(until - 1, window[1])
        if part[0] <= part[1]:
            yield number, part
