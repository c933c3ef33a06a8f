"""Small files in the shapes that StatBank and jobindsats.dk publish. Every number is invented."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from sim.data.area import Area, Areas, read_areas
from sim.data.choose import Choice, Target, choose
from sim.data.contents import contents_of
from sim.data.record import Published, published
from sim.data.table_map import TableFile, read_tables
from sim.files.paths import scenarios_dir

QUARTERS = ("2024K1", "2024K2", "2024K3", "2024K4")
MONTHS = tuple(f"{2024 + at // 12}M{at % 12 + 1:02d}" for at in range(13))
"""A year and a month that is not complete."""
SICK = (2700, 2720, 2740, 2800)
"""Their mean is 2,740."""


def statbank(
    rows: Sequence[tuple[str, str, str, object]],
    *,
    mark: bool = True,
    totals: tuple[str, str] = ("I alt", "Alder i alt"),
) -> bytes:
    """StatBank's CSV of AUK01 from (area, benefit, quarter, number)."""
    lines = ["OMRÅDE;YDELSESTYPE;KØN;ALDER;TID;INDHOLD"]
    lines += [f"{area};{benefit};{';'.join(totals)};{quarter};{number}" for area, benefit, quarter, number in rows]
    return (("\ufeff" if mark else "") + "\r\n".join(lines) + "\r\n").encode()


def auk01(area: str = "Aalborg", benefit: str = "Sygedagpenge", numbers: Sequence[object] = SICK) -> bytes:
    """One benefit of one area, four quarters."""
    return statbank([(area, benefit, quarter, number) for quarter, number in zip(QUARTERS, numbers, strict=True)])


def jobindsats_csv(
    rows: Sequence[Sequence[object]],
    columns: Sequence[str] = ("Periode", "Område", "Antal personer", "Fuldtidspersoner"),
) -> bytes:
    """The CSV of jobindsats v3: mark, semicolons, decimal commas."""
    return ("\ufeff" + "\n".join(";".join(map(str, row)) for row in (columns, *rows)) + "\n").encode()


def jobindsats_json(
    rows: Sequence[Sequence[object]],
    columns: Sequence[str] = ("Periode", "Område", "Antal personer", "Fuldtidspersoner"),
) -> bytes:
    """An answer of jobindsats v3, with the mark that some of its answers begin with."""
    return (
        "\ufeff" + json.dumps({"columns": list(columns), "rows": [list(row) for row in rows]}, ensure_ascii=False)
    ).encode()


def months(area: str, numbers: Sequence[object]) -> list[list[object]]:
    """Rows of 13 months: (month, area, persons, full-time persons)."""
    return [[month, area, 3000, number] for month, number in zip(MONTHS, numbers, strict=True)]


def jsonstat(members: Mapping[str, Mapping[str, str]], values: object, **more: object) -> bytes:
    """JSON-stat 2 from dimension -> code -> label."""
    data = {
        "version": "2.0", "class": "dataset", "label": "AUK01", "id": list(members), "size": [len(each) for each in members.values()],
        "dimension": {
            name: {"label": name.lower(), "category": {"index": list(each), "label": dict(each)}} for name, each in members.items()
        },
        "value": values,
    }  # fmt: skip
    return json.dumps(data | more, ensure_ascii=False).encode()


AUK01_MEMBERS: dict[str, dict[str, str]] = {
    "OMRÅDE": {"000": "Hele landet", "851": "Aalborg"}, "YDELSESTYPE": {"SY": "Sygedagpenge"}, "KØN": {"TOT": "I alt"},
    "ALDER": {"TOT": "Alder i alt"}, "Tid": {quarter: quarter for quarter in QUARTERS},
}  # fmt: skip


def px(numbers: str, *, units: str = "Antal", matrix: str = "AUK01") -> bytes:
    """A PX file of two areas and four quarters, in Windows-1252."""
    text = f"""CHARSET="ANSI";
AXIS-VERSION="2006";
CODEPAGE="windows-1252";
LANGUAGE="da";
MATRIX="{matrix}";
TITLE="AUK01: Ydelsesmodtagere; efter område,
ydelsestype og tid";
STUB="område","ydelsestype";
HEADING="tid";
CONTENTS="Fuldtidspersoner";
UNITS="{units}";
VALUES("område")="Hele landet","Aalborg";
VALUES("ydelsestype")="Sygedagpenge";
VALUES("tid")="2024K1","2024K2","2024K3","2024K4";
CODES("område")="000","851";
CODES("ydelsestype")="SY";
DATA=
{numbers};
"""
    return text.replace("\n", "\r\n").encode("cp1252")


def xlsx(rows: Sequence[Sequence[object]], merged: Sequence[str] = (), padding: int = 0) -> bytes:
    """A sheet. Texts stand in the cells, None is an empty cell."""

    def cell(at: int, number: int, value: object) -> str:
        name = f"{chr(65 + at)}{number}"
        if value is None:
            return ""
        if isinstance(value, str):
            return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{name}"><v>{value}</v></c>'

    data = "".join(
        f'<row r="{number}">{"".join(cell(at, number, value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    joined = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData>'
        + (f"<mergeCells>{joined}</mergeCells>" if joined else "") + "</worksheet>",
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        if padding:
            archive.writestr("xl/media/padding.bin", bytes(padding))
    return stream.getvalue()


def tables() -> TableFile:
    return read_tables(scenarios_dir())


def areas() -> Areas:
    return read_areas(scenarios_dir())


def read(raw: bytes, name: str, table: str | None = None) -> Published:
    """The records of a file of some name."""
    return published(contents_of(Path(name), raw), tables(), areas(), table)


def chosen(
    raw: bytes, name: str, area: str | Area = "Aalborg", *, target: Target = "place", period: str | None = None,
    with_latest: bool = False,
) -> Choice:  # fmt: skip
    """What a file gives for an area."""
    wanted = areas().asked(area) if isinstance(area, str) else area
    return choose(read(raw, name), tables(), areas(), wanted, target, asked=period, with_latest=with_latest)


def values(choice: Choice) -> dict[str, float]:
    """The numbers by path."""
    return {reading.path: reading.number for reading in choice.readings}
