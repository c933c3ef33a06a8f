"""A sensitivity analysis of a study, one group of leading assumptions at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pandas as pd

from sim.figures.leading import Outcome, read_leading
from sim.files.entry import Lang
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import Duration, QuantityError, duration
from sim.files.writing import write
from sim.report.manifest import Manifest
from sim.report.ranges_table import ranges_table
from sim.results.chart import ResultChart
from sim.results.comparison import compared
from sim.results.describe import manifest_of
from sim.results.result import PAGE, Result
from sim.results.run_study import opened
from sim.results.sensitivity.at_ends import AtEnd, base_task, end_task, moved
from sim.results.sensitivity.beside import Beside, with_ranges
from sim.results.sensitivity.record import keep
from sim.results.sensitivity.scenarios import compared_columns, ends_of, leading_of, scenarios
from sim.results.work import Work
from sim.runs.outdated import outdated
from sim.runs.run import Plan
from sim.study.check_study import check_window
from sim.study.column import Column
from sim.study.set_values import resolved_as
from sim.study.study import Study

Method = Literal["oat"]
METHODS: tuple[Method, ...] = ("oat",)
"""``oat``: one group at a time, all else equal."""
OTHERS = ("morris", "sobol", "shapley")
"""Methods of :mod:`sim.results.indices`."""
PAIRS = 3
"""Pairs of runs at each end, if the user gives no number."""


@dataclass(frozen=True)
class Sensitivity:
    """A finished sensitivity analysis.

    Attributes:
        study: the study, with the number of replications that was used.
        folder: the folder of its files.
        measures, comparisons: the tidy tables of the base, baseline and variant.
        manifest: it has the groups (``leading``) and the headlines at their ends (``ranges``).
        outcomes: the headlines that the screen and the chart show.
        files: the files that were written.
        made: number of runs that this call made.
        reused: number of runs that were already finished.
    """

    study: Study
    folder: Path
    measures: pd.DataFrame
    comparisons: pd.DataFrame
    manifest: Manifest
    outcomes: tuple[Outcome, ...]
    files: tuple[Path, ...] = ()
    made: int = 0
    reused: int = 0

    @property
    def table(self) -> pd.DataFrame:
        """One row per group and headline: the difference as it is and at both ends (:func:`sim.report.ranges_table.ranges_table`)."""
        return ranges_table(self.manifest)

    def chart(self, lang: Lang = "en", place: str | None = None) -> ResultChart:
        """The tornado chart: a bar per group, widest first.

        Args:
            lang: ``en`` or ``da``.
            place: one of the study's places (default: the first).
        """
        from sim.report import draw_chart

        manifest = self.manifest.at(place or self.study.places[0])
        return ResultChart(draw_chart("tornado", self.measures, self.comparisons, manifest, lang))


def analyse(
    study: Study,
    *,
    method: Method = "oat",
    groups: Sequence[str] | None = None,
    replications: int | None = None,
    measured: str | None = None,
    column: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Sensitivity:
    """Run both ends of each group, compare them with the base pair by pair, and write table and chart.

    If the folder has the finished result of the same study, its page gets the ranges too.

    Args:
        method: ``oat``, one group at a time.
        groups: names in ``figures/leading.yaml`` (default: all).
        replications: pairs of runs at each end (default: three).
        measured: length of the measured window, such as ``1 year`` (default: the study's).
        column: the compared column (default: the first variant with all staff).
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).

    Raises:
        ScenarioError: invalid input, or the study compares no column with all staff.
        RunError: a run failed. Finished runs are kept, and the same call continues with the others.
    """
    if method not in METHODS:
        expected = ", ".join((*METHODS, *OTHERS))
        nearest = nearest_name(method, (*METHODS, *OTHERS))
        raise ScenarioError("there is no such method", found=method, expected=expected, nearest=nearest)
    whole, work = study, work or Work()
    replications = PAIRS if replications is None else replications
    study, pair = asked_of(study, replications, measured, column)
    leading = leading_of(study, groups)
    ends = scenarios(study, ends_of(study, leading, pair), pair)
    with opened(study, results, workers, wanted=progress, make=work.make) as (runs, folder):
        plan = Plan.of(study, folder)
        if old := outdated(plan, runs.store):
            runs.progress.say(old.text(folder))
        places = study.places
        tasks = [base_task(plan, place, pair, replications) for place in places]
        tasks += [end_task(plan, place, scenario, replications) for place in places for scenario in ends]  # type: ignore[misc]
        finished = runs.finish(tasks)
        measures = pd.concat(finished[: len(places)], ignore_index=True)
        at_ends: list[AtEnd] = finished[len(places) :]  # type: ignore[assignment]
        for note in runs.store.notes:
            runs.progress.say(note)
        comparisons = compared(study, measures, pair[0], pair[1:])
        base = manifest_of(plan, [], [], cuts=[], bounds=[], reinvestments=[], saved=[], alone=[])
        table = moved(measures, at_ends, base, pair)
        keep(plan, pair, table)
        beside = Beside(plan, leading_of(study), pair, [])
        manifest = with_ranges(beside, [table], measures, comparisons, base)
        done = Sensitivity(
            study, folder, measures, comparisons, manifest, read_leading(study.root).outcomes,
            made=runs.made, reused=runs.reused,
        )  # fmt: skip
        runs.progress.say("Writing table and charts …")
        files = _onto_page(whole, folder, work) if measured is None and column is None else None
        return replace(done, files=files or _written(done))


def asked_of(
    study: Study, replications: int | None, measured: str | None, column: str | None
) -> tuple[Study, tuple[Column, Column]]:
    """The study as the user of an analysis wants it, with its baseline and the compared column.

    Raises:
        ScenarioError: invalid input, or the study compares no column with all staff.
    """
    study = study.with_replications(replications)
    if measured is not None:
        study = resolved_as(replace(study, measured=span_of(measured)))
        check_window(study)
    pair = compared_columns(study, column)
    if pair is None:
        raise study.error("the study compares no column with all staff", ("compare",), expected="capacity: keep")
    return study, pair


def span_of(text: str) -> Duration:
    """A length of time as the user gives it."""
    try:
        return duration(text)
    except QuantityError as error:
        raise ScenarioError(
            f"the measured window: {error.message}", found=text, expected=error.expected, do="--measured '1 year'"
        ) from None


def _onto_page(study: Study, folder: Path, work: Work) -> tuple[Path, ...] | None:
    """Write the finished result of the study again, with the ranges. None if the folder has none of this study.

    A result without a page gets no page: its tables are written.
    """
    try:
        result = Result.read(study, folder)
    except ScenarioError:
        return None
    has_page = result.has_page
    beside = Beside.of(Plan.of(result.study, folder))
    bare = result.manifest.model_copy(update={"leading": (), "ranges": (), "files": {}})
    result.manifest = with_ranges(beside, beside.known, result.measures, result.comparisons, bare)
    result.save(work.draw if has_page else None)
    page = (PAGE,) if has_page else ()
    return tuple(folder / name for name in ("tables/sensitivity.csv", *_charts(result.manifest), *page))


def _charts(manifest: Manifest) -> list[str]:
    return [name for name in manifest.files if "/tornado." in name]


def _written(done: Sensitivity) -> tuple[Path, ...]:
    """The table and the charts, without a page."""
    from sim.report.charts import write_chart

    table = done.folder / "tables" / "sensitivity.csv"
    write(table, done.table.to_csv(index=False, lineterminator="\n"))
    paths = [table]
    for lang, name in (("en", "charts"), ("da", "charts.da")):
        for place in done.study.places:
            inner = done.folder / name if len(done.study.places) == 1 else done.folder / name / place
            paths += write_chart(done.chart(lang, place).drawn, inner)  # type: ignore[arg-type]
    return tuple(paths)
