"""A copy of the scenario files for a user's own changes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.authoring.own_scenarios import own_scenarios
from sim.files.hashes import of_scenarios
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable of the test's process gets its value back."""
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(scenarios_dir()))


def test_the_copy_is_whole_and_used_from_now_on(tmp_path: Path) -> None:
    installed = scenarios_dir()
    copy = sim.own_scenarios(tmp_path / "new" / "mine")
    assert of_scenarios(copy) == of_scenarios(installed)
    assert (scenarios_dir(), os.environ[SCENARIOS_VARIABLE]) == (copy, str(copy))
    assert [path.name for path in copy.parent.iterdir()] == ["mine"]


def test_a_second_call_keeps_the_users_changes(tmp_path: Path) -> None:
    copy = own_scenarios(tmp_path / "mine")
    (copy / "lists.yaml").write_text("mine", encoding="utf-8")
    assert own_scenarios(tmp_path / "mine") == copy
    assert (copy / "lists.yaml").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_used_and_one_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert (own_scenarios(tmp_path / "empty") / "regimes").is_dir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear", encoding="utf-8")
    used = scenarios_dir()
    with pytest.raises(sim.ScenarioError, match="other files than scenarios") as refused:
        own_scenarios(tmp_path / "full")
    assert refused.value.do == "choose another folder"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert scenarios_dir() == used


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copytree, used = shutil.copytree, scenarios_dir()

    def full(origin: Path, target: Path, **options: Any) -> None:
        copytree(origin / "regimes", target / "regimes", **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(sim.ScenarioError, match="No space left"):
        own_scenarios(tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []
    assert scenarios_dir() == used
