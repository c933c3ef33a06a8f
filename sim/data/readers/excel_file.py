"""Excel sheets of jobindsats.dk: title lines, then two rows of headings (measure above, period below), areas on the left."""

from __future__ import annotations

import io
from typing import Any

from sim.data.cell import AREA_HEADINGS, Cell, Cells, Member, folded
from sim.data.contents import Contents
from sim.data.period import period
from sim.data.readers.archive import check_archive, damaged
from sim.data.readers.csv_file import Sheet, columns_cells
from sim.files.errors import ScenarioError

INSTALL = "pip install 'jobsim[data]'"


def excel_cells(contents: Contents) -> Cells:
    """The cells of the first sheet with headings that can be read.

    Raises:
        ScenarioError: the file is no sheet, would unpack to too many bytes, or has headings of another form; or the library
            that reads sheets is not installed.
    """
    check_archive(contents)
    sheets = _sheets(contents)
    for rows in sheets:
        top = _headings_at(rows)
        if top is not None:
            return _two_rows(rows, top, contents.file)
    rows, flat = next(((rows, at) for rows in sheets if (at := _flat_at(rows)) is not None), (sheets[0], None))
    if flat is None:
        raise ScenarioError(
            "the sheet has no headings that can be read", file=contents.file,
            found="; ".join(str(cell) for cell in next((row for row in rows if any(row)), []) if cell != "")[:120],
            expected="measures in one row, periods in the row below, areas in the first column",
            do="download the table from jobindsats.dk again, without pivoting it",
        )  # fmt: skip
    headings = tuple(str(cell).strip() for cell in rows[flat])
    body = [
        (number, row)
        for number, row in enumerate(rows[flat + 1 :], flat + 2)
        if str(row[0]).strip() and any(_filled(row)[1:])
    ]
    return columns_cells(Sheet(headings, body), contents.file, "Excel", "row")


def _sheets(contents: Contents) -> list[list[list[Any]]]:
    """The cells of each sheet that has any, with merged cells filled in. All rows of a sheet are equally long."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise ScenarioError(
            "Excel sheets need a library that is not installed", file=contents.file, expected="python-calamine",
            do=f"{INSTALL}, or save the sheet as CSV with `;`",
        ) from None  # fmt: skip
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(contents.raw))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            filled = [list(row) for row in rows]
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
                for at in range(top, min(bottom + 1, len(filled))):
                    for column in range(left, min(right + 1, len(filled[at]))):
                        filled[at][column] = rows[top][left]
            if any(any(_filled(row)) for row in filled):
                sheets.append(filled)
    except (CalamineError, ValueError, OSError, IndexError, TypeError, OverflowError) as error:
        raise damaged(contents, error) from None
    if not sheets:
        raise ScenarioError("the sheet is empty", file=contents.file, expected="a table", do="download it again")
    return sheets


def _filled(row: list[Any]) -> list[bool]:
    return [cell not in ("", None) for cell in row]


def _headings_at(rows: list[list[Any]]) -> int | None:
    """The row of measures: the row below it has periods in every filled cell after the first columns, and at least one."""
    for at in range(len(rows) - 1):
        below = [column for column, cell in enumerate(rows[at + 1]) if period(cell) is not None]
        if below and below[0] > 0 and any(_filled(rows[at])[below[0] :]):
            rest = rows[at + 1][below[0] :]
            if (
                all(cell in ("", None) or period(cell) is not None for cell in rest)
                and period(rows[at][below[0]]) is None
            ):
                return at
    return None


def _flat_at(rows: list[list[Any]]) -> int | None:
    """The row of headings of a sheet with one row of them: it names an area."""
    for at, row in enumerate(rows):
        if any(folded(str(cell)) in AREA_HEADINGS for cell in row) and sum(_filled(row)) > 2:
            return at
    return None


def _two_rows(rows: list[list[Any]], top: int, file: str) -> Cells:
    above, below = rows[top], rows[top + 1]
    first = next(at for at, cell in enumerate(below) if period(cell) is not None)
    heads = [str(below[at] or above[at]).strip() for at in range(first)]
    area = next((at for at, head in enumerate(heads) if folded(head) in AREA_HEADINGS), 0)
    measures, last = {}, ""
    for at in range(first, len(below)):
        last = str(above[at]).strip() or last  # some sheets repeat no heading
        measures[at] = last
    cells = []
    names = [""] * first
    for number, row in enumerate(rows[top + 2 :], top + 3):
        if not any(_filled(row)[first:]):
            continue  # a blank line, or the source below the table
        names = [str(cell).strip() or before for cell, before in zip(row[:first], names, strict=True)]
        what = tuple((heads[at], Member(names[at])) for at in range(first) if at != area)
        cells += [
            Cell(number, Member(names[area]), below[at], what, measures[at], row[at])
            for at in range(first, len(below))
            if below[at] not in ("", None)
        ]
    if not cells:
        raise ScenarioError("the table has no rows", file=file, line=top + 2, expected="areas below the headings")
    headings = (*heads, *dict.fromkeys(measures.values()))
    return Cells("Excel", None, headings, cells, counts="row")
