"""A run held against its own rules."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.conformance.deadlines import DEADLINE, deadlines
from sim.conformance.order import order
from sim.conformance.rule import Finding
from sim.study.setting import Setting
from sim.world.log import Log

COLUMNS = ("sort", "rule", "subject", "law", "cases", "broken", "share", "rows")


@dataclass(frozen=True)
class Conformance:
    """What the log of a run shows of its rules.

    Attributes:
        findings: the order of steps, the deadlines by duty, and the records of breaches.
    """

    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The broken rules that only an error of the program can break."""
        return tuple(found for found in self.findings if found.broken and found.sort != DEADLINE)

    def table(self) -> pd.DataFrame:
        """One row per rule, with :data:`COLUMNS`."""
        return pd.DataFrame([found.as_data() for found in self.findings], columns=list(COLUMNS))


def conformance(log: Log, setting: Setting, first_day: int, last_day: int) -> Conformance:
    """Hold the log of a run against the rules of its setting.

    Deadlines are those that end on the days ``first_day`` to ``last_day``. The order of steps and the records of breaches are
    looked at in the whole log.
    """
    laws = {name: duty.law for part in setting.rules_over_time for name, duty in part.what.regime.duties.items()}
    notice = int(setting.practice.team_notice.value.days)
    return Conformance((*order(log, notice), *deadlines(log, laws, first_day, last_day)))
