"""Fill a form as a spreadsheet program does: the cells of a sheet get a content, all else stays."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

ANSWERS = 2
"""The number of the sheet of answers in the workbook."""
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
Cells = Mapping[str, float | str]


def day(text: str) -> float:
    """A date as the number of a spreadsheet."""
    return float((date.fromisoformat(text) - FIRST_DAY).days)


PERSON: Cells = {"D3": "Anna Holm", "D4": "caseworker", "D5": day("2026-07-01")}
"""What an expert writes about themselves."""


def fill(form: bytes, to: Path, cells: Cells, sheet: int = ANSWERS) -> Path:
    """Write a form with some cells filled. A cell that the form does not have is an error."""
    to.with_suffix(".empty").write_bytes(form)
    part = f"xl/worksheets/sheet{sheet}.xml"
    with zipfile.ZipFile(to.with_suffix(".empty")) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if item.filename == part:
                content = _filled(content.decode(), cells).encode()
            new.writestr(item, content)
    to.with_suffix(".empty").unlink()
    return to


def _filled(text: str, cells: Cells) -> str:
    for name, content in cells.items():
        match = re.search(rf'<c r="{name}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', text)
        assert match is not None, name
        style = match[1] or ""
        if isinstance(content, str):
            cell = f'<c r="{name}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'
        else:
            cell = f'<c r="{name}"{style}><v>{content!r}</v></c>'
        text = text[: match.start()] + cell + text[match.end() :]
    return text
