"""Run a study: make its runs, compare its columns, write its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine import Engine
from sim.figures.prices import hour
from sim.figures.provenance import read_natures
from sim.files.paths import results_dir
from sim.files.writing import make_folder, writing
from sim.report.cut_records import BoundRecord, CutRecord
from sim.results.all_staff import all_staff
from sim.results.baseline import counts
from sim.results.break_even import savings
from sim.results.comparison import compared
from sim.results.contact import contact
from sim.results.describe import manifest_of
from sim.results.growth import growth
from sim.results.outputs import check_owner
from sim.results.pension_pairs import with_pairs
from sim.results.proposals import proposals, records
from sim.results.result import Result
from sim.results.seal import seal, sealed
from sim.results.sensitivity.beside import Beside
from sim.results.sensitivity.scenarios import leading_of
from sim.results.staffing.answers import Cut
from sim.results.staffing.cut import staff_cut
from sim.results.staffing.records import bound_record, cut_record
from sim.results.staffing.reinvest import Reinvested, reinvested
from sim.results.uncertainty.kept import with_kept
from sim.results.work import Work
from sim.runs.command import command
from sim.runs.progress import shown
from sim.runs.run import Made, Plan, Run, make
from sim.runs.scheduler import Runs, Task, default_workers, store_of, tables
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.study import Study


@dataclass(frozen=True)
class FinishedColumn:
    """A finished column of a study at one place.

    Attributes:
        cut: the staff that the column needs; None if all staff is kept.
        kept: the same column with all staff, if staff is cut.
        again: the use of its freed hours; None if they are not reinvested.
    """

    place: str
    column: Column
    runs: list[Run]
    stored: list[Stored]
    cut: Cut | None
    kept: list[Stored]
    again: Reinvested | None = None


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
        scenarios: hash of the scenarios folder before the study was read. Without it all is computed again.

    Raises:
        ScenarioError: invalid input, or the folder holds the results of another study.
        RunError: a run failed. Finished runs are kept.
    """
    work = work or Work()
    with opened(study, results, workers, wanted=progress, make=work.make, engine=engine) as (runs, folder):
        plan = Plan.of(study, folder, engine, logs=logs)
        standing = sealed(plan, scenarios)
        if standing is not None:
            return standing
        tasks = [finished(plan, place, column) for place in study.places for column in study.columns]
        beside = Beside.of(plan)
        done: list[Any] = runs.finish([*tasks, *beside.tasks()])
        columns, ends = done[: len(tasks)], done[len(tasks) :]
        for note in runs.store.notes:
            runs.progress.say(note)
        result = result_of(plan, columns)
        result.manifest = beside.shown(result.measures, result.comparisons, result.manifest, ends)
        result.manifest = with_kept(plan, result.manifest)
        result.made, result.reused = runs.made, runs.reused
        runs.progress.say("Writing tables, charts and the report …")
        result.save(work.draw)
        seal(plan, result.manifest, runs, scenarios)
    return result


@contextmanager
def opened(
    study: Study,
    results: str | Path | None,
    workers: int | None,
    *,
    wanted: bool,
    make: Callable[[Run], Made] = make,
    engine: Engine = "kernel",
) -> Iterator[tuple[Runs, Path]]:
    """The runs of a study and its folder of results. Progress is shown while the context is open, if ``wanted``."""
    read_natures(study.root)  # an error in this file must appear before the runs, not after them
    if study.ranges:
        leading_of(study, study.ranges)  # so must an unknown name
    folder = results_dir(results) / study.name
    make_folder(folder)
    check_owner(study, folder)
    with shown(wanted=wanted) as show:
        store = store_of(folder)
        with writing(store.folder):
            store.sweep()
        repeat = f"{command(study, results=results, engine=engine, debug=True)} (only failed runs are repeated)"
        yield Runs(store, workers or default_workers(), show, make, repeat), folder


def finished(plan: Plan, place: str, column: Column) -> Task[FinishedColumn]:
    """The task that makes a column at a place. It searches first if staff is cut or hours are reinvested."""
    cut, reinvestment = None, None
    if column.use != "keep":  # a search reads no wait, so its runs end with the window
        short = plan.without_follow_up()
        same = short.study.column(column.name)
        cut = (yield from staff_cut(short, place, same)) if column.use == "cut" else None
        reinvestment = (yield from reinvested(short, place, same)) if column.use.startswith("reinvest") else None
    posts, places, day, setting = None, None, None, column.settings[place]
    numbers = range(1, plan.study.replications + 1)
    kept: list[Stored] = []
    if cut is not None:
        kept = yield [plan.run(place, column.kept, number) for number in numbers]
    if cut is not None and cut.changed:
        posts, places, day = tuple(cut.posts.items()), cut.places, cut.day
    if reinvestment is not None:
        setting = setting.with_more_meetings(reinvestment.meetings)
        posts = tuple(reinvestment.posts.items()) if reinvestment.posts != reinvestment.baseline else posts
        day = reinvestment.day
    runs = [
        plan.run(place, column, number, posts=posts, places=places, bookable=day, setting=setting) for number in numbers
    ]
    stored = yield runs
    return FinishedColumn(place, column, runs, stored, cut, kept, reinvestment)


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
    measures = with_pairs(tables(stored, runs), columns, study.window, plan.rates)
    saved = savings(study, measures)
    bounds, cuts = staff_records(study, columns)
    figures = tuple(counts(measures, study.baseline, place, study.root) for place in study.places)
    manifest = manifest_of(
        plan, runs, stored,
        cuts=cuts, bounds=bounds,
        reinvestments=[column.again for column in columns if column.again is not None],
        saved=saved, alone=records(proposals(study, measures, saved)),
        growth=growth(study, measures),
    )  # fmt: skip
    manifest = manifest.model_copy(
        update={"figures": figures, "all_staff": all_staff(study, measures), "contact": contact(study, measures)}
    )
    return Result(
        study=study,
        folder=plan.folder,
        measures=measures,
        comparisons=compared(study, measures, study.baseline, study.columns[1:]),
        manifest=manifest,
    )
