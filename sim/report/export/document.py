"""What every format shows: the words, tables and charts of the page of one place, in the page's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import pandas as pd

from sim.files.entry import Lang
from sim.report.charts import DrawnChart
from sim.report.citation import plain
from sim.report.html import contents
from sim.report.law_notes import law_notes, unfinished_note
from sim.report.manifest import Manifest
from sim.report.source_links import cites, spelled
from sim.report.sources import works_in_words
from sim.report.table import Table
from sim.report.table_titles import table_title
from sim.report.words import effects_text, phrase

ORDER = (
    "survey", "comparison", "parts", "freed", "contact", "roles", "norms", "all_staff", "payers", "payers_alone", "cut", "under_cut",
    "reinvested", "spread", "benefits", "persons", "beside", "unknown", "alone", "proposals", "not_run", "ranges", "uncertainty", "figures",
    "assumptions", "rules_table", "checks", "guidelines",
)  # fmt: skip
"""The names of the page's tables in the page's order; ``figures`` are the numbers of charts."""
LISTS = ("assumptions-", "rules", "stress", "odd", "trace", "declarations")
"""How the names of long lists begin, which the page folds."""


@dataclass(frozen=True)
class Picture:
    """A chart with its caption and the words for a reader who does not see it."""

    name: str
    caption: str
    alt: str
    chart: DrawnChart

    @classmethod
    def of(cls, chart: DrawnChart, caption: str, lang: Lang) -> Picture:
        """A chart with its caption; the words say where its numbers are."""
        return cls(chart.name, caption, phrase("alt_document", lang, caption=caption, name=chart.name), chart)


@dataclass(frozen=True)
class Document:
    """The report of one place, or of a list of places, without its layout.

    Attributes:
        lines: the answer, first in short and then in full: (head, sentence).
        notes: what a reader must know of law, effects and cited numbers.
        methods: (name, text).
        cite: how to cite the result, with version and run hash.
        titles: name of a table -> its title, where the report gives it one of its own.
    """

    title: str
    lang: Lang
    lines: list[tuple[str, str]]
    notes: list[str]
    tables: list[Table]
    pictures: list[Picture]
    methods: list[tuple[str, str]]
    cite: str
    titles: Mapping[str, str] = field(default_factory=dict)

    def heading(self, table: Table) -> str:
        """The title of a table."""
        return self.titles.get(table.name) or table_title(table.name, self.lang)


def document(
    measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang, charts: Mapping[str, DrawnChart]
) -> Document:
    """The report of the only place of ``manifest``."""
    page = contents(measures, comparisons, manifest, lang, charts)
    page["figures"] = [figure.table for figure in _figures(page) if figure.table]
    brief = page["brief"]
    lines = [("", line) for line in brief.lines] if brief else []
    lines += [(line.head, line.text) for line in [*page["lines"], *page["certain"]]]
    pictures = []
    for name, caption in page["captions"].items():
        if name in charts:
            pictures.append(Picture.of(charts[name], caption, lang))
    unfinished = [unfinished_note(manifest, lang)] if manifest.unfinished else []
    notes = [*unfinished, *law_notes(manifest, lang), effects_text(manifest, lang)]
    order = ("alone", *ORDER) if page["wide"] else ORDER  # such a page begins with its proposals
    works = works_in_words(manifest, lang)
    tables = {table.name: _spelled(table, works) for key in order for table in _tables(page.get(key))}
    methods, cite = page["methods"], cited(manifest, lang)
    return Document(manifest.title.of(lang), lang, lines, notes, list(tables.values()), pictures, methods, cite)


def cited(manifest: Manifest, lang: Lang) -> str:
    """How to cite a result in a file that carries no date."""
    return f"{plain(manifest, lang)} {phrase('cite_no_date', lang)}"


def _figures(page: dict[str, Any]) -> Iterator[Any]:
    for _, figures in page["sections"]:
        yield from figures


def _spelled(table: Table, works: Mapping[str, str]) -> Table:
    """A table with the authors of the papers that it cites. The page has links to them instead."""
    columns = [cites(table, at) for at in range(len(table.heads))]
    if not any(columns):
        return table
    rows = [
        [replace(cell, text=spelled(cell.text, works)) if cited else cell for cell, cited in zip(row, columns, strict=False)]
        for row in table.rows
    ]  # fmt: skip
    return replace(table, rows=rows)


def _tables(thing: Any) -> Iterator[Table]:
    """The tables in a value of the page, which may be a table, a list, a pair or a record of tables."""
    if isinstance(thing, Table):
        if thing.rows:
            yield thing
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from _tables(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from _tables(getattr(thing, each.name))


def spread_out(table: Table, lang: Lang) -> tuple[list[str], list[list[tuple[str, float | None]]]]:
    """A table with one number in a cell: what stands below numbers, such as intervals and units, in columns of its own.

    Returns the headings, each with its group, and the rows of (words, number or None).
    """
    wide = [any(row[at].detail for row in table.rows) for at in range(len(table.heads))]
    groups = [words for words, count in table.groups for _ in range(count)] or [""] * len(table.heads)
    heads: list[str] = []
    for at, head in enumerate(table.heads):
        words = f"{groups[at]}: {head.text}" if groups[at] else head.text
        heads.append(words)
        if wide[at]:
            key = "below_number" if head.number else "below_words"
            heads.append(phrase(key, lang, head=words))
    rows = []
    for row in table.rows:
        cells: list[tuple[str, float | None]] = []
        for at, cell in enumerate(row):
            cells.append((cell.text, cell.sort))
            if wide[at]:
                cells.append((cell.detail, None))
        rows.append(cells)
    return heads, rows
