"""Files of an earlier form become files of the present one, with comments and order kept; files of a later form are refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from sim import cli
from sim.authoring.migration.migrate import CHAIN, files_of, migrated
from sim.authoring.migration.step import Notes, Step
from sim.authoring.schemas.kinds import KINDS, kind_of, kind_of_tree
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.schema import SCHEMA
from sim.files.source import parse, read
from sim.place.office.calendar import read_holidays

EARLY = Path(__file__).parent / "first_form"
"""Files as they were before 0.1.0: the calendar with dates, an office without a cut, norms by team, a place with norms."""
FILES = sorted(path.name for path in EARLY.glob("*.yaml"))


def early(name: str, folder: Path) -> Path:
    return Path(shutil.copy(EARLY / name, folder / name))


def called(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main(["migrate", *map(str, arguments)])
    assert isinstance(end.value.code, int)
    return end.value.code


def comments(text: str) -> list[str]:
    return [line.partition("#")[2].strip() for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_form_before_0_1_0_is_brought_to_the_present_one(name: str, tmp_path: Path) -> None:
    file = early(name, tmp_path)
    before = file.read_text(encoding="utf-8")
    done = migrated(file)
    assert (done.before, done.is_changed) == (0, True)
    assert done.changes
    assert file.read_text(encoding="utf-8") == before  # nothing is written
    assert done.kind is not None
    source = parse(done.text, name)
    if "extends" not in source.tree:
        shape(KINDS[done.kind].model, source)
    kept = [line for line in comments(before) if line in comments(done.text)]
    assert kept == comments(before)[: len(kept)] != []
    keys = [key for key in parse(before, name).tree if key in source.tree]
    assert [key for key in source.tree if key in keys] == keys
    file.write_text(done.text, encoding="utf-8")
    again = migrated(file)
    assert not again.is_changed
    assert again.text == done.text
    assert again.by_hand == ()


def test_holidays_by_date_are_those_that_are_computed(tmp_path: Path) -> None:
    file = early("calendar.yaml", tmp_path)
    done = migrated(file)
    assert done.by_hand == ()  # every date of the old list is a holiday by rule, and no other day is
    file.write_text(done.text, encoding="utf-8")
    known = read_holidays(file)
    assert (known.first, known.last) == (2022, 2030)
    moved = EARLY.joinpath("calendar.yaml").read_text(encoding="utf-8").replace("2024-05-09", "2024-05-10")
    file.write_text(moved, encoding="utf-8")
    (note,) = migrated(file).by_hand
    assert "2024-05-09, 2024-05-10" in note


def test_the_files_that_come_along_have_the_present_form() -> None:
    done = [migrated(file) for file in files_of([scenarios_dir()])]
    assert len(done) > 150
    assert [each.file.name for each in done if each.changes or each.by_hand] == []


def test_the_kind_of_a_file_follows_from_its_keys_alone() -> None:
    root = scenarios_dir()
    for path in root.rglob("*.yaml"):
        tree, name = read(path, root).tree, path.relative_to(root).as_posix()
        assert kind_of_tree(tree) == kind_of(name, tree), name


def test_check_writes_nothing_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = early("aalborg-mixed.yaml", tmp_path)
    before = file.read_bytes()
    assert called(file, "--check") == 1
    said = capsys.readouterr().out
    assert "changed: teams.young: `norm: young` removed" in said
    assert "1 would change (--check wrote nothing)" in said
    assert file.read_bytes() == before
    assert called(file) == 0
    assert "norm:" not in file.read_text(encoding="utf-8")
    assert called(file, "--check") == 0


def test_what_is_left_to_a_person_is_listed_and_ends_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = early("standard.yaml", tmp_path)
    assert called(file, "--json") == 1
    said = capsys.readouterr().out
    assert '"by_hand": [' in said
    assert "staff_cut: check" in said
    assert called(file) == 0  # what it had to look at is said once


def test_a_whole_folder_is_changed_or_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FILES:
        early(name, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    (tmp_path / "later.yaml").write_text(f"schema: {SCHEMA + 1}\nplace: x\n", encoding="utf-8")
    assert called(tmp_path) == 2
    assert "later form" in capsys.readouterr().err
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("number", ["0", "-1", "true", "one", ""])
def test_a_form_that_never_was_is_refused(number: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"schema: {number}\nplace: x\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        migrated(file)
    assert caught.value.line == 1


def test_a_later_form_is_refused_by_the_reader_of_every_file() -> None:
    with pytest.raises(ScenarioError, match="later form") as caught:
        parse(f"# c\nschema: {SCHEMA + 1}\nanything: [1]\n", "a.yaml")
    error = caught.value
    assert (error.line, error.found) == (2, f"schema: {SCHEMA + 1}")
    assert "jobsim" in str(error.expected)
    assert "later version" in str(error.do)
    with pytest.raises(ScenarioError, match="jobsim migrate"):
        parse("schema: 0\n", "a.yaml")


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("studies/example.yaml", ["check", "example"]),
        ("studies/example.yaml", ["run", "example"]),
        ("studies/queue-mm1.yaml", ["run", "queue-mm1"]),
        ("places/aalborg.yaml", ["plan", "example"]),
        ("people/denmark.yaml", ["explore", "example", "--no-browser"]),
        ("office/standard.yaml", ["report", "example"]),
        ("office/calendar.yaml", ["validate", "example"]),
        ("regimes/R2024.yaml", ["rules", "show", "current"]),
        ("reforms/djoef.yaml", ["rules", "list"]),
        ("practices/baseline.yaml", ["export", "example", "--to", "a.csv"]),
        ("packages.yaml", ["rules", "diff", "current", "freed"]),
        ("figures/world.yaml", ["doctor", "baseline", "example"]),
        ("figures/rates.yaml", ["staff", "example"]),
        ("figures/bibliography.yaml", ["sources", "X177"]),
        ("figures/tables.yaml", ["data", "list", "aalborg"]),
        ("figures/leading.yaml", ["sensitivity", "example"]),
        ("calibration/aalborg.yaml", ["calibrate", "aalborg", "--check"]),
    ],
    ids=lambda part: part if isinstance(part, str) else " ".join(part),
)
def test_a_later_form_is_refused_by_every_command(
    file: str, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of file, by a command that reads it. Nothing is written."""
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    text = (root / file).read_text(encoding="utf-8")
    assert "schema: 1\n" in text
    (root / file).write_text(text.replace("schema: 1\n", f"schema: {SCHEMA + 1}\n", 1), encoding="utf-8")
    monkeypatch.setenv("JOBSIM_SCENARIOS", str(root))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        cli.main(command)
    said = capsys.readouterr().err
    assert end.value.code == 2, said
    assert "later form than this version of jobsim reads" in said
    assert f"{file}:" in said
    assert {path.name for path in tmp_path.iterdir()} == {"scenarios"}


def test_the_next_form_is_one_more_step(tmp_path: Path) -> None:
    """A chain leads from the first form over the present one to the next, whose step renames a key."""

    def rename(tree: Any, notes: Notes) -> None:
        tree.insert(list(tree).index("note"), "remark", tree.pop("note"))
        notes.changes.append("`note` is now `remark`")

    chain = {**CHAIN, SCHEMA: (Step(("study",), lambda tree: "note" in tree, rename),)}
    file = tmp_path / "mine.yaml"
    file.write_text("# mine\nschema: 1\nstudy: mine  # a name\nnote: old\nplaces: [aalborg]\n", encoding="utf-8")
    done = migrated(file, chain, SCHEMA + 1)
    assert done.text == "# mine\nschema: 2\nstudy: mine  # a name\nremark: old\nplaces: [aalborg]\n"
    assert done.changes == ("`note` is now `remark`", "schema: 1 is now schema: 2")
    place = early("aalborg-mixed.yaml", tmp_path)
    both = migrated(place, chain, SCHEMA + 1)
    assert both.changes[0].startswith("teams.")
    assert both.changes[-1] == "schema: 1 is now schema: 2"
    assert set(CHAIN) == set(range(SCHEMA))  # every earlier form has its steps
