"""The report as a Word document: the answer, tables with captions, and charts with words for readers who do not see them."""

from __future__ import annotations

import io
from typing import Any

from sim.report.export.document import LISTS, Document
from sim.report.export.extra import library
from sim.report.export.widths import cell_text, shares_of_line
from sim.report.table import Table
from sim.report.words import phrase

WIDTH, HEIGHT = 16.0, 22.0
"""Room for a chart on A4, in centimetres."""
MARGIN = 2.2
UPRIGHT, ACROSS = (21.0, 29.7), (29.7, 21.0)
"""Width and height of A4, in centimetres."""
LONGEST = 255  # letters in a property of a Word file
WIDE = 8
"""A table with more columns stands on a page in landscape."""


def word(document: Document) -> bytes:
    """The content of ``report.docx``. Long lists (assumptions, clauses, guidelines) are left to the page and the workbook.

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
        out.add_paragraph(picture.caption, style="Caption")
    tables = [table for table in document.tables if not table.name.startswith(LISTS)]
    out.add_heading(phrase("docx_tables", document.lang), 1)
    out.add_paragraph(phrase("docx_lists", document.lang))
    for at, table in enumerate(tables, start=1):
        section = out.add_section(docx.enum.section.WD_SECTION.NEW_PAGE) if len(table.heads) > WIDE or at == 1 else None
        if section is not None:
            _paper(docx, section, landscape=len(table.heads) > WIDE)
        elif len(tables[at - 2].heads) > WIDE:
            _paper(docx, out.add_section(docx.enum.section.WD_SECTION.NEW_PAGE), landscape=False)
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


def _table(docx: Any, out: Any, table: Table, caption: str) -> None:
    """A table below its caption. Its head is repeated on each page, and its rows are written as XML, which is fast."""
    out.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
    grid = out.add_table(rows=0, cols=len(table.heads), style="Light Shading")
    grid.autofit = False
    properties = grid._tbl.tblPr  # noqa: SLF001  # python-docx has no name for a table's title
    title = docx.oxml.OxmlElement("w:tblCaption")
    title.set(docx.oxml.ns.qn("w:val"), caption)
    properties.append(title)
    groups = [words for words, count in table.groups for _ in range(count)] or [""] * len(table.heads)
    heads = [f"{group}: {head.text}" if group else head.text for group, head in zip(groups, table.heads, strict=True)]
    rows = [
        heads,
        *([cell_text(cell) for cell in row] for row in table.rows),
    ]
    room = (ACROSS if len(table.heads) > WIDE else UPRIGHT)[0] - 2 * MARGIN
    widths = [docx.shared.Cm(room * share) for share in shares_of_line(table)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for at, texts in enumerate(rows):
        row = grid.add_row()
        cells = row._tr.tc_lst  # noqa: SLF001  # row.cells reads the whole table each time
        for place, text in enumerate(texts):
            cells[place].width = widths[place]
            paragraph = docx.text.paragraph.Paragraph(cells[place].p_lst[0], row)
            run = paragraph.add_run(text)
            run.font.size = docx.shared.Pt(7)
            if at and table.heads[place].number:
                paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        if at == 0:
            mark = docx.oxml.OxmlElement("w:tblHeader")
            mark.set(docx.oxml.ns.qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no name for a repeated head


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
