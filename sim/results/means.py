"""Means over replications of every column's measures: the table of ``measures.csv``.

Ten replications of every number fill more rows than a spreadsheet can open. ``measures.parquet`` has them all.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.results.intervals import is_lattice, rare, t_quantile
from sim.results.pairing import CELL, is_additive

COLUMN = ["study", "place", "rule_set", "practice", "capacity"]
"""The columns of ``measures`` that name a column of the study at a place."""
COLUMNS = [*COLUMN, *CELL, "mean", "low", "high", "replications"]


def means(measures: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """The mean of each measure over the replications of its column, with a t interval.

    A replication may lack a cell. For additive units it counts as 0, because no hours were worked on it. For other units
    the replication is left out, because there was no such wait. One replication has no interval (nan). Nor have
    percentiles of days and rare events (:mod:`sim.results.intervals`). The interval is that of a level: a difference of
    two columns is paired and has its own (:mod:`sim.results.pairing`).

    Args:
        measures: tidy, one row per number and replication, as ``measures.parquet``.
        confidence: confidence level of the intervals.

    Returns:
        One row per column, place and cell (:data:`COLUMNS`), in the order of their first rows. ``replications`` is the
        number of values behind a mean.
    """
    keys = [*COLUMN, *CELL]
    first = ~measures.duplicated(keys)
    table = measures.loc[first, keys].reset_index(drop=True)
    cell = measures.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    of_column = measures.groupby(COLUMN, sort=False, dropna=False)["replication"].transform("nunique")
    value = measures["value"].to_numpy(dtype=np.float64)
    cell, value = cell[~np.isnan(value)], value[~np.isnan(value)]
    there = np.bincount(cell, minlength=len(table))
    additive = np.array([is_additive(unit) for unit in table["unit"].to_numpy(object)], dtype=np.bool_)
    number = np.where(additive, of_column[first].to_numpy(), there).astype(np.int64)
    n = np.maximum(number, 1)
    mean = np.where(number > 0, np.bincount(cell, value, len(table)) / n, np.nan)
    squares = np.bincount(cell, (value - mean[cell]) ** 2, len(table)) + (number - there) * np.nan_to_num(mean) ** 2
    variance = squares / np.maximum(number - 1, 1)
    # a tiny variance of equal values is rounding error, not spread
    varies = np.where(variance > (1e-12 * np.abs(mean)) ** 2, variance, 0.0)
    quantile = {k: t_quantile(0.5 + confidence / 2, k - 1) for k in {int(k) for k in number} if k > 1}
    half = np.array([quantile.get(int(k), math.nan) for k in number]) * np.sqrt(varies / n)
    lattice = [
        is_lattice(*names)
        for names in zip(table["measure"].to_numpy(object), table["unit"].to_numpy(object), strict=True)
    ]
    without = rare(np.bincount(cell[value != 0.0], minlength=len(table)), number) | np.array(lattice, dtype=np.bool_)
    half[without] = np.nan
    return table.assign(mean=mean, low=mean - half, high=mean + half, replications=number)[COLUMNS]
