"""The table of proposals run alone: the work that each one removes, what became of it, and the claim of its paper.

A proposal is run alone if a column's rules are those of another column plus this proposal (``current+004-1`` and ``current``).
It is compared with that other column, so a study may contain several regimes. A package of proposals is a row too. It is compared
with a column of its regime without proposals. Work removed comes from columns with staff kept, posts that can go from columns with
staff cut. They describe the same hours and must not be added. Rows must not be added either: proposals overlap, and some
contradict each other.

A claim is held against work removed, not against posts cut: a paper claims hours, and a cut depends on how staff is searched. A
claim in DKK is held against the hours of all municipal roles at the papers' price, and fees. Freed is positive everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.figures.prices import NOT_MUNICIPAL, hour
from sim.law.clauses.vocabulary import ROLES
from sim.law.compose.library import Library, Package
from sim.law.reading.outline import rules_list
from sim.measures.hours import RUNNING
from sim.measures.payers import PAYERS
from sim.report.manifest import BreakEven
from sim.report.payer_sums import sums
from sim.results.pairing import column_names
from sim.results.proposal_claims import held_against, money_of_work, result_for
from sim.results.proposal_sums import Interval, cost_of, fees_of, less, paired
from sim.results.proposal_words import NAN, not_run, notes_of, words_of
from sim.study.column import Column
from sim.study.study import Study

COLUMNS = [
    "proposal", "paper", "kind", "title", "title_da", "place", "column", "cut_column", "regime", "practice", "practice_changed",
    "removed", "removed_low", "removed_high", "removed_rules", "removed_rules_low", "removed_rules_high",
    "removed_practice", "removed_practice_low", "removed_practice_high",
    "other_roles", "other_roles_low", "other_roles_high", "not_municipal",
    "running", "running_low", "running_high", "less_shed", "less_shed_low", "less_shed_high",
    "money", "money_low", "money_high", "money_fees",
    "posts_added", "meetings", "meetings_low", "meetings_high", "offers", "benefit_days", "benefit_days_low", "benefit_days_high",
    "posts", "dkk", "dkk_low", "dkk_high", "fees_dkk", "benefits", "benefits_low", "benefits_high",
    "activation", "activation_low", "activation_high",
    *(f"gain_{payer}{end}" for payer in (*PAYERS, "total") for end in ("", "_low", "_high")),
    "claim", "claim_unit", "claim_unit_da", "claim_source", "claim_scaled", "claim_scaling", "claim_scaling_da",
    "ratio", "ratio_low", "ratio_high", "verdict", "nature", "of", "of_da", "break_even_days", "note", "note_da",
]  # fmt: skip
NUMBERS = frozenset(
    {*COLUMNS[COLUMNS.index("removed") : COLUMNS.index("claim") + 1], "claim_scaled", "ratio", "ratio_low", "ratio_high",
     "break_even_days"}
)  # fmt: skip
OTHER_ROLES = tuple(role for role in ROLES if role != "caseworker" and role not in NOT_MUNICIPAL)
"""The roles besides caseworkers whose hours a municipality pays."""


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
    library = study.library
    if not any(entry.name in library.proposals for entry in alone(study)):
        return pd.DataFrame(columns=COLUMNS)
    rows = run_alone(study, measures, saved)
    done = {row["proposal"] for row in rows}
    rows += [not_run(library.proposals[name]) for name in _order(study) if name not in done]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(sorted(NUMBERS), float))


def run_alone(study: Study, measures: pd.DataFrame, saved: Sequence[BreakEven]) -> list[dict[str, Any]]:
    """The rows of every proposal and package that is run alone, by place: proposals in the order of the papers, then packages.

    Args:
        measures, saved: as for :func:`proposals`.
    """
    order = _order(study)
    run = sorted(alone(study), key=lambda entry: order.get(entry.name, len(order)))
    names = column_names(measures)
    rows = []
    for entry in run:
        columns = [column for column in (entry.base, entry.keep, entry.cut) if column is not None]
        for place in study.places:
            at_place = measures[measures["place"] == place] if "place" in measures else measures
            by_column = {column: at_place[names.reindex(at_place.index) == column.name] for column in columns}
            rows.append(_row(study, study.library, entry, place, by_column, saved))
    return rows


def _order(study: Study) -> dict[str, int]:
    """The number of each proposal in the order of the papers."""
    return {row["id"]: number for number, row in enumerate(rules_list(study.library)["proposals"])}


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
    per_claim: Interval | None = None
    if entry.keep is not None:
        kept = by_column[entry.keep]
        money = money_of_work(base, kept, hour(study.root).dkk_per_hour, OTHER_ROLES, level)
        row |= _freed(base, kept, level) | money.under("money")
        row["money_fees"] = paired(fees_of(kept), fees_of(base), level).value
        row |= less(kept, base, level, "meetings").under("meetings")
        row["offers"] = less(kept, base, level, "offers").value
        row |= less(base, kept, level, "activation_cost").under("activation")
        row["posts_added"] = less(kept, base, level, "staff").value
        row |= less(kept, base, level, "benefit_weeks_compared", times=7.0).under("benefit_days")
        hours = less(base, kept, level, "hours_asked", teams=["all", *OTHER_ROLES])
        per_claim = result_for(row["claim_unit"], base, hours, money, level)
    if entry.cut is not None:
        row |= _cut(study, base, by_column[entry.cut], level)
        row["break_even_days"] = _break_even(row, entry.cut.name, place, saved)
    scaled = row.pop("scaled")
    row |= held_against(scaled, per_claim)
    row["note"] = "; ".join(text for text in (*notes_of(row, scaled), row["note"]) if text)
    return row


def _freed(base: pd.DataFrame, kept: pd.DataFrame, level: float) -> dict[str, float]:
    """Hours per year: work removed, who asks for it, other roles, and what became of caseworkers' hours."""
    others = {
        name: less(base, kept, level, "hours_asked", teams=list(roles))
        for name, roles in (("other_roles", OTHER_ROLES), ("not_municipal", NOT_MUNICIPAL))
    }
    return {
        **less(base, kept, level, "hours_asked").under("removed"),
        **less(base, kept, level, "hours_asked_rules").under("removed_rules"),
        **less(base, kept, level, "hours_asked_practice").under("removed_practice"),
        **others["other_roles"].under("other_roles"),
        "not_municipal": others["not_municipal"].value,
        **less(kept, base, level, "hours", RUNNING).under("running"),
        **less(base, kept, level, "hours_shed").under("less_shed"),
    }


def _break_even(row: dict[str, Any], column: str, place: str, saved: Sequence[BreakEven]) -> float:
    """Extra days on benefit, per person concerned and year, that would cost as much as the work removed; nan without a saving."""
    money = row.get("money", NAN)
    for each in saved:
        if each.place == place and each.column == column and each.persons and each.day and money > 0:
            return float(money / (each.persons * each.day))
    return NAN


def _cut(study: Study, base: pd.DataFrame, cut: pd.DataFrame, level: float) -> dict[str, float]:
    """Posts that can go, and DKK per year: posts, other roles and fees as :mod:`sim.results.staffing.saving` prices them."""
    price = hour(study.root)
    before, after = (cost_of(table, price) for table in (base, cut))
    fees_before, fees_after = (fees_of(table) for table in (base, cut))
    return {
        "posts": less(base, cut, level, "staff").value,
        **paired(after, before, level).under("dkk"),
        "fees_dkk": paired(fees_after, fees_before, level).value,
        **less(cut, base, level, "benefits_compared").under("benefits"),
        **_gains(base, cut, level),
    }


def _gains(base: pd.DataFrame, cut: pd.DataFrame, level: float) -> dict[str, float]:
    """DKK a year that each payer, and all of them, pay less."""
    gains: dict[str, float] = {}
    for payer, measure in sums(cut=True).items():
        gains |= less(base, cut, level, measure).under(f"gain_{payer}")
    return gains


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data for the manifest; nan becomes null."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
