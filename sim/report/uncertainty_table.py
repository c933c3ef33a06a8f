"""The record of an uncertainty analysis as tidy tables. A list within a cell is joined by semicolons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from sim.report.record import Record
from sim.report.uncertainty_record import (
    BothRecord,
    ClaimRecord,
    FactorRecord,
    ShareRecord,
    UncertaintyRecord,
    WorthRecord,
)
from sim.report.uncertainty_words import end_text


def both_table(record: UncertaintyRecord) -> pd.DataFrame:
    """A row per place and headline: the difference as it is, its interval by chance, and that by assumptions.

    ``central, chance_low, chance_high``: mean difference over ``pairs`` with the values as they are, and its t interval.
    ``mean, low, high``: over ``samples``, the middle ``level`` of them without chance. ``chance_share``: of their variance.
    ``distinct``: whether assumptions can be distinguished from chance; if not, chance was not removed.
    """
    return _frame(BothRecord, record.both)


def shares_table(record: UncertaintyRecord) -> pd.DataFrame:
    """A row per place, headline and part of the variance: ``kind`` factor, grade, products, chance or rest.

    ``first`` is the share of a factor alone, ``total`` the share of all terms that it is part of; each has a 95 % interval. A
    factor without a row could not be distinguished from chance and from all others.
    """
    return _frame(ShareRecord, record.shares)


def claims_table(record: UncertaintyRecord) -> pd.DataFrame:
    """A row per place: the claim, whether a box was found, its limits in words, coverage and density."""
    table = _frame(ClaimRecord, record.claims).drop(columns="points")
    table["limits"] = [
        "; ".join(
            f"{limit.factor}: {end_text(limit.low_number, limit.unit, 'en') or '-'} to "
            f"{end_text(limit.high_number, limit.unit, 'en') or '-'}"
            for limit in each.limits
        )
        for each in record.claims
    ]
    return table


def worth_table(record: UncertaintyRecord) -> pd.DataFrame:
    """A row per place and factor that can be distinguished from chance, in the order in which measuring it is worth most.

    ``worth`` is the expected gain of the decision in the unit of the measure. ``share`` is the share of the variance that would
    disappear. ``width`` is the expected width of the interval as a share of the present one.
    """
    table = _frame(WorthRecord, record.worth)
    factors = {factor.name: factor for factor in record.factors}
    for name in ("grade", "measured_by", "sources"):
        table[name] = [_cell(getattr(factors[each.factor], name)) for each in record.worth]
    return table


def factors_table(record: UncertaintyRecord) -> pd.DataFrame:
    """A row per factor: what moves together, its grade, and what would measure it."""
    return _frame(FactorRecord, record.factors)


def uncertainty_tables(record: UncertaintyRecord) -> dict[str, pd.DataFrame]:
    """Every table of a record by the name of its file."""
    return {
        "uncertainty": both_table(record), "uncertainty-shares": shares_table(record),
        "uncertainty-claims": claims_table(record), "uncertainty-worth": worth_table(record),
        "uncertainty-factors": factors_table(record),
    }  # fmt: skip


def _frame(kind: type[Record], rows: Iterable[Record]) -> pd.DataFrame:
    columns = list(kind.model_fields)
    return pd.DataFrame([[_cell(getattr(row, name)) for name in columns] for row in rows], columns=columns)


def _cell(content: Any) -> Any:
    """The content of a cell: titles in English, lists joined."""
    if isinstance(content, tuple):
        return "; ".join(str(each) for each in content)
    return content.en if hasattr(content, "en") else content
