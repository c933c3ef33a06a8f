"""The study of each proposal by itself: one table of what it frees, what may be cut, and what its paper claims.

A proposal is run alone where a column's rules are those of another column and this proposal (``current+004-1`` beside ``current``);
that other column is what it is compared with, so one study may hold several regimes. A package of proposals is a row too, against a
column of its bare regime. Hours stand where staff is kept, posts and DKK where it is cut: the same hours, never added. Nor are rows
added up: proposals overlap, and some contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.law.reading.outline import rules_list
from sim.law.compose.library import Library, Package
from sim.law.compose.proposal import Proposal
from sim.law.clauses.vocabulary import ROLES
from sim.measures.hours import RUNNING
from sim.figures import claims
from sim.figures.provenance import under
from sim.results.pairing import column_names, paired_intervals
from sim.figures.prices import hour
from sim.report.manifest import BreakEven
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
NAN = math.nan


class Three(NamedTuple):
    """A number with the ends of its interval."""

    value: float = NAN
    low: float = NAN
    high: float = NAN

    def under(self, name: str) -> dict[str, float]:
        return {name: self.value, f"{name}_low": self.low, f"{name}_high": self.high}


@dataclass(frozen=True)
class Alone:
    """Rules run beside what they are compared with.

    Attributes:
        name: id of the proposal, or name of the package.
        base: the column compared with, staff kept. keep, cut: the columns that there are.
    """

    name: str
    base: Column
    keep: Column | None
    cut: Column | None

    @property
    def practice(self) -> str:
        return (self.keep or self.cut or self.base).practice


def alone(study: Study) -> list[Alone]:
    """Every proposal and package that the study runs beside the rules without it, in the order of its columns."""
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
            keep, cut = (one if one in study.columns else None for one in (column.kept, column.using("cut")))
            pairs[column.kept] = Alone(name, base, keep, cut)
    return list(pairs.values())


def _bare(study: Study, package: Package) -> list[str]:
    """The rule sets of the study that are a package's regime without any proposal."""
    names = []
    for rule_set in {column.rules: column.first.rule_set for column in study.columns if len(column.rule_sets) == 1}.values():
        own = study.library.packages.get(rule_set.name)
        if rule_set.regime.regime == package.regime and not rule_set.reforms and not (own is not None and own.changes):
            names.append(rule_set.name)
    return names


def _base(study: Study, column: Column, names: list[str]) -> Column | None:
    """The column of these rules with all staff and the column's shocks; the baseline's practice before others."""
    fits = [other for other in study.columns if other.rules in names and other.capacity == column.kept.capacity]
    return next((other for other in fits if other.practice == study.baseline.practice), fits[0] if fits else None)


def proposals(study: Study, measures: pd.DataFrame, saved: Sequence[BreakEven]) -> pd.DataFrame:
    """The table of proposals: :data:`COLUMNS`, no row where the study runs none alone.

    First those run, in the papers' order, then packages, then what is not run, with the reason.

    Args:
        measures: the study's tidy measures.
        saved: what :func:`sim.results.break_even.savings` found.
    """
    library, run = study.library, alone(study)
    if not any(one.name in library.proposals for one in run):
        return pd.DataFrame(columns=COLUMNS)
    order = {row["id"]: at for at, row in enumerate(rules_list(library)["proposals"])}
    run = sorted(run, key=lambda one: order.get(one.name, len(order)))
    names = column_names(measures)
    rows = []
    for one in run:
        for place in study.places:
            here = measures[measures["place"] == place] if "place" in measures else measures
            of = {v: here[names.reindex(here.index) == v.name] for v in (one.base, one.keep, one.cut) if v is not None}
            rows.append(_row(study, library, one, place, of, saved))
    done = {one.name for one in run}
    rows += [_not_run(library.proposals[name]) for name in order if name not in done]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(sorted(NUMBERS), float))


def _row(
    study: Study, library: Library, one: Alone, place: str, of: dict[Column, pd.DataFrame], saved: Sequence[BreakEven]
) -> dict[str, Any]:
    """What was found at a place."""
    base, level = of[one.base], study.confidence
    row: dict[str, Any] = {
        "place": place, "regime": one.base.rules, "practice": one.practice,
        "practice_changed": one.practice != one.base.practice, "column": (one.keep or one.cut or one.base).name,
        "cut_column": one.cut.name if one.cut else "",
    }  # fmt: skip
    row |= _said(study, library, one.name, place)
    if one.keep is not None:
        kept = of[one.keep]
        row |= _less(kept, base, level, "hours", RUNNING).under("hours")
        row |= _less(base, kept, level, "hours_total", teams=[r for r in ROLES if r != "caseworker"]).under(
            "other_roles"
        )
        row |= _less(kept, base, level, "meetings").under("meetings")
        row["offers"] = _less(kept, base, level, "offers").value
        row["posts_added"] = _less(kept, base, level, "staff").value
        row |= _less(kept, base, level, "benefit_person_weeks", times=7.0).under("benefit_days")
    if one.cut is not None:
        row |= _money(study, base, of[one.cut], level)
        row["break_even_days"] = next(
            (
                NAN if each.days is None else each.days
                for each in saved
                if each.column == one.cut.name and each.saving is not None and each.saving > 0
            ),
            NAN,
        )
    sum_, scaled = row.get("dkk", NAN), row.pop("scaled")
    if row["claim_unit"] == claims.MONEY and not math.isnan(sum_) and not math.isnan(scaled.dkk):
        row["ratio"] = sum_ / scaled.dkk
    row["note"] = "; ".join(text for text in (*_noted(row, scaled), row["note"]) if text)
    return row


def _money(study: Study, base: pd.DataFrame, cut: pd.DataFrame, level: float) -> dict[str, float]:
    """Posts that go, and DKK a year: posts at the papers' price, and the fees that are not paid."""
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
    """By how much a measure is higher in ``table`` than in ``other``."""
    one, two = (_values(t, measure, activity, teams) * times for t in (table, other))
    return _paired(two, one, level)


def _values(
    table: pd.DataFrame, measure: str, activity: str = "all", teams: list[str] | None = None
) -> pd.Series[float]:
    """By replication, over all groups and needs; 0 where nothing of it happened. ``teams``: their sum."""
    rows = table[(table["measure"] == measure) & (table["activity"] == activity) & (table["group"] == "all")]
    rows = rows[(rows["need"] == "all") & rows["team"].isin(teams or ["all"])]
    runs = sorted(set(table["replication"]))
    return rows.groupby("replication")["value"].sum().reindex(runs, fill_value=0.0).astype(float)


def _paired(before: pd.Series[float], after: pd.Series[float], level: float) -> Three:
    """The paired difference; each replication of both is a pair."""
    both = sorted(set(before.index) & set(after.index))
    a, b = (np.asarray(s.reindex(both), dtype=np.float64)[None, :] for s in (before, after))
    found = paired_intervals(a, b, level)
    return Three(*(float(found[name][0]) for name in ("difference", "low", "high")))


# --- words ---


def _said(study: Study, library: Library, name: str, place: str) -> dict[str, Any]:
    """What paper and files say of a proposal or package; ``scaled`` is its claim at the place."""
    if name not in library.proposals:
        package = library.packages[name]
        none = claims.Scaled(NAN, "")
        return {
            "proposal": name, "paper": "", "kind": "package", "title": package.title.en, "title_da": package.title.da,
            "claim_unit": "", "claim_source": "", "claim_scaling": "", "nature": "", "of": ", ".join(package.reforms),
            "note": package.note or "", "scaled": none,
        }  # fmt: skip
    proposal, where = library.proposals[name], study.baseline.settings[place]
    reform = proposal.reform
    scaled = claims.scaled(claims.read_claims(study.root), reform.claim, where.place, where.people)
    nature = reform.nature
    return _of_reform(proposal) | {
        "claim_scaled": scaled.value, "claim_scaling": scaled.words, "scaled": scaled,
        "nature": under(nature.is_, effects=study.effects is not None) if nature else "", "of": nature.of if nature else "",
        "note": reform.note or "",
    }  # fmt: skip


def _of_reform(proposal: Proposal) -> dict[str, Any]:
    """Names and claim of a proposal; of a budget line the amount."""
    reform, claim = proposal.reform, proposal.reform.claim
    row: dict[str, Any] = {
        "proposal": proposal.id, "paper": proposal.paper, "kind": reform.kind, "title": reform.title.en,
        "title_da": reform.title.da, "claim_unit": "", "claim_source": "",
    }  # fmt: skip
    if claim is not None:
        amount = claim.saves if claim.saves is not None else claim.states
        row |= {"claim": amount, "claim_unit": claim.unit, "claim_source": claim.source}
    elif reform.budget is not None:
        row |= {"claim": reform.budget.amount, "claim_unit": reform.budget.unit, "claim_source": reform.budget.source}
    return row


def _noted(row: dict[str, Any], scaled: claims.Scaled) -> list[str]:
    """What the reader must know of a row."""
    found = []
    if row["practice_changed"]:
        found.append(
            f"the practice changes with the rules ({row['practice']}): {row.get('meetings', NAN):+,.0f} meetings "
            f"and {row.get('offers', NAN):+,.0f} offers a year"
        )
    if abs(row.get("posts_added", 0.0)) > 0.05:
        found.append(f"{row['posts_added']:+.1f} posts with all staff kept, whose hours are among those freed")
    if scaled.outside:
        found.append(f"the claim is of {scaled.outside}, which no run has: no ratio")
    return found


def _not_run(proposal: Proposal) -> dict[str, Any]:
    """A proposal that the study does not run alone, with the reason."""
    reform = proposal.reform
    why = reform.why
    if why is None:
        why = "not run alone in this study"
        if reform.already_in_force:
            why += f"; it has become law since: run it on {proposal.argued_against}"
    words = dict.fromkeys(("place", "column", "cut_column", "regime", "practice", "claim_scaling", "nature", "of"), "")
    return words | {"practice_changed": False, **_of_reform(proposal), "note": why}


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data for the manifest: what is not a number is null."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
