"""New scenario files: they load as they are, work once filled in, fit their schema, and never overwrite."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sim.authoring.schemas import kind_of, schema_text
from sim.authoring.skeletons import new_practice, new_reform, new_study
from sim.files.errors import ScenarioError
from sim.files.folder import names_in
from sim.files.paths import scenarios_dir
from sim.files.source import read
from sim.law.compose.library import Library
from sim.law.reading.diff import rules_diff
from sim.study.load import load
from tests.generated import FOLDER
from tests.study.check_schema import errors

FILLED = {
    "PATH.OF.A.CLAUSE": "duties.early-contact.active", "PRESENT VALUE": "true", "NEW VALUE": "false",
    "AN-ACTIVITY": "follow-up-meeting",
}  # fmt: skip


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
    ]


def fill(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for placeholder, words in FILLED.items():
        assert placeholder in text
        text = text.replace(placeholder, words)
    file.write_text(text, encoding="utf-8")


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


@pytest.mark.parametrize("paper", ["six-cities", "004_b79a7face8df9ddf.txt"])
def test_a_proposal_changes_the_law_as_soon_as_it_is_filled_in(root: Path, paper: str) -> None:
    file = new_reform("004-99", paper, root=root)
    assert file == root / "reforms" / "004-99.yaml"
    assert Library.load(root).rule_set("current+004-1").reforms == ("004-1",)  # it is in nobody's way
    fill(file)
    library = Library.load(root)
    (change,) = rules_diff(library.rule_set("current"), library.rule_set("current+004-99"))["changes"]
    assert (change["clause"], change["old"], change["new"]) == ("duties.early-contact.active", True, False)
    assert library.proposals["004-99"].paper == library.proposals["004-1"].paper
    assert fits(file, root) == []


def test_a_proposal_that_is_not_filled_in_is_refused_at_its_line(root: Path) -> None:
    file = new_reform("004-99", "six-cities", root=root)
    line = next(n for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "[AN-ACTIVITY]" in text)
    with pytest.raises(ScenarioError) as error:
        Library.load(root).rule_set("current+004-99")
    assert (error.value.file, error.value.line, error.value.found) == ("reforms/004-99.yaml", line, "AN-ACTIVITY")
    fill(file)
    file.write_text(file.read_text(encoding="utf-8").replace("early-contact", "early-contct"), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        Library.load(root).rule_set("current+004-99")
    assert error.value.nearest == "duties.early-contact.active"


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
        if line.startswith("    ") and line.strip().split(":")[0] in {"changes", "touches", "nature"}
    }
    changes = {n for n, line in enumerate(lines) if line.startswith("      - ")}
    text = "\n".join(line for n, line in enumerate(lines) if n not in gone | changes).replace(
        "kind: process", f"kind: {kind}"
    )
    said = {"budget": "    budget: {amount: none, unit: million DKK per year, source: ID}\n"}.get(kind, "")
    file.write_text(f'{text}\n    why: "WHY"\n{said}', encoding="utf-8")
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


def test_a_practice_does_what_the_one_below_it_does(root: Path) -> None:
    file = new_practice("mine", "contact-on-request", root=root)
    library = Library.load(root)
    freed = library.rule_set("freed-six-cities")
    mine, below = library.practice("mine", freed), library.practice("contact-on-request", freed)
    assert list(mine.contact) == list(below.contact)
    assert mine.booking.window.value == below.booking.window.value
    assert fits(file, root) == []
    with pytest.raises(ScenarioError) as error:
        new_practice("other", "basline", root=root)
    assert error.value.nearest == "baseline"
