"""The table of sums and means over the places of a list: one row per variant and number.

Numbers that add up are summed, and given per 1,000 citizens too: citizens are the baseline's stock. A wait or a share is not
summed. Its mean over places is weighted by the baseline's citizens concerned, so that a change of the mix of places is no change of
the wait. The spread over places counts each place once, whatever its size, and so contains the chance of small places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.report.country.record import OVER_PLACES
from sim.report.headline import CHANGES_ONLY
from sim.results.country.cells import MEANS, SUMS
from sim.results.country.cube import Cube, Floats, Sides
from sim.results.country.estimate import combined, percentile

PERCENTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
PER = 1000.0
LEVELS = ("baseline", "after", "per_1000_baseline", "per_1000_after",
          *(f"{side}_{part}" for side in ("baseline", "after") for part in PERCENTILES))  # fmt: skip
"""The columns of levels, which measures of a pair lack: against itself the baseline has none."""
LEAST = {False: 1, True: 2}
"""Replications that a place needs to be part of a mean, if a study has more than one (True)."""


def over_places(cubes: dict[str, Cube], confidence: float) -> pd.DataFrame:
    """The table (columns :data:`sim.report.country.record.OVER_PLACES`).

    Args:
        cubes: variant -> its pairs.
        confidence: confidence level of the intervals.
    """
    rows = []
    for variant, cube in cubes.items():
        citizens = baseline_mean(cube, "stock")
        for measure, activity in SUMS:
            sides = cube.at(measure, activity)
            if sides is not None:
                row = _sum(sides, citizens, confidence) | _named(variant, measure, activity)
                rows.append(row | (dict.fromkeys(LEVELS, math.nan) if measure in CHANGES_ONLY else {}))
        for measure, weighted_by in MEANS.items():
            sides, weight = cube.at(measure), baseline_mean(cube, weighted_by)
            if sides is not None and weight.sum() > 0:
                row = _mean(sides, weight, confidence)
                rows.append(row | _named(variant, measure, "all") | {"weighted_by": weighted_by})
    return pd.DataFrame(rows, columns=OVER_PLACES)


def baseline_mean(cube: Cube, measure: str, group: str = "all") -> Floats:
    """float64[places], the baseline's mean over replications; 0 where a place has none."""
    sides = cube.at(measure, group=group)
    if sides is None:
        return np.zeros(len(cube.places))
    return np.nan_to_num(means_of(sides.before))


def means_of(values: Floats) -> Floats:
    """float64[places], the mean over the replications in which the place has the number; nan without any."""
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    sums = np.where(known, values, 0.0).sum(axis=1)
    means: Floats = np.where(number > 0, sums / np.maximum(number, 1), math.nan)
    return means


def _named(variant: str, measure: str, activity: str) -> dict[str, object]:
    return {"variant": variant, "measure": measure, "activity": activity}


def _sum(sides: Sides, citizens: Floats, confidence: float) -> dict[str, object]:
    ones = np.ones(len(citizens))
    whole = combined(sides.difference, ones, confidence)
    before, after = (float(means_of(part).sum()) for part in (sides.before, sides.after))
    rate = PER / citizens.sum() if citizens.sum() else math.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        each = [np.where(citizens > 0, PER * means_of(part) / citizens, math.nan)
                for part in (sides.before, sides.after, sides.difference)]  # fmt: skip
    return {
        "statistic": "sum", "unit": sides.unit, "places": len(citizens), "covered": 1.0, "baseline": before, "after": after,
        "difference": whole.value, "low": whole.low, "high": whole.high, "df": whole.df,
        "per_1000_baseline": before * rate, "per_1000_after": after * rate, "per_1000_difference": whole.value * rate,
        **_spread(each),
    }  # fmt: skip


def _mean(sides: Sides, weight: Floats, confidence: float) -> dict[str, object]:
    both = ~np.isnan(sides.difference)
    enough = both.sum(axis=1) >= LEAST[sides.difference.shape[1] > 1]
    part = np.where(enough, weight, 0.0)
    shares = part / part.sum() if part.sum() else part
    before, after = (np.where(both, side, math.nan) for side in (sides.before, sides.after))
    whole = combined(sides.difference, shares, confidence)
    levels = [float(np.nansum(shares * means_of(side))) if part.sum() else math.nan for side in (before, after)]
    each = [np.where(enough, means_of(side), math.nan) for side in (before, after, sides.difference)]
    return {
        "statistic": "mean", "unit": sides.unit, "places": int((shares > 0).sum()), "covered": float(part.sum() / weight.sum()),
        "baseline": levels[0], "after": levels[1], "difference": whole.value, "low": whole.low, "high": whole.high,
        "df": whole.df, **_spread(each),
    }  # fmt: skip


def _spread(each: Sequence[Floats]) -> dict[str, float]:
    """Percentiles over places of the baseline, of the variant and of the difference."""
    names = ("baseline", "after", "difference")
    return {
        f"{name}_{key}": percentile(values, share)
        for name, values in zip(names, each, strict=True)
        for key, share in PERCENTILES.items()
    }
