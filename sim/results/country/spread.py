"""How much the service of alike citizens differs between places, beyond chance.

Each group is compared by itself. The row of all groups gives each place the nation's mix of groups, so that a place with other
citizens is no place with other service. Places are weighted by their citizens: a percentile says how many *citizens* get less.

*Beyond chance.* The numbers of a place vary over replications. The weighted variance between places has a part of that chance. It is
subtracted as the mean variance of the places' means, weighted in the same way (an estimate by moments). The variance of a single
place is poor with two or three replications. Its mean over a hundred places is not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.report.country.record import SPREAD
from sim.results.country.cube import Cube, Floats
from sim.results.country.over_places import baseline_mean, means_of


class Service(NamedTuple):
    """What citizens get: ``number`` over ``of`` times ``times``, or the measure ``number`` itself if ``of`` is empty."""

    name: str
    unit: str
    number: str
    of: str
    times: float
    weighted_by: str


SERVICES = (
    Service("meetings_per_citizen", "meetings per citizen and year", "meetings", "stock", 1.0, "stock"),
    Service(
        "first_meeting_within_4_weeks",
        "share",
        "wait_first_meeting_within_4_weeks",
        "",
        1.0,
        "wait_first_meeting_begun",
    ),
    Service("offers_per_citizen", "offers per citizen and year", "offers", "stock", 1.0, "stock"),
    Service("sanctions_per_1000", "per 1,000 citizens and year", "sanctions", "stock", 1000.0, "stock"),
)
PERCENTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


def spread_over_places(cubes: Mapping[str, Cube]) -> pd.DataFrame:
    """The table :data:`sim.report.country.record.SPREAD`: a row per column, service and group; group ``all`` has the nation's mix.

    Args:
        cubes: column with all staff, with the baseline -> its pairs; the column's side is read.
    """
    rows = []
    for column, cube in cubes.items():
        for service in SERVICES:
            groups = cube.groups(service.number)
            values = {group: _values(cube, service, group) for group in groups}
            weights = {group: baseline_mean(cube, service.weighted_by, group) for group in groups}
            if groups:
                values["all"], weights["all"] = standard_mix(values, weights), np.sum(list(weights.values()), axis=0)
            rows += [
                {"column": column, "measure": service.name, "group": group, "unit": service.unit,
                 **spread(values[group], weights[group])}
                for group in ("all", *groups) if weights.get(group, np.zeros(1)).sum() > 0
            ]  # fmt: skip
    return pd.DataFrame(rows, columns=SPREAD)


def _values(cube: Cube, service: Service, group: str) -> Floats:
    """float64[places, replications], what citizens of a group get under the column; nan where there are none."""
    sides = cube.at(service.number, group=group)
    assert sides is not None  # the group is one of the measure's
    if not service.of:
        return sides.after
    citizens = cube.at(service.of, group=group)
    assert citizens is not None
    with np.errstate(divide="ignore", invalid="ignore"):
        numbers: Floats = np.where(citizens.after > 0, service.times * sides.after / citizens.after, math.nan)
    return numbers


def standard_mix(values: Mapping[str, Floats], weights: Mapping[str, Floats]) -> Floats:
    """float64[places, replications], the mean over groups with the mix of all places together.

    A group that a place lacks in a replication is left out of its mean.

    Args:
        values: group -> float64[places, replications].
        weights: group -> float64[places], citizens.
    """
    groups = list(values)
    numbers = np.stack([values[group] for group in groups])
    mix = np.array([weights[group].sum() for group in groups])[:, None, None]
    known = ~np.isnan(numbers)
    share = (mix * known).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean: Floats = np.where(share > 0, (mix * np.where(known, numbers, 0.0)).sum(axis=0) / share, math.nan)
    return mean


def spread(values: Floats, weights: Floats) -> dict[str, float]:
    """Mean, percentiles and standard deviations of places' numbers, weighted by citizens.

    Args:
        values: float64[places, replications].
        weights: float64[places].

    Returns:
        ``places``, ``citizens``, ``mean``, ``p10``, ``p50``, ``p90``, ``ratio`` (p90 over p10), ``sd`` (as seen), ``sd_chance`` and
        ``sd_between`` (nan if the places have fewer than two replications).
    """
    means = means_of(values)
    chosen = (weights > 0) & ~np.isnan(means)
    values, weights, means = values[chosen], weights[chosen], means[chosen]
    total = weights.sum()
    mean = float((weights * means).sum() / total)
    ends = {name: weighted_percentile(means, weights, share) for name, share in PERCENTILES.items()}
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    squares = np.where(known, (values - means[:, None]) ** 2, 0.0).sum(axis=1)
    own = np.where(number > 1, squares / np.maximum(number - 1, 1) / np.maximum(number, 1), math.nan)
    part = weights * (1 - weights / total)
    scale = part.sum()
    seen = float((weights * (means - mean) ** 2).sum() / scale) if scale > 0 else math.nan
    told = part * ~np.isnan(own)
    chance = float((told * np.nan_to_num(own)).sum() / told.sum()) if told.sum() > 0 else math.nan
    between = math.nan if math.isnan(chance) else max(seen - chance, 0.0)
    return {
        "places": int(chosen.sum()), "citizens": float(total), "mean": mean, **ends,
        "ratio": ends["p90"] / ends["p10"] if ends["p10"] else math.nan, "sd": math.sqrt(seen), "sd_chance": math.sqrt(chance),
        "sd_between": math.sqrt(between),
    }  # fmt: skip


def weighted_percentile(values: Floats, weights: Floats, share: float) -> float:
    """The smallest value that at least this share of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) >= share * weights.sum() * (1 - 1e-12)
    return float(values[order][np.argmax(reached)])
