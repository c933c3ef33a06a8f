"""The runs of the samples, in batches, and the differences that they give."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from sim.figures.leading import read_leading
from sim.files.errors import ScenarioError
from sim.report.manifest import Manifest
from sim.report.range_records import OutcomeRecord
from sim.results.comparison import compared
from sim.results.describe import manifest_of
from sim.results.sensitivity.at_ends import base_task
from sim.results.sensitivity.changes import MEASURES, effects
from sim.results.uncertainty.sample import Sample
from sim.runs.outdated import outdated
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Runs, Task, tables
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.set_values import resolved_as
from sim.study.study import Study

AT_ONCE = 16
"""Samples of a batch. Progress is told after each, and their runs are dropped from memory."""


def as_they_are(runs: Runs, plan: Plan, pair: tuple[Column, Column]) -> tuple[pd.DataFrame, pd.DataFrame, Manifest]:
    """The tidy measures and comparisons of pairs with the values as they are, and the manifest with the leading headlines.

    Raises:
        RunError: a run failed.
    """
    study = plan.study
    if old := outdated(plan, runs.store):
        runs.progress.say(old.text(plan.folder))
    tasks = [base_task(plan, place, pair, study.replications) for place in study.places]
    base = pd.concat(runs.finish(tasks), ignore_index=True)
    manifest = manifest_of(plan, [], [], cuts=[], bounds=[], reinvestments=[], saved=[], alone=[])
    outcomes = tuple(OutcomeRecord(**each.model_dump()) for each in read_leading(study.root).outcomes)
    comparisons = compared(study, base, pair[0], pair[1:])
    return base, comparisons, manifest.model_copy(update={"outcomes": outcomes})


def changed(study: Study, sample: Sample, at: int) -> Study:
    """The study with the values of a sample (from 0).

    Raises:
        ScenarioError: the values do not fit each other.
    """
    try:
        return resolved_as(replace(study, changes=(*study.changes, *sample.changes(at))))
    except ScenarioError as error:
        raise ScenarioError(
            f"sample {at + 1} makes no sense: {error.message}", file=error.file, line=error.line,
            expected=error.expected,
            do="list the values that must fit each other under `apart` in figures/leading.yaml, or narrow a range",
        ) from error  # fmt: skip


def runs_of(plan: Plan, place: str, pair: tuple[Column, Column], study: Study, sample: Sample, at: int) -> list[Run]:
    """Baseline and variant of a sample at a place: one pair of runs.

    Args:
        study: the study with the sample's values.
        at: the number of the sample, from 0.
    """
    name, number = f"sample {at + 1}", sample.replication(at)
    return [
        replace(plan.run(place, study.column(column.name), number), engine="kernel", scenario=name) for column in pair
    ]


def differences(
    runs: Runs, plan: Plan, manifest: Manifest, pair: tuple[Column, Column], sample: Sample
) -> pd.DataFrame:
    """The headline differences of every sample at every place.

    Batches are made one after the other. A call that is stopped keeps its finished runs, and the same call goes on.

    Returns:
        ``place, sample``, the columns of a headline, ``unit`` and ``effect``.

    Raises:
        ScenarioError: the values of a sample do not fit each other.
        RunError: a run failed.
    """
    parts = []
    begin, new = time.monotonic(), 0
    places = plan.study.places
    step = max(AT_ONCE // (len(places) * sample.block), 1) * sample.block
    used: list[Run] = []
    for numbers in _batches(len(sample), step, max(AT_ONCE // len(places), 1)):
        left = len(sample) - numbers[0]
        runs.progress.say(
            f"Samples {numbers[0] + 1} to {numbers[-1] + 1} of {len(sample)}{time_left(begin, new, left)}"
        )
        made = runs.made
        wanted = [
            (at, runs_of(plan, place, pair, study, sample, at))
            for at in numbers
            for study in [changed(plan.study, sample, at)]
            for place in places
        ]
        finished = runs.finish([_task(asked) for _, asked in wanted])
        for (at, asked), stored in zip(wanted, finished, strict=True):
            place = asked[0].place
            table = effects(tables(stored, asked), pair, manifest.at(place))
            parts.append(table.drop(columns="replication").assign(place=place, sample=at + 1))
            used += asked
        last = numbers[-1] + 1
        forget(runs, used, all_of_it=last % step == 0 or last == len(sample))
        used = [] if last % step == 0 else used
        if runs.made > made:
            new += len(numbers)
        else:
            begin = time.monotonic()  # finished runs are only read, which says nothing about the time of new ones
    return pd.concat(parts, ignore_index=True)


def _batches(count: int, step: int, size: int) -> list[range]:
    """Numbers of samples, at most ``size`` at a time. A batch ends where ``step`` samples are complete."""
    ends = [(first, min(first + step, count)) for first in range(0, count, step)]
    return [range(at, min(at + size, end)) for first, end in ends for at in range(first, end, size)]


def _task(wanted: Sequence[Run]) -> Task[list[Stored]]:
    stored: list[Stored] = yield wanted
    return stored


def forget(runs: Runs, done: Sequence[Run], *, all_of_it: bool) -> None:
    """Drop the measures of runs that nobody reads again. 400 runs would fill the memory.

    Args:
        all_of_it: False keeps the measures of headlines, for samples that share a run.
    """
    for run in done:
        name = (run.key, run.engine)
        stored = runs.seen[name]
        kept = stored.measures.iloc[:0] if all_of_it else stored.measures[stored.measures["measure"].isin(MEASURES)]
        runs.seen[name] = replace(stored, measures=kept)


def hash_of(runs: Runs) -> str:
    """The hash of all runs behind an analysis, which its charts name."""
    return hashlib.sha256("\n".join(sorted(key for key, _ in runs.seen)).encode()).hexdigest()


def time_left(begin: float, done: int, left: int) -> str:
    """The time of the samples that are left, by the time of those that this call has made."""
    if not done:
        return ""
    minutes = (time.monotonic() - begin) / done * left / 60
    return f", some {minutes:.0f} min left" if minutes >= 1 else ", less than a minute left"
