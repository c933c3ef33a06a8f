"""What a search reads of a run: two objectives, three limits, and what lies beside them. All are paired with the baseline.

*The wait.* The log's wait for the first meeting pools citizens who are promised a meeting within a week with others whose
first meeting is due after months. Its mean would fall if the practice called the second kind earlier, which is its own
choice and no shorter queue. So the objective is the share that gets the first meeting within four weeks, of citizens whose
rules or practice promise one so soon. The share knows the citizens who leave before, and a run goes on for four weeks after
its window, so no wait is cut off. It has the baseline's mix of groups and needs (:mod:`sim.results.standardised`).

*The contact.* Minutes of booked contact per citizen and week, of citizens with heavy need. A shorter gap between meetings is a
choice of the practice, so the number partly echoes it. What emerges is how many of these meetings the diaries hold. Running
casework has contact too, in a share that nobody has measured (``all_contact_minutes_per_citizen_week``). It is beside.

*The limits* say that staff stays as it is. Without them, a search would pay for meetings with casework that nobody counts.

- Hours asked for are at most the hours that there are.
- Running casework per citizen and week is no less than in the baseline, but for the margin of a staff cut.
- Deadlines that both have are not broken more often than in the baseline, but for the margin of a staff cut.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.errors import ScenarioError
from sim.files.value import size
from sim.law.clauses.practice import NEEDS
from sim.measures.hours import CASEWORKER
from sim.results.frontier.dial import Dial
from sim.results.staffing.criteria import Limits
from sim.results.standardised import DIMENSIONS, standardised
from sim.runs.store import Stored
from sim.study.column import Column

Floats = NDArray[np.float64]
PROMISE_DAYS = 28
"""The wait that the first objective counts, and the time that a run goes on after its window."""
SHARE, BEGUN = "wait_first_meeting_within_4_weeks", "wait_first_meeting_begun"
BROKEN, DUE = "breach_share", "deadlines"
BOOKED, CONTACT = "contact_minutes_per_citizen_week", "all_contact_minutes_per_citizen_week"
RUNNING = "running_minutes_per_citizen_week"
ASKED, THERE = "hours_asked", "hours_available"
KEPT = (SHARE, BEGUN, BROKEN, DUE, BOOKED, CONTACT, RUNNING, f"{RUNNING}_team", ASKED, THERE)
"""The measures of a run that a search reads."""
Key = tuple[str, str]
"""Measure and need, over all groups, teams and activities."""
FIRST: Key = (f"{SHARE}_standardised", "all")
HEAVY: Key = (BOOKED, "heavy")
CASEWORK: Key = (RUNNING, "all")
DEADLINES: Key = (f"{BROKEN}_standardised", "all")
OBJECTIVES = (FIRST, HEAVY)
CELL = ["measure", "unit", *DIMENSIONS]


@dataclass(frozen=True)
class Promise:
    """The citizens who are promised a first meeting within four weeks.

    Attributes:
        groups: their groups.
        paths: the practice values that promise it.
    """

    groups: tuple[str, ...]
    paths: tuple[str, ...]

    def echoed(self, dials: Sequence[Dial]) -> list[str]:
        """The practice values behind the promise that a search moves itself. The wait then partly echoes them."""
        moved = {each.value.path for dial in dials for each in dial.parameters}
        return [path for path in self.paths if any(each == path or each.startswith(f"{path}.") for each in moved)]


def promise_of(column: Column) -> Promise:
    """The groups that get a promise of a first meeting within four weeks of arrival, from a column's rules or practice.

    Raises:
        ScenarioError: nobody.
    """
    groups: list[str] = []
    paths: list[str] = []
    law = column.first.laws[0]
    regime = law.rule_set.regime
    held = {name for name, each in regime.activities.items() if each.meeting and each.role == CASEWORKER}
    for duty in regime.duties.values():
        soon = duty.due is not None and size(duty.due.value) <= PROMISE_DAYS
        if duty.active and duty.activity in held and soon and "arrival" in duty.starts and not duty.only:
            groups += duty.groups
    for name, entry in law.practice.contact.items():
        soon = all(size(getattr(entry.first, need).value) <= PROMISE_DAYS for need in NEEDS)
        meets = entry.activity in held and "arrival" in entry.starts
        if soon and meets and not entry.only and not entry.on_request:
            groups += entry.groups
            paths.append(f"contact.{name}.first")
    if not groups:
        raise ScenarioError(
            "nobody is promised a first meeting within four weeks, so the search has no wait to shorten",
            found=column.name, expected="rules or a practice with a first meeting soon after arrival",
            do="choose another --column, or add such a meeting to the practice",
        )  # fmt: skip
    return Promise(tuple(dict.fromkeys(groups)), tuple(paths))


def kept_rows(measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of a run's measures that a search reads."""
    return measures[measures["measure"].isin(KEPT)].reset_index(drop=True)


def whole(cells: pd.DataFrame) -> pd.Series:
    """Which cells (:data:`CELL`) are over all groups, teams and activities."""
    return (cells[["group", "team", "activity"]] == "all").all(axis=1)


@dataclass(frozen=True, eq=False)
class Readings:
    """The numbers of a practice and of the baseline in the same replications.

    Attributes:
        cells: :data:`CELL`, one row per number.
        before, after: float64[cells, replications], of the baseline and of the practice.
    """

    cells: pd.DataFrame
    before: Floats
    after: Floats

    @property
    def differences(self) -> Floats:
        """float64[cells, replications]."""
        return self.after - self.before

    def at(self, key: Key) -> Floats:
        """float64[replications], the differences of a number over all groups and teams."""
        return np.asarray(self.differences[self.row(key)])

    def level(self, key: Key) -> Floats:
        """float64[replications], the practice's own number."""
        return np.asarray(self.after[self.row(key)])

    def row(self, key: Key) -> int:
        """The position of a number over all groups and teams."""
        measure, need = key
        rows = self.cells
        found = np.flatnonzero(whole(rows) & (rows["measure"] == measure) & (rows["need"] == need))
        if not len(found) or np.isnan(self.differences[found[0]]).all():
            raise ScenarioError(
                "the runs lack a number that the search needs", found=measure,
                expected="citizens who arrive in the window, and citizens with heavy need", do="measure a longer window",
            )  # fmt: skip
        return int(found[0])

    def broken(self, limits: Limits) -> dict[str, Floats]:
        """Limit -> float64[replications], by how much it is broken; at most 0 where it is kept. Shares of one."""
        before = self.before[self.row(CASEWORK)]
        asked, there = self.level((ASKED, "all")), self.level((THERE, "all"))
        found = {
            "hours": asked / there - 1,
            "casework": -self.at(CASEWORK) / np.where(before > 0, before, np.nan) - limits.running,
        }
        if (self.cells["measure"] == DEADLINES[0]).any():
            found["deadlines"] = self.at(DEADLINES) - limits.deadlines
        return {name: np.nan_to_num(values) for name, values in found.items()}


def readings(
    before: Sequence[Stored],
    after: Sequence[Stored],
    groups: Collection[str],
    left_out: Mapping[str, Collection[str]],
) -> Readings:
    """The numbers of paired runs.

    Args:
        before, after: runs of the baseline and of the practice, in the same order of replications.
        groups: those who are promised a first meeting.
        left_out: measure -> activities in no standardised number (:func:`sim.figures.provenance.echoed`).
    """
    own, other = _table(before, groups), _table(after, groups)
    strata = [table[table["measure"].isin((SHARE, BEGUN, BROKEN, DUE))] for table in (own, other)]
    cells, first, second = standardised(strata[0], strata[1], left_out)
    plain = [
        table[~table["measure"].isin((SHARE, BEGUN, BROKEN, DUE)) & (table["group"] == "all")] for table in (own, other)
    ]
    wide = [_wide(table) for table in plain]
    index = wide[0].index.intersection(wide[1].index, sort=False)
    both = [table.reindex(index).to_numpy(np.float64) for table in wide]
    cells = pd.concat([cells[CELL], index.to_frame(index=False)], ignore_index=True)
    return Readings(cells, np.vstack([first, both[0]]), np.vstack([second, both[1]]))


def _table(runs: Sequence[Stored], groups: Collection[str]) -> pd.DataFrame:
    """The rows of several runs with their number, and of waits only those of the groups."""
    parts = [kept_rows(run.measures).assign(replication=at) for at, run in enumerate(runs)]
    table = pd.concat(parts, ignore_index=True)
    others = table["measure"].isin((SHARE, BEGUN)) & ~table["group"].isin(list(groups))
    return table[~others]


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    """One row per number, one column per replication. Activities other than all are left out."""
    table = table[table["activity"] == "all"]
    return table.pivot_table(index=CELL, columns="replication", values="value", sort=False)
