"""Which result may be shown under which use of the freed hours (they are counted once)."""

from __future__ import annotations

from dataclasses import dataclass

SERVICE_PREFIXES = ("wait_", "caseload_", "share_above_norm_")
"""Waits and caseloads: shown where staff are kept or hours reinvested, never where staff are cut."""

MONEY_MEASURES = ("staff_cost", "benefits_paid", "certificate_fees", "interpreter_fees")
"""Amounts in DKK: shown only where staff are cut. Any measure whose unit begins with DKK counts as well."""

STAFF_MEASURES = ("staff",)
"""Posts change only where staff are cut."""


@dataclass(frozen=True)
class Column:
    """One column of a study: ``rule_set/practice/capacity``."""

    name: str
    rule_set: str
    practice: str
    capacity: str

    @classmethod
    def of(cls, name: str) -> Column:
        """The parts of ``rule_set/practice/capacity``; a missing part is empty."""
        rule_set, practice, capacity = ([*name.split("/", 2), "", ""])[:3]
        return cls(name, rule_set, practice, capacity)

    @property
    def cut(self) -> bool:
        return self.use == "cut"

    @property
    def use(self) -> str:
        """keep, cut or reinvest, whatever hours are reinvested in and whatever shocks the column has."""
        return use_of(self.capacity)

    @property
    def into(self) -> str:
        """The use with what hours are reinvested in: keep, cut, reinvest-meetings, reinvest-caseloads."""
        return self.capacity.partition("(")[0]

    @property
    def shocks(self) -> str:
        """The column's own shocks, in words; empty without any."""
        return self.capacity.partition("(")[2].removesuffix(")")


def use_of(capacity: str) -> str:
    return capacity.partition("(")[0].partition("-")[0]


def is_service(measure: str) -> bool:
    return measure.startswith(SERVICE_PREFIXES)


def is_money(measure: str, unit: str = "") -> bool:
    return measure in MONEY_MEASURES or unit.upper().startswith("DKK")


def may_show(measure: str, unit: str, capacity: str) -> bool:
    """Whether a difference in ``measure`` may stand in a column with this capacity (design decision 10)."""
    if use_of(capacity) == "cut":
        return not is_service(measure)
    return not is_money(measure, unit) and measure not in STAFF_MEASURES
