"""Parts of a study on several machines: together they make every run once, and the result is the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main
from sim.files.errors import ScenarioError
from sim.results.shard import Shard, run_part
from sim.results.work import Work
from tests.study.stub import STUDY, conducted, study, write_page
from tests.study.test_conduct import Counted

pytestmark = pytest.mark.usefixtures("no_pictures")


@pytest.mark.parametrize("of", [1, 2, 3, 7])
def test_parts_make_every_run_and_the_result_is_the_same(tmp_path: Path, of: int) -> None:
    small, made = study(tmp_path), Counted()
    for number in range(of, 0, -1):  # in any order
        run_part(
            small, Shard(number, of), results=tmp_path / "parts", workers=1, progress=False, work=Work(made, write_page)
        )
    assert not (tmp_path / "parts" / "small" / "manifest.json").exists()
    keys = [run.key for run in made.runs]
    assert len(keys) == len(set(keys))
    collected = conducted(small, tmp_path / "parts")
    assert collected.made == 0
    whole = conducted(small, tmp_path / "whole")
    pd.testing.assert_frame_equal(collected.measures, whole.measures)
    assert collected.manifest.run_hash == whole.manifest.run_hash


def test_single_runs_are_dealt_out_evenly(tmp_path: Path) -> None:
    text = STUDY.replace(", capacity: [keep, cut]", "").replace("replications: 3", "replications: 10")
    counts = []
    for number in (1, 2, 3):
        made = Counted()
        run_part(
            study(tmp_path, text), Shard(number, 3), results=tmp_path / str(number), workers=1, progress=False,
            work=Work(made, write_page),
        )  # fmt: skip
        counts.append(len(made.runs))
    assert sum(counts) == 20
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/99999", "1/3/4"])
def test_a_part_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="3/20"):
        Shard.read(text)


def test_a_study_with_precision_is_not_made_in_parts(tmp_path: Path) -> None:
    text = f"{STUDY.replace('replications: 3', 'replications: 5')}precision: {{measures: [hours_asked], half_width: 1 %}}\n"
    with pytest.raises(ScenarioError, match="in parts"):
        run_part(study(tmp_path, text), Shard(1, 2), results=tmp_path, progress=False)


def test_the_command_says_how_to_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(f"{STUDY.rstrip()}\nfollow_up: 0 days\n", encoding="utf-8")
    made = Counted()
    with pytest.raises(SystemExit) as end:
        main(
            ["run", str(file), "--shard", "2/3", "--results", str(tmp_path / "r"), "--workers", "1"],
            Work(made, write_page),
        )
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert f"Part 2/3: {len(made.runs)} runs made" in out
    assert "When all parts are done: jobsim run" in out
