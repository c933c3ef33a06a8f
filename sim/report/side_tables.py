"""The numbers beside the headlines: offers, sanctions, certificates, interpreters, detection, groups of unknown volume."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.levels import in_order, levels, one_place, whole
from sim.report.manifest import Manifest
from sim.report.pools import is_refused
from sim.report.words import kind_of_activity, label

EVERY = "every"
"""A row for all, and one for each name."""

BESIDE: tuple[tuple[str, str, str], ...] = (
    ("offers", "all", EVERY),
    ("offers_that_count", "all", "all"),
    ("offer_weeks", "all", "all"),
    ("in_offer_share", "job-ready", "all"),
    ("fokusmaal_1_share", "all", "all"),
    ("sanctions", "all", "all"),
    ("sanction_appeals", "all", "all"),
    ("sanction_redone", "all", "all"),
    ("appeals", "all", EVERY),
    ("appeals_redone", "all", "all"),
    ("appeals_late_share", "all", "all"),
    ("prolongations", "sick", EVERY),
    ("certificates", "all", "all"),
    ("certificate_fees", "all", "all"),
    ("interpreter_hours", "all", "all"),
    ("interpreter_fees", "all", "all"),
    ("needs_undetected", "all", "all"),
    ("detection_delay_mean_standardised", "all", "all"),
    ("detection_delay_within_26_weeks_standardised", "all", "all"),
    ("detection_delay_left", "all", "all"),
    ("detection_delay_never", "all", "all"),
    ("long_cases", "all", "all"),
    ("long_cases_with_team_need_share", "all", "all"),
)
"""(measure, group, activity) in the order shown."""

UNKNOWN = ("stock_unknown", "staff_unknown", "meetings_unknown", "hours_unknown")
"""Measures of the groups of unknown volume, in the order shown."""


def beside_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The level table of :data:`BESIDE`; amounts in DKK only of the baseline and of columns that cut staff."""
    table = levels(measures, comparisons, [row[0] for row in BESIDE], manifest)
    table = table[whole(table, ["team", "need"])]
    table = table[~(is_refused(table, one_place(comparisons, manifest)) & whole(table, ["group"]))]
    parts = []
    for measure, group, activity in BESIDE:
        rows = table[(table["measure"] == measure) & (table["group"] == group)]
        first = rows[rows["activity"] == "all"]
        parts += [first, rows[rows["activity"] != "all"].sort_values("activity")] if activity == EVERY else [first]
    return pd.concat(parts, ignore_index=True) if parts else table


def unknown_numbers(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The level table of :data:`UNKNOWN`: in all, then citizens and hours by group."""
    table = levels(measures, comparisons, UNKNOWN, manifest)
    table = table[whole(table, ["activity", "need"]) & (table["group"] != "none")]
    posts = table[(table["measure"] == "staff_unknown") & (table["group"] == "all")]
    table = table[whole(table, ["team"]) & (table["measure"] != "staff_unknown")]
    parts = []
    for measure in UNKNOWN:
        rows = posts if measure == "staff_unknown" else table[table["measure"] == measure]
        parts += [
            rows[rows["group"] == "all"],
            rows[rows["group"] != "all"].sort_values("group", key=in_order, kind="stable"),
        ]
    return pd.concat(parts, ignore_index=True) if parts else table


def beside_words(measure: str, group: str, activity: str, manifest: Manifest, lang: Lang) -> str:
    """The words of a row: the measure, and its activity, group or team."""
    words = label("measure", measure, lang, manifest)
    if activity != "all":
        return f"{words}: {label(kind_of_activity(measure), activity, lang, manifest)}"
    if group != "all" and measure != "prolongations":  # only the sick have them
        kind = "group" if group in manifest.labels.get("group", {}) else "team"
        return f"{words}: {label(kind, group, lang, manifest)}"
    return words
