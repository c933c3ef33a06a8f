"""The page of a study, read back: its tables, its pictures and the numbers it carries."""

from __future__ import annotations

import base64
import gzip
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Cell:
    """A cell of a table: its words, the small print below them, and the exact number behind them, where there is one."""

    words: str = ""
    number: float | None = None
    small: str = ""


@dataclass
class Page(HTMLParser):
    """What a browser finds on the page.

    Attributes:
        tables: rows of cells by the table's id, without the head.
        pictures: the SVG texts, in order.
        downloads: the content of each file that the page carries, by file name.
    """

    text: str
    tables: dict[str, list[list[Cell]]] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    downloads: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._rows: list[list[Cell]] = []
        self._cell: Cell | None = None
        self._small = False
        self._inside = False  # the body of a table: rows of the head have no cells of their own
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "table":
            self._rows = self.tables.setdefault(given["id"], [])
        elif tag in {"td", "th"} and self._inside:
            order = given.get("data-order")
            self._cell = Cell(number=float(order) if order else None)
            self._rows[-1].append(self._cell)
        elif tag == "tbody":
            self._inside = True
        elif tag == "tr":
            self._rows.append([])
        elif tag == "small":
            self._small = True
        elif tag == "img" and "src" in given:
            self.pictures.append(_content(given["src"], "image/svg+xml"))
        elif tag == "a" and "download" in given:
            self.downloads[given["download"]] = _content(given["href"], "text/csv")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell, self._small = None, False
        elif tag == "tbody":
            self._inside = False
        elif tag == "table":
            self._rows[:] = [row for row in self._rows if row]

    def handle_data(self, data: str) -> None:
        if self._cell is not None and self._small:
            self._cell.small += data
        elif self._cell is not None:
            self._cell.words += data


def _content(address: str, kind: str) -> bytes:
    """A file inside the page, which may be packed."""
    head, _, data = address.partition(",")
    if kind == "text/csv" and head == "data:application/gzip;base64":
        return gzip.decompress(base64.b64decode(data, validate=True))
    assert head == f"data:{kind};base64"
    return base64.b64decode(data, validate=True)
