"""``jobsim new`` and ``jobsim schema``: what they write, and how they refuse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.authoring.schemas import KINDS
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir

Jobsim = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jobsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jobsim:
    """The command with a scenarios folder of its own, in an empty folder: (exit code, output, errors)."""
    shutil.copytree(scenarios_dir(), tmp_path / "scenarios")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "scenarios"))
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.delenv("JOBSIM_DEBUG", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call


def test_a_new_proposal_is_listed_and_told_where_it_lies(jobsim: Jobsim, tmp_path: Path) -> None:
    code, out, err = jobsim("new", "reform", "009-1", "--paper", "six-cities")
    assert (code, err) == (0, "")
    assert str(tmp_path / "scenarios" / "reforms" / "009-1.yaml") in out
    assert "jobsim rules diff current current+009-1" in out
    code, out, _ = jobsim("rules", "list", "--json")
    assert code == 0
    assert "009-1" in {proposal["id"] for proposal in json.loads(out)["proposals"]}
    assert jobsim("new", "study", "mine")[0] == 0
    assert jobsim("new", "practice", "mine")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new", "reform", "009-1", "--paper", "six-citis"), "nearest: six-cities"),
        (("new", "reform", "004-1", "--paper", "six-cities"), "this proposal's id is already taken"),
        (("new", "reform", "009 1", "--paper", "six-cities"), "the name of the proposal is invalid"),
        (("new", "reform", "009-1"), "--paper"),
        (("new", "reform", "009-1", "--paper", "six-cities", "--new-paper"), "this paper has proposals already"),
        (("new", "study", "prøve"), "letters a to z"),
        (("new", "study", "x" * 300), "at most 100 characters"),
        (("new", "study", "aalborg"), "not overwritten"),
        (("new", "practice", "baseline"), "not overwritten"),
        (("new", "practice", "mine", "--extends", "basline"), "nearest: baseline"),
        (("schema", "reform"), "nearest: reforms"),
        (("schema", "--write", "nowhere"), "the file cannot be written"),
        (("rules", "document", "--write", "nowhere/rules.md"), "the file cannot be written"),
    ],
)
def test_refusals_exit_with_2_and_say_what_to_do(jobsim: Jobsim, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = jobsim(*arguments)
    assert code == 2
    assert out == ""
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [("new",), ("new", "reform"), ("new", "study"), ("new", "practice"), ("schema",), ("rules", "document")],
)
def test_every_help_has_an_example(jobsim: Jobsim, arguments: tuple[str, ...]) -> None:
    code, out, _ = jobsim(*arguments, "--help")
    assert code == 0
    assert f"Example: jobsim {' '.join(arguments)}" in out


def test_schemas_are_printed_listed_and_written(jobsim: Jobsim) -> None:
    code, out, _ = jobsim("schema", "study")
    assert code == 0
    assert {"study", "compare"} <= set(json.loads(out)["properties"])
    code, listed, _ = jobsim("schema")
    assert code == 0
    Path("made").mkdir()
    assert jobsim("schema", "--write", "made")[0] == 0
    files = sorted(Path("made").iterdir())
    assert {file.stem for file in files} == set(KINDS)
    assert all(file.stem in listed for file in files)
    assert json.loads(Path("made/study.json").read_text(encoding="utf-8")) == json.loads(out)


def test_the_page_of_rules_is_printed_or_written(jobsim: Jobsim) -> None:
    code, out, _ = jobsim("rules", "document")
    assert code == 0
    assert out.startswith("# The rules\n")
    assert jobsim("rules", "document", "--write", "rules.md")[0] == 0
    assert Path("rules.md").read_text(encoding="utf-8") == out
