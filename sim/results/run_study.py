"""Run a study: make its runs, compare its columns, write its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from sim.engine import Engine
from sim.figures.prices import hour
from sim.files.errors import ScenarioError
from sim.files.paths import results_dir
from sim.files.writing import make_folder, only_writer, writing
from sim.report.cut_records import BoundRecord, CutRecord
from sim.results import pilot as pilots
from sim.results.all_staff import all_staff
from sim.results.baseline import counts
from sim.results.break_even import savings
from sim.results.checks import checks
from sim.results.comparison import compared
from sim.results.contact import contact
from sim.results.country.by_place import by_place
from sim.results.describe import manifest_of
from sim.results.figures_before import check_figures
from sim.results.finished import FinishedColumn, finished
from sim.results.growth import growth
from sim.results.outputs import check_owner
from sim.results.pension_pairs import with_pairs
from sim.results.proposals import proposals, records
from sim.results.resources import check_resources
from sim.results.result import Result
from sim.results.seal import seal, sealed
from sim.results.sensitivity.beside import Beside
from sim.results.sensitivity.scenarios import leading_of
from sim.results.staffing.records import bound_record, cut_record
from sim.results.uncertainty.kept import with_kept
from sim.results.under_cut import under_cut
from sim.results.work import Work
from sim.runs.command import command
from sim.runs.make import Made, make
from sim.runs.outdated import outdated
from sim.runs.pool import Outcome, run_all
from sim.runs.progress import shown
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Job, Product, Runs, default_workers, store_of, tables
from sim.study.check_precision import check_precision
from sim.study.study import Study

DRAWING = "Writing tables, charts and the report …"
Again = int | Literal["all"] | None
"""The replication that is made again, ``all``, or None."""


def conduct(
    study: Study,
    *,
    results: str | Path | None = None,
    workers: int | None = None,
    engine: Engine = "kernel",
    logs: bool = False,
    progress: bool = True,
    work: Work | None = None,
    scenarios: str = "",
    again: Again = None,
    dask: str | None = None,
    limit: float | None = None,
    report: bool = True,
) -> Result:
    """Make the missing runs, compare the columns, and write tables, charts, page and manifest.

    If nothing changed since an earlier call, its files stay and its tables are read (:mod:`sim.results.seal`).

    Args:
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        engine: ``kernel`` or ``reference``. The reference always runs, and its logs must equal the stored ones.
        logs: whether to keep the logs of replication 1. A finished run without its log is made again.
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).
        again: a replication whose runs are made again, or ``all``. Their logs must equal those of the stored runs.
        dask: address of a Dask scheduler whose workers make the runs; None for processes of this machine.
        limit: seconds that a run may take on a Dask worker; None for no limit.
        scenarios: hash of the scenarios folder before the study was read. Without it all is computed again.
        report: whether to draw charts and page. A later call that wants them draws them from the same runs.

    Raises:
        ScenarioError: invalid input, or the folder holds the results of another study.
        RunError: a run failed. Finished runs are kept.
    """
    work, here = work or Work(), dask is None
    check_again(study, again)
    with (
        opened(study, results, workers, wanted=progress, make=work.make, engine=engine, here=here) as (runs, folder),
        _pool(dask, limit) as pool,
    ):
        runs.pool = pool
        check_precision(study)
        if again is not None:
            runs.again = lambda run: again in ("all", run.replication)
        study, pilot = pilots.with_enough_pairs(study, runs, folder, engine)
        plan = replace(Plan.of(study, folder, engine, logs=logs), fresh=again == "all")
        standing = sealed(plan, scenarios) if again is None else None
        if standing is not None:
            if report and not standing.has_page:
                runs.progress.say(DRAWING)
                with only_writer(folder):
                    standing.save(work.draw)
            return standing
        if old := outdated(plan, runs.store):
            runs.progress.say(old.text(folder))
        tasks = [finished(plan, place, column) for place in study.places for column in study.columns]
        beside = Beside.of(plan)
        done: list[Any] = runs.finish([*tasks, *beside.tasks()])
        columns, ends = done[: len(tasks)], done[len(tasks) :]
        for note in runs.store.notes:
            runs.progress.say(note)
        result = result_of(plan, columns)
        if pilot:
            result.manifest = pilots.shown(pilot, study, result)
        result.manifest = beside.shown(result.measures, result.comparisons, result.manifest, ends)
        result.manifest = with_kept(plan, result.manifest)
        result.made, result.reused = runs.made, runs.reused
        runs.progress.say(DRAWING if report else "Writing tables …")
        with only_writer(folder):
            result.save(work.draw if report else None)
            seal(plan, result.manifest, runs, scenarios)
    return result


@contextmanager
def _pool(dask: str | None, limit: float | None) -> Iterator[Callable[..., Iterator[Outcome[Job, Product]]]]:
    """What runs the jobs: the processes of this machine, or the workers of a Dask scheduler."""
    if dask is None:
        yield run_all
        return
    from sim.runs.dask_pool import connected, run_on

    with connected(dask) as client:
        yield run_on(client, limit)


def check_again(study: Study, again: Again) -> None:
    """Check that the study has the replication that is to be made again.

    Raises:
        ScenarioError: it has fewer.
    """
    if isinstance(again, int) and again > study.replications and study.precision is None:
        raise ScenarioError(
            "the study has no such replication", found=f"--again {again}", expected=f"1 to {study.replications}"
        )


@contextmanager
def opened(
    study: Study,
    results: str | Path | None,
    workers: int | None,
    *,
    wanted: bool,
    make: Callable[[Run], Made] = make,
    engine: Engine = "kernel",
    here: bool = True,
) -> Iterator[tuple[Runs, Path]]:
    """The runs of a study and its folder of results. Progress is shown while the context is open, if ``wanted``.

    Args:
        here: whether the runs are made on this machine, which must have the memory and the room for them.
    """
    check_figures(study.root)
    if study.ranges:
        leading_of(study, study.ranges)  # so must an unknown name
    folder = results_dir(results) / study.name
    number = check_resources(study, folder, workers) if here else workers or default_workers()
    make_folder(folder)
    check_owner(study, folder)
    with shown(wanted=wanted) as show:
        store = store_of(folder)
        with writing(store.folder):
            store.sweep()
        repeat = f"{command(study, results=results, engine=engine, debug=True)} (only failed runs are repeated)"
        yield Runs(store, number, show, make, repeat), folder


def staff_records(study: Study, columns: Sequence[FinishedColumn]) -> tuple[list[BoundRecord], list[CutRecord]]:
    """The fluid bound of every column but the baseline, each once, and the record of every staff cut."""
    price, bounds, cuts = hour(study.root), {}, []
    baselines = {each.place: each.stored for each in columns if each.column == study.baseline}
    for each in columns:
        before, column = baselines[each.place], each.column.kept
        kept = each.kept or (each.stored if each.column == column else [])
        if not kept or each.column == study.baseline:
            continue
        key = (each.place, column.name)
        if key not in bounds:
            bounds[key] = bound_record(each.place, column.name, before, kept, price, study.confidence)
        bound = bounds[key]
        if each.cut is not None and bound is not None:
            cuts.append(cut_record(each.cut, bound, before, kept, each.stored, price, study.seed))
    return [bound for bound in bounds.values() if bound is not None], cuts


def result_of(plan: Plan, columns: Sequence[FinishedColumn]) -> Result:
    """The tables and the manifest of finished columns."""
    study = plan.study
    runs = [run for column in columns for run in column.runs]
    stored = [made for column in columns for made in column.stored]
    if study.places_in:
        bounds, cuts = staff_records(study, columns)
        kept = by_place(study, columns, plan.rates)
        again = [column.again for column in columns if column.again is not None]
        manifest = manifest_of(plan, runs, stored, cuts=cuts, bounds=bounds, reinvestments=again, saved=(), alone=())
        return Result(study, plan.folder, kept.measures, kept.comparisons, manifest, pairs=kept.pairs)
    measures = with_pairs(tables(stored, runs), columns, study.window, plan.rates)
    saved = savings(study, measures)
    bounds, cuts = staff_records(study, columns)
    figures = tuple(counts(measures, study.baseline, place, study.root) for place in study.places)
    moving = growth(study, measures)
    manifest = manifest_of(
        plan, runs, stored,
        cuts=cuts, bounds=bounds,
        reinvestments=[column.again for column in columns if column.again is not None],
        saved=saved, alone=records(proposals(study, measures, saved)),
        growth=moving,
    )  # fmt: skip
    manifest = manifest.model_copy(
        update={
            "figures": figures,
            "all_staff": all_staff(study, measures),
            "contact": contact(study, measures),
            "checks": checks(study, measures, moving),
        }
    )
    comparisons = compared(study, measures, study.baseline, study.columns[1:])
    manifest = manifest.model_copy(update={"under_cut": tuple(under_cut(study, measures, comparisons))})
    return Result(
        study=study,
        folder=plan.folder,
        measures=measures,
        comparisons=comparisons,
        manifest=manifest,
    )
