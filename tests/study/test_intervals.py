"""Which differences may have a t interval: its coverage on made-up distributions like those of the measures."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.results.intervals import is_lattice
from sim.results.pairing import compare, paired_intervals

PAIRS, STUDIES = 10, 4000
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Draw = Callable[[np.random.Generator, tuple[int, int]], tuple[Floats, Floats, float]]
"""(generator, shape) -> values of baseline and variant, and the true difference of their means."""


def _sums(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, Floats, float]:
    """Hours: sums of 300 skewed tasks of which the variant leaves a tenth out."""
    tasks = rng.lognormal(0, 1, (*shape, 300))
    return tasks.sum(axis=2), tasks[:, :, :270].sum(axis=2), -30 * math.exp(0.5)


def _shares(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, Floats, float]:
    """Shares near zero: 300 deadlines of which 2 % and 1 % are broken."""
    return rng.binomial(300, 0.02, shape) / 300, rng.binomial(300, 0.01, shape) / 300, -0.01


def _ratios(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, Floats, float]:
    """Minutes per citizen-week: a random sum over a random number. E(1 / y) is 1 / (k - 1) for gamma of shape k."""
    weeks = rng.gamma(500, 1, shape)
    return rng.gamma(50, 1, shape) / weeks, rng.gamma(40, 1, shape) / weeks, -10 / 499


def _counts(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, Floats, float]:
    """Events that happen about once in a run."""
    return rng.poisson(2.0, shape).astype(float), rng.poisson(1.0, shape).astype(float), -1.0


def _means(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, Floats, float]:
    """The mean of 200 waits in whole days, each a day shorter in the variant."""
    waits = np.floor(rng.lognormal(3, 0.8, (*shape, 200))) + 1
    return waits.mean(axis=2), waits.mean(axis=2) - 1 + rng.normal(0, 0.1, shape), -1.0


def coverage(draw: Draw) -> float:
    """The share of 95 % intervals that hold the true difference."""
    a, b, truth = draw(np.random.default_rng(5), (STUDIES, PAIRS))
    found = paired_intervals(a, b, 0.95)
    known = ~np.isnan(found["low"])
    assert known.mean() > 0.99
    return float(((found["low"] <= truth) & (truth <= found["high"]))[known].mean())


@pytest.mark.parametrize("draw", [_sums, _shares, _ratios, _counts, _means], ids=lambda draw: draw.__name__.strip("_"))
def test_t_covers_sums_shares_ratios_counts_and_means(draw: Draw) -> None:
    """95 % of the intervals hold the truth, within four standard errors of such a count."""
    assert coverage(draw) == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / STUDIES))


def test_t_does_not_cover_the_difference_of_medians_of_whole_days() -> None:
    """Waits 1.5 % shorter take the median of the whole population from one day to the next. The intervals miss it."""
    rng = np.random.default_rng(3)
    waits = rng.lognormal(3, 0.8, (400, PAIRS, 500))
    a, b = (np.median(np.floor(part), axis=2) for part in (waits, 0.985 * waits))
    population = math.exp(3), 0.985 * math.exp(3)  # the median of a lognormal is exp(mu)
    truth = math.floor(population[1]) - math.floor(population[0])
    assert truth == -1.0
    found = paired_intervals(a, b, 0.95)
    covered = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert covered < 0.5


MEASURES = {
    "wait_team_p50": "days", "wait_first_meeting_p95": "days", "lateness_p90": "days", "time_in_system_p50": "days",
    "wait_team_mean": "days", "caseload_week_p50": "cases per post", "hours": "hours per year", "breach_share": "share",
}  # fmt: skip
LATTICES = {"wait_team_p50", "wait_first_meeting_p95", "lateness_p90", "time_in_system_p50"}


def frame(column: str, values: list[float], measure: str, unit: str) -> pd.DataFrame:
    rule_set, practice, capacity = column.split("/")
    return pd.DataFrame(
        {
            "study": "s", "place": "p", "rule_set": rule_set, "practice": practice, "capacity": capacity,
            "replication": range(1, len(values) + 1), "group": "sick", "team": "all", "activity": "all", "need": "all",
            "measure": measure, "unit": unit, "value": values,
        }
    )  # fmt: skip


def test_a_percentile_of_days_has_a_difference_and_no_interval() -> None:
    before, after = "a/b/keep", "c/d/keep"
    tables = [
        frame(column, values, measure, unit)
        for measure, unit in MEASURES.items()
        for column, values in ((before, [10.0, 12.0, 11.0, 14.0]), (after, [9.0, 10.5, 10.5, 12.0]))
    ]
    table = compare(pd.concat(tables, ignore_index=True), before, [after]).set_index("measure")
    assert (table["difference"] == -1.25).all()
    assert (table["pairs"] == 4).all()
    assert set(table.index[table["low"].isna()]) == set(table.index[table["high"].isna()]) == LATTICES
    assert {measure for measure, unit in MEASURES.items() if is_lattice(measure, unit)} == LATTICES


@pytest.mark.parametrize(("differences", "known"), [
    ([0.0] * 8 + [1.0, 1.0], False),  # two of ten pairs differ: the event is too rare
    ([0.0] * 5 + [1.0, -1.0, 2.0, 1.0, 1.0], True),
    ([0.0] * 10, True),  # no difference in any pair
    ([3.0] * 10, True),
])  # fmt: skip
def test_a_rare_event_has_no_interval(differences: list[float], known: bool) -> None:
    b = np.array([differences])
    found = paired_intervals(np.zeros_like(b), b, 0.95)
    assert np.isfinite(found["low"]).all() == known


def test_rounding_error_is_no_difference() -> None:
    a = np.array([[0.1 + 0.2, 1.0, 2.0, 3.0]])
    b = np.array([[0.3, 1.0, 2.0, 3.0]])
    found = paired_intervals(a, b, 0.95)
    assert np.isfinite(found["low"]).all()
