"""Calendar months as tables of days: clamped to the month's end, before and after the start of a run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.place.office.calendar import add_months
from sim.world.build import SPANS_BACK, _spans

START = date(2024, 1, 1)
MONTHS = (1, 3, 6, 12, 24)


def span(day: date, months: int) -> int:
    table = _spans(START, 1000, MONTHS)
    return int(table[MONTHS.index(months), SPANS_BACK + (day - START).days])


@pytest.mark.parametrize(
    ("day", "months", "ends"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 1, date(2024, 3, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 3, 31), 3, date(2024, 6, 30)),
        (date(2023, 12, 31), 1, date(2024, 1, 31)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2000, 2, 29), 12, date(2001, 2, 28)),
    ],
)
def test_months_clamp_to_the_end(day: date, months: int, ends: date) -> None:
    assert day + timedelta(days=span(day, months)) == ends


@pytest.mark.parametrize("months", MONTHS)
def test_every_day_agrees_with_the_calendar(months: int) -> None:
    for number in range(-SPANS_BACK, 1000, 7):
        day = START + timedelta(days=number)
        assert day + timedelta(days=span(day, months)) == add_months(day, months)
