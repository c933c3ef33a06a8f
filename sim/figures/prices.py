"""Prices from the figures: an hour of a caseworker, an hour of an interpreter, benefits by the week."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.figures.rates import HourPair, hour_pair, load_rates
from sim.files.errors import ScenarioError
from sim.files.quantity import YEAR_DAYS
from sim.measures import Rates

WEEKS_PER_MONTH = YEAR_DAYS / 7 / 12
OTHERS = "others"
"""``paid_by`` of a benefit that the municipality does not pay out."""
NOT_MUNICIPAL = ("a-kasse", "region")
"""Roles whose hours no municipality pays. Their work counts in no sum of a municipality."""


def rates(root: Path) -> Rates:
    """The prices of the measures: the papers' price of an hour, the mean benefits and who pays them, an interpreter's hour."""
    table = load_rates(root / "figures" / "rates.yaml")
    week: dict[str, float] = {}
    others: list[str] = []
    for row in table[table["kind"] == "mean-benefit"].to_dict("records"):
        unit, value = str(row["unit"]), float(row["value"])
        if unit not in {"DKK per month", "DKK per week"}:
            raise ScenarioError(
                f"the rate {row['id']} has an unknown unit",
                file="figures/rates.yaml",
                found=unit,
                expected="DKK per month or DKK per week",
            )
        week[str(row["benefit"])] = value / WEEKS_PER_MONTH if unit == "DKK per month" else value
        others += [str(row["benefit"])] if row["paid_by"] == OTHERS else []
    return Rates(
        hour_dkk=hour_pair(table).dkk_per_hour,
        benefit_week_dkk=week,
        interpreter_hour_dkk=_only(table, "interpreter-hour"),
        paid_by_others=tuple(sorted(others)),
        own_share=tuple((week, 1 - refund) for week, refund in _by_weeks(table, "state-refund")),
        others_share=tuple(_by_weeks(table, "municipal-co-financing")),
        discount=_only(table, "discount-rate") / 100,
        pension_age=_only(table, "pension-age"),
    )


def _only(table: pd.DataFrame, kind: str) -> float:
    """The value of the only price of a kind; 0 without one."""
    values = table.loc[table["kind"] == kind, "value"]
    return float(values.iloc[0]) if len(values) else 0.0


def _by_weeks(table: pd.DataFrame, kind: str) -> list[tuple[int, float]]:
    """(first week, share) of a price that changes with the weeks on benefits, in order. The weeks have no gap.

    Raises:
        ScenarioError: the weeks do not begin at 1, or have a gap or an overlap.
    """
    rows = table[table["kind"] == kind].sort_values("weeks_from").to_dict("records")
    steps, expected = [], 1
    for row in rows:
        if row["weeks_from"] != expected:
            raise ScenarioError(
                f"the weeks of {row['id']} do not follow those before it", file="figures/rates.yaml",
                found=f"weeks_from: {row['weeks_from']}", expected=f"weeks_from: {expected}",
            )  # fmt: skip
        steps.append((int(row["weeks_from"]), float(row["value"]) / 100))
        expected = -1 if pd.isna(row["weeks_to"]) else int(row["weeks_to"]) + 1
    return steps


def hour(root: Path) -> HourPair:
    """The papers' price of an hour, and the effective hours per post that belong to it."""
    return hour_pair(load_rates(root / "figures" / "rates.yaml"))
