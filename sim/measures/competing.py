"""Curves of time to an end that has one of several causes, with some ends not observed: Aalen-Johansen and Kaplan-Meier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Curves(NamedTuple):
    """Curves on a rising grid of days.

    Attributes:
        at_risk: int64[days], cases that have neither ended nor been censored before the day.
        surviving: float64[days], share without an end after the day.
        ended: float64[causes, days], share that has ended by each cause until the day. With ``surviving`` they sum to 1.
    """

    at_risk: Ints
    surviving: Floats
    ended: Floats


def aalen_johansen(ends: Ints, censored: Ints) -> Curves:
    """Cumulative incidence of competing ends (Aalen and Johansen 1978; Putter, Fiocco and Geskus 2007, section 3).

    On each day the share still without an end is multiplied by the daily risk of a cause. An end by another cause is an end, not a
    censoring: one minus a Kaplan-Meier curve that censors it would be too high. A case censored on a day is at risk on it.

    Args:
        ends: int64[causes, days], cases that end by each cause on each day of the grid.
        censored: int64[days], cases whose observation ends there.
    """
    leaving = ends.sum(axis=0) + censored
    at_risk = leaving.sum() - np.concatenate([[0], np.cumsum(leaving)[:-1]])
    risk = np.divide(ends, at_risk, out=np.zeros(ends.shape), where=at_risk > 0)
    surviving = np.cumprod(1 - risk.sum(axis=0))
    before = np.concatenate([[1.0], surviving[:-1]])
    return Curves(at_risk.astype(np.int64), surviving, np.cumsum(before * risk, axis=1))


def kaplan_meier_ends(days: Ints, ends: Ints, censored: Ints, confidence: float) -> tuple[Floats, Floats, Floats]:
    """The Kaplan-Meier curve on the days, and the ends of its pointwise interval (log-log of Greenwood's variance, by SciPy).

    Cases are taken to be independent.

    Args:
        days: int64[days], rising. ends, censored: int64[days], cases.

    Returns:
        float64[days] each: share without an end after the day, low, high.
    """
    from scipy.stats import CensoredData, ecdf

    known, cut = np.repeat(days, ends), np.repeat(days, censored)
    curve = ecdf(CensoredData(uncensored=known, right=cut)).sf
    with np.errstate(divide="ignore", invalid="ignore"):
        interval = curve.confidence_interval(confidence_level=confidence, method="log-log")
    low, high = (end.evaluate(days) for end in (interval.low, interval.high))
    return curve.evaluate(days), low, high
