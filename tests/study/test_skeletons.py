"""New scenario files: they run as they are, fit their schema, and never overwrite."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sim.authoring.schemas import kind_of, schema_text
from sim.authoring.skeletons import new_folder, new_place, new_practice, new_reform, new_study
from sim.authoring.skeletons.reform import OWN, base_of
from sim.files.errors import RunError, ScenarioError
from sim.files.folder import names_in
from sim.files.hashes import of_files
from sim.files.parse import shape, values_in
from sim.files.paths import scenarios_dir
from sim.files.source import read
from sim.law.compose.library import Library
from sim.law.reading.diff import rules_diff
from sim.place.people.model import Place
from sim.place.read import place_source
from sim.study.load import load
from tests.generated import FOLDER
from tests.study.check_schema import errors


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A scenarios folder of one's own."""
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), folder)
    return folder


def every_kind(name: str, root: Path) -> list[Callable[[], Path]]:
    """Makers of a file of each kind."""
    return [
        partial(new_reform, name, "six-cities", root=root),
        partial(new_study, name, root=root),
        partial(new_practice, name, "baseline", root=root),
        partial(new_place, name, "aalborg", root=root),
    ]


def fits(file: Path, root: Path) -> list[str]:
    source = read(file, root)
    kind = kind_of(source.file, source.tree)
    assert kind is not None
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert (
        first == f"# yaml-language-server: $schema=../schema/{kind}.json"
    )  # where `jobsim schema --write schema` puts it
    return errors(json.loads(schema_text(kind)), source.tree)


def test_in_a_checkout_a_new_file_names_the_schema_among_the_generated_documents(root: Path) -> None:
    shutil.copytree(FOLDER / "schema", root.parent / "docs" / "generated" / "schema")
    for make in every_kind("mine", root):
        file = make()
        named = file.read_text(encoding="utf-8").partition("\n")[0].rpartition("$schema=")[2]
        assert json.loads((file.parent / named).read_text(encoding="utf-8"))["$schema"]


@pytest.mark.parametrize(
    "paper", ["six-cities", "004_b79a7face8df9ddf.txt", "ds-2019", "djoef", "kl-2022", "ds-2021", OWN]
)
def test_a_proposal_changes_the_law_as_it_is(root: Path, paper: str) -> None:
    file = new_reform("004-99", paper, root=root)
    assert file == root / "reforms" / "004-99.yaml"
    library = Library.load(root)
    assert library.rule_set("current+004-1").reforms == ("004-1",)  # it is in nobody's way
    base = base_of(library.proposals["004-99"].written_for, library)
    (change,) = rules_diff(library.rule_set(base), library.rule_set(f"{base}+004-99"))["changes"]
    assert (change["clause"], change["old"], change["new"]) == ("duties.early-contact.meetings", 4, 3)
    if paper.startswith(("six", "004")):
        assert library.proposals["004-99"].paper == library.proposals["004-1"].paper
    assert fits(file, root) == []


def test_a_change_of_a_clause_that_does_not_exist_is_refused_at_its_line(root: Path) -> None:
    file = new_reform("004-99", "six-cities", root=root)
    text = file.read_text(encoding="utf-8").replace("{set: duties.early-contact.", "{set: duties.early-contct.")
    file.write_text(text, encoding="utf-8")
    line = next(number for number, words in enumerate(text.splitlines(), 1) if "early-contct" in words)
    with pytest.raises(ScenarioError) as error:
        Library.load(root).rule_set("current+004-99")
    assert (error.value.file, error.value.line) == ("reforms/004-99.yaml", line)
    assert error.value.nearest == "duties.early-contact.meetings"


def test_a_paper_nobody_knows_is_refused_with_the_nearest(root: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        new_reform("009-1", "six-citis", root=root)
    assert (error.value.found, error.value.nearest) == ("six-citis", "six-cities")
    assert error.value.do is not None
    assert "--new-paper" in error.value.do
    assert "009-1" not in names_in(root, "reforms")
    file = new_reform("009-1", 'a "new" paper: 2026', new_paper=True, root=root)
    assert Library.load(root).proposals["009-1"].paper == 'a "new" paper: 2026'
    assert fits(file, root) == []


@pytest.mark.parametrize("paper", ["six-cities", "ds-2019", "kl-2022", "a-new-paper"])
def test_a_proposal_argues_against_the_regime_that_its_paper_speaks_of(root: Path, paper: str) -> None:
    """A new paper: against today's rules."""
    known = names_in(root, "reforms")
    new_reform("009-1", paper, new_paper=paper not in known, root=root)
    made = Library.load(root).proposals["009-1"]
    tree = read(root / "reforms" / f"{paper}.yaml", root).tree if paper in known else {}
    assert made.argued_against == tree.get("argued_against", "R2024")
    assert made.written_for == tree.get("written_for", "R2024")


@pytest.mark.parametrize("kind", ["budget", "governance"])
def test_a_proposal_that_changes_no_rule_is_made_as_the_skeleton_says(root: Path, kind: str) -> None:
    file = new_reform("009-1", "six-cities", root=root)
    lines = file.read_text(encoding="utf-8").splitlines()
    gone = {
        n
        for n, line in enumerate(lines)
        if line.startswith("    ") and line.split("#")[0].strip().split(":")[0] in {"changes", "touches", "nature"}
    }
    changes = {n for n, line in enumerate(lines) if line.startswith("      - ")}
    text = "\n".join(line for n, line in enumerate(lines) if n not in gone | changes).replace(
        "kind: process", f"kind: {kind}"
    )
    said = {"budget": "    budget: {amount: none, unit: million DKK per year, source: ID}\n"}.get(kind, "")
    file.write_text(f'{text}\n    why: {{en: "WHY", da: "HVORFOR"}}\n{said}', encoding="utf-8")
    assert Library.load(root).proposals["009-1"].reform.kind == kind
    assert fits(file, root) == []


def test_nothing_is_overwritten(root: Path) -> None:
    for make in every_kind("009-1", root):
        file = make()
        before = file.read_bytes()
        with pytest.raises(ScenarioError):
            make()
        assert file.read_bytes() == before
    (root / "reforms" / "009-2.yaml").write_text(
        "schema: 1\npaper: x\nargued_against: R2024\nwritten_for: R2024\nreforms: {}\n", encoding="utf-8"
    )
    with pytest.raises(ScenarioError, match="not overwritten"):
        new_reform("009-2", "six-cities", root=root)


def test_an_id_that_is_taken_is_refused_where_it_stands(root: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        new_reform("004-3c", "six-cities", root=root)
    assert error.value.file == "reforms/six-cities.yaml"
    assert error.value.line is not None
    lines = (root / "reforms" / "six-cities.yaml").read_text(encoding="utf-8").splitlines()
    assert any("004-3c:" in line for line in lines[error.value.line - 2 : error.value.line + 1])


@pytest.mark.parametrize("name", ["", "a b", "../x", "004+1", "-x", "å"])
def test_names_that_are_no_names(root: Path, name: str) -> None:
    for make in every_kind(name, root):
        with pytest.raises(ScenarioError, match=r"the name of the .* is invalid"):
            make()


def test_a_study_can_be_run_as_it_is(root: Path) -> None:
    file = new_study("mine", root=root)
    study = load("mine", root)
    assert study.name == "mine"
    assert len(study.columns) > 1
    assert fits(file, root) == []


def test_a_study_names_what_it_was_asked_for(root: Path) -> None:
    new_study("mine", place="viborg", rules="current+004-3c", practice="digital-first", root=root)
    study = load("mine", root)
    assert study.places == ("viborg",)
    assert [column.name for column in study.columns] == ["current/baseline/keep", "current+004-3c/digital-first/keep"]
    for options, words in (
        ({"place": "viborgg"}, "nearest: viborg"),
        ({"practice": "basline"}, "nearest: baseline"),
        ({"rules": "current+004-9z"}, "unknown proposal"),
    ):
        with pytest.raises(ScenarioError) as error:
            new_study("other", root=root, **options)
        assert words in str(error.value)
        assert "other" not in names_in(root, "studies")


def test_a_practice_changes_the_cover_of_illness_alone(root: Path) -> None:
    file = new_practice("mine", "contact-on-request", root=root)
    library = Library.load(root)
    freed = library.rule_set("freed-six-cities")
    mine, below = library.practice("mine", freed), library.practice("contact-on-request", freed)
    numbers = [
        {value.path: (value.value, value.low, value.high) for value in values_in(each)} for each in (mine, below)
    ]
    assert numbers[0] == numbers[1]
    assert list(mine.contact) == list(below.contact)
    assert (mine.cover, below.cover) == ("team", "none")
    assert fits(file, root) == []
    with pytest.raises(ScenarioError) as error:
        new_practice("other", "basline", root=root)
    assert error.value.nearest == "baseline"


@pytest.mark.parametrize("extends", ["aalborg", "viborg", "aalborg-mixed", "denmark"])
def test_a_place_has_more_places_of_the_team_and_is_otherwise_the_one_below_it(root: Path, extends: str) -> None:
    file = new_place("mine", extends, root=root)
    mine, below = (shape(Place, place_source(name, root)) for name in ("mine", extends))
    changed = {name for name in Place.model_fields if getattr(mine, name) != getattr(below, name)}
    assert changed - {"place", "title", "extends"} == {"team_places"}
    more, before = mine.team_places.per_week, below.team_places.per_week
    assert more.value == pytest.approx(1.1 * before.value, rel=0.01)
    assert more.low is not None
    assert more.high is not None
    assert more.low < more.value < more.high
    one, other = mine.team_places, below.team_places
    assert (one.weekday, one.sessions) == (other.weekday, other.sessions)
    rest = [[(v.path, v.value, v.low, v.high, v.source) for v in values_in(each)[1:]] for each in (one, other)]
    assert rest[0] == rest[1]  # extra sessions too
    assert fits(file, root) == []
    text = file.read_text(encoding="utf-8")
    for group in below.groups:
        assert f"\n#   {group}:\n" in text


def test_the_groups_in_the_comments_of_a_place_are_those_of_the_place_below(root: Path) -> None:
    """Whoever takes away the # of all groups gets the same numbers."""
    file = new_place("mine", "viborg", root=root)
    head, _, groups = file.read_text(encoding="utf-8").partition("# groups:\n")
    body = "\n".join(line.removeprefix("# ") for line in groups.splitlines() if line.startswith("#   "))
    file.write_text(f"{head}groups:\n{body}\n", encoding="utf-8")
    mine, below = (shape(Place, place_source(name, root)) for name in ("mine", "viborg"))
    for group, stock in below.groups.items():
        for key in ("stock", "entries"):
            one, other = getattr(mine.groups[group], key), getattr(stock, key)
            assert (one.value, one.low, one.high, one.evidence) == (other.value, other.low, other.high, other.evidence)


def test_a_queue_is_no_place_to_extend(root: Path) -> None:
    with pytest.raises(ScenarioError, match="the place to extend does not exist"):
        new_place("mine", "queue-mm1", root=root)


def test_own_files_do_not_lie_among_the_installed_ones(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update of the package replaces them. A study lies in the working folder instead."""
    monkeypatch.setattr("sim.authoring.skeletons.skeleton.INSTALLED", root)
    monkeypatch.setattr("sim.authoring.skeletons.study.INSTALLED", root)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    for make in (partial(new_reform, "mine"), partial(new_practice, "mine"), partial(new_place, "mine")):
        with pytest.raises(ScenarioError, match="jobsim new folder"):
            make(root=root)
    file = new_study("mine", root=root)
    assert file == tmp_path / "work" / "mine.yaml"
    assert load("./mine.yaml", root).name == "mine"
    assert "jobsim run ./mine.yaml" in file.read_text(encoding="utf-8")
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_a_folder_of_ones_own_is_a_whole_copy_or_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_folder(tmp_path / "own", root=root)
    assert of_files(made, sorted(made.rglob("*.yaml"))) == of_files(root, sorted(root.rglob("*.yaml")))
    with pytest.raises(ScenarioError, match="not overwritten"):
        new_folder(made, root=root)
    with pytest.raises(ScenarioError, match="cannot lie in the folder"):
        new_folder(root / "studies" / "copy", root=root)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sim.authoring.skeletons.folder.shutil.copytree", full)
    with pytest.raises(RunError, match="disk is full"):
        new_folder(tmp_path / "other", root=root)
    assert not [path for path in tmp_path.iterdir() if "other" in path.name]
