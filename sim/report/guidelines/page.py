"""The guidelines as tables: a section of the page, and a page of their own."""

from __future__ import annotations

from operator import attrgetter

from sim.files.entry import Lang
from sim.report.guidelines.answers import Answer, answers
from sim.report.guidelines.item import GUIDELINES
from sim.report.manifest import Manifest
from sim.report.table import Cell, Head, Table
from sim.report.template import filled
from sim.report.words import phrase

SECTIONS = {
    "#comparison-section": "comparison", "#nature": "number_is", "#methods": "methods", "#assumptions": "assumptions", "#cannot": "cannot",
    "#cite": "cite", "#glossary": "glossary", "#sources": "sources", "#hours_section": "hours_section", "#effects": "m_effects",
    "#caseload_section": "caseload_section", "#rules-section": "rules_section", "#checks-section": "checks_section",
    "#proposals-section": "proposals", "#ranges-section": "ranges_section", "#uncertainty-section": "uncertainty_section",
}  # fmt: skip
"""Sections of the page that are evidence -> the keys of their titles."""
ONLY_WITH = {
    "#rules-section": "rule_changes", "#checks-section": "checks", "#proposals-section": "proposals", "#ranges-section": "ranges",
    "#uncertainty-section": "uncertainty", "#sources": "bibliography.works",
}  # fmt: skip
"""Sections that the page has only with this part of the manifest."""


def guideline_tables(manifest: Manifest, lang: Lang, page: str = "") -> list[Table]:
    """A table for each guideline: number, item, answer, what is missing, and where the evidence is.

    ``page`` is the address of the report, if the tables stand on another page.
    """
    heads = [
        Head(phrase(key, lang)) for key in ("guide_id", "guide_item", "guide_answer", "guide_missing", "guide_see")
    ]
    return [
        Table(guideline, heads, [_row(answer, manifest, lang, page) for answer in answers(guideline, manifest, lang)])
        for guideline in GUIDELINES
    ]


def missing_count(manifest: Manifest, lang: Lang) -> str:
    """How many items of each guideline are complete, in one line."""
    found = {guideline: answers(guideline, manifest, lang) for guideline in GUIDELINES}
    return " ".join(
        phrase(
            "guide_count", lang, name=phrase(f"table_{guideline}", lang), complete=sum(not each.missing for each in each_of),
            of=len(each_of),
        )
        for guideline, each_of in found.items()
    )  # fmt: skip


def render_guidelines(manifest: Manifest, lang: Lang, page: str) -> str:
    """The page of the guidelines as HTML text, which lies beside the report, whose address is ``page``."""
    return filled(
        "guidelines.html",
        manifest,
        lang,
        tables=guideline_tables(manifest, lang, page),
        count=missing_count(manifest, lang),
    )


def _row(answer: Answer, manifest: Manifest, lang: Lang, page: str) -> list[Cell]:
    missing = "; ".join(answer.missing)
    places = [place for place in answer.see if place not in ONLY_WITH or attrgetter(ONLY_WITH[place])(manifest)]
    links = tuple(
        (phrase(SECTIONS[place], lang), f"{page}{place}") if place in SECTIONS else (place, "") for place in places
    )
    return [
        Cell(answer.item.id),
        Cell(answer.title),
        Cell(answer.text),
        Cell(f"{phrase('guide_is_missing', lang)} {missing}" if missing else "–", quiet=not missing),
        Cell(", ".join(words for words, _ in links), links=links),
    ]
