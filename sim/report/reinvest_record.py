"""Where freed hours went, in the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sim.report.record import Record

Levels = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Unit (teams that share their staff) -> column (baseline, keep, cut or reinvest) -> criterion -> value."""


class ReinvestRecord(Record):
    """Where freed hours went (:class:`sim.results.staffing.reinvest.Reinvested`)."""

    place: str
    column: str
    into: Literal["meetings", "caseloads"]
    practice: str | None
    more: Mapping[str, float]
    groups: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    baseline: Mapping[str, float]
    posts: Mapping[str, float]
    bookable: Mapping[str, float] = {}  # team -> share of a day that may be booked ahead, where not the practice's
    caseloads: Mapping[str, Mapping[str, float]]
    freed: float
    trials: int
    levels: Levels
    stops: Mapping[str, str] = {}  # unit -> what one more step would break: running, deadlines, gaps, bound
    notes: tuple[str, ...]
