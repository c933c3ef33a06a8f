"""The points of a frontier, run again: what is left of them when chance may no longer choose.

The best of many trials is partly the luckiest, so its own numbers are too good (the winner's curse). Each point is therefore run
again in replications that no trial had. Only these numbers are shown. The table keeps the search's own beside them
(``in_search``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sim.results.frontier.dial import Positions
from sim.results.frontier.dominance import Floats, Standing, front, spread, standings
from sim.results.frontier.readings import CELL, OBJECTIVES, Readings
from sim.results.frontier.runner import Runner
from sim.results.frontier.search import Trial
from sim.results.intervals import half_width

FRESH = 9_500
"""The first confirming run has the replication after this. No trial, no sample and no usual study has so high a number."""
MOST_CONFIRMED = 500
"""Replications from 10,001 on are those of a staff search."""
AS_IS = "as is"
Kept = Literal["keeps", "breaks", "cannot tell"]
Verdict = Literal["stands", "beaten", "breaks a limit", "cannot tell"]


@dataclass(frozen=True, eq=False)
class Point:
    """A point of the frontier.

    Attributes:
        name: ``as is`` for the practice as it is, else a letter.
        trial: its number, from 0.
        positions: of the dials.
        read: its numbers in the fresh replications.
        in_search: mean difference of each objective in the search.
        limits: limit -> whether the fresh runs keep it.
        verdict: what chance leaves of its place.
    """

    name: str
    trial: int
    positions: Positions
    read: Readings
    in_search: tuple[float, ...]
    limits: dict[str, Kept]
    verdict: Verdict


def chosen(trials: Sequence[Trial], most: int) -> tuple[list[Trial], int]:
    """The practice as it is, and the trials of the search's frontier that are run again; and how many lie on it.

    Trials that break a limit are left out. If more trials than ``most`` are left, those are taken that spread over it.
    """
    fit = [trial for trial in trials if trial.outcome.keeps_limits]
    ahead = [fit[at] for at in front(np.array([trial.outcome.means for trial in fit]))] if fit else []
    kept = [ahead[at] for at in spread(np.array([trial.outcome.means for trial in ahead]), most)] if ahead else []
    kept = sorted((trial for trial in kept if trial.number), key=lambda trial: trial.outcome.means)
    return [trials[0], *kept], len(ahead)


def confirmed(runner: Runner, trials: Sequence[Trial], replications: int, confidence: float) -> list[Point]:
    """Run points again in fresh replications.

    Args:
        trials: the practice as it is first.
        replications: their number.

    Raises:
        RunError: a run failed. Finished runs are kept.
    """
    numbers = range(FRESH + 1, FRESH + replications + 1)
    names = [AS_IS, *(letter(at) for at in range(len(trials) - 1))]
    runner.runs.progress.say(f"{len(trials)} points again, in {replications} fresh replications each …")
    columns = [runner.practices.at(t.positions, f"point {name}") for t, name in zip(trials, names, strict=True)]
    read = runner.read(columns, numbers)
    limits = [{name: kept(values, confidence) for name, values in each.broken(runner.limits).items()} for each in read]
    within = [at for at, each in enumerate(limits) if "breaks" not in each.values()]
    points = np.array([[each.at(key) for key in OBJECTIVES] for each in read])
    found: dict[int, Standing] = dict(zip(within, standings(points[within], confidence), strict=True))
    return [
        Point(name, trial.number, trial.positions, each, trial.outcome.means, own, found.get(at, "breaks a limit"))
        for at, (name, trial, each, own) in enumerate(zip(names, trials, read, limits, strict=True))
    ]  # fmt: skip


def kept(broken: Floats, confidence: float) -> Kept:
    """Whether a limit is kept (float64[replications], above 0 where it is broken) beyond chance."""
    mean, half = float(broken.mean()), half_width(broken, confidence)
    if mean + half <= 0:
        return "keeps"
    return "breaks" if mean - half > 0 else "cannot tell"


def letter(at: int) -> str:
    """The name of a point by its number from 0: A to Z, then AA, AB and so on."""
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


COLUMNS = ["point", "trial", "verdict", *CELL, "baseline", "value", "difference", "low", "high", "pairs", "in_search"]


def frontier_table(points: Sequence[Point], confidence: float) -> pd.DataFrame:
    """One row per point and number (:data:`COLUMNS`): the paired difference from the baseline with its interval by chance.

    ``in_search`` is the mean difference in the search, of the objectives alone. It is flattered by chance.
    """
    parts = []
    for point in points:
        read, rows = point.read, point.read.cells.copy()
        means = np.nanmean(read.differences, axis=1)
        half = np.array([half_width(each[~np.isnan(each)], confidence) for each in read.differences])
        rows["in_search"] = np.nan
        for key, value in zip(OBJECTIVES, point.in_search, strict=True):
            rows.loc[read.row(key), "in_search"] = value
        parts.append(
            rows.assign(
                point=point.name, trial=point.trial + 1, verdict=point.verdict, baseline=np.nanmean(read.before, axis=1),
                value=np.nanmean(read.after, axis=1), difference=means, low=means - half, high=means + half,
                pairs=(~np.isnan(read.differences)).sum(axis=1),
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)[COLUMNS]
