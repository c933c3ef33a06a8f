"""A run and how it is made: one replication of one place under one rule set, practice and staff."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.engine import Engine
from sim.figures.norms import norms
from sim.figures.prices import rates
from sim.figures.surveys import contact_survey
from sim.files.errors import RunError
from sim.law.clauses.vocabulary import ROLES, STAFFED_ROLES
from sim.measures import AwardRecord, Bands, Norms, Rates
from sim.measures.sorted_log import SortedLog
from sim.runs import fingerprint
from sim.runs.opening import world_of
from sim.runs.store import Store
from sim.study.column import Column, ColumnName
from sim.study.posts import baseline_places, baseline_posts
from sim.study.read_setting import hash_of
from sim.study.setting import Setting
from sim.study.study import Study
from sim.study.study_file import MOST_REPLICATIONS
from sim.world.log import Log, RowHash
from sim.world.shocks import gone, posts_over

Posts = tuple[tuple[str, float], ...]
"""(team, posts) in the order of the place."""
Bookable = tuple[tuple[str, float], ...]
"""(team, share of a day that may be booked ahead), of teams whose share is not the practice's."""


@dataclass(frozen=True)
class Run:
    """One run of a study. It carries all its inputs, so no file is read when it is made.

    Attributes:
        study: name of the study.
        column: printed name of the column.
        window: first and last measured day, both included.
        norms: recommended cases per post by group, for the measures.
        rates: prices, for the measures.
        posts: posts by team if they differ from the place's own, else None.
        places: weekly places of the rehabilitation team if they differ from the place's own, else None.
        bookable: share of a day that may be booked ahead, by team, if it differs from the practice's, else None.
        folder: folder of stored runs. A stored log of this run is measured instead of made again.
        sources: hash of the program's source files in the process that started the study; empty if it does not matter.
        scenario: what differs from the study, such as ``contact at low``; empty for a run of the study itself. The log of a
            scenario is not kept.
        bands: period and bands in which contacts are counted, for the measures.
        logs: whether the log of replication 1 is kept. A log needs some 20 MB and can be made again at any time.
    """

    study: str
    place: str
    column: ColumnName
    replication: int
    setting: Setting = field(repr=False)
    window: tuple[int, int]
    norms: Norms = field(repr=False)
    rates: Rates = field(repr=False)
    posts: Posts | None = None
    places: float | None = None
    bookable: Bookable | None = None
    engine: Engine = "kernel"
    folder: Path | None = None
    sources: str = field(default="", repr=False)
    scenario: str = ""
    bands: Bands | None = field(default=None, repr=False)
    logs: bool = False

    @cached_property
    def log_key(self) -> str:
        """The name of its log."""
        return fingerprint.log_key(self)

    @cached_property
    def key(self) -> str:
        """The name of its measures."""
        return fingerprint.measures_key(self)

    @cached_property
    def prices_hash(self) -> str:
        return hash_of([asdict(self.norms), asdict(self.rates), None if self.bands is None else asdict(self.bands)])

    @property
    def keeps_log(self) -> bool:
        return self.logs and self.replication == 1 and not self.scenario

    @property
    def is_trial(self) -> bool:
        """Whether only a search for staff reads the run. It then has the measures that a search needs, and no others."""
        return self.replication > MOST_REPLICATIONS

    @property
    def label(self) -> str:
        kind = "search" if self.is_trial else "replication"
        number = self.replication % MOST_REPLICATIONS or self.replication
        scenario = f", {self.scenario}" if self.scenario else ""
        return f"{self.place}, {self.column.name}{scenario}, {kind} {number}"


@dataclass(frozen=True)
class Plan:
    """The inputs that all runs of a study share: the study, its prices, and the folder of its results.

    Attributes:
        norms: place -> recommended cases per post by group.
        bands: period and bands in which contacts are counted.
        logs: whether logs of replication 1 are kept.
        fresh: whether searches for staff are made again although their answers are kept.
    """

    study: Study
    folder: Path
    norms: Mapping[str, Norms]
    rates: Rates
    engine: Engine = "kernel"
    sources: str = field(default="", repr=False)
    bands: Bands | None = None
    logs: bool = False
    fresh: bool = False

    @cached_property
    def inputs(self) -> str:
        """The hash of the study's file and of all that it names, as they were read. The program is not part of it."""
        settings = {
            place: {column.name: fingerprint.setting_parts(column.settings[place]) for column in self.study.columns}
            for place in self.study.places
        }
        bands = None if self.bands is None else asdict(self.bands)
        prices = [{place: asdict(norms) for place, norms in self.norms.items()}, asdict(self.rates), bands]
        return hash_of([self.study.source.tree, settings, *prices])

    @classmethod
    def of(cls, study: Study, folder: Path, engine: Engine = "kernel", *, logs: bool = False) -> Plan:
        """The plan of a study. Its prices and norms are read here, once.

        Raises:
            ScenarioError: a file of prices or norms is invalid.
        """
        return cls(
            study, folder, {place: norms(study.root, place) for place in study.places}, rates(study.root), engine,
            fingerprint.sources(*fingerprint.MEASURES), contact_survey(study.root).as_bands(), logs,
        )  # fmt: skip

    def without_follow_up(self) -> Plan:
        """The plan of the same study with runs that end with the window."""
        return replace(self, study=self.study.without_follow_up())

    def run(
        self,
        place: str,
        column: Column,
        replication: int,
        *,
        posts: Posts | None = None,
        places: float | None = None,
        bookable: Bookable | None = None,
        setting: Setting | None = None,
    ) -> Run:
        """A run of a column at a place. ``setting`` replaces the column's setting at the place.

        Args:
            places: weekly places of the rehabilitation team; None for the column's own number, or else the place's.
        """
        places = column.team_places if places is None else places
        return Run(
            self.study.name, place, column.names, replication, setting or column.settings[place], self.study.window,
            self.norms[place], self.rates, posts, places, bookable, self.engine, self.folder / "runs", self.sources,
            bands=self.bands, logs=self.logs,
        )  # fmt: skip


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
        RunError: the source files are others than when the study was started.
    """
    if run.sources and run.sources != fingerprint.sources(*fingerprint.MEASURES):
        raise RunError("the program was changed while the study ran; start the study again")
    begin = time.perf_counter()
    stored = _stored_log(run)
    sorted_log, sha256, log = _log_of(run) if stored is None else (SortedLog.of(stored), stored.sha256(), stored)
    staff = baseline_posts(run.setting) if run.posts is None else dict(run.posts)
    about = {
        "study": run.study, "place": run.place, "variant": run.column.name, "replication": run.replication,
        "posts": staff, "places": baseline_places(run.setting) if run.places is None else run.places,
        "bookable": {} if run.bookable is None else dict(run.bookable),
        "engine": run.engine if stored is None else "measured from its log", "log": run.log_key,
        "log_sha256": sha256, "rows": sorted_log.size, "pools": sorted_log.meta["pools"],
        "seconds": round(time.perf_counter() - begin, 3),
    }  # fmt: skip
    table, awarded = measured(run, sorted_log, posts_over_window(run, staff))
    if awarded is not None:
        about["pensions"] = awarded.as_data()
    return Made(table, about, log)


def _log_of(run: Run) -> tuple[SortedLog, str, Log | None]:
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


def _stored_log(run: Run) -> Log | None:
    """The stored log of this run. None if there is none, or if the reference engine must make it again."""
    if run.folder is None or run.engine != "kernel" or not run.keeps_log:
        return None
    log = Store(run.folder).load_log(run.log_key)
    return log if log is not None and "pools" in log.meta else None
