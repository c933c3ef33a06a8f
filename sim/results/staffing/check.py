"""Checking a study: are its files sound, and can its staff do its law at all?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.study import timeline as line
from sim.results.run_study import check
from sim.results.staffing.demand import demand
from sim.runs.progress import shown
from sim.runs.run import setting
from sim.study.shocks import gone, posts_over
from sim.results.staffing.staffing import Staffing, staffing
from sim.study.study import Study, Variant

if TYPE_CHECKING:
    from sim.world.world import World

REPLICATION = 1
"""One run tells what is asked for: its sums over thousands of citizens hardly move from one replication to another."""


@dataclass(frozen=True)
class Checked:
    """A column at a place: what is asked of its teams; one for each law of the measured window where the law changes."""

    place: str
    variant: Variant
    citizens: int
    teams: list[Staffing]


def checked(study: Study, *, progress: bool = False) -> list[Checked]:
    """Hold what law and practice ask for against the staff of every column: one run without limits for each.

    Columns that differ only in what becomes of freed hours are one.

    Raises:
        ScenarioError: something in a file that the study names does not fit.
        RunError: a run failed.
    """
    check(study)
    columns = [
        (place, variant)
        for place in study.places
        for variant in dict.fromkeys(variant.kept for variant in study.variants)
    ]
    with shown(wanted=progress) as show:
        results: list[Checked] = []
        for number, (place, variant) in enumerate(columns, 1):
            results += column(study, place, variant)
            show.now(number, len(columns), 0, f"{place}, {variant.name}, without limits")
    return results


def column(study: Study, place: str, variant: Variant) -> list[Checked]:
    """A column at a place, from its run without limits."""
    from sim.world.build import baseline_posts, build_world
    from sim.world.without_limits import run_without_limits

    where = setting(study, place, variant)
    world = build_world(where, REPLICATION)
    log = run_without_limits(world)
    opening = int((world.citizens["arrive"] == 0).sum())
    posts, taken = baseline_posts(where), gone(where, study.days)
    in_time = line.together(variant.rules, study.practice_at(place, variant))
    results = []
    for number, window in _windows(world, study.window):
        since, rules, practice = in_time[number]
        name = variant._replace(rules=rules + (f" from {since.isoformat()}" if since else ""), practice=practice)
        there = {team: posts_over(count, team, taken, window) if taken else count for team, count in posts.items()}
        law = world.laws[number - 1] if number else None
        teams = staffing(world, demand(world, log, window), window, there, law)
        results.append(Checked(place, name, opening, teams))
    return results


def _windows(world: World, window: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The laws of a world, by number, that hold on a day of the window, with the days of it on which they do."""
    days = [0, *(law.day for law in world.laws), world.settings["days"]]
    for number, (first, until) in enumerate(pairwise(days)):
        part = max(first, window[0]), min(until - 1, window[1])
        if part[0] <= part[1]:
            yield number, part
