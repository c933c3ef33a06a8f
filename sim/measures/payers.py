"""Who pays: municipality, state, unemployment funds and region, from the other measures of a run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.law.clauses.vocabulary import STAFFED_ROLES
from sim.measures.rates import Rates
from sim.measures.tidy import Tidy

PER_YEAR = "DKK per year"
PAYERS = ("municipality", "state", "fund", "region")
"""The payers, as the measures ``paid_<payer>`` name them. The fund is the unemployment fund."""
KINDS = ("benefits", "activation", "fees", "staff")
"""What is paid: the column ``activity`` of ``paid_<payer>``."""
ROLE_OF = {"fund": "a-kasse", "region": "region"}
"""A payer besides the municipality -> the role whose hours it pays."""
FEES = ("certificate_fees", "interpreter_fees")
USED = (
    "benefits_municipality", "benefits_state", "activation_municipality", "activation_state", *FEES, "staff", "staff_total",
    "hours_total",
)  # fmt: skip
"""The measures that the sums by payer use."""


def payers(measured: pd.DataFrame, rates: Rates) -> pd.DataFrame:
    """What each payer pays in the window, a year. Only differences between rule sets have a meaning.

    - ``paid_municipality``, ``paid_state``, ``paid_fund``, ``paid_region`` and ``paid_total``: by kind (column activity)
      and in all. Disability pension is not part of it.
    - ``effort_cost``: operation and activation: ``staff`` and ``fees`` of the municipality and ``activation``, whoever
      bears it. By kind and in all.

    The kinds are:

    - ``benefits``: ``benefits_municipality`` and ``benefits_state``. An unemployment fund pays dagpenge out, and state and
      municipality bear it.
    - ``activation``: ``activation_municipality`` and ``activation_state``.
    - ``fees``: certificates and interpreters.
    - ``staff``: the municipality's posts and the hours of its other roles (:func:`municipal_staff`). The fund and the
      region pay the hours of their own roles, at the price of an hour of the municipality.

    Args:
        measured: the other measures of the run, with its planned posts (``staff``, ``staff_total``).
        rates: price of an hour, and the hours of a post that belong to it.
    """
    tidy, measured = Tidy(), measured[measured["measure"].isin(USED)]
    paid = {
        "municipality": {
            "benefits": total(measured, "benefits_municipality"),
            "activation": total(measured, "activation_municipality"),
            "fees": sum(total(measured, fee) for fee in FEES),
            "staff": municipal_staff(measured, rates.hour_dkk, rates.post_hours),
        },
        "state": {
            "benefits": total(measured, "benefits_state"),
            "activation": total(measured, "activation_state"),
        },
        **{payer: {"staff": role_hours(measured, role) * rates.hour_dkk} for payer, role in ROLE_OF.items()},
    }
    sums = {kind: sum(paid[payer].get(kind, 0.0) for payer in PAYERS) for kind in KINDS}
    effort = {kind: paid["municipality"][kind] for kind in ("fees", "staff")} | {"activation": sums["activation"]}
    for measure, kinds in (
        *((f"paid_{payer}", paid[payer]) for payer in PAYERS), ("paid_total", sums), ("effort_cost", effort),
    ):  # fmt: skip
        for kind, dkk in kinds.items():
            tidy.add(measure, PER_YEAR, dkk, activity=kind)
        tidy.add(measure, PER_YEAR, sum(kinds.values()))
    return tidy.frame()


def municipal_staff(measured: pd.DataFrame, hour_dkk: float, post_hours: float) -> float:
    """DKK a year of the municipality's staff: posts of caseworkers, and other roles.

    A role counts with its posts where it has posts at the place, and otherwise with its hours.
    """
    of_post = hour_dkk * post_hours
    dkk = total(measured, "staff_total") * of_post
    for role in STAFFED_ROLES:
        posts = total(measured, "staff", role)
        dkk += posts * of_post if posts else role_hours(measured, role) * hour_dkk
    return dkk


def role_hours(measured: pd.DataFrame, role: str) -> float:
    """Hours a year of a role in a run."""
    return _sum(measured, measure="hours_total", team=role, group="all")


def total(measured: pd.DataFrame, measure: str, team: str = "all", activity: str = "all") -> float:
    """A measure of a run over all groups and needs; 0 without a row."""
    return _sum(measured, measure=measure, team=team, group="all", activity=activity, need="all")


def _sum(measured: pd.DataFrame, **words: str) -> float:
    """The sum of the rows with these words by column."""
    chosen = np.logical_and.reduce([measured[column].to_numpy() == word for column, word in words.items()])
    return float(measured["value"].to_numpy()[chosen].sum())
