"""The memory that citizens take in a run, and numbers of citizens for which no computer has the memory."""

from __future__ import annotations

from typing import Annotated

from sim.files.quantity import YEAR_DAYS, Number, QuantityError, number
from sim.files.value import Reads, Value

MOST_CITIZENS = 5_000_000
"""The largest opening stock of a place, and the most entries of a group a year: nearly all inhabitants of Denmark."""
BYTES_OF_CITIZEN_DAY = 10
"""Memory of a run for each citizen and day: the sorted log, the state of the engine, the measures. Measured: five years of
Aalborg, 68 million citizen-days, take 0.55 GB."""
ROWS_OF_CITIZEN_DAY = 0.07
"""Rows of the log for each citizen and day. Measured: the same run writes 4.5 million."""


def memory_of(citizen_days: float) -> float:
    """Gigabytes that so many days of citizens take."""
    return BYTES_OF_CITIZEN_DAY * citizen_days / 1e9


def _persons(raw: object) -> Number:
    """A number of citizens. Above :data:`MOST_CITIZENS` the error says what a year of so many would need."""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and MOST_CITIZENS < raw < float("inf"):
        need = memory_of(raw * YEAR_DAYS)
        raise QuantityError(
            "a run of so many citizens would need more memory than a computer has",
            found=f"{raw:,.0f} citizens: some {need:,.0f} GB and {ROWS_OF_CITIZEN_DAY * raw * YEAR_DAYS / 1e9:,.0f} billion rows "
            "of the log for a year",
            expected=f"a number without unit, at most {MOST_CITIZENS:,}",
        )  # fmt: skip
    return number(raw)


PersonsValue = Annotated[Value[Number], Reads("number", _persons)]
"""The number of citizens of a group, or of its entries a year."""
