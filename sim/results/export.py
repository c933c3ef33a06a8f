"""A result in other formats: a workbook, a Word document, tables for LaTeX, a PDF file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.writing import write
from sim.results import outputs
from sim.results.result import Result

Format = Literal["xlsx", "docx", "latex", "pdf"]
FORMATS: tuple[Format, ...] = ("xlsx", "docx", "latex", "pdf")


def export(result: Result, formats: Sequence[Format], lang: Lang = "en") -> list[Path]:
    """Write a result in other formats beside its page, and return the paths.

    ``report.xlsx``, ``report.docx``, ``report.pdf`` and the folder ``latex``; in Danish ``report.da.xlsx`` and so on. A study
    of several places has a file for each, such as ``report-aalborg.xlsx``. All is made before anything is written.

    Raises:
        ScenarioError: the study is of a list of places, a library is not installed, or the folder is not writable.
    """
    if result.pairs is not None:
        raise ScenarioError(
            "a study of a list of places has no other formats", found=", ".join(formats),
            do="use its page, or tables/*.csv; `--excel` writes them for a Danish Excel",
        )  # fmt: skip
    files = dict(_files(result, formats, lang))

    def written() -> list[Path]:
        for name, content in files.items():
            write(result.folder / name, content)
        return [result.folder / name for name in files]

    result.manifest = outputs.rewrite(
        result.folder, result.manifest, written,
        kept={name: content for name, content in result.manifest.files.items() if name not in files},
    )  # fmt: skip
    return [result.folder / name for name in files]


def _files(result: Result, formats: Sequence[Format], lang: Lang) -> Iterator[tuple[str, bytes | str]]:
    """(name, content) of each file."""
    from sim.report.charts import draw_charts
    from sim.report.export.document import document
    from sim.report.export.docx import word
    from sim.report.export.latex import latex_files
    from sim.report.export.pdf import pdf
    from sim.report.export.xlsx import workbook
    from sim.report.html import render_report
    from sim.report.pages import page_name

    several = len(result.manifest.places) > 1
    for place in result.manifest.places:
        manifest = result.manifest.at(place)
        charts = draw_charts(result.measures, result.comparisons, manifest, lang)
        told = document(result.measures, result.comparisons, manifest, lang, charts)
        name = page_name(lang, place if several else "").removesuffix(".html")
        if "xlsx" in formats:
            yield f"{name}.xlsx", workbook(told)
        if "docx" in formats:
            yield f"{name}.docx", word(told)
        if "latex" in formats:
            folder = name.replace("report", "latex", 1)
            yield from ((f"{folder}/{file}", content) for file, content in latex_files(told).items())
        if "pdf" in formats:
            page = render_report(result.measures, result.comparisons, manifest, lang, charts, pictures="png")
            yield f"{name}.pdf", pdf(page)
