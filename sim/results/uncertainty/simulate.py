"""The runs of the samples, in batches, and the differences that they give."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from sim.files.errors import ScenarioError
from sim.report.manifest import Manifest
from sim.results.sensitivity.changes import effects
from sim.results.uncertainty.sample import Sample, replication
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Runs, Task, tables
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.set_values import resolved_as
from sim.study.study import Study

AT_ONCE = 16
"""Samples of a batch. Each needs an opening stock of its own, and the folder of caches keeps 40 of them."""


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


def runs_of(plan: Plan, place: str, pair: tuple[Column, Column], study: Study, at: int) -> list[Run]:
    """Baseline and variant of a sample at a place: one pair of runs with a replication of its own.

    Args:
        study: the study with the sample's values.
        at: the number of the sample, from 0.
    """
    return [
        replace(
            plan.run(place, study.column(column.name), replication(at)), engine="kernel", scenario=f"sample {at + 1}"
        )
        for column in pair
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
    size = max(AT_ONCE // len(places), 1)
    for first in range(0, len(sample), size):
        numbers = range(first, min(first + size, len(sample)))
        runs.progress.say(
            f"Samples {first + 1} to {numbers[-1] + 1} of {len(sample)}{time_left(begin, new, len(sample) - first)}"
        )
        made = runs.made
        wanted = [
            runs_of(plan, place, pair, study, at)
            for at in numbers
            for study in [changed(plan.study, sample, at)]
            for place in places
        ]
        for asked, stored in zip(wanted, runs.finish([_task(each) for each in wanted]), strict=True):
            place = asked[0].place
            table = effects(tables(stored, asked), pair, manifest.at(place))
            number = asked[0].replication - replication(-1)
            parts.append(table.drop(columns="replication").assign(place=place, sample=number))
        forget(runs, [run for asked in wanted for run in asked])
        if runs.made > made:
            new += len(numbers)
        else:
            begin = time.monotonic()  # finished runs are only read, which says nothing about the time of new ones
    return pd.concat(parts, ignore_index=True)


def _task(wanted: Sequence[Run]) -> Task[list[Stored]]:
    stored: list[Stored] = yield wanted
    return stored


def forget(runs: Runs, done: Sequence[Run]) -> None:
    """Drop the measures of runs that nobody reads again. 400 runs would fill the memory."""
    for run in done:
        name = (run.key, run.engine)
        stored = runs.seen[name]
        runs.seen[name] = replace(stored, measures=stored.measures.iloc[:0])


def time_left(begin: float, done: int, left: int) -> str:
    """The time of the samples that are left, by the time of those that this call has made."""
    if not done:
        return ""
    minutes = (time.monotonic() - begin) / done * left / 60
    return f", some {minutes:.0f} min left" if minutes >= 1 else ", less than a minute left"
