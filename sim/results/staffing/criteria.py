"""The criteria of a staff search: by how much a service is worse than it may be.

A unit of teams meets three criteria. A service is *worse* by a number above 0.

- Minutes of running casework per citizen and week, against the baseline, as a share of the baseline's minutes.
- Meetings held per citizen and week, against the same rules and practice with all staff, as a share of these.
- Broken deadlines of the duties that both rule sets keep, against the baseline, in shares of one
  (:mod:`sim.results.staffing.deadline_pools`).

Each number is taken pair by pair: a replication is compared with the same replication of the reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.measures.view import Floats
from sim.place.office.model import StaffCut
from sim.results.staffing.deadline_pools import DeadlinePool, deadline_pools
from sim.results.staffing.service import Service
from sim.study.study_file import Margins

Kind = Literal["running", "meetings", "deadlines"]


@dataclass(frozen=True)
class Limits:
    """The margins of a search: a service that is worse by no more than this counts as no worse.

    Attributes:
        running: share of the baseline's running minutes per citizen and week.
        meetings: share of the meetings per citizen and week with all staff.
        deadlines: share of one of the deadlines (0.02 is two percentage points).
        fewest: deadlines a year that are enough to be judged alone.
    """

    running: float
    meetings: float
    deadlines: float
    fewest: float

    @classmethod
    def of(cls, office: StaffCut, study: Margins) -> Limits:
        """The margins of the office, or those of the study where it has its own."""
        own, usual = study, office.margins
        return cls(
            usual.running.value if own.running is None else own.running,
            usual.meetings.value if own.meetings is None else own.meetings,
            usual.deadlines.value if own.deadlines is None else own.deadlines,
            office.fewest_deadlines.value,
        )


@dataclass(frozen=True)
class Criterion:
    """One criterion of one unit, or of a pool of deadlines of one or several units."""

    kind: Kind
    margin: float
    units: tuple[str, ...]
    before: Service
    kept: Service
    pool: DeadlinePool | None = None

    @property
    def duties(self) -> tuple[str, ...]:
        return self.pool.duties if self.pool else ()

    def worse(self, trial: Service) -> Floats:
        """float64[replications], by how much the service of a trial is worse."""
        if self.pool is not None:
            return self._more_broken(trial, self.pool)
        at = trial.at(self.units[0])
        before, after = (self.before.minutes, trial.minutes) if self.kind == "running" else (self.kept.held, trial.held)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = 1 - after[:, at] / before[:, at]
        return np.where(np.isfinite(share), share, 0.0)  # a unit without citizens cannot serve anybody worse

    def _more_broken(self, trial: Service, pool: DeadlinePool) -> Floats:
        """The rise of the broken share. Cells of both references are weighed by the trial's deadlines."""
        rise, total = np.zeros(len(trial.weeks)), 0.0
        for cells, reference in ((pool.with_baseline, self.before), (pool.with_all_staff, self.kept)):
            number = sum(trial.count(cell) for cell in cells)
            rise += number * (trial.broken(cells) - reference.broken(cells))
            total += number
        return rise / total if total else rise


def criteria(before: Service, kept: Service, limits: Limits, *, meetings: bool = True) -> list[Criterion]:
    """The criteria of all units.

    Args:
        before: the baseline's service.
        kept: the service of the rules with all staff.
        limits: the margins.
        meetings: whether fewer meetings than with all staff are a loss.
    """
    found = [Criterion("running", limits.running, (unit,), before, kept) for unit in before.units]
    if meetings:
        found += [Criterion("meetings", limits.meetings, (unit,), before, kept) for unit in before.units]
    pools = deadline_pools(before, kept, limits.fewest)
    return found + [Criterion("deadlines", limits.deadlines, pool.units, before, kept, pool) for pool in pools]
