"""The manifest's records of a staff cut: the answers of the search, and what the reported replications say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from sim.figures.rates import HourPair
from sim.measures.view import Floats
from sim.report.cut_records import (
    AnswerRecord,
    BoundRecord,
    CutRecord,
    EstimateRecord,
    RoleRecord,
    UnitBound,
    UnitCut,
)
from sim.results.staffing.answers import Answer, Cut, Split
from sim.results.staffing.bootstrap import interval, weights
from sim.results.staffing.criteria import Limits, criteria
from sim.results.staffing.fluid import Estimate, estimate, fluid_bound
from sim.results.staffing.roles import RoleFreed, roles_freed, whole_posts
from sim.results.staffing.saving import fees
from sim.results.staffing.service import Service, service
from sim.results.staffing.units import served_unknown, units_of
from sim.runs.store import Stored

Runs = Sequence[Stored]


def bound_record(
    place: str, column: str, before: Runs, kept: Runs, price: HourPair, confidence: float
) -> BoundRecord | None:
    """The fluid bound of a column with all staff, over the reported replications.

    None if its rules demand other posts than the baseline: then posts would be compared with posts.
    """
    staff = kept[0].about["posts"]
    if dict(staff) != dict(before[0].about["posts"]):
        return None
    apart = served_unknown(kept[0].measures)
    units = units_of(kept[0].about["pools"], {team: posts for team, posts in staff.items() if team not in apart})
    posts = {unit: float(sum(staff[team] for team in teams)) for unit, teams in units.items()}
    old, new = (service(tables(runs), units, ()) for runs in (before, kept))
    bound = fluid_bound(old, new, posts, confidence)
    gone = whole_posts(staff, before, kept, price.hours_per_post)
    roles = roles_freed(tables(before), tables(kept), gone, price)
    saved = fees(tables(before)) - fees(tables(kept))
    dkk = bound.by_replication * price.dkk_per_hour * price.hours_per_post + beside(roles, saved)
    return BoundRecord(
        place=place, column=column, posts=round(sum(posts.values()), 3), confidence=confidence,
        units={
            unit: UnitBound(teams=teams, posts=round(posts[unit], 3), bound=_estimate(bound.units[unit]))
            for unit, teams in units.items()
        },
        total=_estimate(bound.total), dkk=_estimate(estimate(dkk, confidence)),
        roles=_roles(roles, confidence),
        fees=_estimate(estimate(saved, confidence)),
    )  # fmt: skip


def cut_record(
    cut: Cut, bound: BoundRecord, before: Runs, kept: Runs, after: Runs, price: HourPair, seed: int
) -> CutRecord:
    """The record of a column with staff cut.

    Args:
        cut: the answer of the search.
        bound: the fluid bound of the same column with all staff.
        before, kept, after: reported runs of the baseline, with all staff, and with staff cut.
        price: DKK of an hour, and effective hours of a post.
        seed: the seed of the bootstrap.
    """
    confidence, safe = bound.confidence, cut.total["free"].safe
    units = {unit: tuple(teams) for unit, teams in cut.units.items()}
    services = tuple(service(tables(runs), units, cut.duties) for runs in (before, kept, after))
    gone = {role: cut.baseline[role] - cut.posts[role] for role, each in bound.roles.items() if each.posts is not None}
    other = {}
    for split, runs in (("free", after), ("fixed", kept)):
        roles = roles_freed(tables(before), tables(runs), gone, price)
        saved = fees(tables(before)) - fees(tables(runs))
        other[split] = (roles, saved)
    limits = Limits(**cut.limits)
    return CutRecord(
        place=cut.place, column=cut.column, kept=bound.column, baseline=cut.baseline, posts=cut.posts, freed=cut.freed,
        total={"baseline": bound.posts, "freed": safe, "posts": round(bound.posts - safe, 3)},
        places_baseline=cut.places_baseline, places=cut.places, share=cut.share, ceiling=cut.ceiling, bookable=cut.bookable,
        units={
            unit: UnitCut(
                teams=teams, posts=bound.units[unit].posts, bound=bound.units[unit].bound,
                free=_answer(cut.answers[unit]["free"]), fixed=_answer(cut.answers[unit]["fixed"]),
                levels=_levels(unit, *services), deadline_rise=_rise(unit, limits, *services),
            )
            for unit, teams in units.items()
        },
        bound=bound.total, free=_answer(cut.total["free"]), fixed=_answer(cut.total["fixed"]),
        dkk={"bound": bound.dkk}
        | {
            split: _money(cut, split, beside(*other[split]), price, confidence, seed)
            for split in ("free", "fixed")
        },
        roles=_roles(other["free"][0], confidence), fees=_estimate(estimate(other["free"][1], confidence)),
        margins={name: cut.limits[name] for name in ("running", "meetings", "deadlines")}, fewest=limits.fewest,
        confidence=confidence, trials=cut.trials, apart=tuple(cut.apart),
    )  # fmt: skip


def tables(runs: Runs) -> list[pd.DataFrame]:
    """The measures of each run."""
    return [run.measures for run in runs]


def beside(roles: dict[str, RoleFreed], saved_fees: Floats) -> Floats:
    """float64[replications], DKK a year saved beside the caseworkers: other roles and fees."""
    return np.asarray(saved_fees + sum((freed.dkk for freed in roles.values()), np.zeros(len(saved_fees))))


def _money(cut: Cut, split: Split, other: Floats, price: HourPair, confidence: float, seed: int) -> EstimateRecord:
    """DKK a year: estimated posts at the price of a post, and what is saved beside them.

    The search and the reported runs have different replications. So they are drawn independently.
    """
    of_post = price.dkk_per_hour * price.hours_per_post
    posts = np.array(cut.draws[split])
    drawn = weights(seed + 1, len(other), len(posts)) @ other
    value = cut.total[split].value * of_post + float(other.mean())
    low, high = interval(posts * of_post + drawn, min(len(other), cut.searched), confidence)
    return EstimateRecord(value=value, low=_end(low), high=_end(high))


def _levels(unit: str, before: Service, kept: Service, after: Service) -> dict[str, dict[str, float]]:
    """Column -> criterion -> mean over the reported replications."""
    at = before.at(unit)
    return {
        column: {"running": float(np.mean(each.minutes[:, at])), "meetings": float(np.mean(each.held[:, at]))}
        for column, each in (("baseline", before), ("keep", kept), ("cut", after))
    }


def _rise(unit: str, limits: Limits, before: Service, kept: Service, after: Service) -> float | None:
    """The largest rise of a broken share among the pools of deadlines of a unit, in the reported replications."""
    own = [each for each in criteria(before, kept, limits) if each.kind == "deadlines" and unit in each.units]
    return max((float(each.worse(after).mean()) for each in own), default=None)


def _roles(roles: dict[str, RoleFreed], confidence: float) -> dict[str, RoleRecord]:
    return {
        role: RoleRecord(
            hours=_estimate(estimate(freed.hours, confidence)), posts=freed.posts,
            dkk=_estimate(estimate(freed.dkk, confidence)),
        )
        for role, freed in roles.items()
    }  # fmt: skip


def _answer(answer: Answer) -> AnswerRecord:
    fields = asdict(answer)
    return AnswerRecord.model_validate({**fields, "low": _end(answer.low), "high": _end(answer.high)})


def _estimate(number: Estimate) -> EstimateRecord:
    return EstimateRecord(value=number.value, low=number.low, high=number.high)


def _end(number: float) -> float | None:
    return None if np.isnan(number) else number
