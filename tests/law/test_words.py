"""Clauses and values as a reader sees them: in the notation of the files, in English and Danish."""

from __future__ import annotations

from typing import Any

import pytest

from sim.files.entry import Lang, Title
from sim.files.quantity import duration, money, share, work
from sim.files.value import Value
from sim.law.reading.in_words import clause_words, content, name_words
from sim.law.reading.text import ranged
from sim.law.reading.titles import all_titles
from tests.settings import library


@pytest.mark.parametrize(
    ("unit", "reads", "text", "low", "high", "shown"),
    [
        ("duration", duration, "4 weeks", "1 week", "8 weeks", "4 weeks (1 week to 8 weeks)"),
        ("share", share, "20 %", "7.5 %", "30 %", "20 % (7.5 % to 30 %)"),
        ("DKK", money, "1500 DKK", "1200 DKK", "1800 DKK", "1500 DKK (1,200 DKK to 1,800 DKK)"),
        ("minutes of work", work, "40 minutes", "30 minutes", "1 hour", "40 minutes (30 minutes to 1 hour)"),
        ("minutes of work", work, "1 hour", "0 minutes", "2 hours", "1 hour (0 minutes to 2 hours)"),
    ],
)
def test_a_range_is_in_the_notation_of_its_value(
    unit: str, reads: Any, text: str, low: str, high: str, shown: str
) -> None:
    assert ranged(Value(reads(text), unit, reads(low), reads(high), text)) == shown
    assert ranged(Value(reads(text), unit, None, None, text)) == text


def test_days_are_not_shown_as_weeks() -> None:
    shown = ranged(Value(duration("14 days"), "duration", duration("7 days"), duration("21 days"), "14 days"))
    assert "week" not in shown


TALK = {"title": {"en": "Talk", "da": "Samtale"}, "within": "6 months"}


@pytest.mark.parametrize(
    ("clause", "english", "danish"),
    [
        (None, "–", "–"),
        (True, "yes", "ja"),
        (False, "no", "nej"),
        ("6 months", "6 months", "6 måneder"),
        ({"value": "6 months", "low": "3 months", "high": "9 months"}, "6 months (3 months to 9 months)",
         "6 måneder (3 måneder til 9 måneder)"),
        (TALK, "Talk", "Samtale"),
        ([TALK, None], "Talk, –", "Samtale, –"),
    ],
)  # fmt: skip
def test_a_clause_is_its_title_or_its_value(clause: Any, english: str, danish: str) -> None:
    assert content(clause, "en") == english
    assert content(clause, "da") == danish


def test_an_entry_that_is_switched_off_says_so() -> None:
    assert content(TALK | {"active": False}, "en") not in {"Talk", ""}
    assert content(TALK | {"active": True}, "en") == "Talk"


RULES = {
    "within": "6 months",
    "on_request": True,
    "share": False,
    "law": "§ 1",
    "source": "S001",
    "evidence": "law",
    "note": "a note",
}


@pytest.mark.parametrize(
    ("clause", "english", "danish"),
    [
        (RULES, "within 6 months, on request, share no", "inden for 6 måneder, efter ønske, andel nej"),
        ({"law": "§ 1"}, "none", "ingen"),
        ([], "none", "ingen"),
        ("none", "none", "ingen"),
        ("not-in-the-list", "not-in-the-list", "not in the list"),
        ("absence", "absence", "fravær"),
    ],
)
def test_an_entry_without_a_title_is_its_rules(clause: Any, english: str, danish: str) -> None:
    """A rule that holds is named alone. Law, source, evidence and notes are no rules."""
    assert content(clause, "en") == english
    assert content(clause, "da") == danish


TITLES = {
    "duty": {"early-contact": Title(en="Early contact", da="Kontakt tidligt"), "twice": Title(en="Duty", da="Pligt")},
    "group": {"twice": Title(en="Group", da="Gruppe")},
}


@pytest.mark.parametrize(
    ("path", "english", "danish"),
    [
        ("duties.early-contact.deadline", "Early contact: deadline", "Kontakt tidligt: frist"),
        ("duties.early-contact", "Early contact", "Kontakt tidligt"),
        ("procedures.course.steps.0.on_request", "Procedures: course, step 1, on request", "Sagsgange: forløb, trin 1, efter ønske"),
        ("deadline", "Deadline", "Frist"),
    ],
)  # fmt: skip
def test_a_path_is_the_title_of_its_entry_and_the_words_of_its_parts(path: str, english: str, danish: str) -> None:
    assert clause_words(path, "en", TITLES) == english
    assert clause_words(path, "da", TITLES) == danish


def test_a_name_is_the_title_of_the_first_kind_that_has_it() -> None:
    assert [name_words("twice", lang, TITLES) for lang in ("en", "da")] == ["Group", "Gruppe"]
    assert [name_words("early-contact", lang, TITLES) for lang in ("en", "da")] == ["Early contact", "Kontakt tidligt"]
    assert [name_words("early-contact", lang) for lang in ("en", "da")] == ["early-contact", "early contact"]


@pytest.mark.parametrize("lang", ["en", "da"])
def test_merged_groups_have_the_title_of_their_merger(lang: Lang) -> None:
    regime = library().rule_set("freed-six-cities").regime
    titles = all_titles(regime)
    assert regime.merged_groups is not None
    assert content(regime.merged_groups, lang, titles) == regime.mergers[regime.merged_groups].title.of(lang)
