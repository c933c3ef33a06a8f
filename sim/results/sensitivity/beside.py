"""The ranges beside the headlines of a run: of the groups that the study names, and of those that are known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from sim.figures.leading import Leading, has_leading, read_leading
from sim.report.headline import headline
from sim.report.manifest import Manifest
from sim.report.range_records import OutcomeRecord
from sim.results.sensitivity.at_ends import AtEnd, end_task, leading_records, moved, range_records
from sim.results.sensitivity.record import kept
from sim.results.sensitivity.scenarios import Scenario, compared_columns, ends_of, leading_of, scenarios
from sim.runs.run import Plan
from sim.runs.scheduler import Task
from sim.study.column import Column

PAIRS = 2
"""Pairs of runs at each end. The same people meet the same chance at both ends, so two pairs show a change well."""


@dataclass(frozen=True)
class Beside:
    """The ranges that a run needs.

    Attributes:
        groups: leading assumptions in the order of the file.
        columns: baseline and variant; None if the study compares nothing.
        scenarios: the ends of groups that are still to be run.
        known: changes of groups that an earlier analysis has kept.
        pairs: pairs of runs at each end.
    """

    plan: Plan
    groups: dict[str, Leading]
    columns: tuple[Column, Column] | None
    scenarios: list[Scenario]
    known: list[pd.DataFrame] = field(default_factory=list)
    pairs: int = PAIRS

    @classmethod
    def of(cls, plan: Plan) -> Beside:
        """The groups that the study names, and all groups of which results are kept.

        Raises:
            ScenarioError: the study names a group that does not exist, or a group does not fit it.
        """
        study = plan.study
        columns = compared_columns(study)
        wanted = leading_of(study, study.ranges) if study.ranges else {}
        if columns is None or not has_leading(study.root):
            return cls(plan, {}, None, [])
        groups = leading_of(study)
        found = {name: kept(plan, columns, name) for name in groups}
        pairs = min(PAIRS, study.replications)
        tables = {name: table for name, table in found.items() if table is not None and table["pairs"].min() >= pairs}
        known = list(tables.values())
        missing = {name: group for name, group in wanted.items() if name not in tables}
        ends = scenarios(study, ends_of(study, missing, columns), columns) if missing else []
        return cls(plan, groups, columns, ends, known, pairs)

    def tasks(self) -> list[Task[AtEnd]]:
        """The tasks that make the missing runs."""
        places = self.plan.study.places
        return [end_task(self.plan, place, scenario, self.pairs) for place in places for scenario in self.scenarios]

    def shown(
        self, measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, ends: Sequence[AtEnd]
    ) -> Manifest:
        """The manifest with the ranges.

        Args:
            measures, comparisons: the tables of the result.
            manifest: the manifest without ranges.
            ends: the results of :meth:`tasks`.
        """
        new = moved(measures, ends, manifest, self.columns) if ends and self.columns else pd.DataFrame()
        return with_ranges(self, [*self.known, new], measures, comparisons, manifest)


def with_ranges(
    beside: Beside,
    tables: Sequence[pd.DataFrame],
    measures: pd.DataFrame,
    comparisons: pd.DataFrame,
    manifest: Manifest,
) -> Manifest:
    """The manifest with the ranges of some changes, groups in the order of the file."""
    known = [table for table in tables if not table.empty]
    if not known or beside.columns is None:
        return manifest
    table = pd.concat(known, ignore_index=True)
    order = {name: place for place, name in enumerate(beside.groups)}
    table = table.assign(order=table["group"].map(order)).sort_values("order", kind="stable")
    groups = {name: beside.groups[name] for name in dict.fromkeys(table["group"])}
    pairs = {str(name): int(number) for name, number in table.groupby("group")["pairs"].max().items()}
    ends = ends_of(beside.plan.study, groups, beside.columns)
    records = [
        record
        for place in manifest.places
        for record in range_records(table, headline(measures, comparisons, manifest.at(place)), place)
    ]
    return manifest.model_copy(
        update={
            "leading": tuple(leading_records(groups, ends, pairs)),
            "outcomes": tuple(
                OutcomeRecord(**each.model_dump()) for each in read_leading(beside.plan.study.root).outcomes
            ),
            "ranges": tuple(records),
        }
    )
