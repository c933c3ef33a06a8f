"""The sources section of the page: the meaning of each code, the works, the citation and the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.source_links import anchor
from sim.report.source_records import CodeRecord, WorkRecord
from sim.report.source_text import Said, joined, said
from sim.report.words import phrase

TERMS = (
    "freed-rules", "freed-hours", "work-removed", "running-casework", "all-contact", "same-contact", "post", "post-free", "fluid-bound",
    "day-free", "norms-post", "keep", "standardised", "duties-both-keep", "served-within", "follow-up", "clarification",
    "until-clarified", "detection", "need", "group-switch", "burn-in", "seed", "replication", "paired-t", "run-hash",
)  # fmt: skip
"""The words of the glossary, by the keys of their texts."""
AUTHORS = ("state", "unknown", "cities", "project", "copy", "agenda", "slides")
"""English words of the bibliography's authors, by the keys of their texts."""


@dataclass(frozen=True)
class CodeLine:
    """A code on the page: its meaning and reason, its works as (id, words), the codes that it rests on as (id, code)."""

    id: str
    code: str
    text: Said
    why: Said | None
    works: list[tuple[str, str]]
    rests_on: list[tuple[str, str]]


@dataclass(frozen=True)
class WorkLine:
    """A work on the page: who wrote what, when; its address, or the reason why there is none.

    ``described`` is how the project describes a work whose title was not read, and ``title_from`` says so.
    """

    id: str
    author: str
    title: str
    described: Said | None
    title_from: str
    address: str
    no_address: Said | None

    @property
    def text(self) -> str:
        """Author, year and title, by which works are sorted."""
        return f"{self.author}: {self.described.words if self.described else self.title}"


@dataclass(frozen=True)
class Sources:
    """All that the section prints."""

    codes: list[CodeLine]
    works: list[WorkLine]


def sources(manifest: Manifest, places: Mapping[str, str], lang: Lang) -> Sources | None:
    """The codes and works of a result; None if it cites none. ``places``: code -> id on the page."""
    works = {work.key: work for work in manifest.bibliography.works}
    codes = [_code(each, works, places, lang) for each in manifest.bibliography.codes]
    lines = sorted((_work(work, lang) for work in works.values()), key=lambda line: line.text.lower())
    return Sources(codes, lines) if lines or codes else None


def glossary(lang: Lang) -> list[tuple[str, str]]:
    """The words that a reader of the page meets, in the order of the alphabet."""
    rows = [(phrase(f"term_{name}", lang), phrase(f"term_{name}_text", lang)) for name in TERMS]
    return sorted(rows, key=lambda row: row[0].lower())


def _code(each: CodeRecord, works: Mapping[str, WorkRecord], places: Mapping[str, str], lang: Lang) -> CodeLine:
    return CodeLine(
        places[each.code],
        each.code,
        _sentence(joined([each.says, each.place], lang)),
        _sentence(said(each.why, lang)) if each.why else None,
        [(anchor("work", key), _short(works[key], lang)) for key in each.works],
        [(places[code], code) for code in each.rests_on if code in places],
    )


def _sentence(told: Said) -> Said:
    return told._replace(words=f"{told.words}.".replace("`", ""))


def _short(work: WorkRecord, lang: Lang) -> str:
    return f"{_author(work, lang)}, {_year(work, lang)}"


def works_in_words(manifest: Manifest, lang: Lang) -> dict[str, str]:
    """Code that names a work -> its author and year."""
    return {code: _short(work, lang) for work in manifest.bibliography.works for code in work.codes}


def _work(work: WorkRecord, lang: Lang) -> WorkLine:
    named, title = work.title_from != "subject", said(work.title, lang)
    return WorkLine(
        anchor("work", work.key),
        f"{_author(work, lang)} ({_year(work, lang)})",
        title.words if named else "",
        None if named else title,
        "" if work.title_from == "page" else f"[{phrase(f'title_from_{work.title_from}', lang)}]",
        work.address,
        _sentence(said(work.no_address, lang)) if work.no_address else None,
    )


def _author(work: WorkRecord, lang: Lang) -> str:
    """The author. The bibliography says in English who an author without a name is, and where a copy was read."""
    author = said(work.author, lang).words
    for name in AUTHORS if lang != "en" else ():
        author = author.replace(phrase(f"author_{name}"), phrase(f"author_{name}", lang))
    return author[:1].upper() + author[1:]


def _year(work: WorkRecord, lang: Lang) -> str:
    """The year in words. The bibliography says in English that a year is not stated."""
    stated, _, figures = work.year.partition("; its figures are of ")
    if stated.startswith("about "):
        return phrase("year_about", lang, year=stated.removeprefix("about "))
    if stated != "not stated":
        return stated
    return phrase("year_figures", lang, year=figures) if figures else phrase("year_unknown", lang)
