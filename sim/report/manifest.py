"""The manifest: one typed record of what was run and what the numbers rest on, written and read here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from sim.files.entry import Title
from sim.files.kept import kept_bytes
from sim.files.writing import write
from sim.report.all_staff_record import AllStaffRecord
from sim.report.check_record import CheckRecord
from sim.report.column_record import ColumnRecord, ShockRecord
from sim.report.contact_record import ContactRecord
from sim.report.cut_records import BoundRecord, CutRecord
from sim.report.duty_record import DutyRecord
from sim.report.growth_record import GrowthRecord
from sim.report.index_record import IndicesRecord
from sim.report.later_law import LaterLaw
from sim.report.precision_record import PrecisionRecord
from sim.report.range_records import FiguresRecord, LeadingRecord, OutcomeRecord, RangeRecord
from sim.report.record import Record
from sim.report.reinvest_record import ReinvestRecord
from sim.report.rule_change import RuleChange
from sim.report.run_record import RunRecord
from sim.report.source_records import BibliographyRecord
from sim.report.staff_record import StaffRecord
from sim.report.survey_record import SurveyRecord
from sim.report.uncertainty_record import UncertaintyRecord
from sim.report.under_cut_record import UnderCutRecord

FILE = "manifest.json"


class RuleSetRecord(Record):
    """A rule set of the study: its regime, the proposals added to it, and the hash of its rules."""

    regime: str
    reforms: tuple[str, ...]
    hash: str


class EffectsRecord(Record):
    """The effects on behaviour that the study assumes."""

    file: str
    strength: Literal["value", "low", "high"]
    title: Title
    rests_on: Title


class Assumption(Record):
    """One value that rests on less than a statistic; ``path`` is its place in the scenario files."""

    path: str
    value: str
    low: str = ""
    high: str = ""
    evidence: str
    source: str = ""
    note: str = ""
    where: str = ""


class ProposalRecord(Record):
    """One proposal of a rule set; ``nature`` is emerges, scales or echoes, ``of`` names the input scaled or echoed."""

    id: str
    title: Title
    nature: str
    of: Title = Title(en="", da="")
    claim: Mapping[str, Any] | None = None  # {saves, unit: {en, da}, source}
    source: str = ""


class BreakEven(Record):
    """A column with staff cut at a place: the extra days on benefit that would eat its saving."""

    place: str
    column: str
    proposal: str
    groups: tuple[str, ...]
    saving: float | None
    persons: float | None
    day: float | None
    days: float | None
    text: str


class Prices(Record):
    """What an hour of a caseworker costs, and the effective hours of a post in a year."""

    dkk_per_hour: float
    hours_per_post: float

    @property
    def dkk_per_post(self) -> float:
        """What a post costs in a year."""
        return self.dkk_per_hour * self.hours_per_post


class Manifest(Record):
    """What was run, with which rules, people, staff, seed and versions, and what the numbers rest on."""

    study: str
    title: Title
    statement: Mapping[str, Title] = {}  # what a person has written: purpose, aims, sharing …
    file: str = ""
    places: tuple[str, ...]
    seed: int
    replications: int
    unfinished: int = 0  # replications that the study asks for, if fewer are finished
    start: str  # ISO date
    warm_up: str  # "1 year"
    measured: str  # "2 years"
    follow_up: str = "0 days"  # how long runs go on after the window
    window: tuple[int, int]  # first and last measured day
    confidence: float
    run_hash: str  # of the names of all runs, so of everything that determines the numbers
    input_files: Mapping[str, str] = {}  # scenario file behind a run -> SHA-256
    inputs: str = ""  # hash of the study's file and of everything that it names, as they were read
    columns: tuple[ColumnRecord, ...]
    shocks: tuple[ShockRecord, ...] = ()  # of the whole study
    practices_by_place: Mapping[str, str] = {}  # what the practice `own` is at each place
    rules: Mapping[str, RuleSetRecord] = {}
    baseline_law: str = ""  # ISO date: the day of the baseline's law
    later_laws: tuple[LaterLaw, ...] = ()  # of the library, in order of their days
    cautions: tuple[Title, ...] = ()  # what every reader of a number under one of the regimes must know
    bounds: tuple[BoundRecord, ...] = ()  # of every column but the baseline, with all staff
    capacity: tuple[CutRecord, ...] = ()
    reinvested: tuple[ReinvestRecord, ...] = ()
    break_even: tuple[BreakEven, ...] = ()
    leading: tuple[LeadingRecord, ...] = ()  # groups of assumptions whose ranges are known, in order of the file
    outcomes: tuple[OutcomeRecord, ...] = ()  # the headlines whose ranges lead
    ranges: tuple[RangeRecord, ...] = ()  # headlines at both ends of each group
    uncertainty: UncertaintyRecord | None = None  # all values sampled together
    indices: IndicesRecord | None = None  # of an analysis of sensitivity; the result of a study has none
    figures: tuple[FiguresRecord, ...] = ()  # `jobsim doctor baseline` lists them
    precision: tuple[PrecisionRecord, ...] = ()  # the numbers that the study wanted to know well
    values_set: Mapping[
        str, str
    ] = {}  # FILE:PATH or path -> low, high or quantity, with range and grade if they are set too
    values_in_all: int = 0  # `assumptions` lists those that rest on less than a statistic
    effects: EffectsRecord | None = None  # on behaviour; None: none are assumed
    assumptions: tuple[Assumption, ...] = ()
    proposals: tuple[ProposalRecord, ...] = ()
    bibliography: BibliographyRecord = BibliographyRecord()  # behind the codes of assumptions, proposals and claims
    growth: tuple[GrowthRecord, ...] = ()  # of the baseline's stocks
    checks: tuple[CheckRecord, ...] = ()  # of the runs: conservation, Little's law, what is cut off, what still moves
    rule_changes: tuple[RuleChange, ...] = ()  # the clauses in which each rule set differs from the baseline's
    survey: SurveyRecord | None = None  # of contacts, if the window is its period
    proposals_alone: tuple[Mapping[str, Any], ...] = ()  # rows of sim.results.proposals: each proposal by itself
    labels: Mapping[str, Mapping[str, Title]] = {}  # kind (activity, team, duty …) -> name -> words
    norms: Mapping[str, Mapping[str, tuple[float, float]]] = {}  # group -> year -> ends of the band
    prices: Prices
    duties: tuple[DutyRecord, ...] = ()  # of the baseline's rules and of the first other rules
    staff: tuple[StaffRecord, ...] = ()
    all_staff: tuple[AllStaffRecord, ...] = ()  # of the model and beside it
    contact: tuple[ContactRecord, ...] = ()  # of every column with all staff, by need
    under_cut: tuple[UnderCutRecord, ...] = ()  # what gives way where a shock takes staff
    versions: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}
    runs: tuple[RunRecord, ...] = ()
    files: Mapping[str, str] = {}  # file of the result, relative to its folder -> SHA-256
    content: str = ""  # in the file: SHA-256 of the manifest without this entry

    @property
    def place(self) -> str:
        """The place.

        Raises:
            ValueError: there are several, so that a number belongs to one of them only (:meth:`at`).
        """
        (place,) = self.places
        return place

    def at(self, place: str) -> Manifest:
        """The manifest of one place of the study."""
        return self.model_copy(
            update={
                "places": (place,),
                "bounds": tuple(bound for bound in self.bounds if bound.place == place),
                "capacity": tuple(cut for cut in self.capacity if cut.place == place),
                "reinvested": tuple(use for use in self.reinvested if use.place == place),
                "break_even": tuple(each for each in self.break_even if each.place == place),
                "staff": tuple(each for each in self.staff if each.place == place),
                "all_staff": tuple(each for each in self.all_staff if each.place == place),
                "contact": tuple(each for each in self.contact if each.place == place),
                "precision": tuple(each for each in self.precision if each.place == place),
                "ranges": tuple(each for each in self.ranges if each.place == place),
                "uncertainty": None if self.uncertainty is None else self.uncertainty.at(place),
                "indices": None if self.indices is None else self.indices.at(place),
                "figures": tuple(each for each in self.figures if each.place == place),
                "proposals_alone": tuple(row for row in self.proposals_alone if row.get("place") in ("", place)),
                "under_cut": tuple(each for each in self.under_cut if each.place == place),
                "growth": tuple(row for row in self.growth if row.place == place),
                "checks": tuple(row for row in self.checks if row.place == place),
                "runs": tuple(run for run in self.runs if run.place == place),
            }
        )

    def column(self, name: str) -> ColumnRecord:
        """The column of a printed name, or the one with all staff from which the staff of a column is cut.

        Raises:
            KeyError: the study has no such column, and starts none from it.
        """
        kept = (column.kept for column in self.columns)
        for column in (*self.columns, *kept):
            if column.name == name:
                return column
        raise KeyError(name)

    def text(self) -> str:
        """The content of ``manifest.json``: the same whenever the same study is run."""
        return self.model_dump_json(indent=1) + "\n"

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into a folder, whole or not at all."""
        bare = self.model_copy(update={"content": ""})
        write(folder / FILE, bare.model_copy(update={"content": bare.own_hash()}).text())

    def own_hash(self) -> str:
        """The hash of the text."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest in a folder of results.

        Raises:
            OSError: the folder has none.
            ValueError: it is damaged, altered, or of another version.
        """
        read = cls.model_validate_json(kept_bytes(folder / FILE))
        bare = read.model_copy(update={"content": ""})
        if read.content and read.content != bare.own_hash():
            raise ValueError("the manifest is not the one that was written")
        return bare

    def run_hash_short(self, length: int = 12) -> str:
        """The first ``length`` characters of the run's hash."""
        return self.run_hash[:length]
