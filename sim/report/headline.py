"""The rows that every comparison leads with: table, forest plot, screen and the first three lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.measures.hours import RUNNING
from sim.report.levels import DIMENSIONS, caseworkers_only, levels, one_place, rolled, study_columns, whole
from sim.report.manifest import Manifest
from sim.report.pools import is_refused

HEADLINES: tuple[tuple[str, str, str], ...] = (
    ("hours_total", "all", "all"),
    ("hours_asked", "all", "all"),
    ("hours_asked_rules", "all", "all"),
    ("hours_asked_practice", "all", "all"),
    ("hours", RUNNING, "all"),
    ("hours_shed", "all", "all"),
    ("contact_minutes_per_citizen_week", "all", "all"),
    ("all_contact_minutes_per_citizen_week", "all", "all"),
    ("all_contact_minutes_per_citizen_week", "all", "light"),
    ("all_contact_minutes_per_citizen_week", "all", "medium"),
    ("all_contact_minutes_per_citizen_week", "all", "heavy"),
    ("hours_other_roles", "all", "all"),
    ("direct_contact_share", "all", "all"),
    ("running_minutes_per_citizen_week", "all", "all"),
    ("running_minutes_per_citizen_week", "all", "light"),
    ("running_minutes_per_citizen_week", "all", "medium"),
    ("running_minutes_per_citizen_week", "all", "heavy"),
    ("caseload_mean", "all", "all"),
    ("caseload_weighted", "all", "all"),
    ("norm_posts_2016_most", "all", "all"),
    ("norm_posts_2020_most", "all", "all"),
    ("norm_posts_2020_fewest", "all", "all"),
    ("norm_gap_2020_most", "all", "all"),
    ("wait_first_meeting_within_4_weeks_standardised", "all", "all"),
    ("wait_first_meeting_mean_standardised", "all", "all"),
    ("wait_first_meeting_left", "all", "all"),
    ("wait_certificate_mean_standardised", "all", "all"),
    ("wait_team_mean_standardised", "all", "all"),
    ("wait_decision_mean_standardised", "all", "all"),
    ("wait_effort_mean_standardised", "all", "all"),
    ("wait_clarification_mean_standardised", "all", "all"),
    ("detection_delay_mean_standardised", "all", "all"),
    ("held_by_due_share_standardised", "all", "all"),
    ("breach_share_standardised", "all", "all"),
    ("deadlines_gone", "all", "all"),
    ("meetings", "all", "all"),
    ("group_switches", "all", "all"),
    ("benefit_switches", "all", "all"),
    ("handovers", "all", "all"),
    ("sanctions", "all", "all"),
    ("certificates", "all", "all"),
    ("team_cases", "all", "all"),
    ("staff", "all", "all"),
    ("staff_cost", "all", "all"),
    ("certificate_fees", "all", "all"),
    ("interpreter_fees", "all", "all"),
    ("benefits_compared_municipality", "all", "all"),
    ("benefits_compared_state", "all", "all"),
    ("pensions_earlier", "all", "all"),
    ("pensions_later", "all", "all"),
    ("pension_days_moved", "all", "all"),
    ("pensions_more", "all", "all"),
)
"""(measure, activity, need), in the order shown; group and team are ``all``."""

SUMS = (
    "staff",
    "meetings",
    "group_switches",
    "benefit_switches",
    "handovers",
    "sanctions",
    "certificates",
    "team_cases",
    "certificate_fees",
    "interpreter_fees",
)
"""Measures that may be summed where the tables have no row ``all``."""

CHANGES_ONLY = (
    "benefits_compared_municipality",
    "benefits_compared_state",
    "pensions_earlier",
    "pensions_later",
    "pension_days_moved",
    "pensions_more",
)
"""Measures of which no level is shown: a level would be the age of the run, or is 0 by definition."""

COLUMNS = [
    "column",
    "capacity",
    "measure",
    "activity",
    "need",
    "unit",
    "baseline_mean",
    "variant_mean",
    "difference",
    "low",
    "high",
    "percent",
    "confidence",
    "pairs",
    "nature",
    "variance_factor",
]


def headline(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The headline differences (:data:`COLUMNS`): a row per variant and headline that may be shown there.

    ``capacity`` is keep, cut or reinvest. ``percent`` is the difference in percent of the baseline. ``staff_cost`` is the
    posts at the price of the manifest.
    """
    comparisons = one_place(comparisons, manifest)
    if comparisons.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = levels(measures, comparisons, sorted({row[0] for row in HEADLINES}), manifest)
    table = _totals(table)
    table = pd.concat([table, _staff_cost(table, manifest)], ignore_index=True)
    order = study_columns(measures, comparisons, manifest)
    baseline = order[0]
    after = table[(table["column"] != baseline) & table["difference"].notna()].rename(columns={"mean": "variant_mean"})
    # what a number counts may depend on the pair (shared strata, duties of one side only), and so may its baseline
    after = after.assign(baseline_mean=after["variant_mean"] - after["difference"])
    after = after[~is_refused(after, comparisons)]
    after["capacity"] = after["column"].map({name: manifest.column(name).kind for name in order})
    after.loc[after["measure"].isin(CHANGES_ONLY), ["baseline_mean", "variant_mean"]] = np.nan
    after["percent"] = 100 * after["difference"] / after["baseline_mean"].replace(0, np.nan)
    after = after.merge(_nature(comparisons), how="left", on=["column", "measure", "activity", "need"])
    places = {row: place for place, row in enumerate(HEADLINES)}
    after["place"] = [
        places.get((m, a, n), -1) for m, a, n in zip(after["measure"], after["activity"], after["need"], strict=True)
    ]
    after = after[after["place"] >= 0]
    columns = {name: place for place, name in enumerate(order)}
    after = after.assign(which=after["column"].map(columns)).sort_values(["which", "place"], kind="stable")
    return after.reindex(columns=COLUMNS).reset_index(drop=True)


def _totals(table: pd.DataFrame) -> pd.DataFrame:
    """Each headline measure over all groups and teams; hours are the caseworkers'."""
    hourly = table["measure"].isin(["hours", "hours_total"])
    whole_rows = table[~table["measure"].isin(SUMS) & ~hourly & whole(table, ["group", "team"])]
    leading = (table["measure"] != "hours") | (table["activity"] == RUNNING)  # of hours by activity, one is a headline
    hours = rolled(caseworkers_only(table[hourly & leading]), ["need", "group", "team"])
    sums = rolled(table[table["measure"].isin(SUMS) & ~hourly], ["need", "group", "team", "activity"])
    parts = [part for part in (whole_rows, hours, sums) if not part.empty]
    return pd.concat(parts, ignore_index=True) if parts else table


def _staff_cost(table: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Posts as DKK a year, at the manifest's price of an hour and hours of a post."""
    posts = table[table["measure"] == "staff"].copy()
    posts[["mean", "difference", "low", "high"]] *= manifest.prices.dkk_per_post
    return posts.assign(measure="staff_cost", unit="DKK per year")


def _nature(comparisons: pd.DataFrame) -> pd.DataFrame:
    """What each difference is (emerges, scales, echoes) and the gain of pairing, per variant and headline."""
    table = comparisons.reindex(columns=["variant", "measure", *DIMENSIONS, "nature", "variance_factor"])
    whole_rows = table[whole(table, ["group", "team"])]
    rest = table[~table.index.isin(whole_rows.index)].assign(variance_factor=np.nan)
    natures = pd.concat([whole_rows, rest]).rename(columns={"variant": "column"})
    keys = ["column", "measure", "activity", "need"]
    natures = natures.drop_duplicates(keys)[[*keys, "nature", "variance_factor"]]
    anywhere = natures.drop_duplicates(["column", "measure"])
    anywhere = anywhere.assign(activity="all", need="all", variance_factor=np.nan)
    natures = pd.concat([natures, anywhere]).drop_duplicates(keys)
    cost = natures[natures["measure"] == "staff"].assign(measure="staff_cost")
    return pd.concat([natures, cost]).drop_duplicates(keys)
