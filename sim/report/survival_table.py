"""Curves of waits and spells by group and column, from the numbers of cases by the day on which they ended."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.competing import aalen_johansen, kaplan_meier_ends
from sim.measures.tidy import BY_DAY
from sim.report.levels import in_order, named_columns, one_place
from sim.report.manifest import Manifest

Floats = NDArray[np.float64]
NEVER, WITHOUT = "never", "none"
"""The end of what was not observed, and the row of those without an end so far."""
LEAST, FEW = 20, 100
"""Where cases have been censored, a curve ends when fewer than this are at risk; a group of fewer cases has no curve."""
COLUMNS = ["column", "measure", "group", "end", "day", "share", "low", "high", "at_risk", "replications"]


def curves(measures: pd.DataFrame, manifest: Manifest, name: str, ends: Sequence[str], last: int) -> pd.DataFrame:
    """Curves of the ends of waits or spells (:data:`COLUMNS`): a row per column, group, end and day.

    ``share`` is the mean over replications of the share that has ended so until the day (Aalen-Johansen), and of those without any
    end (``end`` none; Kaplan-Meier). ``low`` and ``high`` are its t interval over replications. A single replication has the
    interval of its cases instead, and of those without an end alone. ``at_risk`` is the mean number of cases.

    Args:
        name: what the measures ``by_day_NAME_END`` are of.
        ends: the ends besides ``never``.
        last: the last day.
    """
    rows = one_place(measures, manifest)
    wanted = {f"by_day_{name}_{end}": end for end in (*ends, NEVER)}
    rows = rows[(rows["unit"] == BY_DAY) & rows["measure"].isin(wanted)]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = rows.assign(
        column=named_columns(rows, manifest), end=rows["measure"].map(wanted), day=rows["activity"].astype(int)
    )
    parts = []
    for (column, group), cases in rows.groupby(["column", "group"], sort=False):
        part = _curves(cases, ends, last, manifest.confidence)
        if len(part):
            parts.append(part.assign(column=str(column), group=str(group), measure=f"by_day_{name}"))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    order = {column.name: place for place, column in enumerate(manifest.columns)}
    table = table.assign(of_group=in_order(table["group"]), of_column=table["column"].map(order))
    table = table.sort_values(["of_group", "of_column"], kind="stable")
    shares = {"share": 6, "low": 6, "high": 6, "at_risk": 1}  # more digits would only make the files long
    shown: pd.DataFrame = table.reindex(columns=COLUMNS).round(shares).reset_index(drop=True)
    return shown


def _curves(cases: pd.DataFrame, ends: Sequence[str], last: int, confidence: float) -> pd.DataFrame:
    """The curves of one group in one column."""
    days = np.array(sorted({*cases["day"], last}), dtype=np.int64)
    replications = sorted(set(cases["replication"]))
    shape = len(replications), len(ends) + 1, len(days)
    number = np.zeros(shape, dtype=np.int64)
    place = {end: at for at, end in enumerate((*ends, NEVER))}
    np.add.at(
        number,
        (
            np.searchsorted(replications, cases["replication"]), cases["end"].map(place).to_numpy(),
            np.searchsorted(days, cases["day"]),
        ),
        cases["value"].to_numpy().round().astype(np.int64),
    )  # fmt: skip
    each = [aalen_johansen(one[:-1], one[-1]) for one in number]
    at_risk = np.mean([curve.at_risk for curve in each], axis=0)
    if at_risk[0] < FEW:
        return pd.DataFrame()
    uncut = np.cumsum(number[:, -1].sum(axis=0)) == 0
    shown = ((at_risk >= LEAST) | uncut) & (days <= last)
    shares = np.stack([np.vstack([curve.ended, curve.surviving]) for curve in each])
    mean, half = shares.mean(axis=0), _half(shares, confidence)
    low, high = np.clip(mean - half, 0, 1), np.clip(mean + half, 0, 1)
    if len(replications) == 1:
        low[:] = high[:] = math.nan
        _, low[-1], high[-1] = kaplan_meier_ends(days, number[0, :-1].sum(axis=0), number[0, -1], confidence)
    parts = [
        pd.DataFrame(
            {"end": end, "day": days, "share": mean[at], "low": low[at], "high": high[at], "at_risk": at_risk}
        )[shown]
        for at, end in enumerate((*ends, WITHOUT))
    ]
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True).assign(replications=len(replications))
    return whole


def _half(shares: Floats, confidence: float) -> Floats:
    """float64[ends, days], half-width of the t interval of the mean over replications; nan for one."""
    from scipy.stats import t

    count = len(shares)
    if count < 2:
        return np.full(shares.shape[1:], math.nan)
    quantile = float(t.ppf(0.5 + confidence / 2, count - 1))
    return np.asarray(quantile * shares.std(axis=0, ddof=1) / math.sqrt(count))
