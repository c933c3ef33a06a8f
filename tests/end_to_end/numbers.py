"""What a study's CSV tables say, laid out as the page shows it: a level for each column and the difference of each variant."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sim.law.clauses.vocabulary import ROLES
from sim.report import Manifest
from sim.report.captions import row_label
from sim.report.headline import HEADLINES
from sim.report.side_tables import BESIDE, UNKNOWN, beside_words
from sim.report.words import label

KEY = ["measure", "group", "team", "activity", "need"]
HOURS = {("hours", "running-casework"), ("hours_total", "all"), ("hours_shed", "all")}
"""What the table of hours has besides work asked for."""

Number = tuple[float, float | None]
"""A level and, of a variant, its difference from the baseline."""


Numbers = dict[tuple[str, ...], dict[str, Number]]
"""By key, the number of each column."""


def numbers(measures: pd.DataFrame, comparisons: pd.DataFrame) -> Numbers:
    """By key and column, each number in the unit of the page: a share in percent.

    A level that the comparisons lack is the mean that the table of measures has. Hours of an activity are those of the
    caseworkers: other roles that share it are left out.
    """
    every = [*KEY, "unit", "column", "mean", "difference"]
    variant = comparisons.rename(columns={"variant": "column", "variant_mean": "mean"})[every]
    baseline = comparisons.rename(columns={"baseline": "column", "baseline_mean": "mean"})
    baseline = baseline.assign(difference=None)[every]
    column = measures["rule_set"] + "/" + measures["practice"] + "/" + measures["capacity"]
    means = measures.assign(column=column, difference=None)[every]
    table = pd.concat([variant, baseline.drop_duplicates(), means]).drop_duplicates([*KEY, "column"])
    table = _of_caseworkers(table)
    scale = table["unit"].eq("share").map({True: 100.0, False: 1.0})
    table = table.assign(mean=table["mean"] * scale, difference=table["difference"].astype(float) * scale)
    found: Numbers = {}
    for *key, _, name, mean, difference in table.itertuples(index=False, name=None):
        found.setdefault(tuple(key), {})[name] = (mean, None if pd.isna(difference) else difference)
    return found


def _of_caseworkers(table: pd.DataFrame) -> pd.DataFrame:
    """The table with hours of activities as the sum over the caseworkers' teams."""
    hours = table[(table["measure"] == "hours") & (table["group"] == "all") & (table["need"] == "all")]
    teams = hours[~hours["team"].isin([*ROLES, "all"])]
    keys = ["measure", "group", "activity", "need", "unit", "column"]
    summed = teams.groupby(keys, as_index=False)[["mean", "difference"]].sum(min_count=1).assign(team="all")
    rest = table.drop(hours[hours["team"] == "all"].index)
    return pd.concat([rest, summed], ignore_index=True)[table.columns]


def words_of(table: str, key: tuple[str, ...], manifest: Manifest) -> str | None:
    """The first cell of the row that a key has in a table of the page; None where the table does not show that key."""
    measure, group, team, activity, need = key
    showing: dict[str, tuple[bool, Callable[[], str]]] = {
        "comparison": (
            (measure, activity, need) in HEADLINES and (group, team) == ("all", "all"),
            lambda: row_label(measure, activity, need, "en", manifest),
        ),
        "hours": (
            (group, team, need) == ("all", "all", "all")
            and (measure == "hours_asked" or (measure, activity) in HOURS),
            lambda: label("activity" if activity != "all" else "measure", activity if activity != "all" else measure, "en", manifest),
        ),
        "roles": (
            measure == "hours_total" and team in ROLES,
            lambda: label("team", team, "en", manifest),
        ),
        "minutes": (
            measure.startswith("running_minutes_per_citizen_week") and (group, activity) == ("all", "all"),
            lambda: label("team", team, "en", manifest) if team != "all" else label("need", need, "en", manifest),
        ),
        "caseload": (
            measure.startswith(("norm_staff", "norm_posts_")) and (group, activity, need) == ("all", "all", "all"),
            lambda: f"{label('team', team, 'en', manifest)}: {label('measure', measure, 'en', manifest)}",
        ),
        "waits": (
            measure.startswith(("wait_", "detection_delay")) and (team, activity, need) == ("all", "all", "all"),
            lambda: f"{label('measure', measure, 'en', manifest)}: {label('group', group, 'en', manifest)}",
        ),
        "breaches": (
            measure in {"breach_share", "breach_share_standardised", "deadlines_gone"}
            and (group, team, need) == ("all", "all", "all")
            and (measure, activity) != ("breach_share", "all"),
            lambda: label(*(("measure", measure) if activity == "all" else ("duty", activity)), "en", manifest),
        ),
        "beside": (
            (measure, group) in {row[:2] for row in BESIDE} and (team, need) == ("all", "all"),
            lambda: beside_words(measure, group, activity, manifest, "en"),
        ),
        "unknown": (
            measure in UNKNOWN and (activity, need) == ("all", "all"),
            lambda: beside_words(measure, group, activity, manifest, "en"),
        ),
    }  # fmt: skip
    shown, words = showing[table]
    return words() if shown else None
