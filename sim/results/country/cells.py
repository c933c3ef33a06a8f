"""Which numbers of a place a study of a list keeps, and how each is put together over places.

A run of a place has some ten thousand numbers. A hundred places with several columns would fill the memory, and nobody reads
them all. A study of a list keeps the numbers below; a study of one place has all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.hours import RUNNING
from sim.measures.payers import KINDS, PAYERS
from sim.results.pairing import CELL
from sim.results.standardised import SUFFIX, weight_of

SUMS: tuple[tuple[str, str], ...] = (
    ("hours_asked", "all"), ("hours_asked_rules", "all"), ("hours_asked_practice", "all"), ("hours", RUNNING),
    ("hours_shed", "all"), ("hours_other_roles", "all"), ("meetings", "all"), ("no_shows", "all"), ("certificates", "all"),
    ("team_cases", "all"), ("offers", "all"), ("sanctions", "all"), ("group_switches", "all"), ("benefit_switches", "all"),
    ("handovers", "all"), ("deadlines_gone", "all"), ("deadlines_new", "all"), ("wait_first_meeting_left", "all"),
    ("staff", "all"), ("stock", "all"), ("pensions_earlier", "all"), ("pensions_later", "all"), ("pensions_more", "all"),
)  # fmt: skip
"""(measure, activity) of numbers that are added over places, in the order shown."""
MEANS: Mapping[str, str] = {
    "wait_first_meeting_within_4_weeks_standardised": "wait_first_meeting_begun",
    "wait_first_meeting_mean_standardised": "wait_first_meeting_begun",
    "wait_certificate_mean_standardised": "wait_certificate_begun",
    "wait_team_mean_standardised": "wait_team_begun",
    "wait_decision_mean_standardised": "wait_decision_begun",
    "wait_effort_mean_standardised": "wait_effort_begun",
    "wait_clarification_mean_standardised": "wait_clarification_begun",
    "detection_delay_mean_standardised": "detection_delay_begun",
    "held_by_due_share_standardised": "instances",
    "breach_share_standardised": "deadlines",
    "contact_minutes_per_citizen_week": "stock",
    "running_minutes_per_citizen_week": "stock",
    "caseload_mean": "staff",
}
"""A mean or share -> the number of the baseline that weights the places: those who began, citizens or posts."""
MONEY: tuple[tuple[str, str], ...] = (
    *((f"benefits_compared{payer}", "all") for payer in ("", "_municipality", "_state")),
    *((f"benefits_activation_compared_{payer}", "all") for payer in ("municipality", "state", "total")),
    *((f"paid_compared_{payer}", "all") for payer in ("municipality", "state", "total")),
    ("activation_municipality", "all"), ("activation_state", "all"), ("activation_cost", "all"), ("benefits_paid", "all"),
    *((f"paid_{payer}", kind) for payer in PAYERS for kind in ("all", *KINDS)),
    *(("effort_cost", kind) for kind in ("all", "staff", "fees", "activation")),
)  # fmt: skip
"""(measure, activity) of amounts, DKK a year."""
BY_GROUP = (
    "stock", "meetings", "sanctions", "offers", "wait_first_meeting_begun", "wait_first_meeting_within_4_weeks",
    "norm_posts_2016_most", "norm_posts_2016_fewest", "norm_posts_2020_most", "norm_posts_2020_fewest",
)  # fmt: skip
"""Numbers that are kept of each group too."""
OVERALL = (
    "norm_staff",
    "staff_total",
    *(f"norm_posts_{year}_{end}" for year in ("2016", "2020") for end in ("most", "fewest")),
)
"""Numbers that are kept of the whole place for the norms."""
ROLLED = tuple(dict.fromkeys(measure for measure, _ in SUMS))
"""Sums whose row over everything is made from the rows by group or team, where a run has none."""
_OF_STRATA = re.compile(rf"(.+){SUFFIX}")


def read_names() -> set[str]:
    """The measures of a run that the kept numbers are made from: they too, and the strata and weights of standardised values."""
    names = {measure for measure, _ in (*SUMS, *MONEY)} | set(MEANS) | set(MEANS.values()) | {*BY_GROUP, *OVERALL}
    strata = {match[1] for name in MEANS if (match := _OF_STRATA.fullmatch(name))}
    return names | strata | {str(weight_of(name)) for name in strata} | {"deadlines"}


def with_totals(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with a row over everything of each sum, added where a column and replication has none.

    A citizen is in one group and a post in one team, so their rows add up.
    """
    sides = ["study", "place", "rule_set", "practice", "capacity", "replication"]
    rest = measures[measures["measure"].isin(ROLLED)]
    whole = rest[["group", "team", "activity", "need"]] == "all"
    there = set(rest.loc[whole.all(axis=1), "measure"])
    added = []
    for dimension in ("group", "team"):
        others = [name for name in whole.columns if name != dimension]
        chosen = rest[whole[others].all(axis=1) & ~whole[dimension] & ~rest["measure"].isin(there)]
        sums = chosen.groupby([*sides, "measure", "unit"], sort=False)["value"].sum().reset_index()
        added.append(sums.assign(group="all", team="all", activity="all", need="all"))
        there |= set(sums["measure"])
    return pd.concat([measures, *(part[measures.columns] for part in added if len(part))], ignore_index=True)


def kept(table: pd.DataFrame) -> NDArray[np.bool_]:
    """bool[rows], the cells (:data:`sim.results.pairing.CELL`) that are kept."""
    wanted = {*SUMS, *MONEY, *((name, "all") for name in (*MEANS, *MEANS.values(), *OVERALL))}
    named = np.array([key in wanted for key in zip(table["measure"], table["activity"], strict=True)], dtype=np.bool_)
    whole = {name: (table[name] == "all").to_numpy() for name in CELL[:4]}
    everything = named & whole["group"] & whole["team"] & whole["need"]
    of_group = table["measure"].isin(BY_GROUP).to_numpy() & whole["team"] & whole["activity"] & whole["need"]
    return np.asarray(everything | of_group, dtype=np.bool_)
