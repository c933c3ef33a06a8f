"""The table of proposals run alone: the hours each one frees, the posts that may be cut, and the claim of its paper.

A proposal is run alone if a column's rules are those of another column plus this proposal (``current+004-1`` and ``current``).
It is compared with that other column, so a study may contain several regimes. A package of proposals is a row too. It is compared
with a column of its regime without proposals. Hours come from columns with staff kept, posts and DKK from columns with staff cut.
They describe the same hours and must not be added. Rows must not be added either: proposals overlap, and some contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.figures import claims
from sim.figures.prices import hour
from sim.law.clauses.vocabulary import ROLES
from sim.law.compose.library import Library, Package
from sim.law.reading.outline import rules_list
from sim.measures.hours import RUNNING
from sim.report.manifest import BreakEven
from sim.results.pairing import column_names, paired_intervals
from sim.results.proposal_words import NAN, not_run, notes_of, words_of
from sim.study.column import Column
from sim.study.study import Study

COLUMNS = [
    "proposal", "paper", "kind", "title", "title_da", "place", "column", "cut_column", "regime", "practice", "practice_changed",
    "hours", "hours_low", "hours_high", "other_roles", "other_roles_low", "other_roles_high", "posts_added",
    "meetings", "meetings_low", "meetings_high", "offers", "benefit_days", "benefit_days_low", "benefit_days_high",
    "posts", "dkk", "dkk_low", "dkk_high", "fees_dkk", "benefits", "benefits_low", "benefits_high",
    "claim", "claim_unit", "claim_source", "claim_scaled", "claim_scaling", "ratio", "nature", "of", "break_even_days", "note",
]  # fmt: skip
NUMBERS = frozenset(
    {*COLUMNS[COLUMNS.index("hours") : COLUMNS.index("claim") + 1], "claim_scaled", "ratio", "break_even_days"}
)


class Three(NamedTuple):
    """A number with the ends of its interval."""

    value: float = NAN
    low: float = NAN
    high: float = NAN

    def under(self, name: str) -> dict[str, float]:
        return {name: self.value, f"{name}_low": self.low, f"{name}_high": self.high}


@dataclass(frozen=True)
class Alone:
    """A proposal or package run alone, with the column that it is compared with.

    Attributes:
        name: id of the proposal, or name of the package.
        base: the column compared with; its staff is kept.
        keep, cut: the columns with staff kept and with staff cut; None if the study has none.
    """

    name: str
    base: Column
    keep: Column | None
    cut: Column | None

    @property
    def practice(self) -> str:
        return (self.keep or self.cut or self.base).practice


def alone(study: Study) -> list[Alone]:
    """Every proposal and package whose rules the study runs with and without it, in the order of the columns."""
    packages = study.library.packages
    pairs: dict[Column, Alone] = {}
    for column in study.columns:
        if column.use not in ("keep", "cut") or len(column.rule_sets) > 1 or column.kept in pairs:
            continue
        rule_set = column.first.rule_set
        package = packages.get(rule_set.name)
        if rule_set.added:
            name, base = rule_set.added, _base(study, column, [rule_set.parent])
        elif package is not None and package.reforms:
            name, base = rule_set.name, _base(study, column, _bare(study, package))
        else:
            continue
        if base is not None:
            keep, cut = (other if other in study.columns else None for other in (column.kept, column.using("cut")))
            pairs[column.kept] = Alone(name, base, keep, cut)
    return list(pairs.values())


def _bare(study: Study, package: Package) -> list[str]:
    """Names of the study's rule sets that are a package's regime without any proposal."""
    names = []
    for rule_set in {
        column.rules: column.first.rule_set for column in study.columns if len(column.rule_sets) == 1
    }.values():
        own = study.library.packages.get(rule_set.name)
        if rule_set.regime.regime == package.regime and not rule_set.reforms and not (own is not None and own.changes):
            names.append(rule_set.name)
    return names


def _base(study: Study, column: Column, names: list[str]) -> Column | None:
    """The column with one of these rule sets, all staff and the same shocks; preferably with the baseline's practice."""
    fits = [other for other in study.columns if other.rules in names and other.capacity == column.kept.capacity]
    return next((other for other in fits if other.practice == study.baseline.practice), fits[0] if fits else None)


def proposals(study: Study, measures: pd.DataFrame, saved: Sequence[BreakEven]) -> pd.DataFrame:
    """The table of proposals, with the columns :data:`COLUMNS`. It is empty if the study runs no proposal alone.

    Proposals that are run come first, in the order of the papers, then packages, then proposals that are not run, with the reason.

    Args:
        measures: the study's tidy measures.
        saved: the result of :func:`sim.results.break_even.savings`.
    """
    library, run = study.library, alone(study)
    if not any(entry.name in library.proposals for entry in run):
        return pd.DataFrame(columns=COLUMNS)
    order = {row["id"]: number for number, row in enumerate(rules_list(library)["proposals"])}
    run = sorted(run, key=lambda entry: order.get(entry.name, len(order)))
    names = column_names(measures)
    rows = []
    for entry in run:
        columns = [column for column in (entry.base, entry.keep, entry.cut) if column is not None]
        for place in study.places:
            at_place = measures[measures["place"] == place] if "place" in measures else measures
            by_column = {column: at_place[names.reindex(at_place.index) == column.name] for column in columns}
            rows.append(_row(study, library, entry, place, by_column, saved))
    done = {entry.name for entry in run}
    rows += [not_run(library.proposals[name]) for name in order if name not in done]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(sorted(NUMBERS), float))


def _row(
    study: Study,
    library: Library,
    entry: Alone,
    place: str,
    by_column: dict[Column, pd.DataFrame],
    saved: Sequence[BreakEven],
) -> dict[str, Any]:
    """The row of a proposal or package at a place."""
    base, level = by_column[entry.base], study.confidence
    row: dict[str, Any] = {
        "place": place, "regime": entry.base.rules, "practice": entry.practice,
        "practice_changed": entry.practice != entry.base.practice, "column": (entry.keep or entry.cut or entry.base).name,
        "cut_column": entry.cut.name if entry.cut else "",
    }  # fmt: skip
    row |= words_of(study, library, entry.name, place)
    if entry.keep is not None:
        kept = by_column[entry.keep]
        row |= _less(kept, base, level, "hours", RUNNING).under("hours")
        row |= _less(base, kept, level, "hours_total", teams=[r for r in ROLES if r != "caseworker"]).under(
            "other_roles"
        )
        row |= _less(kept, base, level, "meetings").under("meetings")
        row["offers"] = _less(kept, base, level, "offers").value
        row["posts_added"] = _less(kept, base, level, "staff").value
        row |= _less(kept, base, level, "benefit_person_weeks", times=7.0).under("benefit_days")
    if entry.cut is not None:
        row |= _money(study, base, by_column[entry.cut], level)
        row["break_even_days"] = next(
            (
                NAN if each.days is None else each.days
                for each in saved
                if each.place == place and each.column == entry.cut.name and each.saving is not None and each.saving > 0
            ),
            NAN,
        )
    sum_, scaled = row.get("dkk", NAN), row.pop("scaled")
    if row["claim_unit"] == claims.MONEY and not math.isnan(sum_) and not math.isnan(scaled.dkk):
        row["ratio"] = sum_ / scaled.dkk
    row["note"] = "; ".join(text for text in (*notes_of(row, scaled), row["note"]) if text)
    return row


def _money(study: Study, base: pd.DataFrame, cut: pd.DataFrame, level: float) -> dict[str, float]:
    """Posts saved, and DKK per year: the posts at the papers' price plus the fees saved."""
    price = hour(study.root)
    post = price.dkk_per_hour * price.hours_per_post
    sums = []
    for table in (base, cut):
        fees = _values(table, "certificate_fees") + _values(table, "interpreter_fees")
        sums.append((_values(table, "staff"), fees))
    (posts_before, fees_before), (posts_after, fees_after) = sums
    return {
        "posts": _paired(posts_after, posts_before, level).value,
        **_paired(posts_after * post + fees_after, posts_before * post + fees_before, level).under("dkk"),
        "fees_dkk": _paired(fees_after, fees_before, level).value,
        **_less(cut, base, level, "benefits_paid").under("benefits"),
    }


def _less(
    table: pd.DataFrame, other: pd.DataFrame, level: float, measure: str, activity: str = "all", *,
    teams: list[str] | None = None, times: float = 1.0,
) -> Three:  # fmt: skip
    """The measure in ``table`` less the measure in ``other``, times ``times``, as a paired difference."""
    values, others = (_values(t, measure, activity, teams) * times for t in (table, other))
    return _paired(others, values, level)


def _values(
    table: pd.DataFrame, measure: str, activity: str = "all", teams: list[str] | None = None
) -> pd.Series[float]:
    """The measure by replication, over all groups and needs; 0 without a row. With ``teams`` it is the sum over these teams."""
    rows = table[(table["measure"] == measure) & (table["activity"] == activity) & (table["group"] == "all")]
    rows = rows[(rows["need"] == "all") & rows["team"].isin(teams or ["all"])]
    runs = sorted(set(table["replication"]))
    return rows.groupby("replication")["value"].sum().reindex(runs, fill_value=0.0).astype(float)


def _paired(before: pd.Series[float], after: pd.Series[float], level: float) -> Three:
    """The paired difference ``after`` - ``before``. Each replication that both have is a pair."""
    both = sorted(set(before.index) & set(after.index))
    a, b = (np.asarray(s.reindex(both), dtype=np.float64)[None, :] for s in (before, after))
    interval = paired_intervals(a, b, level)
    return Three(*(float(interval[name][0]) for name in ("difference", "low", "high")))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data for the manifest; nan becomes null."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
