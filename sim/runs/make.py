"""Making a run: build its world, run the engine, measure the log. This is the job of a worker."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.files import program
from sim.files.errors import RunError
from sim.law.clauses.vocabulary import ROLES, STAFFED_ROLES
from sim.measures import AwardRecord
from sim.measures.sorted_log import SortedLog
from sim.runs import fingerprint
from sim.runs.check import checked
from sim.runs.opening import world_of
from sim.runs.run import Run
from sim.runs.store import Store
from sim.study.posts import baseline_places, baseline_posts
from sim.world.log import Log, RowHash
from sim.world.shocks import gone, posts_over


@dataclass(frozen=True)
class Made:
    """A finished run: its measures, a description (``about``), and its log if the log is kept."""

    measures: pd.DataFrame
    about: dict[str, Any]
    log: Log | None = None


def make(run: Run) -> Made:
    """Make a run: build its world, run the engine, measure the log. This is the job of a worker.

    Raises:
        ScenarioError: the world cannot be built.
        RunError: the source files are others than when the study was started, or a measure that must be a number is none.
    """
    if run.sources and run.sources != program.sources(*fingerprint.MEASURES):
        raise RunError("the program was changed while the study ran; start the study again")
    begin = time.perf_counter()
    stored = _stored_log(run)
    sorted_log, sha256, log = sorted_log_of(run) if stored is None else (SortedLog.of(stored), stored.sha256(), stored)
    staff = baseline_posts(run.setting) if run.posts is None else dict(run.posts)
    about = {
        "study": run.study, "place": run.place, "variant": run.column.name, "replication": run.replication,
        "posts": staff, "places": baseline_places(run.setting) if run.places is None else run.places,
        "bookable": {} if run.bookable is None else dict(run.bookable),
        "engine": run.engine if stored is None else "measured from its log", "log": run.log_key,
        "scenario": run.scenario, "inputs": dict(run.inputs),
        "log_sha256": sha256, "rows": sorted_log.size, "pools": sorted_log.meta["pools"],
        "seconds": round(time.perf_counter() - begin, 3),
    }  # fmt: skip
    table, awarded = measured(run, sorted_log, posts_over_window(run, staff))
    if awarded is not None:
        about["pensions"] = awarded.as_data()
    return Made(checked(table), about, log)


def sorted_log_of(run: Run) -> tuple[SortedLog, str, Log | None]:
    """The log that the engine writes, sorted for measures; its hash; and the whole log, if it is kept. Else nobody holds it.

    The world and the engine's state are gone when the last block is.
    """
    from sim import engine

    posts = None if run.posts is None else dict(run.posts)
    bookable = None if run.bookable is None else dict(run.bookable)
    world = world_of(run.setting, run.replication, posts=posts, places=run.places, bookable=bookable)
    names, meta = world.names, world.meta
    meta["pools"] = pools(world.posts, names["team"])
    if run.keeps_log:
        log = engine.run(world, run.engine)
        return SortedLog.of(log), log.sha256(), log
    blocks, digest = engine.blocks(world, run.engine), RowHash()
    del world
    sorted_log = SortedLog.of_blocks(digest.through(blocks), names, meta)
    return sorted_log, digest.hexdigest(), None


def posts_over_window(run: Run, staff: Mapping[str, float]) -> dict[str, float]:
    """Posts by team as means over the window, less the posts that shocks remove."""
    removed = gone(run.setting, run.setting.days)
    return {team: posts_over(posts, team, removed, run.window) if removed else posts for team, posts in staff.items()}


def measured(run: Run, log: Log | SortedLog, staff: Mapping[str, float]) -> tuple[pd.DataFrame, AwardRecord | None]:
    """All measures of a log as a tidy table, and who got a disability pension when. Pairs of runs compare it by person.

    A trial of a search has the measures that the search reads, and no record of pensions.

    ``staff`` has the planned posts by team. The measure ``staff`` repeats them, and ``staff_filled`` has the posts that the
    run filled. The team "all" covers caseworkers only. Posts of teams that serve only groups of unknown volume have the
    measure ``staff_unknown`` and are not part of any total. ``hours_other_roles`` are the hours of the municipality's other
    roles together: team members, company consultants, benefit office. Posts and hours are priced in ``paid_municipality``
    and so on (:mod:`sim.measures.payers`).
    """
    from sim.measures import Reading, awards, measures_of, measures_of_trial, team_levels, unknown_teams
    from sim.measures.payers import payers

    reading = Reading(log, run.window, run.rates)
    if run.is_trial:
        table = measures_of_trial(reading, norms=run.norms).frame()
    else:
        table = measures_of(reading, norms=run.norms, bands=run.bands).frame()
    table["measure"] = table["measure"].replace({"staff": "staff_filled", "staff_unknown": "staff_filled_unknown"})
    unknown = set(unknown_teams(log))
    planned = {team: number for team, number in staff.items() if team not in unknown}
    planned["all"] = sum(number for team, number in planned.items() if team not in ROLES)
    posts = pd.DataFrame({"team": list(planned), "measure": "staff", "value": list(planned.values())})
    unknown_posts = pd.DataFrame(
        {
            "team": sorted(unknown),
            "measure": "staff_unknown",
            "value": [staff.get(team, 0.0) for team in sorted(unknown)],
        }
    )
    total = pd.DataFrame({"team": ["all"], "measure": "staff_total", "value": [planned["all"]]})
    of_roles = table[
        (table["measure"] == "hours_total") & table["team"].isin(STAFFED_ROLES) & (table["group"] == "all")
    ]
    others = of_roles.iloc[:1].assign(team="all", measure="hours_other_roles", value=of_roles["value"].sum())
    posts = pd.concat([posts, total, *([unknown_posts] if unknown else [])], ignore_index=True)
    posts = posts.assign(group="all", activity="all", need="all", unit="posts")[list(table.columns)]
    by_team = team_levels(reading.view, reading.pieces).frame()
    whole = pd.concat([table, others, by_team, posts], ignore_index=True)
    if run.is_trial:
        return whole, None
    return pd.concat([whole, payers(whole, run.rates)], ignore_index=True), awards(reading)


def pools(posts: np.ndarray[Any, np.dtype[np.void]], team_names: dict[int, str]) -> dict[str, int]:
    """Team -> number of its pool. The caseworkers of a pool serve the citizens together; merged groups share one pool."""
    return {team_names[int(row["team"])]: int(row["pool"]) for row in np.unique(posts[["team", "pool"]])}


def imported() -> None:
    """Import the slow modules of a run, so that the first run of a process need not."""
    import sim.engine.kernel
    import sim.measures
    import sim.world.build

    del sim


def _stored_log(run: Run) -> Log | None:
    """The stored log of this run. None if there is none, or if the reference engine must make it again."""
    if run.folder is None or run.engine != "kernel" or not run.keeps_log:
        return None
    log = Store(run.folder).load_log(run.log_key)
    return log if log is not None and "pools" in log.meta else None
