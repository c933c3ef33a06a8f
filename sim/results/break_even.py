"""The break-even of a saving: the extra days on benefit that would cost as much.

Without effects on behaviour, the removal of a duty can do harm only through detection and waiting. Each saving is therefore
printed with its break-even: the extra days on benefit per full-time person of the groups concerned and year. Two
numbers determine it:

- the saving with staff cut: posts, hours or posts of other roles, and fees (:mod:`sim.results.staffing.saving`).
- the gross cost of a day on benefit (X277-X290).

The break-even claims no effect.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from sim.figures.prices import hour
from sim.figures.rates import HourPair
from sim.files.quantity import YEAR_DAYS
from sim.report.manifest import BreakEven
from sim.results.staffing.saving import by_replication, cost

if TYPE_CHECKING:
    from sim.study.study import Study


def concerned(measures: pd.DataFrame, baseline: str, activities: tuple[str, ...], least: float = 0.01) -> list[str]:
    """The groups that take at least the share ``least`` of the baseline's hours on these activities.

    The list is empty if the baseline spends no hours on them.
    """
    rows = measures[
        (measures["measure"] == "hours") & (measures["rule_set"] == baseline) & measures["activity"].isin(activities)
    ]
    hours = rows[(rows["group"] != "all") & (rows["team"] == "all")].groupby("group")["value"].sum()
    if not hours.sum() > 0:
        return []
    return sorted(str(group) for group in hours[hours >= least * hours.sum()].index)


def break_even(
    measures: pd.DataFrame,
    baseline: str,
    variant: str,
    practice: str,
    price: HourPair,
    groups: list[str],
    capacity: str = "cut",
) -> dict[str, float]:
    """The saving of a column with staff cut, and the extra days on benefit that would cost as much.

    Args:
        measures: the study's tidy measures.
        baseline, variant: names of the rule sets.
        practice: the variant's practice.
        price: price of an hour, and the effective hours of a post that belong to it.
        groups: the groups concerned; an empty list means all groups.
        capacity: the capacity of the variant's column.

    Returns:
        - ``saving``: DKK per year.
        - ``persons``: full-time persons concerned.
        - ``day``: DKK of a day on benefit.
        - ``days``: extra days per person concerned and year that would cost as much as the saving.
    """
    old = measures[(measures["rule_set"] == baseline) & (measures["capacity"] == "keep")]
    new = measures[
        (measures["rule_set"] == variant) & (measures["practice"] == practice) & (measures["capacity"] == capacity)
    ]
    costs = [float(cost(by_replication(rows), price).mean()) if len(rows) else 0.0 for rows in (old, new)]
    saving, before = costs[0] - costs[1], _means(old)
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
    """The break-even of every column with staff cut at each place. Of a proposal run alone only the groups concerned count."""
    return [each for place in study.places for each in _savings(study, measures[measures["place"] == place], place)]


def _savings(study: Study, measures: pd.DataFrame, place: str) -> list[BreakEven]:
    """The break-even of every column with staff cut, from the measures of one place."""
    price = hour(study.root)
    baseline = study.baseline
    other_practice = (measures["rule_set"] == baseline.rules) & (measures["practice"] != baseline.practice)
    measures = measures[~(other_practice & (measures["capacity"] == baseline.capacity))]
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
            price,
            groups,
            column.capacity,
        )
        text = f"{numbers['days']:.2f} days" if numbers["saving"] > 0 else "no saving"
        known = {name: number if math.isfinite(number) else None for name, number in numbers.items()}
        saved.append(
            BreakEven(
                place=place,
                column=column.name,
                proposal=proposal.id if proposal else "",
                groups=tuple(groups),
                text=text,
                **known,
            )
        )
    return saved
