"""Checking a study: are its files sound, and can its staff do its law at all?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from sim.results.staffing.demand import demand
from sim.results.staffing.staffing import Staffing, staffing
from sim.results.staffing.without_limits import run_without_limits
from sim.runs.progress import shown
from sim.study.column import Column
from sim.study.posts import baseline_posts
from sim.study.study import Study
from sim.world.build import build_world
from sim.world.shocks import gone, posts_over
from sim.world.world import World

REPLICATION = 1
"""One run tells what is asked for: its sums over thousands of citizens hardly move from one replication to another."""


@dataclass(frozen=True)
class Checked:
    """A column at a place: what is asked of its teams; one for each law of the measured window where the law changes.

    Attributes:
        rules, practice: printed names, with the day from which they hold where the law changes.
    """

    place: str
    rules: str
    practice: str
    citizens: int
    teams: list[Staffing]


def checked(study: Study, *, progress: bool = False) -> list[Checked]:
    """Hold what law and practice ask for against the staff of every column: one run without limits for each.

    Columns that differ only in what becomes of freed hours are one.

    Raises:
        ScenarioError: something in a file that the study names does not fit.
        RunError: a run failed.
    """
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
    """A column at a place, from its run without limits."""
    setting = column.settings[place]
    world = build_world(setting, REPLICATION)
    log = run_without_limits(world)
    opening = int((world.citizens["arrive"] == 0).sum())
    posts, taken = baseline_posts(setting), gone(setting, study.days)
    results = []
    for number, window in _windows(world, study.window):
        law = setting.laws[number]
        since = f" from {study.start + timedelta(days=law.day)}" if law.day else ""
        there = {team: posts_over(count, team, taken, window) if taken else count for team, count in posts.items()}
        later = world.laws[number - 1] if number else None
        teams = staffing(world, demand(world, log, window), window, there, later)
        results.append(Checked(place, law.rule_set.name + since, law.choice.name, opening, teams))
    return results


def _windows(world: World, window: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The laws of a world, by number, that hold on a day of the window, with the days of it on which they do."""
    days = [0, *(law.day for law in world.laws), world.settings["days"]]
    for number, (first, until) in enumerate(pairwise(days)):
        part = max(first, window[0]), min(until - 1, window[1])
        if part[0] <= part[1]:
            yield number, part
