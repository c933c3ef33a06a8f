"""The tables as one workbook for Excel: a sheet for each table, with numbers as numbers, and a first sheet that lists them."""

from __future__ import annotations

import io
import math
import re
from datetime import datetime
from typing import Any

from sim.report.export.document import Document, spread_out
from sim.report.export.extra import library
from sim.report.words import phrase

LONGEST_NAME = 31
"""Letters in the name of a sheet."""
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001  # the same numbers give the same bytes
WIDEST = 60.0
SMALLEST = 10.0


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
                if value is not None and not math.isnan(value):
                    sheet.write_number(line, at, value, _style(book, styles, text))
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
    key = f"number{decimals}"
    if key not in styles:
        styles[key] = book.add_format(
            {"num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "valign": "top"}
        )
    return styles[key]


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
