"""What every format shows of a study of a list of places: the words, tables and maps of its page, in the page's order."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.files.entry import Lang
from sim.report.charts.chart import DrawnChart
from sim.report.country.brief import country_brief
from sim.report.country.page import country_notes, sections
from sim.report.country.record import CountryTables
from sim.report.export.document import Document, Picture, cited
from sim.report.law_notes import law_notes
from sim.report.manifest import Manifest
from sim.report.words import effects_text


def country_document(
    comparisons: pd.DataFrame, country: CountryTables, manifest: Manifest, lang: Lang, maps: Sequence[DrawnChart]
) -> Document:
    """The report of all places together. The note of each section stands among the methods.

    Args:
        comparisons: the tidy table of docs/contracts.md section 5.
        country: the sums over the places.
        maps: the maps of the places (:func:`sim.report.country.map.drawn_maps`).
    """
    brief = country_brief(country, manifest, lang)
    parts = sections(comparisons, country, manifest, lang)
    tables = [(part, words, table) for part in parts for words, table in part.tables]
    return Document(
        title=manifest.title.of(lang),
        lang=lang,
        lines=[("", line) for line in brief.lines] if brief else [],
        notes=[*law_notes(manifest, lang), *country_notes(manifest, lang), effects_text(manifest, lang)],
        tables=[table for _, _, table in tables],
        pictures=[Picture.of(chart, chart.title, lang) for chart in maps],
        methods=[(part.title, part.note) for part in parts],
        cite=cited(manifest, lang),
        titles={table.name: f"{part.title}: {words}" if words else part.title for part, words, table in tables},
    )
