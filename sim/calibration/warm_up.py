"""Whether a study's warm-up is long enough: three looks at the baseline's weekly course.

- *MSER-5* (White 1997): the weeks to leave out so that the mean of the rest has the smallest estimated standard error. Weeks are
  joined in batches of five. At most half of the course may be left out. If the answer is that half, the course does not settle.
- *Welch* (1983): the mean over runs, smoothed by a moving average, is near its mean over the window from this week on. Near means
  within 5 %, or within the t interval over runs.
- *Drift*: the slope over the measured window in percent of the mean a year, with a t interval over runs. A drift beyond chance
  means that a longer warm-up would not help, because the course has no level.

Long series wander, and MSER-5 may take that for a beginning. Where only MSER-5 would leave out more than the warm-up, the verdict
is *unsure*.

A stock that its entries and exits do not balance drifts. The burn-in and the fitted flows are there to prevent it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.errors import RunError, ScenarioError
from sim.files.paths import results_dir
from sim.files.quantity import YEAR_DAYS
from sim.measures.weekly import WEEK, weekly
from sim.results.intervals import half_width, t_quantile
from sim.runs.make import sorted_log_of
from sim.runs.pool import Outcome, run_all
from sim.runs.progress import shown
from sim.runs.run import Plan, Run
from sim.runs.scheduler import default_workers
from sim.study.study import Study

Floats = NDArray[np.float64]
BATCH = 5
SMOOTH = 26
"""Weeks on each side of the moving average: together a year, because hours and meetings follow holidays."""
NEAR = 0.05
"""How near the smoothed course must be to its mean over the window: a share of that mean."""
LEAST = 30.0
"""The least mean of a series that is judged: smaller groups are all chance."""
Verdict = Literal["long enough", "unsure", "too short", "drifts"]
COLUMNS = ["series", "mean", "mser_weeks", "welch_weeks", "drift", "drift_low", "drift_high", "verdict"]


@dataclass(frozen=True)
class WarmUp:
    """The warm-up of a study, series by series.

    Attributes:
        weeks: whole weeks of the study's warm-up.
        table: :data:`COLUMNS`; weeks from the start, drift in percent of the mean a year.
        courses: series -> float64[runs, weeks].
    """

    study: Study
    place: str
    weeks: int
    table: pd.DataFrame
    courses: dict[str, Floats]

    @property
    def enough(self) -> bool:
        """Whether no series drifts or begins too late. A series of which nobody can be sure does not count against it."""
        return not self.table["verdict"].isin(["too short", "drifts"]).any()


def mser(values: Floats, batch: int = BATCH) -> int:
    """The number of first values to leave out by MSER: a multiple of ``batch``, at most half of the values.

    Args:
        values: float64[n].
    """
    means = values[: len(values) // batch * batch].reshape(-1, batch).mean(axis=1)
    if len(means) < 2:
        return 0
    left = range(len(means) // 2 + 1)
    errors = [means[cut:].var() / (len(means) - cut) for cut in left]
    return int(np.argmin(errors)) * batch


def welch(courses: Floats, first: int, confidence: float = 0.95, smooth: int = SMOOTH, near: float = NEAR) -> int:
    """The first week from which the smoothed mean course stays near its mean over the window.

    Args:
        courses: float64[runs, weeks].
        first: first week of the window.
    """
    runs, weeks = courses.shape
    width = np.minimum(np.minimum(np.arange(weeks), np.arange(weeks)[::-1]), smooth)
    smoothed = np.stack([courses[:, at - half : at + half + 1].mean(axis=1) for at, half in enumerate(width)], axis=1)
    level = courses[:, first:].mean(axis=1)
    gap = smoothed - level[:, None]
    wide = (
        t_quantile(0.5 + confidence / 2, runs - 1) * gap.std(axis=0, ddof=1) / math.sqrt(runs)
        if runs > 1
        else np.zeros(weeks)
    )
    away = np.flatnonzero(np.abs(gap.mean(axis=0)) > np.maximum(near * abs(level.mean()), wide))
    away = away[away < (first + weeks) // 2]  # what is away in the second half of the window is no beginning
    return int(away[-1]) + 1 if len(away) else 0


def drift(courses: Floats, first: int, confidence: float) -> tuple[float, float, float]:
    """The slope over the window in percent of the mean a year, with a t interval over runs; nan with one run."""
    window = courses[:, first:]
    week = np.arange(window.shape[1]) - (window.shape[1] - 1) / 2
    slopes = window @ week / float((week**2).sum()) * YEAR_DAYS / WEEK
    level = float(window.mean())
    percent = 100 * slopes / level
    mean, half = float(percent.mean()), half_width(percent, confidence)
    return mean, mean - half, mean + half


def _verdict(weeks: int, by_mser: int, by_welch: int, slope: tuple[float, float, float]) -> Verdict:
    mean, low, high = slope
    if (low > 0 or high < 0) and abs(mean) > 100 * NEAR:
        return "drifts"
    if by_welch > weeks:
        return "too short"
    return "long enough" if by_mser <= weeks else "unsure"


@dataclass(frozen=True)
class _Job:
    """A run whose course is wanted."""

    run: Run
    last: int

    @property
    def label(self) -> str:
        return self.run.label


def course(job: _Job) -> dict[str, Floats]:
    """The weekly course of a run up to the end of its window. This is the job of a worker."""
    from sim.measures import Reading

    log, _, _ = sorted_log_of(job.run)
    return weekly(Reading(log, (0, job.last), job.run.rates))


def warm_up(
    study: Study,
    *,
    place: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> WarmUp:
    """Run the baseline and look at its course from the first week. Nothing is stored.

    Raises:
        ScenarioError: the study has no such place, or too short a warm-up and window to judge.
        RunError: a run failed.
    """
    place = place or study.places[0]
    if place not in study.places:
        raise ScenarioError("the study has no such place", found=place, expected=", ".join(study.places))
    weeks, whole = study.first_day // WEEK, study.measured_until // WEEK
    if whole < 4 * BATCH or weeks == 0:
        raise ScenarioError(
            "the run is too short to judge its warm-up", found=f"{weeks} weeks of warm-up, {whole} weeks in all",
            expected=f"a warm-up, and {4 * BATCH} weeks or more in all",
        )  # fmt: skip
    short = study.without_follow_up()
    plan = Plan.of(short, results_dir(results) / study.name)
    jobs = [
        _Job(replace(plan.run(place, short.baseline, number), folder=None, logs=False), study.measured_until - 1)
        for number in range(1, study.replications + 1)
    ]
    found: list[dict[str, Floats]] = []
    with shown(wanted=progress) as show:

        def on_done(outcome: Outcome[_Job, dict[str, Floats]]) -> None:
            if outcome.result is None:
                raise RunError(str(outcome.error)) if outcome.raised is None else outcome.raised
            found.append(outcome.result)
            show.now(len(found), len(jobs), 0, outcome.job.label)

        for _ in run_all(jobs, course, workers or default_workers(), on_done, repeat=lambda _: "the same command"):
            pass
    names = [name for name in found[0] if all(name in each for each in found)]
    courses = {name: np.stack([each[name] for each in found]) for name in names}
    return WarmUp(study, place, weeks, judged(courses, weeks, study.confidence), courses)


def judged(courses: dict[str, Floats], weeks: int, confidence: float) -> pd.DataFrame:
    """The table of a warm-up of so many weeks (:data:`COLUMNS`). Series with a small mean are left out."""
    rows: list[Sequence[object]] = []
    for name, runs in courses.items():
        level = float(runs[:, weeks:].mean())
        if level < LEAST:
            continue
        by_mser, by_welch = mser(runs.mean(axis=0)), welch(runs, weeks, confidence)
        slope = drift(runs, weeks, confidence)
        rows.append(
            (
                name,
                level,
                by_mser,
                by_welch,
                *slope,
                _verdict(weeks, by_mser, by_welch, slope),
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)
