"""The command that repeats a run can be pasted as it is."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sim.runs.command import command, written
from tests.study.stub import study


@pytest.fixture(autouse=True)
def no_other_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOBSIM_SCENARIOS", raising=False)


def test_it_names_the_study_as_the_user_can_find_it(tmp_path: Path) -> None:
    folder = tmp_path / "my studies"
    folder.mkdir()
    small = study(folder)
    words = shlex.split(command(small, results="some where", debug=True))
    assert words == [
        "JOBSIM_DEBUG=1", "jobsim", "run", str(folder / "small.yaml"), "--results", "some where", "--workers", "1",
    ]  # fmt: skip
    assert shlex.split(command(small)) == ["jobsim", "run", str(folder / "small.yaml")]


def test_it_has_the_replications_and_the_engine_of_the_run(tmp_path: Path) -> None:
    other = study(tmp_path).with_replications(7)
    words = shlex.split(command(other, engine="reference"))
    assert words[-4:] == ["--replications", "7", "--engine", "reference"]


def test_it_names_another_folder_of_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = study(tmp_path)
    monkeypatch.setenv("JOBSIM_SCENARIOS", "/data/it's mine")
    assert shlex.split(command(small))[0] == "JOBSIM_SCENARIOS=/data/it's mine"


def test_windows_has_another_form() -> None:
    words = ["jobsim", "run", r"C:\my studies\s.yaml"]
    assert written(words, {"JOBSIM_DEBUG": "1"}, windows=True) == (
        r'set "JOBSIM_DEBUG=1" && jobsim run "C:\my studies\s.yaml"'
    )
