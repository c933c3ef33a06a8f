"""A changed file names the stored runs that no longer apply; a run with a number that is none fails alone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from sim.cli import main
from sim.files import program
from sim.files.errors import RunError
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library
from sim.results.stored import no_longer, prune, stored
from sim.results.work import Work
from sim.runs.check import checked
from sim.runs.inputs import inputs_of
from sim.runs.make import Made
from sim.runs.outdated import UNKNOWN, Outdated, outdated
from sim.runs.run import Plan, Run
from sim.runs.scheduler import store_of
from sim.study.load import load
from sim.study.study import Study
from tests.study.stub import STUDY, conducted, study, write_page
from tests.study.stub_runs import make

pytestmark = pytest.mark.usefixtures("no_pictures")

KEPT = STUDY.replace(", capacity: [keep, cut]", "")
ALL = {"group": "all", "team": "all", "activity": "all", "need": "all"}


def found(of: Study, results: Path) -> Outdated:
    folder = results / of.name
    return outdated(Plan.of(of, folder), store_of(folder))


# --- changed files


def test_unchanged_files_leave_every_run(tmp_path: Path) -> None:
    small = study(tmp_path)  # with a search for staff, whose runs have other posts and end with the window
    conducted(small, tmp_path / "results")
    assert not found(small, tmp_path / "results")
    more = study(tmp_path, STUDY.replace("replications: 3", "replications: 4").replace("2 months", "1 month"))
    assert not found(more, tmp_path / "results")


def test_another_seed_names_the_study_and_counts_its_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = tmp_path / "results"
    conducted(study(tmp_path, KEPT), results)
    other = study(tmp_path, KEPT.replace("seed: 1", "seed: 2"))
    old = found(other, results)
    assert (len(old.keys), old.changed) == (6, ("studies/ (seed, shocks, staff)",))
    with pytest.raises(SystemExit):
        main(["run", str(tmp_path / "small.yaml"), "--results", str(results), "--workers", "1"], Work(make, write_page))
    said = " ".join(capsys.readouterr().err.split())
    assert "6 stored runs no longer apply. Changed since: studies/ (seed, shocks, staff)." in said
    assert "jobsim doctor store small --prune" in said
    assert len(no_longer("small", results).keys) == 6
    with pytest.raises(SystemExit):
        main(["doctor", "store", "small", "--results", str(results), "--json"])
    assert json.loads(capsys.readouterr().out)["no_longer_apply"]["changed"] == ["studies/ (seed, shocks, staff)"]
    prune(stored("small", results))
    assert not no_longer("small", results)
    assert len(stored("small", results)) == 6


def test_another_program_names_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small, results = study(tmp_path, KEPT), tmp_path / "results"
    conducted(small, results)
    own = program.sources
    monkeypatch.setattr(program, "sources", lambda *rooms: "other" if rooms == ("engine",) else own(*rooms))
    assert found(small, results).changed == ("sim/engine",)
    store = store_of(results / "small")
    for key, about in list(store.descriptions()):  # as runs of a program that kept no hashes
        run = store.load(key)
        assert run is not None
        store.save(key, run.measures, {name: thing for name, thing in about.items() if name != "inputs"})
    assert found(small, results) == Outdated(tuple(key for key, _ in store.descriptions()), (UNKNOWN,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the scenarios that a test may change."""
    root = tmp_path_factory.mktemp("changed") / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    return root


def test_a_file_is_named_only_by_what_it_gives(tmp_path: Path, folder: Path) -> None:
    """Comments, and proposals that a rule set does not have, change no run."""
    file = study(tmp_path, KEPT).source.file
    before = _inputs(file, folder)
    law, papers = folder / "regimes" / "R2024.yaml", folder / "reforms" / "six-cities.yaml"
    law.write_text(law.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert _inputs(file, folder) == before
    text = law.read_text(encoding="utf-8")
    start = text.index("\ntracking:")
    old = text[start : text.index("}", start)]
    law.write_text(text.replace(old, old.replace("14 minutes", "15 minutes")), encoding="utf-8")
    changed = _inputs(file, folder)
    assert law.read_text(encoding="utf-8") != text
    for column, files in changed.items():
        assert {name for name in files if files[name] != before[column][name]} == {"regimes/R2024.yaml"}
    assert papers.exists()


def _inputs(file: str, root: Path) -> dict[str, dict[str, str]]:
    """Column -> file -> hash."""
    loaded = load(file, root, library=Library.load(root))
    plan = Plan.of(loaded, root)
    place = loaded.places[0]
    runs = {column.name: plan.run(place, column, 1) for column in loaded.columns}
    assert all(run.inputs == inputs_of(run.setting, run.prices_hash) for run in runs.values())
    return {name: dict(run.inputs) for name, run in runs.items()}


# --- numbers that are none


def table(*rows: tuple[str, str, float], **cell: str) -> pd.DataFrame:
    return pd.DataFrame([{**ALL, **cell, "measure": m, "unit": u, "value": v} for m, u, v in rows])


HOURS = table(("hours_total", "hours per year", 100.0))


def test_a_mean_of_nothing_may_be_missing_and_a_sum_may_not() -> None:
    by_group = table(("wait_team_mean", "days", 3.0), ("meetings", "per year", 2.0), group="sick")
    total = table(("meetings", "per year", 2.0))
    whole = pd.concat([HOURS, by_group, total], ignore_index=True)
    assert checked(whole) is whole
    with pytest.raises(RunError, match=r"no total.*: meetings$"):
        checked(pd.concat([HOURS, by_group]))
    with pytest.raises(RunError, match="hours_total"):
        checked(pd.concat([by_group, total]))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_row_that_is_no_number_is_named(value: float) -> None:
    with pytest.raises(RunError, match=r"not a finite number: meetings$"):
        checked(pd.concat([HOURS, table(("meetings", "per year", value))]))


def make_with_nan(run: Run) -> Made:
    """The second replication of the variant has a mean that is no number."""
    made = make(run)
    if run.replication == 2 and run.column.rules != "current":
        odd = table(("caseload_mean", "cases per post", np.nan))[made.measures.columns]
        checked(pd.concat([HOURS[made.measures.columns], odd]))
    return made


def test_a_run_with_such_a_number_costs_that_run_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study(tmp_path, KEPT)
    results = tmp_path / "results"
    with pytest.raises(SystemExit) as end:
        main(
            ["run", str(tmp_path / "small.yaml"), "--results", str(results), "--workers", "1"],
            Work(make_with_nan, write_page),
        )
    said = " ".join(capsys.readouterr().err.split())
    assert end.value.code == 1
    assert "1 of 6 runs failed; 5 finished runs are kept" in said
    assert "freed-six-cities/same-contact-by-need/keep, replication 2" in said
    assert "not a finite number: caseload_mean" in said
    assert "do: repeat it with JOBSIM_DEBUG=1 jobsim run" in said
    assert not (results / "small" / "manifest.json").exists()
    assert conducted(study(tmp_path, KEPT), results).made == 1


def test_the_model_s_own_job_looks_at_its_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.runs import make as job

    small = study(tmp_path, KEPT)
    run = replace(Plan.of(small, tmp_path).run("aalborg", small.baseline, 1), sources="")
    odd = table(("hours_total", "hours per year", np.nan))

    class Log:
        size = 0
        meta: ClassVar[dict[str, object]] = {"pools": {}}

    monkeypatch.setattr(job, "sorted_log_of", lambda _: (Log(), "f" * 64, None))
    monkeypatch.setattr(job, "measured", lambda *_: (odd, None))
    with pytest.raises(RunError, match="not a finite number"):
        job.make(run)
