"""How far the stocks of a place's own runs settle from their counts, and the flows that bring them back.

Moves per citizen of another place leave some stocks a few per cent beside their counts, because lengths of stay differ where
other groups are large. The runs have chance of their own, which must not be fitted: a deviation is drawn towards the mean of
all places, as far as chance can explain the spread over places (empirical Bayes, the variance between places by DerSimonian
and Laird).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calibration.fit_flows import GRANTED, SEED
from sim.calibration.fit_places import DAYS, START, WARM_UP
from sim.calibration.municipality import CLARIFICATION, FLEXJOB, Balance
from sim.chance.draw import combine, purpose
from sim.engine import run
from sim.files.quantity import YEAR_DAYS
from sim.measures.episodes import Pieces
from sim.measures.stocks import stocks
from sim.measures.view import View, Window
from sim.runs.opening import burned
from sim.study.read_setting import setting_of
from sim.study.study_file import LARGEST_SEED
from sim.world.build import build_world

Floats = NDArray[np.float64]
REPLICATIONS = 4
"""Runs of each place. Their seed is not that of the studies, so a study looks at the result with chance of its own."""
BEGIN, END = WARM_UP / YEAR_DAYS, DAYS / YEAR_DAYS
"""The measured years after an opening with the counts."""
SMALLEST = 20.0
"""Citizens of the smallest stock that is corrected."""
MOST = 0.25
"""The largest deviation that is corrected at once."""


class Level(NamedTuple):
    """Mean stocks of a place in its own runs, by group: the mean over runs, and the variance of that mean."""

    mean: dict[str, float]
    variance: dict[str, float]


def level(place: str) -> Level:
    """The stocks of a place in runs as those of a study, from an opening with the counts.

    Places with one seed would have the same chance, and it would look like a deviation that all have in common. So each has
    a seed of its own.
    """
    own_seed = int(combine(SEED, purpose(place))) & LARGEST_SEED
    setting = setting_of(place, "current", "baseline", START, DAYS, own_seed)
    found = []
    for number in range(1, REPLICATIONS + 1):
        view = View(run(build_world(setting, number, opening=burned(setting, number))), Window(WARM_UP, DAYS - 1))
        table = stocks(view, Pieces.of(view)).frame()
        whole = table[(table["measure"] == "stock") & (table[["team", "activity", "need"]] == "all").all(axis=1)]
        found.append(dict(zip(whole["group"], whole["value"].astype(float), strict=True)))
    groups = [group for group in setting.place.groups if all(group in each for each in found)]
    values = {group: np.array([each[group] for each in found]) for group in groups}
    return Level(
        {group: float(runs.mean()) for group, runs in values.items()},
        {group: float(runs.var(ddof=1)) / len(runs) for group, runs in values.items()},
    )


def deviations(found: Sequence[Level], counts: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """The lasting deviation of each group from its count, as a share, by place: what is left without chance.

    The variance of a mean is that of the group per citizen, pooled over all places, because four runs hardly show one.
    """
    shares: list[dict[str, float]] = [{} for _ in found]
    for group in dict.fromkeys(group for each in counts for group in each):
        at = [
            number
            for number, (each, count) in enumerate(zip(found, counts, strict=True))
            if group in each.mean and count.get(group, 0.0) >= SMALLEST
        ]
        if len(at) < 2:
            continue
        sizes = np.array([counts[number][group] for number in at])
        seen = np.array([found[number].mean[group] for number in at]) / sizes - 1
        per_citizen = sum(found[number].variance[group] for number in at) / sizes.sum()
        for number, share in zip(at, shrunk(seen, per_citizen / sizes), strict=True):
            shares[number][group] = float(np.clip(share, -MOST, MOST))
    return shares


def shrunk(seen: Floats, variance: Floats) -> Floats:
    """Each number drawn towards the mean of all, by the share of the spread that chance explains.

    Args:
        seen: float64[n], n at least 2.
        variance: float64[n], the variance of each by chance.
    """
    if not variance.any():
        return seen
    weight = 1 / np.maximum(variance, variance[variance > 0].min() / 1e6)
    fixed = float((weight * seen).sum() / weight.sum())
    excess = float((weight * (seen - fixed) ** 2).sum()) - (len(seen) - 1)
    between = max(0.0, excess / float(weight.sum() - (weight**2).sum() / weight.sum()))
    together = 1 / (between + 1 / weight)
    mean = float((together * seen).sum() / together.sum())
    return np.asarray(mean + between / (between + 1 / weight) * (seen - mean), np.float64)


def seen_share(leave: float) -> float:
    """The share of a lasting deviation that the measured years show, after an opening with the count.

    A stock of which ``leave`` per citizen and year leave nears its level as 1 − exp(−leave × years).
    """
    if leave <= 0:
        return 1.0
    return 1 - (exp(-leave * BEGIN) - exp(-leave * END)) / (leave * (END - BEGIN))


class Split(NamedTuple):
    """The sick and those in job clarification, whose sum is counted.

    Attributes:
        sick, course: their stocks.
        deviation: of the sick in the measured years, from their new stock.
    """

    sick: float
    course: float
    deviation: float


def own_split(before: Split, course_deviation: float, leave: tuple[float, float], ends: tuple[float, float]) -> Split:
    """The split at which both settle once their sum is that of the count.

    Only the entries of the sick can be changed, and job clarification fills from ended sickness. So both settled stocks move
    with these entries in proportion, and their ratio stays.

    Args:
        before: the stocks with which the runs opened, and the deviation that the sick had in them.
        course_deviation: that of job clarification.
        leave: how many leave per citizen and year, of the sick and of job clarification.
        ends: the lowest and the highest number of cases of job clarification for each sick citizen.
    """
    seen = [seen_share(each) for each in leave]
    settled_sick = before.sick * (1 + before.deviation / seen[0])
    ratio = min(max(before.course * (1 + course_deviation / seen[1]) / settled_sick, ends[0]), ends[1])
    sick = (before.sick + before.course) / (1 + ratio)
    return Split(sick, sick * ratio, (settled_sick / sick - 1) * seen[0])


def factors(shares: Mapping[str, float], counts: Mapping[str, float], found: Balance) -> dict[str, float]:
    """By how much entries (by group) and grants (by procedure) must change, as factors on today's.

    Job clarification and flex jobs have no entries to change.

    Args:
        shares: the lasting deviations in the measured years (:func:`deviations`).
        counts: the stocks.
    """
    result = {}
    groups = {group: name for name, group in GRANTED.items()}
    for group, share in shares.items():
        if group in (CLARIFICATION, FLEXJOB):
            continue
        leave = found.left.get(group, 0.0)
        name = groups.get(group, group)
        inflow = found.by_grant.get(name, 0.0) if group in groups else found.entries.get(group, 0.0)
        if leave > 0 and inflow > 0:
            surplus = share / seen_share(leave / counts[group]) * leave
            result[name] = min(max(1 - surplus / inflow, 0.5), 2.0)
    return result
