"""One cell of a published table, as every reader gives it: what the file says, before names and periods are understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from sim.files.errors import ScenarioError


class Member(NamedTuple):
    """A member of a dimension: its words and, in formats that have one, its code."""

    label: str
    code: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Label and code, in lower case, with single spaces."""
        return tuple(folded(text) for text in self if text)

    @property
    def is_total(self) -> bool:
        """Whether the member is the sum of others. Totals are never added to parts."""
        words = folded(self.label)
        coded = any(_TOTAL_CODE.fullmatch(text) for text in self)
        return coded or words in TOTALS or words.endswith(ENDS_OF_TOTALS)


class Cell(NamedTuple):
    """A number with its headings.

    Attributes:
        line: line of the file, row of the sheet, or number of the value, from 1.
        what: dimension -> member, without area and period.
        measure: the heading of the number.
        value: a number, a text that may be one, or None.
    """

    line: int
    area: Member
    period: object
    what: tuple[tuple[str, Member], ...]
    measure: str
    value: object


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a file.

    Attributes:
        format: the name of the format in words.
        table: the id of the table, if the file says it.
        headings: the names of the columns or dimensions.
        unit: the unit of the numbers, if the file says it.
        counts: where the line of a cell points: ``line`` of a text, ``row`` of a sheet, ``value`` of a list.
    """

    format: str
    table: str | None
    headings: tuple[str, ...]
    cells: list[Cell]
    unit: str = ""
    counts: str = "line"


TOTALS = frozenset({
    "i alt", "total", "tot", "alle", "all", "samlet", "sum", "alder i alt", "age, total", "køn i alt", "begge køn",
    "both sexes", "mænd og kvinder", "men and women",
})  # fmt: skip
_TOTAL_CODE = re.compile(r"TOT[A-Z]{0,3}|/")
ENDS_OF_TOTALS = (" i alt", ", i alt", ", total")
AREA_HEADINGS = frozenset({"område", "omraade", "area", "region", "kommune", "municipality", "omrade"})
PERIOD_HEADINGS = frozenset({
    "tid", "time", "periode", "period", "måned", "month", "kvartal", "quarter", "år", "year",
})  # fmt: skip


MOST_CELLS = 1_500_000
"""The most cells of a file. StatBank gives a million at most."""


def check_cells(number: int, file: str) -> None:
    """Refuse a file of more cells than a table of a publisher has.

    Raises:
        ScenarioError: it has more than :data:`MOST_CELLS`.
    """
    if not 0 <= number <= MOST_CELLS:
        raise ScenarioError(
            "the table has too many cells", file=file, found=f"{number:,}"[:40], expected=f"at most {MOST_CELLS:,}",
            do="download fewer periods or fewer breakdowns",
        )  # fmt: skip


def folded(text: str) -> str:
    """A text in lower case with single spaces: names are compared in this form."""
    return " ".join(text.casefold().split())


def position(headings: tuple[str, ...], known: frozenset[str], file: str, noun: str, line: int | None = 1) -> int:
    """The position of the column of areas or periods.

    Raises:
        ScenarioError: no heading is known.
    """
    for at, heading in enumerate(headings):
        if folded(heading) in known:
            return at
    raise ScenarioError(
        f"the file has no column of {noun}", file=file, line=line, found=", ".join(headings),
        expected=f"a heading such as {' or '.join(sorted(word.capitalize() for word in known)[-2:])}",
        do="download the table again with area and period",
    )  # fmt: skip
