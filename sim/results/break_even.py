"""The extra days on benefit that would eat a saving.

With effects on behaviour off, taking a duty away can lose only through detection and waiting. So beside each saving stands its
break-even: how many more days on benefit, per full-time person of the groups concerned and year, would cost as much. It is arithmetic on
the saving (posts, fees of certificates and interpreters; staff cut) and on what a day on benefit costs gross (X277-X290); no effect is
claimed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.report.manifest import BreakEven
from sim.files.quantity import YEAR_DAYS
from sim.figures.prices import hour

if TYPE_CHECKING:
    from sim.study.study import Study


def concerned(measures: pd.DataFrame, baseline: str, activities: tuple[str, ...], least: float = 0.01) -> list[str]:
    """Groups on which the baseline spends at least a hundredth of these activities' hours; all groups where it spends none."""
    mine = measures[
        (measures["measure"] == "hours") & (measures["rule_set"] == baseline) & measures["activity"].isin(activities)
    ]
    hours = mine[(mine["group"] != "all") & (mine["team"] == "all")].groupby("group")["value"].sum()
    if not hours.sum() > 0:
        return []
    return sorted(str(group) for group in hours[hours >= least * hours.sum()].index)


def break_even(
    measures: pd.DataFrame,
    baseline: str,
    variant: str,
    practice: str,
    post_dkk: float,
    groups: list[str],
    capacity: str = "cut",
) -> dict[str, float]:
    """Saving of a column with staff cut, and the days that would eat it.

    Args:
        measures: the study's tidy measures.
        baseline, variant, practice: rule sets and the variant's practice.
        post_dkk: DKK of a post a year, the same pair as the hour's price.
        groups: the groups concerned; all when empty.
        capacity: of the variant's column.

    Returns:
        ``saving`` DKK a year, ``persons`` full-time persons concerned, ``day`` DKK of a day on benefit,
        ``days`` extra days per person concerned and year that would eat the saving.
    """
    before = _means(measures[(measures["rule_set"] == baseline) & (measures["capacity"] == "keep")])
    after = _means(
        measures[
            (measures["rule_set"] == variant) & (measures["practice"] == practice) & (measures["capacity"] == capacity)
        ]
    )
    saving = (_of(before, "staff_total") - _of(after, "staff_total")) * post_dkk
    for fees in ("certificate_fees", "interpreter_fees"):
        saving += _of(before, fees) - _of(after, fees)
    wanted = groups or ["all"]
    persons = sum(_of(before, "stock", group=group) for group in wanted)
    paid = sum(_of(before, "benefits_paid", group=group) for group in wanted)
    day = paid / (persons * YEAR_DAYS) if persons else float("nan")
    return {
        "saving": saving,
        "persons": persons,
        "day": day,
        "days": saving / (day * persons) if persons and day else float("nan"),
    }


def _means(measures: pd.DataFrame) -> pd.DataFrame:
    keys = ["measure", "group", "team", "activity", "need"]
    return measures.groupby(keys)["value"].mean().reset_index()


def _of(means: pd.DataFrame, measure: str, group: str = "all") -> float:
    rows = means[
        (means["measure"] == measure)
        & (means["group"] == group)
        & (means["need"] == "all")
        & (means["activity"] == "all")
    ]
    rows = rows[rows["team"] == "all"]
    return float(rows["value"].iloc[0]) if len(rows) else 0.0


def savings(study: Study, measures: pd.DataFrame) -> list[BreakEven]:
    """The break-even of every column with staff cut; of a proposal run alone, over the groups that it concerns."""
    price = hour(study.root)
    baseline = study.baseline
    other = (measures["rule_set"] == baseline.rules) & (measures["practice"] != baseline.practice)
    measures = measures[~(other & (measures["capacity"] == baseline.capacity))]
    saved = []
    for column in study.columns:
        if column.use != "cut":
            continue
        rule_set = column.first.rule_set
        alone = len(column.rule_sets) == 1 and bool(rule_set.added) and rule_set.parent == baseline.rules
        proposal = study.library.proposals[rule_set.added] if alone else None
        touched = tuple(proposal.reform.touches) if proposal else ()
        groups = concerned(measures, baseline.rules, touched) if touched else []
        numbers = break_even(
            measures,
            baseline.rules,
            column.rules,
            column.practice,
            price.dkk_per_hour * price.hours_per_post,
            groups,
            column.capacity,
        )
        text = f"{numbers['days']:.2f} days" if numbers["saving"] > 0 else "no saving"
        known = {name: number if math.isfinite(number) else None for name, number in numbers.items()}
        saved.append(
            BreakEven(
                column=column.name, proposal=proposal.id if proposal else "", groups=tuple(groups), text=text, **known
            )
        )
    return saved
