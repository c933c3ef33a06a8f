"""PX files of StatBank: keywords with quoted values, in Windows-1252 or UTF-8.

PX is read here. The library pyaxis gives a frame without codes and without lines, and brings a second client for the web.
"""

from __future__ import annotations

import itertools
import math
import re

from sim.data.cell import AREA_HEADINGS, PERIOD_HEADINGS, Cell, Cells, Member, check_cells, position
from sim.files.errors import ScenarioError

_STATEMENT = re.compile(
    r"""\s*(?P<key>[A-Z][A-Z0-9-]*)(?:\[\w+\])?(?:\((?P<of>(?:"[^"]*+",?\s*)++)\))?\s*=\s*(?P<value>(?:"[^"]*+"|[^";]++)*+);"""
)
_TEXT = re.compile(r'"([^"]*)"')
_NUMBER = re.compile(r'"[^"]*"|[^\s,"]+')


def is_px(text: str) -> bool:
    """Whether a text is a PX file."""
    start = text[:4096]
    return re.match(r"\s*(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|MATRIX)\b", start) is not None


def px_cells(text: str, file: str) -> Cells:
    """The cells of a PX text.

    Raises:
        ScenarioError: a keyword is missing, or the numbers are not as many as the cells.
    """
    values: dict[tuple[str, str], str] = {}
    at, data_at = 0, 0
    while at < len(text) and (match := _STATEMENT.match(text, at)):
        of = _TEXT.search(match["of"] or "")
        values.setdefault((match["key"], of[1] if of else ""), match["value"])
        if match["key"] == "DATA":
            data_at = match.start("value")
            break
        at = match.end()
    needed = [key for key in ("STUB", "HEADING") if (key, "") in values]
    if not needed or ("DATA", "") not in values:
        raise ScenarioError(
            "the PX file is damaged", file=file, line=text.count("\n", 0, at) + 1, found=text[at : at + 60].strip() or "its end",
            expected="the keywords STUB, HEADING, VALUES and DATA, each with `;` at its end", do="download the table again",
        )  # fmt: skip
    names = [name for key in needed for name in _TEXT.findall(values[key, ""])]
    members = []
    for name in names:
        labels = _TEXT.findall(values.get(("VALUES", name), ""))
        codes = _TEXT.findall(values.get(("CODES", name), "")) or [""] * len(labels)
        if not labels or len(codes) != len(labels):
            raise ScenarioError(
                f"the PX file has no members of `{name}`", file=file, found=f"{len(labels)} values, {len(codes)} codes",
                expected=f'VALUES("{name}") and as many CODES', do="download the table again",
            )  # fmt: skip
        members.append([Member(label, code) for label, code in zip(labels, codes, strict=True)])
    numbers = [(match.start() + data_at, match[0].strip('"')) for match in _NUMBER.finditer(values["DATA", ""])]
    count = math.prod(len(each) for each in members)
    check_cells(count, file)
    if len(numbers) != count:
        raise ScenarioError(
            "the numbers are not as many as the cells", file=file, line=text.count("\n", 0, data_at) + 1,
            found=f"{len(numbers)} numbers", expected=f"{count}", do="the download may have ended too early; download it again",
        )  # fmt: skip
    heads = tuple("tid" if ("TIMEVAL", name) in values else name for name in names)
    area = position(heads, AREA_HEADINGS, file, "areas")
    time = position(heads, PERIOD_HEADINGS, file, "periods")
    measure = _first(values.get(("CONTENTS", ""), ""))
    others = [at for at in range(len(names)) if at not in (area, time)]
    cells, line, before = [], text.count("\n", 0, data_at) + 1, data_at
    for picked, (start, raw) in zip(itertools.product(*members), numbers, strict=True):
        line, before = line + text.count("\n", before, start), start
        what = tuple((names[at], picked[at]) for at in others)
        cells.append(Cell(line, picked[area], picked[time].label, what, measure, raw))
    table = _first(values.get(("MATRIX", ""), "")) or None
    return Cells("PX", table, (*names,), cells, _first(values.get(("UNITS", ""), "")))


def _first(value: str) -> str:
    match = _TEXT.search(value)
    return match[1] if match else value.strip()
