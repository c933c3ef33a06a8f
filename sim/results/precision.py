"""How many pairs of runs a study needs: two stages after Stein, so that nobody looks twice.

*Why not look after every pair.* Who stops as soon as an interval is narrow enough stops too often where the spread happens to
look small. The interval at the end then holds the truth less often than it says. A correction for every look makes intervals
wide: with five looks, each needs 99 % in place of 95 %.

*Two stages.* The study's own number of pairs is the pilot. The spread s of the n pilot differences fixes the number of pairs
at once: N = n (w / h)². Here w is the half-width of the pilot's t interval, and h the half-width that is wanted. The final
interval is the mean of all N differences ± t(n - 1) s / √N. The mean does not depend on s if differences are normal. So this
interval holds the truth in exactly 95 % of studies, whatever the true spread (Stein 1945, Annals of Mathematical Statistics
16). The correction is in t(n - 1): a pilot of 5 needs twice, one of 10 a third more pairs than a known spread would.
``tests/study/test_precision.py`` measures the coverage.

*Several measures.* Each has its own N, and the study makes the largest. Each interval has its own confidence. No joint
confidence over all measures is claimed.

*What N does not depend on.* It follows from the pilot alone. So the number of workers, a stop and a restart do not change it.

The other tables of the study have ordinary intervals over all N pairs. Their coverage falls short by about one point with a
pilot of 10 and by one to three points with a pilot of 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.files.errors import nearest_name
from sim.report.precision_record import PrecisionRecord
from sim.results.intervals import is_lattice, t_quantile
from sim.results.pairing import column_names
from sim.study.precision import HalfWidth, Precision
from sim.study.study import Study

Compare = Callable[[pd.DataFrame, float], pd.DataFrame]
"""(measures, confidence) -> the comparisons of all columns with the baseline."""
TOTAL = {"group": "all", "team": "all", "need": "all", "activity": "all"}


@dataclass(frozen=True)
class Wanted:
    """A number that shall be known well.

    Attributes:
        key: place, column, measure.
        mean: the estimate from the pilot.
        half: half-width of the pilot's t interval; nan without an interval.
        aim: the half-width that is wanted, in the unit of the measure.
    """

    key: tuple[str, str, str]
    unit: str
    mean: float
    half: float
    aim: float


def wanted(study: Study, wish: Precision, measures: pd.DataFrame, compare: Compare) -> list[Wanted]:
    """The numbers that the study wants to know well, from the runs of the pilot.

    A number that is the same in most pairs of the pilot has no interval. It asks for no more pairs, and counts as not met.

    Raises:
        ScenarioError: no run has one of the measures, or it has no interval at all.
    """
    confidence = wish.confidence or study.confidence
    table = _levels(measures, confidence) if wish.of == "level" else compare(measures, confidence)
    table = table[(table[list(TOTAL)] == pd.Series(TOTAL)).all(axis=1)]
    numbers: list[Wanted] = []
    for place, name in enumerate(wish.measures):
        rows = table[table["measure"] == name]
        keys = ("precision", "measures", place)
        if rows.empty:
            known = sorted(set(table["measure"]))
            raise study.error(
                f"no {wish.of} of all groups has this measure", keys, found=name, nearest=nearest_name(name, known),
                expected="a measure of tables/comparisons.csv whose group, team, need and activity are `all`",
            )  # fmt: skip
        if is_lattice(name, str(rows["unit"].iloc[0])):
            raise study.error(
                "this measure has no interval", keys, found=name,
                expected="a sum, a share or a mean; a percentile of days has none",
            )  # fmt: skip
        numbers += [_wanted(row, wish.half_width) for row in rows.to_dict("records")]
    return numbers


def _wanted(row: dict[Hashable, Any], half_width: HalfWidth) -> Wanted:
    number = {name: float(row[name]) for name in ("difference", "low", "high", "baseline_mean")}
    return Wanted(
        (str(row["place"]), str(row["variant"]), str(row["measure"])), str(row["unit"]), number["difference"],
        (number["high"] - number["low"]) / 2, half_width.of(number["baseline_mean"]),
    )  # fmt: skip


def _levels(measures: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """The level of each measure over everything, with its t interval, as a table of comparisons has differences."""
    whole = measures[(measures[list(TOTAL)] == pd.Series(TOTAL)).all(axis=1)]
    groups = whole.assign(variant=column_names(whole)).groupby(["place", "variant", "measure", "unit"], sort=False)
    table = groups["value"].agg(["mean", "std", "size"]).reset_index()
    quantile = {n: t_quantile(0.5 + confidence / 2, n - 1) for n in {int(n) for n in table["size"]}}
    half = table["size"].map(quantile) * table["std"] / np.sqrt(table["size"])
    return table.assign(
        **TOTAL,
        difference=table["mean"],
        baseline_mean=table["mean"],
        low=table["mean"] - half,
        high=table["mean"] + half,
    )


def pairs_needed(numbers: list[Wanted], pilot: int, most: int) -> int:
    """The pairs that the numbers need together: at least the pilot, at most ``most``."""
    return min(max((_pairs(number, pilot) for number in numbers), default=pilot), most)


def _pairs(number: Wanted, pilot: int) -> int:
    """N = n (w / h)². A number without an interval asks for no more pairs, because none would help."""
    if math.isnan(number.half) or number.half <= number.aim:
        return pilot
    return math.ceil(pilot * (number.half / number.aim) ** 2) if number.aim > 0 else 1 << 31


def reached(
    study: Study, wish: Precision, numbers: list[Wanted], after: list[Wanted], pairs: int
) -> list[PrecisionRecord]:
    """How well each number is known after all pairs.

    Args:
        numbers: from the pilot.
        after: the same numbers from all pairs.
        pairs: the number of all pairs.
    """
    means = {each.key: each.mean for each in after}
    records = []
    for each in numbers:
        place, column, measure = each.key
        half = each.half * math.sqrt(study.replications / pairs)
        mean = means.get(each.key, math.nan)
        known = not (math.isnan(half) or math.isnan(mean))
        records.append(
            PrecisionRecord(
                place=place,
                column=column,
                measure=measure,
                unit=each.unit,
                of=wish.of,
                aim=each.aim,
                half_width=half if known else None,
                mean=mean if known else None,
                pilot=study.replications,
                pairs=pairs,
                needed=_pairs(each, study.replications),
                confidence=wish.confidence or study.confidence,
                met=known and half <= each.aim * (1 + 1e-9),
            )
        )
    return records
