"""A result in other formats: a workbook, a Word document, tables for LaTeX, a PDF file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.files.entry import Lang
from sim.files.writing import write
from sim.results import outputs
from sim.results.result import Result

if TYPE_CHECKING:
    from sim.report.country.record import CountryTables
    from sim.report.export.document import Document

Format = Literal["xlsx", "docx", "latex", "pdf"]
FORMATS: tuple[Format, ...] = ("xlsx", "docx", "latex", "pdf")


def export(result: Result, formats: Sequence[Format], lang: Lang = "en") -> list[Path]:
    """Write a result in other formats beside its page, and return the paths.

    ``report.xlsx``, ``report.docx``, ``report.pdf`` and the folder ``latex``; in Danish ``report.da.xlsx`` and so on. A study
    of several places has a file for each, such as ``report-aalborg.xlsx``; a study of a list has one file for all its places.
    All is made before anything is written.

    Raises:
        ScenarioError: a library is not installed, or the folder is not writable.
    """
    files = dict(_files(result, formats, lang))

    def written() -> list[Path]:
        for name, content in files.items():
            write(result.folder / name, content)
        return [result.folder / name for name in files]

    result.manifest = outputs.add(result.folder, result.manifest, written, files.__contains__)
    return [result.folder / name for name in files]


def _files(result: Result, formats: Sequence[Format], lang: Lang) -> Iterator[tuple[str, bytes | str]]:
    """(name, content) of each file."""
    country = result.country()
    parts = _of_places(result, formats, lang) if country is None else [_of_list(result, country, formats, lang)]
    for name, told, page in parts:
        yield from _in_formats(name, told, page, formats)


Part = tuple[str, "Document", str]
"""The name of the files without their ending, what they show, and the page for a PDF file; "" if none is asked for."""


def _of_places(result: Result, formats: Sequence[Format], lang: Lang) -> Iterator[Part]:
    """A part for each place."""
    from sim.report.charts import draw_charts
    from sim.report.export.document import document
    from sim.report.html import render_report
    from sim.report.pages import page_name

    several = len(result.manifest.places) > 1
    for place in result.manifest.places:
        manifest = result.manifest.at(place)
        charts = draw_charts(result.measures, result.comparisons, manifest, lang)
        told = document(result.measures, result.comparisons, manifest, lang, charts)
        page = ""
        if "pdf" in formats:
            page = render_report(result.measures, result.comparisons, manifest, lang, charts, pictures="png")
        yield page_name(lang, place if several else "").removesuffix(".html"), told, page


def _of_list(result: Result, country: CountryTables, formats: Sequence[Format], lang: Lang) -> Part:
    """The one part of a study of a list."""
    from sim.report.country.map import drawn_maps
    from sim.report.country.page import render_country
    from sim.report.export.country_document import country_document
    from sim.report.pages import page_name

    manifest, comparisons = result.manifest, result.comparisons
    maps = drawn_maps(comparisons, manifest, lang)
    told = country_document(comparisons, country, manifest, lang, maps)
    page = render_country(comparisons, country, manifest, lang, maps, "png") if "pdf" in formats else ""
    return page_name(lang).removesuffix(".html"), told, page


def _in_formats(name: str, told: Document, page: str, formats: Sequence[Format]) -> Iterator[tuple[str, bytes | str]]:
    """The files of a part."""
    from sim.report.export.docx import word
    from sim.report.export.latex import latex_files
    from sim.report.export.pdf import pdf
    from sim.report.export.xlsx import workbook

    if "xlsx" in formats:
        yield f"{name}.xlsx", workbook(told)
    if "docx" in formats:
        yield f"{name}.docx", word(told)
    if "latex" in formats:
        folder = name.replace("report", "latex", 1)
        yield from ((f"{folder}/{file}", content) for file, content in latex_files(told).items())
    if "pdf" in formats:
        yield f"{name}.pdf", pdf(page)
