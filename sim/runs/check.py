"""Whether the measures of a run are numbers. A run with one that is not is a failed run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.files.errors import RunError
from sim.measures.tidy import ALL

A_YEAR = "per year"
"""What the unit of a sum over the window ends with."""
BY_PART = ("_team", "_by_need")
"""Endings of sums that are given by part alone. Their totals have names of their own, as that of ``hours`` has."""
HOURS, TOTAL = "hours", "hours_total"
SHOWN = 3


def checked(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures of a run, if each is a number.

    A mean, a share or a wait may be missing, because there may be nothing of which it is the mean. Then it has no row. So three
    things are errors:

    - A row has a value that is no finite number.
    - A sum a year has rows of its parts and no total. A sum of nothing is 0, so its total is always a number
      (:meth:`sim.measures.tidy.Tidy.cube`).
    - The hours of all posts are missing. Every place has posts.

    Args:
        measures: tidy measures (:data:`sim.measures.tidy.COLUMNS`).

    Raises:
        RunError: a measure that must be a number is none.
    """
    odd = sorted(set(measures.loc[~np.isfinite(measures["value"]), "measure"].astype(str)))
    if odd:
        raise _error("a measure of the run is not a finite number", odd)
    sums = measures[measures["unit"].str.endswith(A_YEAR)]
    whole = (sums[["group", "team", "activity", "need"]] == ALL).all(axis=1)
    names = {name for name in sums["measure"].unique() if name != HOURS and not name.endswith(BY_PART)} | {TOTAL}
    missing = sorted(names - set(sums.loc[whole, "measure"]))
    if missing:
        raise _error("a sum of the run has no total, so one of its parts is no number", missing)
    return measures


def _error(message: str, names: list[str]) -> RunError:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return RunError(f"{message}: {', '.join(names[:SHOWN])}{more}")
