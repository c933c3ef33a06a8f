"""Periods of published tables: months, quarters, years, and labels that only look like them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["month", "quarter", "year", "rolling", "to-date"]

IN_A_YEAR = {"month": 12, "quarter": 4, "year": 1}
WORDS = {
    "month": "months such as 2024M07", "quarter": "quarters such as 2024K3 or 2024Q3", "year": "years such as 2024",
    "rolling": "rolling years such as 2024QMAT02", "to-date": "years to date such as 2024MYTD07",
}  # fmt: skip
_LABEL = re.compile(r"(?P<year>(?:19|20)\d\d)(?: ?(?P<kind>QMAT|MYTD|K|Q|M|Y) ?0?(?P<number>\d{1,2})?)?", re.IGNORECASE)
_MONTH = re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<year>(?:19|20)\d\d)")
_QUARTER = re.compile(
    r"(?:[kq](?P<first>[1-4])|(?P<second>[1-4])\. ?(?:kvartal|kvt\.?|quarter)),? (?P<year>(?:19|20)\d\d)"
)
_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-\d\d)?")
_MONTHS = ("jan", "feb", "mar", "apr", "maj|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dec")
_KINDS: dict[str, Kind] = {
    "QMAT": "rolling",
    "MYTD": "to-date",
    "K": "quarter",
    "Q": "quarter",
    "M": "month",
    "Y": "year",
}
_MOST = {"month": 12, "quarter": 4, "year": 1, "rolling": 4, "to-date": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period: its year and its number in it, from 1. A rolling year has the number of its last quarter."""

    kind: Kind
    year: int
    number: int

    @property
    def index(self) -> int:
        """Consecutive periods of a kind have consecutive indices."""
        return self.year * IN_A_YEAR.get(self.kind, 12) + self.number - 1

    @property
    def first_month(self) -> tuple[int, int]:
        """(year, month) in which the period begins."""
        return self.year, {"month": self.number, "quarter": 3 * self.number - 2}.get(self.kind, 1)

    @property
    def last_month(self) -> tuple[int, int]:
        """(year, month) in which the period ends."""
        return self.year, {"month": self.number, "quarter": 3 * self.number}.get(self.kind, 12)

    def __str__(self) -> str:
        letters = {"month": f"M{self.number:02d}", "quarter": f"Q{self.number}", "rolling": f"QMAT{self.number:02d}"}
        return f"{self.year}{letters.get(self.kind, f'MYTD{self.number:02d}' if self.kind == 'to-date' else '')}"


def period(raw: object) -> Period | None:
    """A period from its label: ``2025K3``, ``2025Q03``, ``2024M07``, ``2024``, ``2024QMAT02``, ``Jul 2024``. None for others."""
    if isinstance(raw, datetime | date):
        return Period("month", raw.year, raw.month)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = " ".join(str(raw).split()).casefold()
    if match := _LABEL.fullmatch(text):
        letters = (match["kind"] or "").upper()
        if not letters:
            return Period("year", int(match["year"]), 1)
        kind = _KINDS[letters]
        number = int(match["number"] or (1 if kind == "year" else 0))
        return Period(kind, int(match["year"]), number) if 1 <= number <= _MOST[kind] else None
    if match := _QUARTER.fullmatch(text):
        return Period("quarter", int(match["year"]), int(match["first"] or match["second"]))
    if match := _DAY.fullmatch(text):
        number = int(match["month"])
        return Period("month", int(match["year"]), number) if 1 <= number <= 12 else None
    if match := _MONTH.fullmatch(text):
        for number, names in enumerate(_MONTHS, 1):
            if match["name"].startswith(tuple(names.split("|"))):
                return Period("month", int(match["year"]), number)
    return None
