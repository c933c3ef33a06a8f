"""The files of a folder of scenarios, and names that no file may have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.folder import LONGEST_NAME, all_names_in, is_name, names_in, read_named
from sim.files.listing import files_in
from sim.files.paths import scenarios_dir
from sim.files.source import read
from sim.law.compose.library import Library
from sim.study.load import load
from tests.study.stub import STUDY, study

LEFT_BEHIND = (".#a.yaml", "._a.yaml", ".a.yaml.swp", "~$a.yaml", "#a.yaml#", ".hidden.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `things` with one file, and with all that editors and systems leave beside it."""
    things = tmp_path / "things"
    things.mkdir()
    (things / "a.yaml").write_text("a: 1\n")
    (things / ".#gone.yaml").symlink_to("me@host.1:2")
    (things / "gone.yaml").symlink_to("nowhere")
    (things / "folder.yaml").mkdir()
    for name in LEFT_BEHIND:
        (things / name).write_text("not: [yaml")
    return things


def test_hidden_files_locks_and_folders_are_no_scenario_files(folder: Path) -> None:
    assert [path.name for path in files_in(folder)] == ["a.yaml"]
    assert names_in(folder.parent, "things") == all_names_in(folder.parent, "things") == ["a"]
    assert files_in(folder / "nothing") == []


def test_the_lock_of_an_editor_stops_no_command(tmp_path: Path) -> None:
    root = tmp_path / "scenarios"
    for name in ("regimes", "reforms"):
        shutil.copytree(scenarios_dir() / name, root / name)
    shutil.copy(scenarios_dir() / "packages.yaml", root)
    for lock in ("reforms/.#kl-2022.yaml", "regimes/.#R2024.yaml"):
        (root / lock).symlink_to("me@host.1:2")
    assert Library.load(root).rule_set("current").name == "current"


@pytest.mark.parametrize("name", ["prøve", "kl-2022 - Kopi", "aalborg ", "..", "a/b", "", "x" * (LONGEST_NAME + 1)])
def test_a_name_that_is_not_allowed_is_called_so(folder: Path, name: str) -> None:
    assert not is_name(name)
    with pytest.raises(ScenarioError) as caught:
        read_named(folder.parent, "things", name)
    assert caught.value.message == "this name is not allowed"
    assert "letters a to z, digits, hyphens and underscores" in str(caught.value.expected)
    assert caught.value.nearest != name


def test_a_file_whose_name_is_not_allowed_is_named(folder: Path) -> None:
    (folder / "prøve.yaml").write_text("a: 1\n")
    with pytest.raises(ScenarioError, match="rename the file") as caught:
        read_named(folder.parent, "things", "prøve")
    assert (caught.value.file, caught.value.nearest) == ("things/prøve.yaml", None)
    with pytest.raises(ScenarioError, match="the name of a scenario file is not allowed") as caught:
        all_names_in(folder.parent, "things")
    assert caught.value.file == "things/prøve.yaml"
    assert names_in(folder.parent, "things") == ["a"]


@pytest.mark.parametrize("ending", [".yml", ".YAML", ".Yml"])
def test_a_file_with_another_ending_is_named(folder: Path, ending: str) -> None:
    (folder / f"b{ending}").write_text("a: 1\n")
    with pytest.raises(ScenarioError) as caught:
        read_named(folder.parent, "things", "b")
    assert (caught.value.message, caught.value.found) == ("the ending of the file is wrong", f"b{ending}")
    assert caught.value.do == "rename the file to b.yaml"
    with pytest.raises(ScenarioError, match="the ending of a scenario file is wrong"):
        all_names_in(folder.parent, "things")


def test_a_place_with_another_ending_is_named_at_the_line_of_the_study(tmp_path: Path) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    (root / "places" / "aalborg.yaml").rename(root / "places" / "aalborg.yml")
    file = tmp_path / "small.yaml"
    file.write_text(STUDY, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file, root)
    error = caught.value
    assert (error.line, error.message, error.found) == (4, "the ending of the file is wrong", "aalborg.yml")


def test_the_nearest_name_of_a_missing_path_is_no_hidden_file(folder: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(folder / "b.yaml", folder)
    assert caught.value.expected == "a.yaml"


def test_a_study_name_that_no_folder_can_have_is_refused_when_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="not a valid name of a study") as caught:
        study(tmp_path, STUDY.replace("study: small", f"study: {'x' * 300}"))
    assert caught.value.line == 2
    assert "(300 characters)" in str(caught.value)
