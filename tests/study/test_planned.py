"""What a study would cost, runs made again, and the files of its store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import main
from sim.files.errors import RunError, ScenarioError
from sim.results.planned import planned
from sim.results.stored import prune, stored
from sim.runs.make import Made
from sim.runs.run import Run
from tests.study import stub_runs
from tests.study.stub import STUDY, conducted, study
from tests.study.test_conduct import Counted

pytestmark = pytest.mark.usefixtures("no_pictures")


def test_a_plan_counts_the_runs_that_a_study_makes(tmp_path: Path) -> None:
    """Before: all to make, and a search at its most. After: nothing to make but what nobody keeps."""
    small, results = study(tmp_path), tmp_path / "results"
    before = planned(small, results, 2, probe=False)
    made = Counted()
    conducted(small, results, made)
    assert before.to_make == before.runs >= len({run.key for run in made.runs})
    of_columns = sum(item.runs for item in before.items if item.what == "columns")
    assert of_columns == sum(run.replication <= 3 for run in made.runs) == 9
    after = planned(small, results, 2, probe=False)
    assert after.to_make == 0
    assert after.runs == 9
    more = planned(small.with_replications(5), results, 2, probe=False)
    assert (more.runs, more.to_make) == (15, 6)
    assert before.bytes > after.bytes > 0


def test_the_time_follows_the_citizen_days(tmp_path: Path) -> None:
    found = planned(study(tmp_path), tmp_path / "results", 1, probe=False)
    timed = replace(found, seconds_of_citizen_day=1e-6)
    twice = replace(timed, workers=2)
    assert timed.seconds == pytest.approx(1e-6 * sum(item.citizen_days for item in found.items))
    assert twice.seconds == pytest.approx(timed.seconds / 2)
    assert found.seconds == 0


def test_one_replication_is_made_again(tmp_path: Path) -> None:
    small, results, made = study(tmp_path), tmp_path / "results", Counted()
    first = conducted(small, results)
    again = conducted(small, results, made, again=2)
    assert {run.replication for run in made.runs} == {2}
    assert len(made.runs) == 3
    assert again.manifest.run_hash == first.manifest.run_hash
    made.runs.clear()
    conducted(small, results, made, again="all")
    assert {run.replication for run in made.runs if run.replication <= 3} == {1, 2, 3}
    assert any(run.is_trial for run in made.runs)


def _other(run: Run) -> Made:
    made = stub_runs.make(run)
    return replace(made, about=made.about | {"log_sha256": "another"})


def test_a_run_that_is_another_when_made_again_is_an_error(tmp_path: Path) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    conducted(small, results)
    with pytest.raises(RunError, match="made again differ"):
        conducted(small, results, _other, again=1)
    with pytest.raises(ScenarioError, match="no such replication"):
        conducted(small, results, again=4)


def test_the_store_is_listed_checked_and_pruned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small, results = study(tmp_path), tmp_path / "results"
    result = conducted(small, results)
    files = stored("small", results)
    own = [kept for kept in files if kept.state == "of the result"]
    assert {kept.file.name.removesuffix(".parquet") for kept in own} == {run.key for run in result.manifest.runs}
    assert any(kept.state == "not of the result" for kept in files)  # trials
    assert sum(kept.bytes for kept in files) == sum(file.stat().st_size for file in (result.folder / "runs").iterdir())
    hurt = own[0].file
    hurt.write_bytes(hurt.read_bytes()[:-20])
    with pytest.raises(SystemExit) as end:
        main(["doctor", "store", "small", "--results", str(results)])
    assert end.value.code == 1
    assert "damaged" in capsys.readouterr().out
    gone = prune(stored("small", results))
    assert hurt in {kept.file for kept in gone}
    left = stored("small", results)
    assert {kept.state for kept in left} == {"of the result"}
    assert len(left) == len(own) - 1
    made = Counted()
    conducted(small, results, made)
    assert len(made.runs) == 1  # only the damaged run


def test_a_store_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no stored runs"):
        stored("nothing", tmp_path)


def test_a_plan_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(f"{STUDY.rstrip()}\nfollow_up: 0 days\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["plan", str(file), "--no-time", "--results", str(tmp_path / "results")])
    out = capsys.readouterr().out
    assert end.value.code == 0
    assert "search for staff" in out
    assert not (tmp_path / "results").exists()
