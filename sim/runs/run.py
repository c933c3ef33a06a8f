"""A run and how it is made: one replication of one place under one rule set, practice and staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from sim.engine import Engine
from sim.figures.norms import norms
from sim.figures.prices import rates
from sim.figures.surveys import contact_survey
from sim.files import program
from sim.measures import Bands, Norms, Rates
from sim.runs import fingerprint
from sim.runs.inputs import inputs_of
from sim.study.column import Column, ColumnName
from sim.study.read_setting import hash_of
from sim.study.setting import Setting
from sim.study.study import Study
from sim.study.study_file import MOST_REPLICATIONS

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
        inputs: file or room of the program -> hash of what it gives to the run (:mod:`sim.runs.inputs`). The run's key has it all.
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
    inputs: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

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
            program.sources(*fingerprint.MEASURES), contact_survey(study.root).as_bands(), logs,
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
        run = Run(
            self.study.name, place, column.names, replication, setting or column.settings[place], self.study.window,
            self.norms[place], self.rates, posts, places, bookable, self.engine, self.folder / "runs", self.sources,
            bands=self.bands, logs=self.logs,
        )  # fmt: skip
        return replace(run, inputs=inputs_of(run.setting, run.prices_hash))
