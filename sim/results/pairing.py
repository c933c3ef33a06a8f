"""Paired differences between the columns of a study, with t intervals over replications.

*Why replication means.* Days and citizens within a run share diaries and queues, so they are not independent
observations. Replications are independent, because each has its own seed. A measure of a run is one observation.

*Why paired.* The same replication under two rule sets has the same people with the same fate, because every draw is
keyed. The two values therefore rise and fall together. The interval is that of the mean of the differences
d_r = variant_r - baseline_r. The gain is reported as ``variance_factor`` = (var a + var b) / var(a - b). Independent runs
would need so many times more replications for the same interval.

*Why t.* With about ten replications the standard deviation is itself an estimate. Student's t with n - 1 degrees of
freedom widens the interval accordingly. It is exact for normal differences, and differences of sums over thousands of
citizens are nearly normal. :mod:`sim.results.intervals` says which differences have no interval, and
``tests/study/test_intervals.py`` measures the coverage. The interval covers Monte Carlo error only. The uncertainty of
unmeasured inputs is described by their ranges and is much larger (:mod:`sim.results.sensitivity`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.tidy import BY_DAY, BY_LOAD, SERIES
from sim.results.intervals import is_lattice, rare, t_quantile
from sim.results.standardised import raw_pools, standardised

Floats = NDArray[np.float64]

CELL = ["group", "team", "activity", "need", "measure", "unit"]
COLUMNS = [
    "study", "place", "baseline", "variant", "group", "team", "activity", "need", "measure", "unit", "baseline_mean",
    "variant_mean", "difference", "low", "high", "confidence", "pairs", "variance_factor", "nature",
    "pooled", "verdict",
]  # fmt: skip
ADDITIVE_UNITS = ("citizens", "posts", BY_DAY, BY_LOAD)


def is_additive(unit: str) -> bool:
    """Whether a missing cell of this unit is zero (hours, counts, DKK, citizens) rather than unknown (a share, a wait)."""
    return unit.endswith(" per year") or unit == "per year" or unit in ADDITIVE_UNITS


def column_names(measures: pd.DataFrame) -> pd.Series[str]:
    """``rule_set/practice/capacity`` of each row."""
    names: pd.Series[str] = measures["rule_set"] + "/" + measures["practice"] + "/" + measures["capacity"]
    return names


def compare(
    measures: pd.DataFrame,
    baseline: str,
    variants: Sequence[str],
    confidence: float = 0.95,
    *,
    natures: Mapping[str, str] | None = None,
    left_out: Mapping[str, Collection[str]] | None = None,
) -> pd.DataFrame:
    """Paired differences of every measure between each variant and the baseline.

    Waits and shares of deadlines are compared by their strata, and standardised to the baseline's mix in place of their raw
    pools (:mod:`sim.results.standardised`).

    A pair is a replication that has both columns. A cell may be missing in one column of a pair. For additive units it
    counts as 0, because no hours were worked on it. For other units the pair is dropped, because there was no such wait.
    One pair gives a difference without an interval (nan). So do percentiles of days and rare events
    (:mod:`sim.results.intervals`). Equal differences give an interval of zero width.

    Args:
        measures: columns ``study, place, rule_set, practice, capacity, replication``, the cell's columns and ``value``.
        baseline: ``rule_set/practice/capacity`` of the baseline.
        variants: ``rule_set/practice/capacity`` of each column to compare with the baseline.
        confidence: confidence level of the intervals.
        natures: measure -> emerges, scales or echoes; "" for a measure that is missing here.
        left_out: measure -> activities that its standardised value leaves out.

    Returns:
        One row per place, variant and cell with at least one pair (:data:`COLUMNS`). ``pooled`` is not judged
        here (:mod:`sim.results.sign_check` fills it). ``variance_factor`` is nan if it does not exist (fewer than two
        pairs, or nothing varies), and inf if only the difference does not vary.

    Raises:
        ValueError: a column is not in the measures, or the confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, not {confidence}")
    measures = measures[~measures["unit"].isin(SERIES)]
    names = column_names(measures)
    known = list(dict.fromkeys(names))
    for name in (baseline, *variants):
        if name not in known:
            raise ValueError(f"the measures have no column {name!r}; they have {known}")
    tables = []
    for (study, place), part in measures.groupby(["study", "place"], sort=False):
        of_column = {name: rows for name, rows in part.groupby(names, sort=False) if name in {baseline, *variants}}
        for variant in variants:
            if baseline not in of_column or variant not in of_column:
                continue
            table = _pair(of_column[baseline], of_column[variant], confidence, left_out)
            tables.append(table.assign(study=str(study), place=str(place), baseline=baseline, variant=variant))
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    comparisons = pd.concat(tables, ignore_index=True)
    comparisons["nature"] = [(natures or {}).get(measure, "") for measure in comparisons["measure"].to_numpy(object)]
    comparisons["pooled"] = "not-pooled"
    comparisons["verdict"] = verdicts(comparisons)
    return comparisons[COLUMNS]


def verdicts(comparisons: pd.DataFrame) -> NDArray[np.object_]:
    """object[rows], what the pairs say of each difference: ``more``, ``less`` or ``too few pairs to tell``.

    - ``none``: no pair differs.
    - ``no interval``: percentiles of days and rare events. More pairs would not give one.
    """
    low, high = (comparisons[name].to_numpy(np.float64) for name in ("low", "high"))
    none = (comparisons["difference"].to_numpy(np.float64) == 0) & (np.isnan(low) | ((low == 0) & (high == 0)))
    without = np.isnan(low) & (comparisons["pairs"].to_numpy(np.int64) > 1)
    chosen = np.select(
        [none, without, low > 0, high < 0], ["none", "no interval", "more", "less"], "too few pairs to tell"
    )
    return chosen.astype(np.object_)


def _pair(
    before: pd.DataFrame, after: pd.DataFrame, confidence: float, left_out: Mapping[str, Collection[str]] | None = None
) -> pd.DataFrame:
    """The comparisons of two columns at one place."""
    return with_intervals(*paired_values(before, after, left_out), confidence)


def with_intervals(cells: pd.DataFrame, before: Floats, after: Floats, confidence: float) -> pd.DataFrame:
    """The cells with means, difference and interval; without raw pools and cells that have no pair.

    Args:
        cells, before, after: as :func:`paired_values` returns them.
        confidence: confidence level of the intervals.
    """
    table = paired_intervals(before, after, confidence)
    result = cells.assign(**table, confidence=confidence)
    measures, units = result["measure"].to_numpy(object), result["unit"].to_numpy(object)
    lattice = [is_lattice(measure, unit) for measure, unit in zip(measures, units, strict=True)]
    result.loc[np.array(lattice, dtype=np.bool_), ["low", "high"]] = np.nan
    return result[(result["pairs"] > 0) & ~raw_pools(result)]


def paired_values(
    before: pd.DataFrame, after: pd.DataFrame, left_out: Mapping[str, Collection[str]] | None = None
) -> tuple[pd.DataFrame, Floats, Floats]:
    """The values of two columns at one place, pair by pair.

    Returns:
        The cells (columns :data:`CELL`), with standardised values last. float64[cells, pairs], the baseline's values, and
        the variant's. nan: unknown in that replication.
    """
    own, own_before, own_after = standardised(before, after, left_out)
    replications = sorted(set(before["replication"]) & set(after["replication"]))
    a = before.pivot_table(index=CELL, columns="replication", values="value", sort=False).reindex(columns=replications)
    b = after.pivot_table(index=CELL, columns="replication", values="value", sort=False).reindex(columns=replications)
    cells = a.index.union(b.index, sort=False)
    first, second = (part.reindex(cells).to_numpy(dtype=np.float64) for part in (a, b))
    additive = np.array([is_additive(unit) for unit in cells.get_level_values("unit")], dtype=np.bool_)[:, None]
    first, second = (np.where(additive & np.isnan(part), 0.0, part) for part in (first, second))
    every = [part for part in (cells.to_frame(index=False), own) if len(part)]  # an empty part has no types of its own
    names = pd.concat(every or [own], ignore_index=True)
    return names, np.concatenate([first, own_before]), np.concatenate([second, own_after])


def paired_intervals(a: Floats, b: Floats, confidence: float) -> dict[str, Floats | NDArray[np.int64]]:
    """Means, difference, t interval, pairs and variance factor of each row.

    Args:
        a, b: float64[cells, replications], baseline and variant; a pair with a nan is left out.
        confidence: confidence level of the interval.

    Returns:
        Arrays of shape [cells] by name of the column.
    """
    both = ~(np.isnan(a) | np.isnan(b))
    pairs = both.sum(axis=1)
    n = np.maximum(pairs, 1)
    mean_a, mean_b = (np.where(both, x, 0.0).sum(axis=1) / n for x in (a, b))
    d = np.where(both, b - a, 0.0)
    difference = d.sum(axis=1) / n
    spread = [_variance(x, both, n) for x in (a, b, d)]
    # a tiny variance of equal differences is rounding error, not spread
    scale = np.maximum(np.abs(mean_a), np.abs(mean_b))
    varies = np.where(spread[2] > (1e-12 * scale) ** 2, spread[2], 0.0)
    quantile = {k: t_quantile(0.5 + confidence / 2, k - 1) for k in {int(k) for k in pairs} if k > 1}
    t = np.array([quantile.get(int(k), math.nan) for k in pairs])
    half = np.where(rare((np.abs(d) > 1e-12 * scale[:, None]).sum(axis=1), pairs), np.nan, t * np.sqrt(varies / n))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(pairs > 1, (spread[0] + spread[1]) / varies, np.nan)
    return {
        "baseline_mean": mean_a,
        "variant_mean": mean_b,
        "difference": difference,
        "low": difference - half,
        "high": difference + half,
        "pairs": pairs.astype(np.int64),
        "variance_factor": factor,
    }


def _variance(values: Floats, both: NDArray[np.bool_], n: NDArray[np.int64]) -> Floats:
    """float64[cells], unbiased variance over the pairs; 0 with fewer than two pairs."""
    mean = np.where(both, values, 0.0).sum(axis=1) / n
    squares = np.where(both, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
    variance: Floats = squares / np.maximum(n - 1, 1)
    return variance
