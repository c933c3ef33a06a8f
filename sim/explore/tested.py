"""The leading assumptions at both ends of their ranges, beside the four numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.explore.findings import Findings, together
from sim.explore.pair import Pair
from sim.results.sensitivity.at_ends import AtEnd
from sim.results.sensitivity.beside import Beside
from sim.runs.run import Plan
from sim.runs.scheduler import Runs


@dataclass(frozen=True)
class Ends:
    """The finished runs at the ends of the groups that the study names in ``ranges``."""

    needed: Beside
    done: list[AtEnd]
    pairs: Sequence[Pair]

    @classmethod
    def of(cls, plan: Plan, runs: Runs, pairs: Sequence[Pair]) -> Ends:
        """Make the runs at the ends. Raises the errors of :meth:`sim.runs.scheduler.Runs.finish`."""
        needed = Beside.of(plan)
        done: list[Any] = runs.finish(needed.tasks())
        return cls(needed, done, pairs)

    def beside(self, findings: Findings) -> Findings:
        """The findings with the ranges in their manifest."""
        manifest = self.needed.shown(together(self.pairs), findings.comparisons, findings.manifest, self.done)
        return replace(findings, manifest=manifest)
