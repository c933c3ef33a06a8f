"""The bibliography: every code of the scenario files resolves to works, or to a reason, and no entry is idle."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.figures.bibliography import Bibliography, BibliographyFile, read_bibliography
from sim.figures.coverage import expanded, read_coverage
from sim.figures.source_codes import codes_in, names_in
from sim.figures.unknown_codes import check_codes, unknown_in
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir

ROOT = scenarios_dir()
BIBLIOGRAPHY = ROOT / "figures" / "bibliography.yaml"
FILES = sorted(path for path in ROOT.rglob("*.yaml") if path != BIBLIOGRAPHY)


@pytest.fixture(scope="module")
def bibliography() -> Bibliography:
    return read_bibliography(ROOT)


@pytest.fixture(scope="module")
def used() -> set[str]:
    """Every code in any scenario file, comments included, and every row of the collection of figures."""
    codes = {name for path in FILES for name in names_in(path.read_text(encoding="utf-8"))}
    return codes | set(expanded(read_coverage(ROOT).collection.ids))


def made(**changes: object) -> BibliographyFile:
    """A small bibliography."""
    work = {
        "author": "A. Author",
        "title": "A title",
        "year": "2024",
        "address": "https://example.org/a",
        "codes": ["W-A"],
    }
    tree = {
        "schema": 1, "figures": "bibliography", "works": {"a": work},
        "codes": {"X001": {"says": "a number", "works": ["a"]}, "A001": {"says": "a guess", "from": ["X001"], "why": "half"}},
    }  # fmt: skip
    return BibliographyFile.model_validate(tree | changes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("S018", ["S018"]),
        ("A093-A095; S025", ["A093", "A094", "A095", "S025"]),
        ("law.md 3.1, 6.4 W-L66-SF", ["law.md 3.1", "law.md 6.4", "W-L66-SF"]),
        ("law.md 3.4 C: at least four", ["law.md 3.4"]),
        ("law.md 7.2, 001-13", ["law.md 7.2", "001"]),
        ("law-2.md 1 K2, K4: up to 37", ["law-2.md 1", "K2", "K4"]),
        ("law.md 2: 22 weeks within nine months, SDPL § 24", ["law.md 2", "SDPL"]),
        ("004_b79a7face8df9ddf.txt + mploy 2015", ["004_b79a7face8df9ddf.txt"]),
        ("flows.csv: 5,000 of 314,000; 633,000 / 481", ["flows.csv"]),
        ("https://bm.dk/satser/satser-for-2023/, then", ["https://bm.dk/satser/satser-for-2023/"]),
        ("LBK 221 of 12 Feb 2021, § 5(2)", ["LBK 221"]),
        ("no figure found; 30 minutes, 25 %", []),
    ],
)
def test_codes_are_found_in_words(text: str, codes: list[str]) -> None:
    assert names_in(text) == codes


def test_a_code_knows_its_place_in_the_text() -> None:
    text = "fitted to A091, law.md 3.1, 6.4"
    assert [text[code.start : code.end] for code in codes_in(text)] == ["A091", "law.md 3.1", "6.4"]


def test_every_code_of_every_file_resolves(bibliography: Bibliography) -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{number} {name}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for name in names_in(line)
        if bibliography.resolve(name) is None
    ]
    assert missing == []


def test_every_row_of_the_collection_resolves(bibliography: Bibliography, used: set[str]) -> None:
    assert [code for code in sorted(used) if bibliography.resolve(code) is None] == []


def test_every_code_ends_at_a_work_or_a_reason(bibliography: Bibliography, used: set[str]) -> None:
    """Whatever a code rests on, the chain ends where a reader can go on: at a work, or at who assumed it and why."""
    for reference in bibliography.all_behind(sorted(used)):
        behind = bibliography.all_behind([reference.code])
        assert any(each.works or each.why for each in behind), reference


def test_every_work_says_who_what_when_and_where(bibliography: Bibliography) -> None:
    for key, work in bibliography.works.items():
        assert all(text.strip() for text in (work.author, work.title, work.year)), key
        assert (work.address is None) != (work.no_address is None), key
        assert work.address is None or work.address.startswith(("http://", "https://")), key


def test_no_two_works_have_one_address(bibliography: Bibliography) -> None:
    addresses = [work.address for work in bibliography.works.values() if work.address]
    assert len(addresses) == len(set(addresses))


def test_no_entry_is_unused(bibliography: Bibliography, used: set[str]) -> None:
    behind = bibliography.all_behind(sorted(used))
    works = {key for each in behind for key in each.works}
    idle = {key for key, work in bibliography.works.items() if not work.further_reading} - works
    sections = {each.code.rpartition(".")[0] for each in behind}
    assert idle == set()
    assert set(bibliography.entries) - {each.code for each in behind} - sections == set()
    assert not {key for key, work in bibliography.works.items() if work.further_reading} & works


def test_no_code_has_two_meanings(bibliography: Bibliography) -> None:
    """A row of figures has the words itself; the bibliography may add where it is from."""
    for code in set(bibliography.entries) & set(bibliography.rows):
        assert bibliography.entries[code].says == "", code


def test_what_this_project_assumes_has_a_reason(bibliography: Bibliography, used: set[str]) -> None:
    """Whether derived or judged: the reader learns from what."""
    for code in sorted(used):
        reference = bibliography.resolve(code)
        if code[0] == "A" and code[1:].isdigit():
            assert reference is not None
            assert reference.why, code


def test_a_row_leads_to_the_work_of_its_source(bibliography: Bibliography) -> None:
    """A row's source is an address, a paper or a section. Rows of the project's own reckoning have a reason instead."""
    for code, row in bibliography.rows.items():
        reference = bibliography.resolve(code)
        assert reference is not None
        if "://" in str(row["source"]) or ".txt" in str(row["source"]):
            assert reference.works, code


def test_a_chain_of_codes_is_followed_once() -> None:
    bibliography = Bibliography(
        made(), {"X002": {"id": "X002", "measure": "m", "source": "A001, X002", "unit": "days", "value": 3}}
    )
    assert [each.code for each in bibliography.all_behind(["X002"])] == ["X002", "A001", "X001"]
    assert bibliography.resolve("X002") is not None
    assert bibliography.resolve("W-A") is not None
    assert bibliography.resolve("X003") is None


def test_a_subsection_is_its_section() -> None:
    bibliography = Bibliography(made(codes={"law.md 8": {"says": "contradictions", "works": ["a"]}}), {})
    reference = bibliography.resolve("law.md 8.12")
    assert reference is not None
    assert (reference.code, reference.works) == ("law.md 8.12", ("a",))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "figures", tmp_path / "figures")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  six-cities:\n    author:", "  six-cities:\n    autor:", "unknown key"),
        ("works: [six-cities]", "works: [six-citys]", "names a source that does not exist"),
        ('from: ["X009"]', 'from: ["X900"]', "names a source that does not exist"),
        ('    no_address: "read as a text without an address"\n', "", "a work has an address"),
    ],
)
def test_a_mistake_is_said_with_its_line(copied: Path, old: str, new: str, message: str) -> None:
    file = copied / "figures" / "bibliography.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=message) as error:
        read_bibliography(copied)
    assert error.value.file == "figures/bibliography.yaml"
    assert error.value.line


def test_an_unknown_code_is_said_with_its_place_and_the_nearest_one() -> None:
    with pytest.raises(ScenarioError, match="does not have the code") as error:
        check_codes(ROOT, [("as X177", "a.yaml:1"), ("as X999, no figure", "people/denmark.yaml:7")])
    assert (error.value.file, error.value.line, error.value.found) == ("people/denmark.yaml", 7, "X999")
    assert error.value.nearest


def test_users_may_cite_in_words_of_their_own(bibliography: Bibliography) -> None:
    own = "Nielsen 2025, p. 4; https://example.org/paper.pdf; 009-1; own.csv; LBK 999 of 2026"
    assert unknown_in(own, bibliography) == []
