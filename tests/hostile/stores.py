"""A tiny finished study, and the reading side of every file that it keeps: runs, logs, tables, manifest, seal, answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.files.errors import RunError
from sim.results import stored as kept_files
from sim.results.answer import asked, keep, kept
from sim.results.result import Result
from sim.results.run_study import conduct
from sim.results.sensitivity import record as ends
from sim.results.uncertainty.kept import calibrated
from sim.results.uncertainty.kept import kept as kept_uncertainty
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.opening import _stored, _write
from sim.runs.run import Plan, Run
from sim.runs.store import Store
from sim.study.study import Study
from sim.world.opening import PRESENT, CrossSection
from tests.study.stub import STUDY, study, write_page
from tests.study.stub_runs import make

SECTION = "0" * 64
"""The name of the burn-in's cross-section."""
CALL = {"replications": None, "logs": False}
FORM = "80 None False"


def small(folder: Path) -> Study:
    """The small study, in a file of the folder."""
    return study(folder, STUDY.replace("replications: 3", "replications: 2"))


def finish(folder: Path) -> None:
    """Make the results of the small study, whose runs follow from posts by simple rules."""
    own, results = small(folder), folder / "results"
    conduct(own, results=results, workers=1, progress=False, work=Work(make, write_page), logs=True, scenarios="x")
    kept_set = results / "calibrate-aalborg" / "kept.csv"
    kept_set.parent.mkdir()
    kept_set.write_text("places/aalborg.yaml:team_places.per_week,implausibility\n28.2,1\n27.9,2\n", encoding="utf-8")
    section = CrossSection(np.zeros(3, PRESENT), ("insured",), ("flex-job",), ("flexjob",), {"flexjob": ((1, 2),)}, 1)
    _write(folder / "cache" / "opening" / f"{SECTION}.npz", section)
    call = asked(str(folder / "small.yaml"), results, FORM, CALL)
    assert call is not None
    keep(call, {"reused": 1, "charts": False, "text": "x"})


def files_of(folder: Path) -> Mapping[str, bytes]:
    """The files that a later command reads, by their path: two runs, a log, and each file of another kind."""
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".parquet", ".json", ".npz", ".csv")
    ]
    runs = [path for path in paths if path.parent.name == "runs"]
    logs = [path for path in runs if path.name.endswith(".log.parquet")]
    chosen = [path for path in paths if path not in runs and (path.suffix != ".csv" or path.name == "kept.csv")]
    chosen += [*[path for path in runs if path not in logs][:2], logs[0]]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in chosen}


def _refuse(run: Run) -> Made:
    raise RunError(f"no run is made here: {run.label}")


def read_store(folder: Path, own: Study, file: str, *, whole: bool) -> None:
    """Read what a study keeps, as the commands do. No run is made.

    Args:
        file: the file that was changed.
        whole: whether to go through the study once more, without a run.
    """
    results, path = folder / "results", Path(file)
    where = results / own.name
    if path.suffix == ".npz":
        _stored(SECTION)
        return
    if path.suffix == ".csv":
        calibrated("aalborg", results)
        return
    kept_files.stored(own.name, results)
    store, plan = Store(where / "runs"), Plan.of(own, where, logs=True)
    for known in (where / "runs").glob("*.log.parquet"):
        store.load_log(known.name.removesuffix(".log.parquet"))
    list(store.descriptions())
    call = asked(str(folder / "small.yaml"), results, FORM, CALL)
    assert call is not None
    kept(call)
    ends.kept(plan, (own.columns[0], own.columns[1]), "contact")
    kept_uncertainty(plan)
    result = Result.read(own, where)
    result.compare("freed-six-cities", "current").hours()
    if whole:
        conduct(
            own, results=results, workers=1, progress=False, work=Work(_refuse, write_page), logs=True, scenarios="x"
        )
