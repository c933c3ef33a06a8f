"""The tidy records of a published file: area, what is counted, period, number, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sim.data.area import Area, Areas
from sim.data.cell import Cells, Member, folded
from sim.data.contents import ZIP, Contents, text_of
from sim.data.number import Decimal, Numbers, is_missing
from sim.data.period import Period, period
from sim.data.readers.csv_file import Sheet, columns_cells, csv_sheet, is_statbank, statbank_cells
from sim.data.readers.excel_file import excel_cells
from sim.data.readers.json_file import json_cells
from sim.data.readers.px_file import is_px, px_cells
from sim.data.table_map import TableFile
from sim.files.errors import ScenarioError, nearest_name

_PERCENT = re.compile(r"%|\bpct\b|procent|per ?cent|\bandel\b|\bshare\b", re.IGNORECASE)
_LIKE_AN_ID = re.compile(r"(?<![a-z0-9])(?:y\d{2}[a-z]{1,4}\d{2}|(?:au|ky)[a-z]{0,3}\d{2})(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A number of a published table. ``value`` is None if it is suppressed or missing, ``label`` is the area as the file names it."""

    area: Area
    label: str
    what: tuple[tuple[str, Member], ...]
    measure: str
    period: Period
    value: float | None
    line: int

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        return ", ".join(
            [member.label or member.code for _, member in self.what] + ([self.measure] if self.measure else [])
        )


@dataclass(frozen=True, slots=True)
class Published:
    """A file with its records.

    Attributes:
        table: the id of the table in ``figures/tables.yaml``.
        format: the name of the format in words.
        counts: where a record's ``line`` points: ``line``, ``row`` or ``value``.
        notes: what was noticed while reading.
    """

    file: str
    sha256: str
    short: str
    table: str
    format: str
    counts: str
    headings: tuple[str, ...]
    records: list[Record]
    notes: tuple[str, ...]

    def error(self, message: str, line: int | None = None, **details: object) -> ScenarioError:
        """An error at a record's line."""
        at = line if self.counts == "line" else None
        if line is not None and at is None and "found" in details:
            details["found"] = f"{details['found']} ({self.counts} {line})"
        return ScenarioError(message, file=self.file, line=at, **details)  # type: ignore[arg-type]


def sheet_of(contents: Contents) -> tuple[Sheet | None, str, str]:
    """The table of a CSV file, or None for other formats, with the text and its encoding. Sheets of Excel have no text."""
    if contents.is_sheet:
        return None, "", ""
    text, encoding = text_of(contents, old=True)
    if is_px(text) or text.lstrip()[:1] in "{[":
        return None, text, encoding
    return csv_sheet(text, contents.file), text, encoding


def published(contents: Contents, tables: TableFile, areas: Areas, asked: str | None = None) -> Published:
    """The records of a file.

    Args:
        asked: the table's id, if the user says it.

    Raises:
        ScenarioError: the file is no table that is known, or a cell in it cannot be read.
    """
    sheet, text, encoding = sheet_of(contents)
    file = contents.file
    if contents.raw.startswith(ZIP):
        cells = excel_cells(contents)
    elif sheet is not None:
        cells = (
            statbank_cells(sheet, file) if is_statbank(sheet.headings) else columns_cells(sheet, file, "jobindsats CSV")
        )
    elif is_px(text):
        cells = px_cells(text, file)
    else:
        if encoding != "UTF-8":
            raise ScenarioError(
                "the encoding is wrong", file=file, found=encoding, expected="UTF-8", do="download it again"
            )
        cells = json_cells(text, file)
    table = _table(cells, file, tables, asked)
    if _PERCENT.search(cells.unit):
        raise ScenarioError(
            "the file has percent, not counts", file=file, found=cells.unit, expected="full-time persons",
            do="download the measure in full-time persons",
        )  # fmt: skip
    records = _records(cells, file, areas)
    if not records:
        raise ScenarioError(
            "the file has percent, not counts", file=file, found=", ".join(dict.fromkeys(cell.measure for cell in cells.cells)),
            expected="full-time persons", do="download the measure in full-time persons",
        )  # fmt: skip
    notes = [f"{file} was read as Windows-1252"] if encoding == "Windows-1252" else []
    unknown = sorted({record.area.name for record in records if record.area.kind == "other"})
    if unknown:
        notes.append(f"{file}: areas that are not known are left out: {', '.join(unknown[:5])}")
    return Published(
        file, contents.sha256, contents.short, table, cells.format, cells.counts, cells.headings, records, tuple(notes)
    )  # fmt: skip


def is_percent(measure: str) -> bool:
    """Whether a heading says that its numbers are percent."""
    return _PERCENT.search(measure) is not None


def _table(cells: Cells, file: str, tables: TableFile, asked: str | None) -> str:
    """The id of a file's table: from the file, the user, the file's name, or the columns."""
    known = ", ".join(tables.tables)
    said = cells.table
    named = [match[0] for match in _LIKE_AN_ID.finditer(Path(file).stem.replace("_", " "))]
    by_name = next((table for name in named if (table := tables.table(name))), named[0] if named else None)
    name = said or asked or by_name
    if said and asked and folded(said) != folded(asked):
        raise ScenarioError(
            "this is a file of another table", file=file, found=said, expected=asked, do="name the right file"
        )
    if name is None:
        heads = {folded(heading) for heading in cells.headings}
        fits = [
            table
            for table, entry in tables.tables.items()
            if entry.columns and {folded(c) for c in entry.columns} == heads
        ]
        if len(fits) != 1:
            raise ScenarioError(
                "the file does not say which table it is", file=file, line=1, found=", ".join(cells.headings), expected=known,
                do="give its id with --table, or as the file's name, such as y07a02.csv",
            )  # fmt: skip
        name = fits[0]
    table = tables.table(name)
    if table is None:
        raise ScenarioError(
            "this table is not known", file=file, found=name, expected=known, nearest=nearest_name(name, tables.tables),
            do="download a table that figures/tables.yaml names, or add it there",
        )  # fmt: skip
    entry = tables.tables[table]
    missing = [
        column for column in entry.columns if folded(column) not in {folded(heading) for heading in cells.headings}
    ]
    if missing and cells.format == "StatBank CSV":
        raise ScenarioError(
            "this is a file of another table", file=file, line=1, found=", ".join(cells.headings),
            expected=f"the columns of {table}: {', '.join(entry.columns)}", do="download the table again, or give its id with --table",
        )  # fmt: skip
    if entry.measure and not {folded(cell.measure) for cell in cells.cells} & {folded(name) for name in entry.measure}:
        measures = list(dict.fromkeys(cell.measure for cell in cells.cells))
        percent = all(map(is_percent, measures))
        raise ScenarioError(
            "the file has percent, not counts" if percent else "this is a file of another table, or of another measure",
            file=file, found=", ".join(measures), expected=f"{entry.measure[0]} ({table})",
            nearest=nearest_name(measures[0], entry.measure), do="download the measure in full-time persons",
        )  # fmt: skip
    return table


def _records(cells: Cells, file: str, areas: Areas) -> list[Record]:
    danish = cells.format != "StatBank CSV" or any(
        isinstance(cell.period, str) and "K" in cell.period for cell in cells.cells[:1]
    )
    usual: Decimal | None = "," if danish and cells.format != "PX" else "." if cells.format == "PX" else None
    percent = {cell.measure: is_percent(cell.measure) for cell in cells.cells}
    kept = [cell for cell in cells.cells if not percent[cell.measure]]
    numbers = Numbers(((cell.line, cell.value) for cell in kept), file, usual)
    periods: dict[object, Period | None] = {}
    records, lines = [], cells.counts == "line"
    for cell in kept:
        if cell.period not in periods:
            periods[cell.period] = period(cell.period)
        when = periods[cell.period]
        if when is None:
            raise ScenarioError(
                "this is not a period", file=file, line=cell.line if lines else None, found=str(cell.period),
                expected="2025K3, 2025Q3, 2024M07 or 2024", do="download the table again",
            )  # fmt: skip
        value = None if is_missing(cell.value) else numbers.read(cell.value, cell.line)
        records.append(Record(areas.area(cell.area), cell.area.label, cell.what, cell.measure, when, value, cell.line))
    return records
