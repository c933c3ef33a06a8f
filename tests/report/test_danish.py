"""A Danish page is Danish throughout: everything that is neither a text of a user's own, a name of a file nor a citation."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from sim.explore.page.text import own_phrases
from sim.figures.provenance import read_natures
from sim.files.entry import Title
from sim.files.localised import day_in_table, day_in_words, decimal, month_of, quantity
from sim.files.paths import scenarios_dir
from sim.journal.words import texts
from sim.law.compose.library import Library
from sim.law.reading.diff import rules_diff
from sim.law.reading.in_words import clause_words, content
from sim.law.reading.references import law_words
from sim.law.reading.titles import all_titles
from sim.report import Lang, Manifest, render_report
from sim.report.column_record import ShockRecord
from sim.report.export.document import Document, document
from sim.report.guidelines.page import render_guidelines
from sim.report.manifest import ProposalRecord
from sim.report.methods import OF_CODE
from sim.report.rule_change import RuleChange
from sim.report.text import labels, phrases
from sim.report.words import column_label, phrase
from sim.results.cited import cited
from sim.results.proposal_words import not_run
from sim.results.rule_changes import text_of
from tests.report.danish import Seen, english_in
from tests.report.manifests import ALONE, ASSUMPTIONS, COLUMNS, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

LANGUAGES: tuple[Lang, ...] = ("en", "da")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="module")
def clauses(library: Library) -> list[RuleChange]:
    """Every clause in which a named rule set differs from the baseline's."""
    found: dict[tuple[str, str, str], RuleChange] = {}
    for name in library.packages:
        for row in rules_diff(library.rule_set("current"), library.rule_set(name))["changes"]:
            texts = ["" if row[side] is None else text_of(row[side]) for side in ("old", "new")]
            change = RuleChange(rules=name, clause=row["clause"], law=row["law"] or "", old=texts[0], new=texts[1])
            found[row["clause"], *texts] = change
    return list(found.values())


@pytest.fixture(scope="module")
def full(library: Library, clauses: list[RuleChange]) -> Manifest:
    """The made-up study with every proposal, clause and title of the scenario files."""
    proposals = tuple(
        ProposalRecord(
            id=each.id, title=each.reform.title, nature=each.reform.nature.is_ if each.reform.nature else "",
            of=each.reform.nature.of if each.reform.nature else Title(en="", da=""), source=each.paper,
            claim=each.reform.claim.model_dump(by_alias=True, exclude_unset=True) if each.reform.claim else None,
        )
        for each in library.proposals.values()
    )  # fmt: skip
    rows: list[dict[str, Any]] = [not_run(each) for each in library.proposals.values()]
    titles: dict[str, dict[str, Title]] = {}
    for name in dict.fromkeys(change.rules for change in clauses):
        for kind, words in all_titles(library.rule_set(name).regime).items():
            titles.setdefault(kind, {}).update(words)
    packages = {name: package.title for name, package in library.packages.items()}
    return manifest(
        proposals=proposals, proposals_alone=(ALONE, *rows), rule_changes=tuple(clauses), labels=titles | {"rule_set": packages},
        bibliography=cited(scenarios_dir(), ASSUMPTIONS, proposals, rows, []), baseline_law="2024-01-01",
    )  # fmt: skip


def test_the_page_has_no_english(study: Study, full: Manifest, blank: None) -> None:
    page = render_report(study.measures, study.comparisons, full, "da")
    seen = Seen(page).texts
    assert len(seen) > 2_000
    assert {text: found for text in seen if (found := english_in(text))} == {}
    assert {text: found for text in Seen(render_guidelines(full, "da", "p")).texts if (found := english_in(text))} == {}
    assert "Værkers titler og noter fra en brugers egne filer står på det sprog, de er skrevet på." in page


def test_the_english_page_is_found_english(study: Study, blank: None) -> None:
    """The same search finds English where there is some."""
    page = render_report(study.measures, study.comparisons, study.manifest, "en").replace('<html lang="en">', "<html>")
    seen = Seen(page).texts
    assert sum(bool(english_in(text)) for text in seen) > 100


def test_other_formats_have_no_english(study: Study, full: Manifest) -> None:
    told: Document = document(study.measures, study.comparisons, full, "da", {})
    texts = [words for line in told.lines for words in line] + told.notes
    of_code = {phrase(key, "da") for key in OF_CODE}
    texts += [words for name, words in told.methods if name not in of_code]
    for table in told.tables:
        texts += [told.heading(table), *(head.text for head in table.heads), *(words for words, _ in table.groups)]
        for cell in (cell for row in table.rows for cell in row if not cell.links):
            shown = {"text": cell.text, "detail": cell.detail}
            shown.pop(cell.code, None)
            if cell.lang == "en":
                shown.pop("detail" if cell.detail else "text", None)
            texts += shown.values()
    assert len(texts) > 3_000
    assert {text: found for text in texts if (found := english_in(text))} == {}


def test_every_clause_has_danish_words(clauses: list[RuleChange], full: Manifest) -> None:
    for change in clauses:
        assert "_" not in clause_words(change.clause, "da", full.labels)
        for text in (change.old, change.new):
            words = content(json.loads(text) if text[:1] in {"[", "{"} else text or None, "da", full.labels)
            assert words
            assert not english_in(words), (change.clause, words)
            assert "{" not in words


def test_every_reference_to_the_law_is_danish(library: Library) -> None:
    laws = {duty.law for name in library.packages for duty in library.rule_set(name).regime.duties.values()}
    laws |= {each.reform.law for each in library.proposals.values()}
    assert {law: found for law in laws if (found := english_in(law_words(law, "da")))} == {}
    assert law_words("LAB § 31(3), § 9", "da") == "LAB § 31, stk. 3, § 9"
    assert law_words("LAB §§ 27(3), 31(1)", "da") == "LAB § 27, stk. 3, og § 31, stk. 1"
    assert law_words("LAB § 6 nr. 10, § 9(3)-(6)", "da") == "LAB § 6, nr. 10, § 9, stk. 3-6"
    assert law_words("LAB ch. 20, LOB § 9", "da") == "LAB kap. 20, LOB § 9"
    assert law_words("LAB § 31(3)", "en") == "LAB § 31(3)"


OF_CODE_IN_TEXT = frozenset({"staff_range_below", "staff_range_above", "cite_plain"})
"""Sentences with a key of the study file, or with the name of the authors."""


def test_every_danish_text_of_the_program_is_danish() -> None:
    known = {key: words["da"] for each in (phrases(), texts(), own_phrases()) for key, words in each.items()}
    known |= {f"{kind} {name}": words["da"] for kind, names in labels().items() for name, words in names.items()}
    told = {key: re.sub(r"{\w*}", "", text) for key, text in known.items() if not key.startswith("heading_")}
    assert {key for key, text in told.items() if english_in(text)} == OF_CODE_IN_TEXT


def test_every_danish_text_of_the_scenario_files_is_danish() -> None:
    found = {}
    for file in scenarios_dir().rglob("*.yaml"):
        for match in re.finditer(r'\bda: ("[^"]*"|[^"\n,}][^\n,}]*)', file.read_text(encoding="utf-8")):
            found[file.name, match[1]] = english_in(match[1])
    assert len(found) > 500
    assert {text: words for text, words in found.items() if words} == {}


def test_every_nature_is_danish() -> None:
    table = read_natures(scenarios_dir())
    assert all(row.of is None or not english_in(row.of.da) for row in table)
    assert all(row.of is None or english_in(row.of.en) or row.of.en != row.of.da for row in table)


@pytest.mark.parametrize(
    ("text", "danish"),
    [
        ("1 week", "1 uge"), ("2.5 weeks", "2,5 uger"), ("6 months", "6 måneder"), ("410 hours", "410 timer"), ("38 %", "38 %"),
        ("1140 DKK", "1.140 kr."), ("70000", "70.000"), ("0.35", "0,35"), ("always", "always"), ("004-1", "004-1"),
    ],
)  # fmt: skip
def test_a_quantity_of_the_files(text: str, danish: str) -> None:
    assert quantity(text, "da") == danish


def test_numbers_and_days_of_both_languages() -> None:
    day = date(2026, 7, 1)
    assert [day_in_words(day, lang) for lang in LANGUAGES] == ["1 July 2026", "1. juli 2026"]
    assert [day_in_table(day, lang) for lang in LANGUAGES] == ["2026-07-01", "01.07.2026"]
    assert [month_of(date(2024, 3, 5), lang) for lang in LANGUAGES] == ["Mar 2024", "mar. 2024"]
    assert [decimal(1234567.25, 1, lang) for lang in LANGUAGES] == ["1,234,567.2", "1.234.567,2"]  # half to even
    assert [decimal(0.5, 0, lang) for lang in LANGUAGES] == ["0", "0"]


def test_a_shock_has_the_words_of_its_group() -> None:
    shock = ShockRecord(name="x", what="insured +30 %", first="2025-01-01", until="2025-12-31")
    columns = (*COLUMNS[:-1], COLUMNS[-1].model_copy(update={"shocks": (shock,)}))
    of_shock = manifest(columns=columns)
    assert column_label(columns[-1].name, "da", of_shock).endswith("tilgang, dagpenge +30 % (2025)")
    assert column_label(columns[-1].name, "en", of_shock).endswith("insured +30 % (2025)")
