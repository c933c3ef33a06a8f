"""Which result may be shown under which use of the freed hours (they are counted once)."""

from __future__ import annotations

from sim.report.column_record import Use

SERVICE_PREFIXES = ("wait_", "caseload_", "share_above_norm_")
"""Waits and caseloads: shown where staff are kept or hours reinvested, never where staff are cut."""

MONEY_MEASURES = ("staff_cost", "certificate_fees", "interpreter_fees")
"""Amounts in DKK: shown only where staff are cut. Any measure whose unit begins with DKK counts as well."""

AGAINST = "against-all-parts"
"""The verdict on a pooled difference that no part shares. No headline shows such a row."""
BENEFIT_PREFIXES = ("benefits_", "pension_", "activation_")
"""What citizens are paid and what is bought for them: no use of freed hours, so every column shows it."""

STAFF_MEASURES = ("staff",)
"""Posts change only where staff are cut."""


def is_service(measure: str) -> bool:
    return measure.startswith(SERVICE_PREFIXES)


def is_money(measure: str, unit: str = "") -> bool:
    return measure in MONEY_MEASURES or (unit.upper().startswith("DKK") and not measure.startswith(BENEFIT_PREFIXES))


def may_show(measure: str, unit: str, use: Use) -> bool:
    """Whether a column with this use of the freed hours may show a difference in ``measure`` (design decision 10)."""
    if use == "cut":
        return not is_service(measure)
    return not is_money(measure, unit) and measure not in STAFF_MEASURES
