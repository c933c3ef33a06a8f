"""A run, as the manifest lists it."""

from __future__ import annotations

from collections.abc import Mapping

from sim.report.record import Record


class RunRecord(Record):
    """One run of the study."""

    place: str
    column: str
    replication: int
    key: str
    log: str
    log_sha256: str
    rows: int
    posts: Mapping[str, float]
    places: float
    engine: str
    seconds: float
