"""A page of an unfinished study: the replications of which every column is finished, marked as what they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.files.errors import RunError, ScenarioError
from sim.files.paths import results_dir
from sim.results.planned import planned
from sim.results.result import Result
from sim.results.run_study import conduct
from sim.results.work import Work
from sim.runs.command import command
from sim.runs.make import Made
from sim.runs.run import Plan, Run
from sim.runs.scheduler import store_of
from sim.study.study import Study

REFUSED = "no run is made for a page of what is finished"


def missing(study: Study, results: str | Path | None = None) -> str:
    """The runs that are not finished, by column: ``freed/baseline/keep: 2 of 3 runs``; "" if all are finished."""
    items = [item for item in planned(study, results, 1, probe=False).items if item.what != "opening"]
    known = {item.column or item.what: (0, 0) for item in items}
    for item in items:
        stored, runs = known[item.column or item.what]
        known[item.column or item.what] = (stored + item.stored, runs + item.runs)
    return "; ".join(f"{name}: {stored} of {runs} runs" for name, (stored, runs) in known.items() if stored < runs)


def finished_pairs(study: Study, folder: Path) -> int:
    """The number of replications, from the first, of which every column with all staff is finished at every place."""
    plan, store = Plan.of(study, folder), store_of(folder)
    columns = [column for column in study.columns if column.use == "keep"]
    for number in range(1, study.replications + 1):
        if not all(store.has(plan.run(place, column, number).key) for place in study.places for column in columns):
            return number - 1
    return study.replications


def partial(study: Study, results: str | Path | None = None) -> Result:
    """The result of the finished replications. Nothing is run, and the page says how many replications are missing.

    Ranges of leading assumptions are left out.

    Raises:
        ScenarioError: not one replication is finished, or a search for staff is not.
    """
    folder = results_dir(results) / study.name
    pairs = finished_pairs(study, folder)
    if pairs == 0:
        raise ScenarioError(
            "not one replication is finished in every column", file=str(folder), found=missing(study, results),
            do=command(study, results=results),
        )  # fmt: skip
    part = replace(study.with_replications(pairs), ranges=(), precision=None)
    try:
        result = conduct(part, results=results, workers=1, progress=False, work=Work(_refuse, lambda _: []))
    except RunError as error:
        raise ScenarioError(
            "a search for staff is not finished", file=str(folder), found=missing(study, results),
            do=command(study, results=results),
        ) from error  # fmt: skip
    result.manifest = result.manifest.model_copy(
        update={"unfinished": study.replications if pairs < study.replications else 0}
    )
    return result


def _refuse(run: Run) -> Made:
    raise RunError(f"{REFUSED}: {run.column.name}, replication {run.replication}")
