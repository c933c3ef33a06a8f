"""The report as a Word document: the answer, tables with captions, and charts with words for readers who do not see them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from sim.report.export.document import LISTS, Document
from sim.report.export.extra import library
from sim.report.export.widths import cell_text, shares_of_line
from sim.report.printed import is_section, printed
from sim.report.table import Cell, Table
from sim.report.words import phrase

WIDTH, HEIGHT = 16.6, 23.0
"""Room for a chart on A4, in centimetres."""
MARGIN = 2.2
UPRIGHT, ACROSS = (21.0, 29.7), (29.7, 21.0)
"""Width and height of A4, in centimetres."""
LONGEST = 255  # letters in a property of a Word file
WIDE = 8
"""A table with more columns stands on a page in landscape."""
LETTERS, LETTERS_WIDE = 7.0, 6.5
"""Size of the letters of tables, in points."""
GAP = 57
"""Room at both sides of a cell, in twentieths of a point: a millimetre. Word's own would break numbers in narrow columns."""
GAP_BELOW = 30
"""Room below a row, in twentieths of a point."""
MOST_ROWS = 80
"""A table with more rows is a list that nobody prints."""
FONT, DIGIT = "Arial", 0.556
"""The font of tables, and the width of its digits as a share of their size."""


def word(document: Document) -> bytes:
    """The content of ``report.docx``. The page and the workbook have what is left out: long lists, and tables of many rows.

    Raises:
        ScenarioError: python-docx is not installed.
    """
    docx = library("docx", "--docx")
    out: Any = docx.Document()
    _language(out, document.lang)
    out.core_properties.title, out.core_properties.comments = document.title[:LONGEST], document.cite[:LONGEST]
    out.core_properties.author = "The Jobcenter simulator authors"
    _paper(docx, out.sections[0], landscape=False)
    out.add_heading(document.title, 0)
    for head, text in document.lines:
        paragraph = out.add_paragraph()
        if head:
            paragraph.add_run(f"{head} ").bold = True
        paragraph.add_run(text)
    for note in document.notes:
        out.add_paragraph(note)
    out.add_heading(phrase("docx_charts", document.lang), 1)
    for picture in document.pictures:
        content = picture.chart.picture("png")
        shape = out.add_picture(io.BytesIO(content), width=docx.shared.Cm(WIDTH))
        if shape.height > docx.shared.Cm(HEIGHT):
            shape.width, shape.height = int(shape.width * docx.shared.Cm(HEIGHT) / shape.height), docx.shared.Cm(HEIGHT)
        properties = shape._inline.docPr  # noqa: SLF001  # python-docx has no name for the alternative text
        properties.set("descr", picture.alt)
        properties.set("title", picture.name)
        out.paragraphs[-1].paragraph_format.keep_with_next = True  # a picture and its caption stay on one page
        out.add_paragraph(picture.caption, style="Caption")
    no_lists = [table for table in document.tables if not table.name.startswith(LISTS)]
    long = [table for table in no_lists if len(table.rows) > MOST_ROWS]
    tables = [printed(table) for table in no_lists if len(table.rows) <= MOST_ROWS]
    across = False
    for at, table in enumerate(tables, start=1):
        if at == 1 or _is_wide(table) or across:
            across = _is_wide(table)
            _paper(docx, out.add_section(docx.enum.section.WD_SECTION.NEW_PAGE), landscape=across)
        if at == 1:  # on the page of the first table
            out.add_heading(phrase("docx_tables", document.lang), 1)
            if len(tables) < len(document.tables):
                titles = "".join(f"; {document.heading(table)}" for table in long)
                lists = out.add_paragraph(phrase("docx_lists", document.lang, titles=titles))
                lists.paragraph_format.keep_with_next = True
        _table(docx, out, table, phrase("docx_table", document.lang, at=at, title=document.heading(table)))
    _paper(docx, out.add_section(docx.enum.section.WD_SECTION.NEW_PAGE), landscape=False)
    out.add_heading(phrase("methods", document.lang), 1)
    for name, text in document.methods:
        paragraph = out.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(text)
    out.add_heading(phrase("cite", document.lang), 1)
    out.add_paragraph(document.cite)
    stream = io.BytesIO()
    out.save(stream)
    return stream.getvalue()


def _is_wide(table: Table) -> bool:
    return len(table.heads) > WIDE


def _table(docx: Any, out: Any, table: Table, caption: str) -> None:
    """A table below its caption. Its head is repeated on each page, and its rows are written as XML, which is fast."""
    above_table = out.add_paragraph(caption, style="Caption").paragraph_format
    above_table.keep_with_next, above_table.space_before = True, docx.shared.Pt(12)
    grid = out.add_table(rows=0, cols=len(table.heads), style="Light Shading")
    grid.autofit = False
    properties = grid._tbl.tblPr  # noqa: SLF001  # python-docx has no name for a table's title
    title = docx.oxml.OxmlElement("w:tblCaption")
    title.set(docx.oxml.ns.qn("w:val"), caption)
    properties.append(title)
    _plain(docx, grid)
    groups = [text for words, count in table.groups for text in (words, *[""] * (count - 1))]
    above = [groups] if groups else []
    rows = [*above, [head.text for head in table.heads], *(_texts(table, row) for row in table.rows)]
    letters = LETTERS_WIDE if _is_wide(table) else LETTERS
    room = (ACROSS if _is_wide(table) else UPRIGHT)[0] - 2 * MARGIN
    line = room / 2.54 * 72 / (DIGIT * letters)
    widths = [docx.shared.Cm(room * share) for share in shares_of_line(table, line)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    sections = {at for at, row in enumerate(table.rows, start=len(above) + 1) if is_section(row)}
    for at, texts in enumerate(rows):
        row = grid.add_row()
        cells = row._tr.tc_lst  # noqa: SLF001  # row.cells reads the whole table each time
        if at in sections:
            cells[0].grid_span = len(cells)
            for cell in cells[1:]:
                row._tr.remove(cell)  # noqa: SLF001
        for place, text in enumerate(texts[:1] if at in sections else texts):
            cells[place].width = widths[place]
            paragraph = docx.text.paragraph.Paragraph(cells[place].p_lst[0], row)
            run = paragraph.add_run(text)
            run.font.size = docx.shared.Pt(letters)
            run.font.name = FONT
            run.font.bold = at <= len(above) or at in sections
            paragraph.paragraph_format.keep_with_next = run.font.bold  # no heads at the foot of a page
            if at >= len(above) and table.heads[place].number:
                paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        marks = ("w:cantSplit", "w:tblHeader") if at <= len(above) else ("w:cantSplit",)
        for name in marks:
            mark = docx.oxml.OxmlElement(name)
            mark.set(docx.oxml.ns.qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no name for these marks
    _span(grid, table)


def _texts(table: Table, row: Sequence[Cell]) -> list[str]:
    """The words of a row. What stands below a number, such as its interval, has a line of its own."""
    return [
        f"{cell.text}\n({cell.detail})" if head.number and cell.detail else cell_text(cell)
        for head, cell in zip(table.heads, row, strict=True)
    ]


def _plain(docx: Any, grid: Any) -> None:
    """Rows without grey bands and bold first cells, which the table's style has, and little room around the text."""
    properties, qn = grid._tbl.tblPr, docx.oxml.ns.qn  # noqa: SLF001  # python-docx has no name for these properties
    look = properties.find(qn("w:tblLook"))
    for name, value in (("val", "0620"), ("firstColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    margins = docx.oxml.OxmlElement("w:tblCellMar")
    for side, gap in (("left", GAP), ("bottom", GAP_BELOW), ("right", GAP)):  # the order that the format asks for
        margin = docx.oxml.OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(gap))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look.addprevious(margins)


def _span(grid: Any, table: Table) -> None:
    """The heads of groups stand above all their columns."""
    if not table.groups:
        return
    cells, at = grid.rows[0].cells, 0
    for _, count in table.groups:
        if count > 1:
            words = cells[at].text
            merged = cells[at].merge(cells[at + count - 1])
            for paragraph in merged.paragraphs[1:]:  # a merge keeps an empty paragraph of each cell
                paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001
            assert merged.text == words
        at += count


def _paper(docx: Any, section: Any, *, landscape: bool) -> None:
    """A4, upright or across."""
    sides = ACROSS if landscape else UPRIGHT
    orient = docx.enum.section.WD_ORIENT
    section.orientation = orient.LANDSCAPE if landscape else orient.PORTRAIT
    section.page_width, section.page_height = (docx.shared.Cm(side) for side in sides)
    section.left_margin = section.right_margin = docx.shared.Cm(MARGIN)


def _language(out: Any, lang: str) -> None:
    """The language of the text, by which Word hyphenates and a screen reader speaks."""
    name = "da-DK" if lang == "da" else "en-GB"
    for mark in out.styles.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"):
        mark.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", name)
