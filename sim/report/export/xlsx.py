"""The tables as one workbook for Excel: a sheet for each table, with numbers as numbers, and a first sheet that lists them."""

from __future__ import annotations

import io
import math
import re
from datetime import datetime
from typing import Any

from sim.files.entry import Lang
from sim.report.export.document import Document, spread_out
from sim.report.export.extra import library
from sim.report.words import phrase

LONGEST_NAME = 31
"""Letters in the name of a sheet."""
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001  # the same numbers give the same bytes
WIDEST = 60.0
SMALLEST = 10.0
PRINTED = re.compile(r"[+−-]?(?P<digits>\d[\d.,]*)(?P<unit>\D*)")
"""A number as the page prints it, with the words behind it."""
MILLIONS, POINTS = ("million", "mio."), ("%", "pct. points", "procentpoint")


def workbook(document: Document) -> bytes:
    """The content of ``report.xlsx``. Excel shows the numbers with the decimal sign of its own language.

    Raises:
        ScenarioError: XlsxWriter is not installed.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = library("xlsxwriter", "--xlsx").Workbook(stream, options)
    book.set_properties({"title": document.title, "comments": document.cite, "created": NO_DATE})
    styles: dict[str, Any] = {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})}
    styles["wrap"] = book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet(phrase("xlsx_first", document.lang))
    names = _names([table.name for table in document.tables], phrase("xlsx_first", document.lang))
    _contents(first, document, names, styles)
    for table, name in zip(document.tables, names, strict=True):
        sheet = book.add_worksheet(name)
        heads, rows = spread_out(table, document.lang)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, styles["head"])
            widest = max((len(row[at][0]) for row in rows), default=0)
            sheet.set_column(at, at, min(WIDEST, max(SMALLEST, widest + 2)))
        for line, row in enumerate(rows, start=1):
            for at, (text, value) in enumerate(row):
                number = None if value is None else written(text, value, document.lang)
                if number is not None:
                    sheet.write_number(line, at, number, _style(book, styles, text))
                elif text:
                    sheet.write_string(line, at, text, styles["wrap"])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L{document.cite[:200].replace('&', '&&')}&R&P / &N")
    book.close()
    return stream.getvalue()


def written(text: str, value: float, lang: Lang) -> float | None:
    """The number of a cell as it is printed; None if the cell stays a text.

    A cell sorts by ``value``, which may have another unit than the text: 2 weeks sort as minutes. So a number is written only
    if the text shows it, alone or with a percent sign. Amounts in millions have their unit beside them, and are written whole.
    """
    match = PRINTED.fullmatch(text)
    if match is None or math.isnan(value):
        return None
    thousands, point = (",", ".") if lang == "en" else (".", ",")
    whole, _, part = match["digits"].replace(thousands, "").partition(point)
    printed, unit = float(f"{whole}.{part or 0}"), match["unit"].strip()
    in_millions = unit in MILLIONS
    for factor in (1.0, 1e6, 0.01) if not unit or in_millions or unit in POINTS else ():
        if abs(abs(value / factor) - printed) <= 0.5001 * 10 ** -len(part):
            return value if in_millions else value / factor
    return None


def _contents(sheet: Any, document: Document, names: list[str], styles: dict[str, Any]) -> None:
    """The first sheet: title, source with run hash, notes, and what each sheet is."""
    lang = document.lang
    lines = [document.title, document.cite, *document.notes, phrase("xlsx_note", lang)]
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line, styles["head"] if at == 0 else None)
    begin = len(lines) + 1
    sheet.write_string(begin, 0, phrase("xlsx_sheet", lang), styles["head"])
    sheet.write_string(begin, 1, phrase("xlsx_what", lang), styles["head"])
    for at, (name, table) in enumerate(zip(names, document.tables, strict=True), start=begin + 1):
        sheet.write_url(at, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(at, 1, document.heading(table))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)


def _style(book: Any, styles: dict[str, Any], text: str) -> Any:
    """The format of a number: as many decimals as the page prints."""
    match = re.search(r"[.,](\d{1,2})(?!\d)", text)
    decimals = len(match[1]) if match else 0
    form = "#,##0" + ("." + "0" * decimals if decimals else "") + ('" %"' if text.endswith("%") else "")
    if form not in styles:
        styles[form] = book.add_format({"num_format": form, "valign": "top"})
    return styles[form]


def _names(names: list[str], taken: str) -> list[str]:
    """Names of sheets: at most 31 letters, each once."""
    found: list[str] = []
    for name in names:
        short, at = re.sub(r"[\[\]:*?/\\']", "-", name)[:LONGEST_NAME], 2
        while short.lower() in {taken.lower(), *(each.lower() for each in found)}:
            short = f"{short[: LONGEST_NAME - 3]}-{at}"
            at += 1
        found.append(short)
    return found
