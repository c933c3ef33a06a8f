"""Dates in scenario files: one form, year-month-day, in the years that a study can reach."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from sim.files.value import problem, shown

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""The first and last date that a file may name."""
EXPECTED_DATE = f"a date like 2024-01-01, from {FIRST.year} to {LAST.year}"
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def date_of(raw: object) -> dt.date | None:
    """The date of a text such as ``2024-01-01``, or None. Other forms of ISO 8601 are no dates here."""
    if not isinstance(raw, str) or not _FORM.fullmatch(raw):
        return None
    try:
        day = dt.date.fromisoformat(raw)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _date(raw: Any) -> dt.date:
    day = raw if isinstance(raw, dt.date) else date_of(raw)
    if day is None:
        raise problem("this is not a date", found=shown(raw), expected=EXPECTED_DATE)
    return day


Date = Annotated[dt.date, BeforeValidator(_date)]
