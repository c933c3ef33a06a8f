"""Conducting a study: its runs, its comparison, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.engine import Engine
from sim.files.errors import ScenarioError
from sim.files.value import at_value
from sim.place.office.calendar import Calendar
from sim.files.paths import results_dir
from sim.results.break_even import savings
from sim.results.staffing.cut import Cut, staff_cut
from sim.results.describe import manifest_of
from sim.figures.provenance import natures, read_natures
from sim.figures.norms import norms
from sim.results.pairing import compare
from sim.runs.progress import shown
from sim.results.proposals import proposals, records
from sim.results.staffing.reinvest import Reinvested, reinvested
from sim.results.result import Result
from sim.study.rules import check_names
from sim.runs.run import Made, Run, make, setting
from sim.runs.scheduler import Runs, Task, default_workers, store_of, tables
from sim.study.shocks import check_things
from sim.runs.store import Stored
from sim.study.study import Study, Variant
from sim.files.writing import make_folder, writing
from sim.results.work import Work

if TYPE_CHECKING:
    from sim.world.build import Setting


@dataclass(frozen=True)
class Column:
    """A column of a study at one place, finished.

    Attributes:
        cut: the staff it was found to need; None where all staff is kept.
        again: where its freed hours went; None where they were not reinvested.
    """

    place: str
    variant: Variant
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
    """Run what is not finished, compare, and write tables, charts, page and manifest. See :meth:`Study.run`."""
    work = work or Work()
    with opened(study, results, workers, wanted=progress, make=work.make) as (runs, folder):
        asked = [column(study, place, variant, folder, engine) for place in study.places for variant in study.variants]
        columns = runs.finish(asked)
        for note in runs.store.notes:
            runs.progress.say(note)
        result = result_of(study, columns, folder)
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
    """The runs of a study that fits, with its folder of results; progress is shown while they are open."""
    check(study)
    folder = results_dir(results) / study.name
    make_folder(folder)
    with shown(wanted=wanted) as show:
        store = store_of(folder)
        with writing(store.folder):
            store.sweep()
        yield Runs(store, workers or default_workers(), show, make), folder


def check(study: Study) -> None:
    """Every file that the study names is there and fits; nothing has been written yet.

    Raises:
        ScenarioError: the first thing that does not fit.
    """
    from sim.world.build import DIARY_BEYOND_END, baseline_places, baseline_posts

    check_names(study)
    try:
        Calendar(study.start, study.days + DIARY_BEYOND_END)
    except ScenarioError as error:
        raise study.error(error.message, ("start",), found=error.found, expected=error.expected, do=error.do) from error
    read_natures(study.root)
    for place in study.places:
        norms(study.root, place)
        read = [setting(study, place, variant) for variant in study.variants]
        for variant, where in zip(study.variants, read, strict=True):
            baseline_posts(where)
            baseline_places(where)
            _check_cut(study, where, variant)
        check_things(study, read)


def _check_cut(study: Study, where: Setting, variant: Variant) -> None:
    """Posts that the law demands are not to be cut again."""
    ceilings = where.rule_set.regime.caseloads.at_most
    if variant.use in ("cut", "reinvest-caseloads") and ceilings:
        raise at_value(
            next(iter(ceilings.values())), f"{study.name}: staff cut does not go with ceilings on caseloads",
            found=f"{variant.rules}, capacity: {variant.use}", expected="capacity: keep", do="leave the ceilings out, or the cut",
        )  # fmt: skip


def column(study: Study, place: str, variant: Variant, folder: Path, engine: Engine) -> Task[Column]:
    """The task that makes a column: with staff cut, the staff is found first."""
    cut = (yield from staff_cut(study, place, variant, folder)) if variant.use == "cut" else None
    changed = cut is not None and cut.changed
    posts, places = (tuple(cut.posts.items()), cut.places) if cut is not None and changed else (None, None)
    again = (yield from reinvested(study, place, variant, folder)) if variant.use.startswith("reinvest") else None
    if again is not None and again.posts != again.baseline:
        posts = tuple(again.posts.items())
    local = again.practice if again is not None else None
    numbers = range(1, study.replications + 1)
    runs = [Run(study, place, variant, r, posts, places, engine, folder / "runs", local) for r in numbers]
    stored = yield runs
    return Column(place, variant, runs, stored, cut, again)


def result_of(study: Study, columns: Sequence[Column], folder: Path) -> Result:
    """The tables and the manifest of finished columns."""
    runs = [run for one in columns for run in one.runs]
    stored = [found for one in columns for found in one.stored]
    measures = tables(stored, runs)
    saved = savings(study, measures)
    manifest = manifest_of(study, runs, stored, [one.cut for one in columns if one.cut is not None])
    manifest["reinvested"] = [one.again.said() for one in columns if one.again is not None]
    manifest["break_even"] = saved
    for proposal in manifest["proposals"]:
        alone = [one["text"] for one in saved if one["proposal"] == proposal["id"]]
        if alone:
            proposal["break_even"] = alone[0]
    manifest["proposals_alone"] = records(proposals(study, measures, saved))
    return Result(
        study=study,
        folder=folder,
        measures=measures,
        comparisons=compared(study, measures, study.baseline, study.variants[1:]),
        manifest=manifest,
    )


def compared(study: Study, measures: pd.DataFrame, baseline: Variant, variants: Sequence[Variant]) -> pd.DataFrame:
    """Paired differences of columns against another, each with its nature."""
    table = compare(measures, baseline.name, [variant.name for variant in variants], study.confidence)
    return table.assign(nature=natures(read_natures(study.root), table, effects=study.effects is not None))
