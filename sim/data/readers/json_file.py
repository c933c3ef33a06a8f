"""JSON files: JSON-stat of StatBank, and answers of version 3 of the API of jobindsats.dk.

JSON-stat is read here. The library pyjstat was last released in March 2023. It warns of its own functions, drops the codes
beside the labels, and brings a second client for the web.
"""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

from sim.data.cell import AREA_HEADINGS, PERIOD_HEADINGS, Cell, Cells, Member, check_cells, position
from sim.data.readers.csv_file import Sheet, columns_cells
from sim.files.errors import ScenarioError

MOST_LETTERS = 32 << 20
"""The longest JSON. A million numbers have a third of it."""


def json_cells(text: str, file: str) -> Cells:
    """The cells of a JSON text.

    Raises:
        ScenarioError: the text is not JSON, or JSON of another shape.
    """
    if len(text) > MOST_LETTERS:
        raise ScenarioError(
            "the file is too large", file=file, found=f"{len(text):,} letters", expected=f"at most {MOST_LETTERS:,} of JSON",
            do="download fewer periods, or the table as CSV",
        )  # fmt: skip
    try:
        data = json.loads(text, parse_constant=lambda word: None if word == "NaN" else math.inf)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise ScenarioError(
            "this is not JSON", file=file, line=line, found=str(error), expected="JSON-stat, or an answer of jobindsats v3",
            do="the download may have ended too early; download the table again",
        ) from None  # fmt: skip
    if isinstance(data, dict):
        if "columns" in data and "rows" in data:
            return _jobindsats(data, file)
        dataset = data.get("dataset", data)
        if isinstance(dataset, dict) and "dimension" in dataset:
            return _jsonstat(dataset, file)
    old = isinstance(data, list) and any(isinstance(each, dict) and "Variables" in each for each in data)
    found = "version 2 of jobindsats" if old else text.strip()[:120]
    do = "fetch the table again with version 3: `jobsim data fetch`" if old else "download the table again"
    raise ScenarioError("this JSON is not a table", file=file, found=found, expected=_EXPECTED, do=do)


_EXPECTED = '{"columns": […], "rows": [[…]]}, or JSON-stat with `dimension` and `value`'


def _jobindsats(data: dict[str, Any], file: str) -> Cells:
    columns, rows = data["columns"], data["rows"]
    if (
        not isinstance(columns, list)
        or not all(isinstance(name, str) for name in columns)
        or not isinstance(rows, list)
    ):
        raise ScenarioError("the answer of jobindsats is damaged", file=file, expected=_EXPECTED, do="fetch it again")
    if not rows:
        raise ScenarioError(
            "the table has no rows", file=file, found=", ".join(columns), expected="rows of areas and periods",
            do="ask for periods that the table has",
        )  # fmt: skip
    check_cells(len(rows) * len(columns), file)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != len(columns):
            raise ScenarioError(
                "a row has another number of cells than the columns", file=file, found=f"row {number}: {str(row)[:80]}",
                expected=f"{len(columns)} cells: {', '.join(columns)}", do="fetch the table again",
            )  # fmt: skip
        if any(isinstance(cell, list | dict) for cell in row):
            raise ScenarioError(
                "a cell is neither a text nor a number", file=file, found=f"row {number}: {str(row)[:80]}",
                expected="texts and numbers", do="fetch the table again",
            )  # fmt: skip
    sheet = Sheet(tuple(name.strip() for name in columns), list(enumerate(rows, 1)))
    return columns_cells(sheet, file, "jobindsats v3 JSON", "row")


def _jsonstat(data: dict[str, Any], file: str) -> Cells:
    """JSON-stat 2, or 1 within ``dataset``: values in the order of the product of all members, the last dimension fastest."""
    try:
        return _cells(data, file)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise ScenarioError(
            "the JSON-stat is damaged", file=file, found=f"{type(error).__name__}: {error}"[:200], expected=_WHOLE,
            do="download the table again",
        ) from None  # fmt: skip


def _cells(data: dict[str, Any], file: str) -> Cells:
    """The cells of JSON-stat. Whatever is missing in it, or of another kind, raises the error of Python."""
    dimension = data["dimension"]
    names: list[str] = [str(name) for name in data.get("id", dimension.get("id"))]
    sizes = [int(size) for size in data.get("size", dimension.get("size"))]
    members = [_members(dimension[name]) for name in names]
    labels = [str(dimension[name].get("label", name)) for name in names]
    values = data["value"]
    count = math.prod(sizes)
    check_cells(count, file)
    if isinstance(values, dict):  # sparse: position -> value
        values = [values.get(str(at)) for at in range(count)]
    if [len(each) for each in members] != sizes or len(values) != count:
        fault = f"{[len(each) for each in members]} members, {sizes} sizes, {len(values)} values"
        raise ScenarioError(
            "the JSON-stat is damaged", file=file, found=fault[:200], expected=_WHOLE, do="download the table again"
        )
    if any(isinstance(value, list | dict) for value in values):
        raise ValueError("a value is neither a text nor a number")
    by_role = data.get("role", dimension.get("role")) or {}
    heads = tuple(
        "tid" if name in by_role.get("time", ()) else "område" if name in by_role.get("geo", ()) else label
        for name, label in zip(names, labels, strict=True)
    )
    area = position(heads, AREA_HEADINGS, file, "areas", None)
    time = position(heads, PERIOD_HEADINGS, file, "periods", None)
    metric = set(by_role.get("metric", ()))
    content = next((at for at, name in enumerate(names) if name in metric or name.casefold() in _CONTENT), None)
    others = [at for at in range(len(names)) if at not in (area, time, content)]
    unit = ""
    cells = []
    for number, (picked, value) in enumerate(zip(itertools.product(*members), values, strict=True), 1):
        measure = picked[content].label if content is not None else str(data.get("label", ""))
        what = tuple((labels[at], picked[at]) for at in others)
        when = picked[time].label if any(sign.isdigit() for sign in picked[time].label) else picked[time].code
        cells.append(Cell(number, picked[area], when, what, measure, value))
    if content is not None:
        units = dimension[names[content]].get("category", {}).get("unit", {})
        unit = ", ".join(str(each.get("base", "")) for each in units.values() if isinstance(each, dict))
    extension = data.get("extension", {})
    table = extension.get("px", {}).get("tableid") if isinstance(extension, dict) else None
    return Cells("JSON-stat", table, (*names,), cells, unit, "value")


_WHOLE = "`id`, `size`, `dimension` and as many values as cells"
_CONTENT = frozenset({"contentscode", "contents", "indhold"})


def _members(dimension: dict[str, Any]) -> list[Member]:
    category = dimension["category"]
    index, labels = category.get("index"), category.get("label", {})
    if isinstance(index, dict):
        codes = sorted(index, key=lambda code: int(index[code]))
    else:
        codes = list(index if index is not None else labels)
    return [Member(str(labels.get(code, code)), str(code)) for code in codes]
