"""A run: one place under one rule set and practice, with one staff, once. What determines it, and how it is made."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.engine import Engine
from sim.files.errors import ScenarioError
from sim.law.clauses.vocabulary import ROLES
from sim.place.read import Assumed
from sim.runs import fingerprint as keys
from sim.runs.store import Store
from sim.study.shocks import Shocks, gone, posts_over
from sim.study.study import Study, Variant
from sim.world.log import Log

if TYPE_CHECKING:
    from sim.world.build import Setting

Posts = tuple[tuple[str, float], ...]
"""(team, posts) in the order of the place."""


@dataclass(frozen=True)
class Run:
    """One run of a study.

    Attributes:
        posts, places: staff by team and places a week where they differ from the place's own.
        folder: where a log of this run may lie, to be measured instead of made again.
        practice: where it differs from the column's, because freed hours went into more meetings.
    """

    study: Study
    place: str
    variant: Variant
    replication: int
    posts: Posts | None = None
    places: int | None = None
    engine: Engine = "kernel"
    folder: Path | None = None
    practice: str | None = None

    @cached_property
    def log_key(self) -> str:
        return keys.log_key(self)

    @cached_property
    def key(self) -> str:
        """The name of its measures."""
        return keys.measures_key(self)

    @property
    def keeps_log(self) -> bool:
        return self.replication == 1

    @property
    def label(self) -> str:
        return f"{self.place}, {self.variant.name}, replication {self.replication}"


@dataclass(frozen=True)
class Made:
    """A finished run: its measures, its log where it is kept, and what is said about it."""

    measures: pd.DataFrame
    about: dict[str, Any]
    log: Log | None = None


@lru_cache(maxsize=64)
def _setting(
    root: Path,
    place: str,
    rules: str,
    practice: str,
    start: date,
    days: int,
    seed: int,
    effects: Assumed | None,
    shocks: Shocks,
) -> Setting:
    from sim.world.build import Setting

    return Setting.read(place, rules, practice, start, days, seed, root, effects, shocks)


def setting(study: Study, place: str, variant: Variant, practice: str | None = None) -> Setting:
    """The setting of a column at a place (with another practice, where one is given), read once per process.

    Raises:
        ScenarioError: something in the files of place, people, office or rules is wrong.
    """
    local = practice or study.practice_at(place, variant)
    return _setting(
        study.root,
        place,
        variant.rules,
        local,
        study.start,
        study.days,
        study.seed,
        study.effects,
        study.shocks_of(variant),
    )


def make(run: Run) -> Made:
    """Make a run: build its world, run it, measure its log. A worker's job.

    Raises:
        ScenarioError: something it reads is wrong, or is not what it was when the run was asked for.
    """
    from sim.world import build

    begin = time.perf_counter()
    if keys.log_key(run) != run.log_key:
        raise ScenarioError("the files of the model were changed while the study ran", do="start the study again")
    where = setting(run.study, run.place, run.variant, run.practice)
    log = _stored_log(run)
    made_by = "measured from its log" if log is not None else run.engine
    if log is None:
        from sim.engine import run as run_engine

        posts = None if run.posts is None else dict(run.posts)
        world = build.build_world(where, run.replication, posts=posts, places=run.places)
        log = run_engine(world, run.engine)
        log.meta["pools"] = pools(world.posts, log.names["team"])
    staff = build.baseline_posts(where) if run.posts is None else dict(run.posts)
    about = {
        "study": run.study.name, "place": run.place, "variant": run.variant.name, "replication": run.replication,
        "posts": staff, "places": build.baseline_places(where) if run.places is None else run.places,
        "engine": made_by, "log": run.log_key, "log_sha256": log.sha256(), "rows": len(log.rows),
        "pools": log.meta["pools"], "seconds": round(time.perf_counter() - begin, 3),
    }  # fmt: skip
    there = over_window(run, where, staff)
    return Made(measured(run, log, there), about, log if run.keeps_log else None)


def over_window(run: Run, where: Setting, staff: dict[str, float]) -> dict[str, float]:
    """Posts by team as means over the window: those given, less what shocks take of them."""
    taken = gone(where, run.study.days)
    return {team: posts_over(posts, team, taken, run.study.window) if taken else posts for team, posts in staff.items()}


def measured(run: Run, log: Log, staff: dict[str, float]) -> pd.DataFrame:
    """All measures of a log. ``staff`` are the posts given; what the run filled of them is ``staff_filled``; "all" is the caseworkers.

    Posts of teams that only serve groups of unknown volume are ``staff_unknown`` and part of no total.
    """
    from sim.figures.prices import norms, rates
    from sim.measures import measure_all, unknown_teams
    from sim.measures.by_team import team_levels

    root, window = run.study.root, run.study.window
    table = measure_all(log, window, norms=norms(root, run.place), rates=rates(root))
    table["measure"] = table["measure"].replace({"staff": "staff_filled", "staff_unknown": "staff_filled_unknown"})
    apart = set(unknown_teams(log))
    given = {team: number for team, number in staff.items() if team not in apart}
    given["all"] = sum(number for team, number in given.items() if team not in ROLES)
    posts = pd.DataFrame({"team": list(given), "measure": "staff", "value": list(given.values())})
    without = pd.DataFrame(
        {"team": sorted(apart), "measure": "staff_unknown", "value": [staff.get(team, 0.0) for team in sorted(apart)]}
    )
    total = pd.DataFrame({"team": ["all"], "measure": "staff_total", "value": [given["all"]]})
    posts = pd.concat([posts, total, *([without] if apart else [])], ignore_index=True)
    posts = posts.assign(group="all", activity="all", need="all", unit="posts")[list(table.columns)]
    return pd.concat([table, team_levels(log, window), posts], ignore_index=True)


def pools(posts: np.ndarray[Any, np.dtype[np.void]], team_names: dict[int, str]) -> dict[str, int]:
    """By team, the number of the pool whose caseworkers serve its citizens together (merged groups share one)."""
    return {team_names[int(row["team"])]: int(row["pool"]) for row in np.unique(posts[["team", "pool"]])}


def _stored_log(run: Run) -> Log | None:
    """The log of this run when it was kept, unless the reference engine is to make it anew."""
    if run.folder is None or run.engine != "kernel" or not run.keeps_log:
        return None
    log = Store(run.folder).load_log(run.log_key)
    return log if log is not None and "pools" in log.meta else None
