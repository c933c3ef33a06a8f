"""The five tables of a municipality's own counts (docs/data.md), known by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.data.cell import AREA_HEADINGS, Member, folded
from sim.data.contents import Contents
from sim.data.number import MISSING, Numbers
from sim.data.own.privacy import check_cells, check_headings, check_pseudonym
from sim.data.period import Period, period
from sim.data.readers.csv_file import Sheet
from sim.data.table_map import OwnCounts
from sim.files.characters import plain
from sim.files.errors import ScenarioError, nearest_name

Kind = Literal["stock", "elapsed", "switches", "cases", "meetings"]

WORDS: dict[str, tuple[str, ...]] = {
    "group": ("group", "target group", "gruppe", "målgruppe"),
    "month": ("month", "måned"),
    "citizens": ("citizens", "borgere", "antal borgere"),
    "months in group": ("months in group", "måneder i gruppe", "måneder i gruppen"),
    "from": ("from", "fra"),
    "to": ("to", "til"),
    "switches": ("switches", "skift", "antal skift"),
    "caseworker": ("caseworker", "sagsbehandler"),
    "cases": ("cases", "sager", "antal sager"),
    "posts": ("posts", "årsværk"),
    "form": ("form", "samtaleform"),
    "meetings": ("meetings", "samtaler", "antal samtaler"),
}
"""The heading in English -> its spellings."""
KINDS: dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "stock": (("group", "month", "citizens"), ()),
    "elapsed": (("group", "months in group", "citizens"), ()),
    "switches": (("from", "to", "month", "switches"), ()),
    "cases": (("group", "caseworker", "cases"), ("posts",)),
    "meetings": (("form", "month", "meetings"), ("group",)),
}
"""The kind of table -> its headings, and those that may be left out."""
NUMBERS = ("citizens", "switches", "cases", "posts", "meetings")
FORMS = {
    "in person": ("in person", "fremmøde", "personlig", "fysisk"), "phone": ("phone", "telefon", "telefonisk"), "video": ("video",),
    "other": ("other", "anden", "andet", "øvrige", "digital", "brev"),
}  # fmt: skip
SMALL = ("<", "under ", "færre ")
"""How a cell begins that only says that a number is small."""


@dataclass(frozen=True, slots=True)
class Count:
    """A row of own counts. ``number`` is None if the cell is small or missing."""

    line: int
    key: tuple[str, ...]
    month: Period | None
    number: float | None
    posts: float | None = None


@dataclass(frozen=True, slots=True)
class OwnTable:
    """One table of own counts: its kind, its rows, and its file."""

    kind: Kind
    counts: list[Count]
    file: str
    short: str
    small: int

    def error(self, message: str, line: int, **details: object) -> ScenarioError:
        return ScenarioError(message, file=self.file, line=line, **details)  # type: ignore[arg-type]


def is_own(sheet: Sheet) -> bool:
    """Whether a table is one of own counts: published tables have a column of areas, own counts have none."""
    return not {folded(heading) for heading in sheet.headings} & AREA_HEADINGS


def read_own(sheet: Sheet, contents: Contents, own: OwnCounts) -> OwnTable:
    """The counts of a table.

    Raises:
        ScenarioError: a cell looks like a fact about a person. Or the table has other headings, an unknown group, a total,
            a wrong month or a row twice.
    """
    file = contents.file
    check_headings(sheet.headings, file, own=True)
    kind, columns = _kind(sheet.headings, file)
    at = {name: number for number, name in enumerate(columns)}
    for line, row in sheet.rows:
        check_cells(row, sheet.headings, line, file)
    cells = [(line, row[at[name]]) for line, row in sheet.rows for name in NUMBERS if name in at]
    numbers = Numbers(((line, cell) for line, cell in cells if not _is_small(cell)), file, ",")
    counts: dict[tuple[object, ...], Count] = {}
    small = 0
    words = [name for name in (*KINDS[kind][0], *KINDS[kind][1]) if name in at and name not in (*NUMBERS, "month")]
    for line, row in sheet.rows:
        key = tuple(_word(name, str(row[at[name]]), line, file, own) for name in words)
        month = _month(row[at["month"]], line, file) if "month" in at else None
        number, posts = (
            None if name not in at or _is_small(row[at[name]]) else numbers.read(row[at[name]], line)
            for name in (KINDS[kind][0][-1], "posts")
        )
        small += number is None
        if counts.setdefault((key, month), count := Count(line, key, month, number, posts)) is not count:
            raise ScenarioError(
                "a row appears twice", file=file, line=line, found="; ".join([*key, *([str(month)] if month else [])]),
                expected=f"one row; the first is on line {counts[key, month].line}", do="remove one of them",
            )  # fmt: skip
    return OwnTable(kind, list(counts.values()), file, contents.short, small)


def _kind(headings: Sequence[str], file: str) -> tuple[Kind, list[str]]:
    """The kind of a table, and the English headings of its columns."""
    known = {word: name for name, words in WORDS.items() for word in words}
    columns = [known.get(folded(heading.replace("_", " "))) for heading in headings]
    for at, (heading, column) in enumerate(zip(headings, columns, strict=True), 1):
        if column is None:
            raise ScenarioError(
                "own counts have no such column", file=file, line=1, found=f"column {at}: {heading[:40]}",
                expected="; ".join(";".join(names) for names, _ in KINDS.values()), nearest=nearest_name(folded(heading), known),
                do="leave the column out, or correct its heading; a published table needs a column of areas such as OMRÅDE",
            )  # fmt: skip
    named = [column for column in columns if column is not None]
    for kind, (needed, more) in KINDS.items():
        if set(needed) <= set(named) <= {*needed, *more} and len(named) == len(set(named)):
            return kind, named
    raise ScenarioError(
        "these headings are those of no table of own counts", file=file, line=1, found=";".join(headings),
        expected="; ".join(";".join(names) for names, _ in KINDS.values()), do="write one table in each file (docs/data.md)",
    )  # fmt: skip


def _word(name: str, text: str, line: int, file: str, own: OwnCounts) -> str:
    """A group by the model's name, a form of contact by ours, months in the group as a number, or a pseudonym."""
    text = plain(text)
    if name == "caseworker":
        check_pseudonym(text, line, file)
        return text
    if name == "months in group":
        if re.fullmatch("[0-9]{1,4}", text) is None:
            raise ScenarioError(
                "this is not a number of months", file=file, line=line, found=text, expected="a whole number such as 14"
            )
        return text
    if name == "form":
        forms = {word: form for form, words in FORMS.items() for word in words}
        if folded(text) not in forms:
            raise ScenarioError(
                "this form of contact is not known", file=file, line=line, found=text, expected=", ".join(FORMS),
                nearest=nearest_name(folded(text), forms),
            )  # fmt: skip
        return forms[folded(text)]
    group = own.group(text)
    if group is None:
        if Member(text).is_total:
            raise ScenarioError(
                "a total stands among the groups", file=file, line=line, found=text, expected=", ".join(own.groups),
                do="remove the line: totals are never added to parts",
            )  # fmt: skip
        raise ScenarioError(
            "this group is not known", file=file, line=line, found=text, expected=", ".join(own.groups),
            nearest=nearest_name(text, own.groups), do="write the group's name, or add a word for it in figures/tables.yaml",
        )  # fmt: skip
    return group


def _month(raw: object, line: int, file: str) -> Period:
    month = period(raw)
    if month is None or month.kind != "month":
        raise ScenarioError("this is not a month", file=file, line=line, found=str(raw), expected="2024M07 or 2024-07")
    return month


def _is_small(cell: object) -> bool:
    text = plain(str(cell)).casefold()
    return text in MISSING or text == "*" or text.startswith(SMALL)
