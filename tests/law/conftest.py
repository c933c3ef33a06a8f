import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library
from tests.settings import library as rules_of_the_scenarios

Edit = Callable[[str, str, str], int]

FOLDERS = ("regimes", "reforms", "practices")


@pytest.fixture(scope="session")
def library() -> Library:
    return rules_of_the_scenarios()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the scenario files that the law reads, to be spoilt."""
    for folder in FOLDERS:
        shutil.copytree(scenarios_dir() / folder, tmp_path / folder)
    shutil.copy(scenarios_dir() / "packages.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def edit(root: Path) -> Edit:
    """Replace one text of a file once; returns the line on which the new text begins."""

    def change(file: str, old: str, new: str) -> int:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        at = text.index(old)
        path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
        return text.count("\n", 0, at) + 1

    return change


@pytest.fixture
def refused(root: Path) -> Callable[[str], ScenarioError]:
    """The error that composing a rule set raises."""

    def error(name: str) -> ScenarioError:
        with pytest.raises(ScenarioError) as caught:
            Library.load(root).rule_set(name)
        return caught.value

    return error
