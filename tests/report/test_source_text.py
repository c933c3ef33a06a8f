"""Sources on the Danish page: each text of the shipped files has its line in Danish, with the same codes, names and numbers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from sim.commands.why import beside
from sim.figures.source_codes import codes_in
from sim.journal.clauses import Clause
from sim.journal.entry import Entry
from sim.report import Manifest, render_report
from sim.report.all_staff_record import AllStaffRecord, StaffPart
from sim.report.manifest import Assumption
from sim.report.page_tables import assumption_tables
from sim.report.source_records import BibliographyRecord, CodeRecord
from sim.report.source_text import Said, has_words, in_danish, joined, said
from sim.report.sources import sources
from sim.results.describe import assumptions
from sim.study.load import load
from tests.report import source_texts
from tests.report.danish import english_in
from tests.report.manifests import ALONE, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

DAY = re.compile(
    r"\d (January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"\b(January|February|March|June|July|October|May)\b"
)
"""A day or a month in English."""
SECTIONS = re.compile(r"(law\.md \d\.\d+) (?:and|og) \d\.\d+")
QUARTERS = re.compile(r"(?<=\d)[QH](?=\d)|\bQ(?=\d)")
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
MARKS = re.compile(r"\[\w+\]|§+|½|%|»[^»]*«|\bLÆ \d+|\bR20\d\d\w?\b|[\w/-]+\.yaml")
"""What stands in a text in both languages: grades of evidence in the collected law, sections, names, forms."""
QUOTED = re.compile("`([^`]*)`|“([^”]*)”")
"""Names of the scenario files and quotes in English. Both have »guillemets« in Danish."""


@pytest.fixture(scope="module")
def cited_works() -> BibliographyRecord:
    return source_texts.bibliography()


@pytest.fixture(scope="module")
def shown(cited_works: BibliographyRecord) -> set[str]:
    """Every text that a page may print, but titles and authors of works."""
    values = source_texts.of_values() | source_texts.of_claims()
    return values | source_texts.of_bibliography(cited_works)


@pytest.fixture(scope="module")
def listed() -> tuple[Assumption, ...]:
    """The assumptions of the study `example`, as its page lists them."""
    return assumptions(load("example"))


def numbers(text: str, thousands: str, point: str) -> Counter[float]:
    """The numbers of a text in the notation of a language, without those of codes."""
    text = SECTIONS.sub(r"\1", text)
    for code in reversed(codes_in(text)):
        text = f"{text[: code.start]} {text[code.end :]}"
    words = QUARTERS.sub(" ", text)
    return Counter(float(part.replace(thousands, "").replace(point, ".")) for part in NUMBER.findall(words))


def codes(text: str) -> Counter[tuple[str, ...]]:
    return Counter(code.names for code in codes_in(text))


def test_every_text_of_the_shipped_files_has_a_line(shown: set[str]) -> None:
    assert len(shown) > 700
    assert sorted(text for text in shown if has_words(text) and text not in in_danish()) == []


def test_no_line_is_unused(shown: set[str], cited_works: BibliographyRecord) -> None:
    works = {words for work in cited_works.works for words in (work.title, work.author)}
    assert sorted(set(in_danish()) - shown - works) == []


def test_titles_and_authors_have_no_english(cited_works: BibliographyRecord) -> None:
    page = sources(manifest(bibliography=cited_works), {each.code: each.code for each in cited_works.codes}, "da")
    assert page is not None
    words = [line.author for line in page.works] + [line.title for line in page.works]
    assert [text for text in words if english_in(text) or DAY.search(text)] == []


def test_the_danish_is_danish() -> None:
    told = in_danish().values()
    assert {text: found for text in told if (found := english_in(re.sub("»[^»]*«", " ", text)))} == {}
    assert [text for text in told if DAY.search(text)] == []


def test_both_languages_have_the_same_codes_names_and_numbers(cited_works: BibliographyRecord) -> None:
    titles = {work.title for work in cited_works.works}  # in Danish but for a few words
    pairs = [
        (QUOTED.sub(r"»\1\2«", re.sub(r" percent\b", " %", english)), danish) for english, danish in in_danish().items()
    ]
    assert [pair for pair in pairs if codes(pair[0]) != codes(pair[1])] == []
    notations = [(".", ",") if english in titles else (",", ".") for english, _ in pairs]
    assert [
        pair
        for pair, notation in zip(pairs, notations, strict=True)
        if numbers(pair[0], *notation) != numbers(pair[1], ".", ",")
    ] == []
    assert [pair for pair in pairs if Counter(MARKS.findall(pair[0])) != Counter(MARKS.findall(pair[1]))] == []


def test_the_walk_sees_what_a_study_lists(listed: tuple[Assumption, ...]) -> None:
    """The texts of this test are read from the files by their keys. A study reads them as values."""
    assert len(listed) > 900
    assert {text for each in listed for text in (each.source, each.note) if text} <= source_texts.of_values()


def full(study: Study, listed: tuple[Assumption, ...], cited_works: BibliographyRecord) -> Manifest:
    """The made-up study with all assumptions, works, claims that are not run, and work without cases."""
    work = StaffPart(
        kind="no-case", name="leading", posts=29, low=15, high=64,
        source=next(text for text in source_texts.of_values() if "hour per citizen (S018)" in text),
    )  # fmt: skip
    staff = AllStaffRecord(place="aalborg", staff=580, source="X215", parts=(work,))
    alone = (ALONE, *source_texts.not_run_alone())
    changed = {"assumptions": listed, "bibliography": cited_works, "all_staff": (staff,), "proposals_alone": alone}
    return study.manifest.model_copy(update=changed)


def test_nothing_on_the_danish_page_is_marked_english(
    study: Study, listed: tuple[Assumption, ...], cited_works: BibliographyRecord, blank: None
) -> None:
    told = full(study, listed, cited_works)
    page = render_report(study.measures, study.comparisons, told, "da")
    assert re.findall(r'<[^>]*lang="en"[^>]*>[^<]*', page) == []
    known = sum(each.source == "no figure found" for each in listed)
    assert page.count("<td>intet tal fundet</td>") == known > 20


def test_a_text_without_a_line_stays_and_is_marked() -> None:
    own = Assumption(path="a.b", value="38 %", evidence="assumption", source="counted by ourselves, A065")
    code = Assumption(path="a.c", value="38 %", evidence="assumption", source="A065")
    ((_, table),) = assumption_tables([own, code], "da")
    assert [(row[-1].text, row[-1].lang) for row in table.rows] == [
        ("counted by ourselves, A065", "en"),
        ("A065", "da"),
    ]


@pytest.mark.parametrize(
    "text",
    ["A065", "X070 + X071", "LAB § 31(3)", "law.md 4.3-4.4", "flows.csv", "figures.md 3", "https://ast.dk/din-sag", "LÆ 285",
     "`current`", "sim.calibration.fit_effects", "law.md 6.2 [S] S-000", "3.52 % (B005, B007)", ""],
)  # fmt: skip
def test_codes_names_and_numbers_need_no_words(text: str) -> None:
    assert not has_words(text)
    assert said(text, "da") == Said(text, "da")


@pytest.mark.parametrize("text", ["as above", "X195: 14 days, at least 8", "flows.csv: 2,500 of 3,800", "no figure"])
def test_a_text_with_words_needs_them_in_danish(text: str) -> None:
    assert has_words(text)
    assert said(text, "da") == Said(in_danish()[text], "da")
    assert said(text, "en") == Said(text, "en")


def test_texts_are_joined_in_one_language() -> None:
    assert joined(["no figure", "", "as above"], "da") == Said("intet tal; som ovenfor", "da")
    assert joined(["no figure", "own words"], "da") == Said("no figure; own words", "en")
    assert joined(["no figure", "own words"], "en") == Said("no figure; own words", "en")


def test_a_code_says_its_place_in_the_same_language() -> None:
    code = CodeRecord(code="A065", says="Sanctions", place="own page", why="as A049")
    page = sources(manifest(bibliography=BibliographyRecord(codes=(code,))), {"A065": "x"}, "da")
    assert page is not None
    assert page.codes[0].text == Said("Sanctions; own page.", "en")
    assert page.codes[0].why == Said("som A049.", "da")


def test_a_history_gives_the_source_of_a_clause_without_a_law_in_its_language() -> None:
    entry = Entry(
        date(2024, 1, 1), "09:00", "MEETING", "", "", "", "", Clause("a.b", source="no figure found"), True, ()
    )
    assert beside(entry, "da").splitlines()[-1] == "ingen lov: intet tal fundet"
    assert beside(entry, "en").splitlines()[-1] == "no law: no figure found"
