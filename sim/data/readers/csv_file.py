"""CSV files of StatBank, of jobindsats.dk and of a municipality: semicolons, headings in the first line."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from sim.data.cell import AREA_HEADINGS, PERIOD_HEADINGS, Cell, Cells, Member, check_cells, folded, position
from sim.data.number import is_missing, is_number
from sim.files.errors import ScenarioError

MOST_COLUMNS = 1_000
VALUE_HEADINGS = frozenset({"indhold", "contents", "value", "værdi"})
"""Headings of the only column of numbers in StatBank's CSV."""


class Sheet(NamedTuple):
    """A table of columns: headings, and rows with the line of each."""

    headings: tuple[str, ...]
    rows: list[tuple[int, list[object]]]


def csv_sheet(text: str, file: str) -> Sheet:
    """The lines of a CSV text, cut at semicolons.

    Raises:
        ScenarioError: the text is cut by another sign, has no rows, or a line has more or fewer cells than the headings.
    """
    first = text.split("\n", 1)[0].strip("\r")
    if ";" not in first:
        found = "commas" if "," in first else "tabs" if "\t" in first else first[:80]
        raise ScenarioError(
            "the headings are not cut by semicolons", file=file, line=1, found=found,
            expected="a heading such as OMRÅDE;YDELSESTYPE;KØN;ALDER;TID;INDHOLD", do="download the table as CSV with `;`",
        )  # fmt: skip
    if first.count(";") >= MOST_COLUMNS:
        raise ScenarioError(
            "the table has too many columns", file=file, line=1, found=f"{first.count(';') + 1:,} columns",
            expected=f"at most {MOST_COLUMNS:,}", do="download fewer breakdowns",
        )  # fmt: skip
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        headings = tuple(cell.strip() for cell in next(reader))
        rows: list[tuple[int, list[object]]] = []
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(headings):
                raise ScenarioError(
                    "a line has another number of cells than the headings", file=file, line=reader.line_num,
                    found=f"{len(row)} cells", expected=f"{len(headings)} cells: {';'.join(headings)}",
                    do="the download may have ended too early; download the table again",
                )  # fmt: skip
            check_cells((len(rows) + 1) * len(headings), file)
            rows.append((reader.line_num, [cell.strip() for cell in row]))
    except csv.Error as error:
        raise ScenarioError("this is not a CSV file", file=file, line=reader.line_num, found=str(error)) from None
    if not rows:
        raise ScenarioError(
            "the table has no rows", file=file, line=1, found=";".join(headings), expected="rows below the headings",
            do="download it again",
        )  # fmt: skip
    return Sheet(headings, rows)


def is_statbank(headings: tuple[str, ...]) -> bool:
    """Whether the columns are those of StatBank's CSV: one column of numbers, which is the last."""
    return folded(headings[-1]) in VALUE_HEADINGS


def statbank_cells(sheet: Sheet, file: str) -> Cells:
    """The cells of StatBank's CSV."""
    return Cells("StatBank CSV", None, sheet.headings, _cells(sheet, (len(sheet.headings) - 1,), file))


def columns_cells(sheet: Sheet, file: str, form: str, counts: str = "line") -> Cells:
    """The cells of a table with a column for each measure. A column is a measure if all its cells are numbers or missing.

    Raises:
        ScenarioError: the table has no area, no period or no numbers, or two different columns of areas or periods.
    """
    sheet = _without_doubles(sheet, file)
    own = {
        position(sheet.headings, AREA_HEADINGS, file, "areas"),
        position(sheet.headings, PERIOD_HEADINGS, file, "periods"),
    }
    measures = tuple(
        at
        for at in range(len(sheet.headings))
        if at not in own and all(is_missing(row[at]) or is_number(row[at]) for _, row in sheet.rows)
    )
    if not measures:
        raise ScenarioError(
            "the table has no column of numbers", file=file, line=1, found=", ".join(sheet.headings),
            expected="a column such as Fuldtidspersoner",
        )  # fmt: skip
    return Cells(form, None, sheet.headings, _cells(sheet, measures, file), counts=counts)


def _cells(sheet: Sheet, measures: tuple[int, ...], file: str) -> list[Cell]:
    headings = sheet.headings
    area = position(headings, AREA_HEADINGS, file, "areas")
    time = position(headings, PERIOD_HEADINGS, file, "periods")
    others = [at for at in range(len(headings)) if at not in (area, time, *measures)]
    cells = []
    for line, row in sheet.rows:
        what = tuple((headings[at], Member(str(row[at] or ""))) for at in others)
        cells += [Cell(line, Member(str(row[area] or "")), row[time], what, headings[at], row[at]) for at in measures]
    return cells


def _without_doubles(sheet: Sheet, file: str) -> Sheet:
    """The table without columns that repeat another one. A second column of the same name and other cells gets its number.

    Raises:
        ScenarioError: two columns of areas or of periods differ.
    """
    headings = list(sheet.headings)
    kept: list[int] = []
    for at, heading in enumerate(headings):
        same = [before for before in kept if folded(sheet.headings[before]) == folded(heading)]
        if any(all(row[before] == row[at] for _, row in sheet.rows) for before in same):
            continue
        if same:
            if folded(heading) in AREA_HEADINGS | PERIOD_HEADINGS:
                raise ScenarioError(
                    f"two columns are called `{heading}`, and they differ", file=file, line=1,
                    found=f"columns {same[0] + 1} and {at + 1}", expected="one column of this name",
                    do="remove the column that does not count",
                )  # fmt: skip
            headings[at] = f"{heading} (column {at + 1})"
        kept.append(at)
    rows = [(line, [row[at] for at in kept]) for line, row in sheet.rows]
    return Sheet(tuple(headings[at] for at in kept), rows)
