"""The first pairs of a study that wants to know some numbers well (:mod:`sim.results.precision`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sim.engine import Engine
from sim.report.manifest import Manifest
from sim.results.comparison import compared
from sim.results.finished import FinishedColumn, finished
from sim.results.pension_pairs import with_pairs
from sim.results.precision import Compare, Wanted, pairs_needed, reached, wanted
from sim.results.result import Result
from sim.runs.run import Plan
from sim.runs.scheduler import Runs, tables
from sim.study.precision import Precision
from sim.study.study import Study


@dataclass(frozen=True)
class Pilot:
    """The first pairs of a study that wants to know some numbers well.

    Attributes:
        study: the study with the pairs of the pilot.
        wish: what it wants.
        numbers: the numbers as the pilot knows them.
    """

    study: Study
    wish: Precision
    numbers: list[Wanted]


def with_enough_pairs(study: Study, runs: Runs, folder: Path, engine: Engine) -> tuple[Study, Pilot | None]:
    """The study with as many pairs as its wish for precision needs, and the pilot. Without a wish, the study itself."""
    wish = study.precision
    if wish is None:
        return study, None
    runs.progress.say(f"{study.replications} pairs tell how many are needed …")
    plan = Plan.of(study, folder, engine)
    tasks = [finished(plan, place, column) for place in study.places for column in study.columns]
    columns: list[FinishedColumn] = runs.finish(tasks)
    made = [(run, stored) for column in columns for run, stored in zip(column.runs, column.stored, strict=True)]
    measures = tables([stored for _, stored in made], [run for run, _ in made])
    numbers = wanted(study, wish, with_pairs(measures, columns, study.window, plan.rates), comparing(study))
    pairs = pairs_needed(numbers, study.replications, wish.most)
    runs.progress.say(f"{pairs} pairs are made.")
    return study.with_replications(pairs), Pilot(study, wish, numbers)


def comparing(study: Study) -> Compare:
    """The comparison of all columns of a study at a confidence."""

    def compare(measures: pd.DataFrame, confidence: float) -> pd.DataFrame:
        return compared(replace(study, confidence=confidence), measures, study.baseline, study.columns[1:])

    return compare


def shown(pilot: Pilot, study: Study, result: Result) -> Manifest:
    """The manifest of a result with how well each wanted number is known. ``study`` has all pairs."""
    after = wanted(study, pilot.wish, result.measures, comparing(study))
    records = reached(pilot.study, pilot.wish, pilot.numbers, after, study.replications)
    return result.manifest.model_copy(update={"precision": tuple(records)})
