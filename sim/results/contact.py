"""Whether citizens and caseworkers talk more or less: booked contact, running casework, and the share that decides.

With staff kept, meetings that fall away become running casework. Part of that is calls and short talks. Nobody has measured how
much, so the change of all contact, ``booked + share * running``, is a straight line over an unknown share. This file gives the
share at which the line crosses zero. Its interval is Fieller's: all shares at which the paired t interval of the change
includes zero.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measures.view import NEED_LEVELS
from sim.report.contact_record import ContactRecord
from sim.results.intervals import half_width, t_quantile
from sim.results.pairing import column_names
from sim.study.study import Study

BOOKED, RUNNING = "contact_minutes_per_citizen_week", "running_minutes_per_citizen_week"
Floats = NDArray[np.float64]


def contact(study: Study, measures: pd.DataFrame) -> tuple[ContactRecord, ...]:
    """A record for each place, column with all staff, and level of need. Offices without an assumed share have none."""
    rows = measures[measures["measure"].isin([BOOKED, RUNNING])]
    for name in ("group", "team", "activity"):
        rows = rows[rows[name] == "all"]
    rows = rows.assign(column=column_names(rows))
    cells = rows.pivot_table(index="replication", columns=["place", "column", "need", "measure"], values="value")
    records = []
    for place, setting in study.baseline.settings.items():
        assumed = setting.office.running_contact
        if assumed is None:
            continue
        ends = [assumed.value if end is None else end for end in (assumed.low, assumed.high)]
        for column in study.columns[1:]:
            if column.use == "cut":
                continue
            for need in ("all", *NEED_LEVELS):
                found = _pairs(cells, place, study.baseline.name, column.name, need)
                if found is not None:
                    record = of_pairs(*found, float(assumed.value), float(ends[0]), float(ends[1]), study.confidence)
                    records.append(ContactRecord(place=place, column=column.name, need=need, **record))
    return tuple(records)


def _pairs(
    cells: pd.DataFrame, place: str, baseline: str, column: str, need: str
) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Booked and running minutes of the baseline, then of the column: float64[pairs] each; None without any pair.

    Args:
        cells: a row per replication, a column per place, column of the study, need and measure.
    """
    keys = [(place, name, need, measure) for name in (baseline, column) for measure in (BOOKED, RUNNING)]
    if not set(keys) <= set(cells.columns):
        return None
    values = cells[keys].dropna().to_numpy(np.float64)
    return (values[:, 0], values[:, 1], values[:, 2], values[:, 3]) if len(values) else None


def of_pairs(
    booked_before: Floats, running_before: Floats, booked_after: Floats, running_after: Floats,
    share: float, share_low: float, share_high: float, confidence: float,
) -> dict[str, float | None]:  # fmt: skip
    """The numbers of a :class:`ContactRecord`.

    Args:
        booked_before, running_before, booked_after, running_after: float64[pairs], minutes per citizen and week.
        confidence: confidence level of both intervals.
    """
    booked, running = booked_after - booked_before, running_after - running_before
    mean_booked, mean_running, n = float(booked.mean()), float(running.mean()), len(booked)
    change = booked + share * running
    t = t_quantile(1 - (1 - confidence) / 2, n - 1)
    half = half_width(change, confidence)
    low, high = fieller(booked, running, t) if n > 1 else (None, None)
    zero = -mean_booked / mean_running if mean_running else math.nan
    crosses = 0 <= zero <= 1
    return {
        "share": share, "share_low": share_low, "share_high": share_high,
        "booked_before": float(booked_before.mean()), "running_before": float(running_before.mean()),
        "booked": mean_booked, "running": mean_running,
        "difference": float(change.mean()), "low": float(change.mean()) - half, "high": float(change.mean()) + half,
        "at_low": mean_booked + share_low * mean_running, "at_high": mean_booked + share_high * mean_running,
        "zero": zero if crosses else None, "zero_low": low if crosses else None, "zero_high": high if crosses else None,
    }  # fmt: skip


def fieller(booked: Floats, running: Floats, t: float) -> tuple[float | None, float | None]:
    """The ends of the shares at which the t interval of ``booked + share * running`` includes zero.

    Both are None if these shares are no interval: then running casework itself does not change beyond chance.

    Args:
        booked, running: float64[pairs], differences.
        t: the quantile of Student's t.
    """
    n, (of_booked, both, of_running) = len(booked), _covariances(booked, running)
    mean_booked, mean_running = float(booked.mean()), float(running.mean())
    a = mean_running**2 - t**2 * of_running / n
    b = mean_booked * mean_running - t**2 * both / n
    c = mean_booked**2 - t**2 * of_booked / n
    inside = b**2 - a * c
    if a <= 0 or inside < 0:
        return None, None
    root = math.sqrt(inside)
    return (-b - root) / a, (-b + root) / a


def _covariances(first: Floats, second: Floats) -> tuple[float, float, float]:
    table = np.cov(first, second)
    return float(table[0, 0]), float(table[0, 1]), float(table[1, 1])
