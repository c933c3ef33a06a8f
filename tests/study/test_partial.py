"""A page of an unfinished study: what is finished and no more, marked; without the mark, the list of what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.commands import report
from sim.files.errors import RunError, ScenarioError
from sim.report.html import render_report
from sim.results.partial import finished_pairs, missing, partial
from sim.runs.make import Made
from sim.runs.run import Run
from tests.study import stub
from tests.study.stub_runs import make as make_run

pytestmark = pytest.mark.usefixtures("no_pictures")

STUDY = stub.STUDY.replace("capacity: [keep, cut]", "capacity: [keep]").replace("capacity: cut", "capacity: keep")


def until(number: int) -> object:
    """The stub, which fails from a replication on, as a machine that is switched off."""

    def make(run: Run) -> Made:
        if run.replication > number:
            raise OSError("switched off")
        return make_run(run)

    return make


def test_only_pairs_that_are_finished_are_shown_and_nothing_is_run(tmp_path: Path) -> None:
    study, results = stub.study(tmp_path, STUDY), tmp_path / "results"
    with pytest.raises(RunError):
        stub.conducted(study, results, until(2))  # type: ignore[arg-type]
    folder = results / study.name
    before = set((folder / "runs").iterdir())
    assert finished_pairs(study, folder) == 2
    assert "2 of 3 runs" in missing(study, results)
    with pytest.raises(ScenarioError, match="--partial") as refused:
        report.read(study.source.file, results, partial=False)
    assert "2 of 3 runs" in str(refused.value)
    result = partial(study, results)
    assert set((folder / "runs").iterdir()) == before
    assert (result.manifest.replications, result.manifest.unfinished) == (2, 3)
    assert set(result.measures["replication"]) == {1, 2}
    page = render_report(result.measures, result.comparisons, result.manifest.at("aalborg"), "da", {})
    assert "UFÆRDIG: 2 af de 3" in page


def test_a_study_without_a_finished_pair_has_no_page(tmp_path: Path) -> None:
    study = stub.study(tmp_path, STUDY)
    with pytest.raises(ScenarioError, match="not one replication"):
        partial(study, tmp_path / "results")
    assert not (tmp_path / "results" / study.name / "manifest.json").exists()
