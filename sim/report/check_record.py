"""A check of the runs in the manifest: two numbers that must agree, or a share that must be small."""

from __future__ import annotations

from typing import Literal

from sim.report.record import Record

Kind = Literal["little", "hours", "citizens", "censored", "drift"]


class CheckRecord(Record):
    """One check at a place.

    The kinds are:

    - ``little``: cases counted on working days equal cases a year times their time.
    - ``hours``: hours that there are equal hours that have a use.
    - ``citizens``: citizens at the window's start and those who come equal those who leave and those at its end.
    - ``censored``: the share of waits that the end of the log cuts off.
    - ``drift``: the growth of a stock a year beyond chance, as a share of it.

    Attributes:
        name: the team, wait or group; ``all`` for the place, or for all teams.
        column: the column in which the gap is largest.
        left, right: the two numbers, as means over the replications of that column; equal for a share.
        gap: the largest relative gap of any run, or the share itself.
        limit: the gap from which the check fails.
    """

    place: str
    kind: Kind
    name: str
    column: str
    left: float
    right: float
    gap: float
    limit: float

    @property
    def holds(self) -> bool:
        """Whether the gap is within the limit."""
        return self.gap <= self.limit
