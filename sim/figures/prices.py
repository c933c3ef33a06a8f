"""Prices from the figures: an hour of a caseworker, an hour of an interpreter, benefits by the week."""

from __future__ import annotations

from pathlib import Path

from sim.figures.rates import HourPair, hour_pair, load_rates
from sim.files.errors import ScenarioError
from sim.files.quantity import YEAR_DAYS
from sim.measures import Rates

WEEKS_PER_MONTH = YEAR_DAYS / 7 / 12
NOT_MUNICIPAL = ("a-kasse", "region")
"""Roles whose hours no municipality pays. Their work counts in no sum of a municipality."""


def rates(root: Path) -> Rates:
    """The papers' price of an hour, the mean benefits (DKK per citizen and week), and the price of an interpreter's hour."""
    table = load_rates(root / "figures" / "rates.yaml")
    week: dict[str, float] = {}
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
    interpreter_prices = table.loc[table["kind"] == "interpreter-hour", "value"]
    return Rates(
        hour_pair(table).dkk_per_hour, week, float(interpreter_prices.iloc[0]) if len(interpreter_prices) else 0.0
    )


def hour(root: Path) -> HourPair:
    """The papers' price of an hour, and the effective hours per post that belong to it."""
    return hour_pair(load_rates(root / "figures" / "rates.yaml"))
