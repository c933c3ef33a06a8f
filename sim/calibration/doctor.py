"""Examine a study's baseline: compare its runs with figures, show contradictions among figures, count remaining casework."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.calibration.running_casework import Remainder, remainder
from sim.figures.collection import load_world
from sim.figures.contradictions import read_tensions, tensions_of
from sim.figures.coverage import counts, read_coverage
from sim.figures.durations import durations_of, read_curves
from sim.files.errors import nearest_name
from sim.report.all_staff_record import AllStaffRecord
from sim.report.growth_record import GrowthRecord
from sim.report.staff_record import StaffRecord
from sim.results.all_staff import all_staff
from sim.results.baseline import baseline_table
from sim.results.describe import staff_records
from sim.results.finished import finished
from sim.results.growth import growth
from sim.results.money_in_full import FullSum, money_in_full
from sim.results.run_study import opened
from sim.results.work import Work
from sim.runs.run import Plan
from sim.runs.scheduler import tables
from sim.study.study import Study


@dataclass(frozen=True)
class Examined:
    """A baseline compared with published figures.

    Attributes:
        table: one row per figure (:func:`sim.results.baseline.baseline_table`).
        tensions: figures that cannot all be true (:func:`sim.figures.contradictions.tensions_of`).
        durations: the figures of how long citizens stay (:func:`sim.figures.durations.durations_of`).
        growth: the growth of each group's stock (:func:`sim.results.growth.growth`).
        remainder: the time left for running casework.
        money: the national sums of income support and effort beside the run's.
        staff: the posts against the share of all staff who hold cases; None if no figure is known.
        all_staff: all staff of the place by their work; None if no figure is known.
        counts: rows of the collection by their use (:func:`sim.figures.coverage.counts`).
        made: number of runs made.
        reused: number of runs that were already finished.
    """

    study: Study
    place: str
    table: pd.DataFrame
    tensions: list[dict[str, Any]]
    durations: list[dict[str, Any]]
    remainder: Remainder
    money: list[FullSum]
    staff: StaffRecord | None
    all_staff: AllStaffRecord | None
    growth: list[GrowthRecord]
    counts: dict[str, Any]
    made: int
    reused: int

    def as_data(self) -> dict[str, Any]:
        """The data that ``--json`` prints."""
        return {
            "study": self.study.name,
            "place": self.place,
            "column": self.study.baseline.name,
            "replications": self.study.replications,
            "rows": self.table.to_dict("records"),
            "tensions": self.tensions,
            "durations": self.durations,
            "remainder": self.remainder.as_data(),
            "money": [each.as_data() for each in self.money],
            "staff": None if self.staff is None else self.staff.model_dump(),
            "all_staff": None
            if self.all_staff is None
            else self.all_staff.model_dump() | {"rest": self.all_staff.rest},
            "growth": [row.model_dump() | {"moves": row.moves} for row in self.growth],
            "verdicts": dict(Counter(self.table["verdict"])),
            "counts": self.counts,
            "runs": {"made": self.made, "reused": self.reused},
        }


def place_of(study: Study, place: str | None) -> str:
    """A place of the study by its name; the first if no name is given.

    Raises:
        ScenarioError: the study has no such place.
    """
    if place is None:
        return study.places[0]
    if place not in study.places:
        raise study.error(
            "the study has no such place", ("places",), found=place, expected=", ".join(study.places),
            nearest=nearest_name(place, study.places),
        )  # fmt: skip
    return place


def examine(
    study: Study,
    *,
    place: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Examined:
    """Make the missing runs of the study's baseline only, and compare it with the figures.

    Args:
        place: one of the study's places (default: the first).
        results: folder of results (default: ``results`` in the current folder).
        workers: number of processes (default: one for each processor).
        progress: whether to show progress on the terminal.
        work: the function that makes runs (default: the model).

    Raises:
        ScenarioError: the input is invalid, or the study has no such place.
        RunError: a run failed. Finished runs are kept.
    """
    name = place_of(study, place)
    known = frozenset(load_world(study.root / "figures" / "world.yaml")["id"])
    read_tensions(study.root, known)  # an error in one of these files must appear before the runs, not after them
    read_curves(study.root, known)
    read_coverage(study.root)
    with opened(study, results, workers, wanted=progress, make=(work or Work()).make) as (runs, folder):
        (column,) = runs.finish([finished(Plan.of(study, folder), name, study.baseline)])
    measures = tables(column.stored, column.runs)
    setting = study.baseline.settings[name]
    table = baseline_table(measures, setting.place, setting.people, variant=study.baseline.name, root=study.root)
    world = load_world(study.root / "figures" / "world.yaml")
    units = dict(zip(world["id"], world["unit"], strict=True))
    compared = set(table[table["verdict"] != "not-comparable"]["id"])
    return Examined(
        study=study, place=name, table=table,
        tensions=tensions_of(table, read_tensions(study.root, frozenset(table["id"])), units),
        durations=durations_of(table, read_curves(study.root, frozenset(table["id"]))),
        remainder=remainder(measures, setting, table), money=money_in_full(study, measures, [setting.place]),
        growth=growth(study, measures),
        staff=next((record for record in staff_records(study) if record.place == name), None),
        all_staff=next((record for record in all_staff(study, measures) if record.place == name), None),
        counts=counts(study.root, compared),
        made=runs.made, reused=runs.reused,
    )  # fmt: skip
