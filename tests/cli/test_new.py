"""``jobsim new`` and ``jobsim schema``: what they write, and how they refuse."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.authoring.schemas import KINDS
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.report.manifest import Manifest
from sim.results.work import Work
from sim.runs.make import make
from sim.study.load import load
from tests.study import stub

Jobsim = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jobsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jobsim:
    """The command with a scenarios folder of its own, in an empty folder: (exit code, output, errors)."""
    shutil.copytree(scenarios_dir(), tmp_path / "scenarios")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "scenarios"))
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.delenv("JOBSIM_DEBUG", raising=False)

    def call(*arguments: str, work: Work | None = None) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments), work)
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


def test_every_next_command_works_as_it_is_printed(jobsim: Jobsim) -> None:
    """What `jobsim new` tells to do next can be done. Runs are left to the test of one study with all four."""
    for kind in ("place", "practice", "reform"):
        code, out, err = jobsim("new", kind, f"my-{kind}")
        assert (code, err) == (0, "")
        commands = [
            shlex.split(line.removeprefix("Next: "))[1:] for line in out.splitlines() if line.startswith("Next: ")
        ]
        assert commands
        for command in commands:
            code, out, err = jobsim(*command)
            assert (code, err) == (0, ""), command
        assert f"jobsim check my-{kind}-study" in out
        assert load(f"my-{kind}-study").name == f"my-{kind}-study"


def test_a_study_of_a_new_place_practice_and_reform_is_checked_and_run(jobsim: Jobsim, tmp_path: Path) -> None:
    """Each runs as it is. The place is the smallest of all, and the study is cut to weeks."""
    for arguments in (
        ("place", "tiny", "--extends", "laesoe"), ("practice", "mine"), ("reform", "009-1"),
        ("study", "all", "--place", "tiny", "--rules", "current+009-1", "--practice", "mine"),
    ):  # fmt: skip
        assert jobsim("new", *arguments)[0] == 0
    file = tmp_path / "scenarios" / "studies" / "all.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ("warm_up: 1 year", "warm_up: 1 week"), ("measured: 2 years", "measured: 4 weeks"), ("follow_up: 2 years", "follow_up: 0 days"),
        ("replications: 10", "replications: 2"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    code, out, err = jobsim("check", "all", "--json")
    assert code == 0, err
    checked = {(row["place"], row["rules"], row["practice"]) for row in json.loads(out)["teams"]}
    assert checked == {("tiny", "current", "baseline"), ("tiny", "current+009-1", "mine")}
    code, out, err = jobsim("run", "all", "--json", "--workers", "1", work=Work(make, stub.write_page))
    assert code == 0, err
    data = json.loads(out)
    assert (data["runs"]["made"], data["runs"]["reused"]) == (4, 0)
    manifest = Manifest.read(Path(data["folder"]))
    assert manifest.places == ("tiny",)
    assert {record.regime for record in manifest.rules.values()} == {"R2024"}
    by_path = {each.path: each for each in manifest.assumptions}
    assert by_path["team_places.per_week"].source == "my own assumption: a tenth more than laesoe"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new", "reform", "009-1", "--paper", "six-citis"), "nearest: six-cities"),
        (("new", "reform", "004-1", "--paper", "six-cities"), "this proposal's id is already taken"),
        (("new", "reform", "009 1", "--paper", "six-cities"), "the name of the proposal is invalid"),
        (("new", "reform", "009-1", "--paper", "six-cities", "--new-paper"), "this paper has proposals already"),
        (("new", "study", "prøve"), "letters a to z"),
        (("new", "study", "../climb"), "letters a to z"),
        (("new", "place", "../../climb"), "letters a to z"),
        (("new", "practice", "/climb"), "letters a to z"),
        (("new", "reform", "a/b"), "letters a to z"),
        (("new", "place", "aalborg"), "not overwritten"),
        (("new", "place", "mine", "--extends", "alborg"), "nearest: aalborg"),
        (("new", "study", "mine", "--place", "alborg"), "nearest: aalborg"),
        (("new", "folder", "."), "not overwritten"),
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
