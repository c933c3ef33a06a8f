"""An analysis of sensitivity by a method of SALib: its runs, its indices, its files."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from sim.files.entry import Lang
from sim.files.writing import write
from sim.report.index_record import CHANCE, IndexRecord, IndicesRecord
from sim.report.index_table import index_table
from sim.report.manifest import Manifest
from sim.results.chart import ResultChart
from sim.results.describe import span
from sim.results.indices.design import Index, Method, check_design, design, indices, spread, usual
from sim.results.planned import about
from sim.results.run_study import opened
from sim.results.sensitivity.analysis import asked_of
from sim.results.sensitivity.changes import effects
from sim.results.uncertainty.factor import Factors
from sim.results.uncertainty.factors import factors_of
from sim.results.uncertainty.findings import csv_of, outcome_of
from sim.results.uncertainty.records import factor_records
from sim.results.uncertainty.sample import Sample
from sim.results.uncertainty.sampled import Sampled
from sim.results.uncertainty.simulate import as_they_are, changed, differences, hash_of, runs_of
from sim.results.work import Work
from sim.runs.command import resumed
from sim.runs.make import make
from sim.runs.run import Plan
from sim.study.column import Column
from sim.study.study import Study

CHARTS = {"indices": "", "index-heat": "-heat"}
"""Name of a chart -> what its files have after the name of the method."""
SHARE = "share of the variance"
"""The unit of the indices of Sobol and Shapley."""


@dataclass(frozen=True)
class Indices(Sampled):
    """A finished analysis by a method of SALib. The manifest has its record (``indices``), the samples their trajectories."""

    @property
    def record(self) -> IndicesRecord:
        assert self.manifest.indices is not None
        return self.manifest.indices

    @property
    def table(self) -> pd.DataFrame:
        """One row per place, headline, factor and index (:func:`sim.report.index_table.index_table`)."""
        return index_table(self.record)

    def chart(self, name: str = "indices", lang: Lang = "en", place: str | None = None) -> ResultChart:
        """A chart: ``indices`` (a tornado of the leading headline) or ``index-heat`` (factors and headlines)."""
        return self.drawn(name, lang, place)


def analyse(
    study: Study,
    method: Method,
    *,
    samples: int | None = None,
    groups: Sequence[str] | str | None = None,
    replications: int | None = None,
    measured: str | None = None,
    column: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Indices:
    """Run the samples of a method in pairs, and say what each factor does to the leading headlines.

    Args:
        method: ``morris``, ``sobol`` or ``shapley`` (:mod:`sim.results.indices.design`).
        samples: trajectories (Morris, Shapley) or base samples (Sobol, a power of two). Each needs a pair of runs for each
            factor, and one (Morris), two (Shapley) or three (Sobol) more. Default: what some 1,200 pairs suffice for.
        groups: ``leading`` (default), ``all``, or names of groups and paths of values.
        replications: pairs of runs with the values as they are (default: the study's number).
        measured: length of the measured window, such as ``1 year`` (default: the study's).
        column: the compared column (default: the first variant with all staff).
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).

    Raises:
        ScenarioError: invalid input, SALib is missing, a sample makes no sense, or the study compares no column with all staff.
        RunError: a run failed. Finished runs are kept, and the same call continues with the others.
    """
    work = work or Work()
    study, pair = asked_of(study, replications, measured, column)
    factors = factors_of(study, pair, "leading" if groups is None else groups)
    number = usual(method, len(factors.moved)) if samples is None else samples
    check_design(method, factors.moved, number)
    drawn = design(method, factors.moved, number, study.seed)
    with opened(study, results, workers, wanted=progress, make=work.make) as (runs, folder):
        plan = Plan.of(study, folder)
        runs.repeat = resumed(["sensitivity", study.argument, "--method", method], results)
        runs.progress.say(_budget(plan, factors, drawn))
        if progress and work.make is make:
            first = changed(study, drawn, 0)
            wanted = [run for place in study.places for run in runs_of(plan, place, pair, first, drawn, 0)]
            runs.progress.say(about(plan, wanted, len(drawn) + study.replications, runs.workers))
        base, comparisons, manifest = as_they_are(runs, plan, pair)
        sampled = differences(runs, plan, manifest, pair, drawn)
        for note in runs.store.notes:
            runs.progress.say(note)
        record = recorded(study, method, pair, drawn, factors, base, sampled, manifest)
        manifest = manifest.model_copy(update={"indices": record, "run_hash": hash_of(runs)})
        done = Indices(
            study, folder, base, comparisons, manifest, drawn, sampled, factors, made=runs.made, reused=runs.reused
        )
        runs.progress.say("Writing tables and charts …")
        return replace(done, files=_written(done))


def _budget(plan: Plan, factors: Factors, drawn: Sample) -> str:
    """What an analysis will do, before it starts."""
    pairs, places = plan.study.replications, len(plan.study.places)
    return (
        f"{len(drawn)} samples of {factors.count} values in {len(factors.moved)} factors; "
        f"{2 * places * (len(drawn) + pairs)} runs at most: a pair for each sample, and {pairs} pairs with the values as they are."
    )


def recorded(
    study: Study,
    method: Method,
    pair: tuple[Column, Column],
    drawn: Sample,
    factors: Factors,
    base: pd.DataFrame,
    sampled: pd.DataFrame,
    manifest: Manifest,
) -> IndicesRecord:
    """The indices of every leading headline at every place.

    Args:
        pair: baseline and variant.
        base: tidy measures with the values as they are.
        sampled: the differences of every sample.
        manifest: it has the leading headlines (``outcomes``).
    """
    rows: list[IndexRecord] = []
    for place in study.places:
        central = effects(base[base["place"] == place], pair, manifest.at(place))
        here = sampled[sampled["place"] == place]
        for each in manifest.outcomes:
            key = (each.measure, each.activity, each.need)
            outcome, chosen, unit = outcome_of(here, key, len(drawn))
            if unit is None or not chosen.any():
                continue
            found, number = indices(method, drawn, outcome, study.confidence, study.seed)
            rows += [_row(place, key, unit if method == "morris" else SHARE, index, number) for index in found]
            if method == "morris" and found:
                own = central[(central[["measure", "activity", "need"]] == list(key)).all(axis=1)]["effect"]
                known = own.dropna().to_numpy(np.float64)
                rows.append(_row(place, key, unit, Index(CHANCE, "sd", *spread(known, study.confidence)), len(known)))
    return IndicesRecord(
        method=method, column=pair[1].name, samples=len(drawn) // drawn.block, pairs=len(drawn), seed=study.seed,
        confidence=study.confidence, window=span(study.measured), values=factors.count,
        sample_hash=hashlib.sha256(csv_of(drawn.table()).encode()).hexdigest(),
        factors=tuple(factor_records(study, factors.moved)), rows=tuple(rows),
    )  # fmt: skip


def _row(place: str, key: tuple[str, str, str], unit: str, index: Index, number: int) -> IndexRecord:
    measure, activity, need = key
    value, low, high = (None if math.isnan(each) else each for each in index[2:])
    return IndexRecord(
        place=place, measure=measure, activity=activity, need=need, unit=unit, factor=index.factor, index=index.name,
        value=value, low=low, high=high, samples=number,
    )  # fmt: skip


def _written(done: Indices) -> tuple[Path, ...]:
    """Write the tables and the charts, named by the method, so that no method replaces the files of another."""
    method, paths = done.record.method, []
    tables = {"": done.table, "-samples": done.samples, "-differences": done.differences}
    for name, table in tables.items():
        paths.append(done.folder / "tables" / f"{method}{name}.csv")
        write(paths[-1], csv_of(table))
    return (*paths, *done.write_charts({name: f"{method}{ending}" for name, ending in CHARTS.items()}))
