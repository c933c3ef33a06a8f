"""Conducting a study: its runs, its comparison, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.engine import Engine
from sim.figures.provenance import read_natures
from sim.files.paths import results_dir
from sim.files.writing import make_folder, writing
from sim.results.break_even import savings
from sim.results.comparison import compared
from sim.results.describe import manifest_of
from sim.results.proposals import proposals, records
from sim.results.result import Result
from sim.results.staffing.cut import Cut, staff_cut
from sim.results.staffing.reinvest import Reinvested, reinvested
from sim.results.work import Work
from sim.runs.progress import shown
from sim.runs.run import Made, Plan, Run, make
from sim.runs.scheduler import Runs, Task, default_workers, store_of, tables
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.study import Study


@dataclass(frozen=True)
class FinishedColumn:
    """A column of a study at one place, finished.

    Attributes:
        cut: the staff it was found to need; None where all staff is kept.
        again: where its freed hours went; None where they were not reinvested.
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
    """Run what is not finished, compare, and write tables, charts, page and manifest.

    Args:
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        engine: ``kernel`` or ``reference``; the latter always runs, and its logs must equal the stored ones.
        progress: show it on the terminal.
        work: how runs are made and the result is drawn, where not by the model and the report.

    Raises:
        ScenarioError: bad input.
        RunError: a run failed; finished runs are kept.
    """
    work = work or Work()
    with opened(study, results, workers, wanted=progress, make=work.make) as (runs, folder):
        plan = Plan.of(study, folder, engine)
        asked = [finished(plan, place, column) for place in study.places for column in study.columns]
        columns = runs.finish(asked)
        for note in runs.store.notes:
            runs.progress.say(note)
        result = result_of(plan, columns)
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
) -> Iterator[tuple[Runs, Path]]:
    """The runs of a study, with its folder of results; progress is shown while they are open."""
    read_natures(study.root)  # a fault in it must not wait until everything has run
    folder = results_dir(results) / study.name
    make_folder(folder)
    with shown(wanted=wanted) as show:
        store = store_of(folder)
        with writing(store.folder):
            store.sweep()
        yield Runs(store, workers or default_workers(), show, make), folder


def finished(plan: Plan, place: str, column: Column) -> Task[FinishedColumn]:
    """The task that makes a column at a place. With staff cut or hours reinvested, it searches first."""
    cut = (yield from staff_cut(plan, place, column)) if column.use == "cut" else None
    posts, places, setting = None, None, column.settings[place]
    if cut is not None and cut.changed:
        posts, places = tuple(cut.posts.items()), cut.places
    again = (yield from reinvested(plan, place, column)) if column.use.startswith("reinvest") else None
    if again is not None:
        setting = setting.with_more_meetings(again.meetings)
        posts = tuple(again.posts.items()) if again.posts != again.baseline else posts
    numbers = range(1, plan.study.replications + 1)
    runs = [plan.run(place, column, number, posts=posts, places=places, setting=setting) for number in numbers]
    stored = yield runs
    return FinishedColumn(place, column, runs, stored, cut, again)


def result_of(plan: Plan, columns: Sequence[FinishedColumn]) -> Result:
    """The tables and the manifest of finished columns."""
    study = plan.study
    runs = [run for column in columns for run in column.runs]
    stored = [made for column in columns for made in column.stored]
    measures = tables(stored, runs)
    saved = savings(study, measures)
    manifest = manifest_of(
        plan, runs, stored,
        cuts=[column.cut for column in columns if column.cut is not None],
        reinvestments=[column.again for column in columns if column.again is not None],
        saved=saved, alone=records(proposals(study, measures, saved)),
    )  # fmt: skip
    return Result(
        study=study,
        folder=plan.folder,
        measures=measures,
        comparisons=compared(study, measures, study.baseline, study.columns[1:]),
        manifest=manifest,
    )
