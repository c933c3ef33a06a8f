"""Run a study: make its runs, compare its columns, write its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine import Engine
from sim.figures.provenance import read_natures
from sim.files.paths import results_dir
from sim.files.writing import make_folder, writing
from sim.results.baseline import counts
from sim.results.break_even import savings
from sim.results.comparison import compared
from sim.results.describe import manifest_of
from sim.results.outputs import check_owner
from sim.results.proposals import proposals, records
from sim.results.result import Result
from sim.results.sensitivity.beside import Beside
from sim.results.sensitivity.scenarios import leading_of
from sim.results.staffing.cut import Cut, staff_cut
from sim.results.staffing.reinvest import Reinvested, reinvested
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
        again: the use of its freed hours; None if they are not reinvested.
    """

    place: str
    column: Column
    runs: list[Run]
    stored: list[Stored]
    cut: Cut | None
    again: Reinvested | None = None


def conduct(
    study: Study,
    *,
    results: str | Path | None = None,
    workers: int | None = None,
    engine: Engine = "kernel",
    progress: bool = True,
    work: Work | None = None,
) -> Result:
    """Make the missing runs, compare the columns, and write tables, charts, page and manifest.

    Args:
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        engine: ``kernel`` or ``reference``. The reference always runs, and its logs must equal the stored ones.
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).

    Raises:
        ScenarioError: invalid input, or the folder holds the results of another study.
        RunError: a run failed. Finished runs are kept.
    """
    work = work or Work()
    with opened(study, results, workers, wanted=progress, make=work.make, engine=engine) as (runs, folder):
        plan = Plan.of(study, folder, engine)
        tasks = [finished(plan, place, column) for place in study.places for column in study.columns]
        beside = Beside.of(plan)
        done: list[Any] = runs.finish([*tasks, *beside.tasks()])
        columns, ends = done[: len(tasks)], done[len(tasks) :]
        for note in runs.store.notes:
            runs.progress.say(note)
        result = result_of(plan, columns)
        result.manifest = beside.shown(result.measures, result.comparisons, result.manifest, ends)
        result.made, result.reused = runs.made, runs.reused
        runs.progress.say("Writing tables, charts and the report …")
        result.save(work.draw)
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
    cut = (yield from staff_cut(plan, place, column)) if column.use == "cut" else None
    posts, places, setting = None, None, column.settings[place]
    if cut is not None and cut.changed:
        posts, places = tuple(cut.posts.items()), cut.places
    reinvestment = (yield from reinvested(plan, place, column)) if column.use.startswith("reinvest") else None
    if reinvestment is not None:
        setting = setting.with_more_meetings(reinvestment.meetings)
        posts = tuple(reinvestment.posts.items()) if reinvestment.posts != reinvestment.baseline else posts
    numbers = range(1, plan.study.replications + 1)
    runs = [plan.run(place, column, number, posts=posts, places=places, setting=setting) for number in numbers]
    stored = yield runs
    return FinishedColumn(place, column, runs, stored, cut, reinvestment)


def result_of(plan: Plan, columns: Sequence[FinishedColumn]) -> Result:
    """The tables and the manifest of finished columns."""
    study = plan.study
    runs = [run for column in columns for run in column.runs]
    stored = [made for column in columns for made in column.stored]
    measures = tables(stored, runs)
    saved = savings(study, measures)
    figures = tuple(counts(measures, study.baseline, place, study.root) for place in study.places)
    manifest = manifest_of(
        plan, runs, stored,
        cuts=[column.cut for column in columns if column.cut is not None],
        reinvestments=[column.again for column in columns if column.again is not None],
        saved=saved, alone=records(proposals(study, measures, saved)),
    )  # fmt: skip
    manifest = manifest.model_copy(update={"figures": figures})
    return Result(
        study=study,
        folder=plan.folder,
        measures=measures,
        comparisons=compared(study, measures, study.baseline, study.columns[1:]),
        manifest=manifest,
    )
