"""Commands that errors and screens suggest work for a study in a folder with a blank in its name."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from sim.elicitation.choice import chosen
from sim.elicitation.form import form
from sim.elicitation.reading import read_form
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.shell import shell_words
from sim.results.frontier.analysis import optimise
from sim.results.missing_chart import _remedy
from sim.results.sensitivity.scenarios import compared_columns
from sim.runs.command import resumed
from sim.runs.outdated import Outdated
from sim.study.load import load
from tests.study.stub import study


def error(call: Callable[[], object]) -> str:
    """What the error of a call says the user should do."""
    with pytest.raises(ScenarioError) as caught:
        call()
    assert caught.value.do is not None
    return caught.value.do


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "my studies"
    made.mkdir()
    return made


def test_a_path_with_a_blank_is_one_word_of_each_suggested_command(folder: Path) -> None:
    small, file = study(folder), folder / "small.yaml"
    queue = folder / "queue-mm1.yaml"
    shutil.copy(scenarios_dir() / "studies" / queue.name, queue)
    filled = folder / "anna holm.xlsx"
    asked = chosen(small, folder, values=["tracking"]).questions
    filled.write_bytes(form(asked, "another", small.title, "en"))
    for text, words in (
        (error(lambda: load(queue)), ["run", str(queue)]),
        (error(lambda: compared_columns(small, "nothing")), ["run", str(file)]),
        (error(lambda: optimise(small, column="nothing", results=folder)), ["check", str(file)]),
        (error(lambda: read_form(filled, asked, small.name)), ["elicit", "another", "--read", str(filled)]),
        (_remedy("tornado", shell_words(file)), ["sensitivity", str(file)]),
        (resumed(["uncertainty", small.argument], folder).partition(" (")[0], ["uncertainty", str(file), "--results", str(folder)]),
        (
            Outdated(("key",), ("places/aalborg.yaml",)).text(folder / "small").split("`")[1],
            ["doctor", "store", "small", "--prune", "--results", str(folder)],
        ),
    ):  # fmt: skip
        assert shlex.split(text) == ["jobsim", *words]


def test_filled_forms_with_a_blank_are_one_word_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study(folder)
    with pytest.raises(SystemExit) as ended:
        main(["elicit", str(folder / "small.yaml"), "anna holm.xlsx", "bo.xlsx"])
    assert ended.value.code == 2
    (line,) = (line for line in capsys.readouterr().err.splitlines() if "do: " in line)
    suggested = shlex.split(line.partition("do: ")[2])
    assert suggested == ["jobsim", "elicit", str(folder / "small.yaml"), "--read", "anna holm.xlsx", "bo.xlsx"]


def test_windows_quotes_with_double_quotes() -> None:
    assert shell_words("run", r"C:\my studies\s.yaml", windows=True) == r'run "C:\my studies\s.yaml"'


def test_the_default_folder_of_results_is_in_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert resumed(["calibrate", "aalborg"], tmp_path / "results").startswith("jobsim calibrate aalborg (")
    assert resumed(["calibrate", "aalborg"], None).startswith("jobsim calibrate aalborg (")
