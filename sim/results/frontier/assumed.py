"""The points of a frontier and the baseline at both ends of the leading assumptions.

Chance and assumptions are two things. The interval of a point is chance alone. Here each group of leading assumptions goes to
both ends of its range, all else equal, and the points are run again in the first of their own replications. The change is
paired, as in :mod:`sim.results.sensitivity`, so few replications show it.

A value that the search moves stays as the point has it, in every point: it is the choice that is looked for. So does the same
value of the baseline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from sim.figures.leading import has_leading
from sim.report.manifest import Manifest
from sim.results.frontier.confirm import FRESH, Point
from sim.results.frontier.dial import Dial
from sim.results.frontier.practices import Practices
from sim.results.frontier.readings import Readings, whole
from sim.results.frontier.runner import Runner
from sim.results.sensitivity.at_ends import leading_records, range_records
from sim.results.sensitivity.changes import KEYS, changes
from sim.results.sensitivity.scenarios import End, at_end, ends_of, leading_of
from sim.study.column import Column
from sim.study.study import Study

PAIRS = 2
"""Pairs of each point with the baseline at each end, if the user gives no number. Two pairs show a change well."""
BROKEN = ["point", "group", "end", "limit", "by"]


@dataclass(frozen=True, eq=False)
class PracticesAtEnd:
    """The practices of a search, and the baseline, with a group of leading assumptions at an end."""

    end: End
    baseline: Column
    practices: Practices


@dataclass(frozen=True, eq=False)
class Ends:
    """What is run beside chance.

    Attributes:
        study: of the search.
        columns: the baseline and the searched column.
        at: the practices at each end; empty if nothing is tested.
        pairs: pairs of each point at each end.
    """

    study: Study
    columns: tuple[Column, Column]
    at: tuple[PracticesAtEnd, ...] = ()
    pairs: int = 0

    @classmethod
    def of(cls, study: Study, column: Column, dials: Sequence[Dial], pairs: int) -> Ends:
        """The groups that the study names in ``ranges``, else all, at both ends. Each is resolved once, before any run.

        Args:
            pairs: 0 for none.

        Raises:
            ScenarioError: there is no such group, or values at an end do not fit each other or the dials.
        """
        columns = (study.baseline, column)
        if not pairs or not has_leading(study.root):
            return cls(study, columns)
        groups = leading_of(study, study.ranges or None)
        moved = {each.address for dial in dials for each in dial.parameters}
        found = [_at(study, column, tuple(dials), end) for end in ends_of(study, groups, columns, moved)]
        return cls(study, columns, tuple(found), pairs if found else 0)


def _at(study: Study, column: Column, dials: tuple[Dial, ...], end: End) -> PracticesAtEnd:
    changed = at_end(study, end)
    own = next(each.kept for each in changed.columns if each.kept == column)
    practices = Practices(changed, own, dials)
    practices.check_ends()
    return PracticesAtEnd(end, changed.baseline, practices)


@dataclass(frozen=True, eq=False)
class Tested:
    """The points at the ends.

    Attributes:
        moves: the change of each number of a point at each end (:func:`sim.results.sensitivity.changes.changes`), by point.
        broken: :data:`BROKEN`, a row for each limit that a point keeps as it is and breaks at an end, by estimate.
    """

    moves: pd.DataFrame = field(default_factory=pd.DataFrame)
    broken: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=BROKEN))


def tested(runner: Runner, ends: Ends, points: Sequence[Point], confidence: float) -> Tested:
    """Run the points and the baseline at each end.

    Raises:
        RunError: a run failed. Finished runs are kept.
    """
    if not ends.at:
        return Tested()
    numbers = range(FRESH + 1, FRESH + ends.pairs + 1)
    runner.runs.progress.say(
        f"The points at {len(ends.at)} ends of leading assumptions, {ends.pairs} pairs of runs each …"
    )
    read: list[tuple[End, list[Readings]]] = []
    for each in ends.at:
        columns = [each.practices.at(point.positions, f"point {point.name}") for point in points]
        read.append((each.end, runner.read(columns, numbers, baseline=each.baseline, scenario=each.end.name)))
    moves = []
    for at, point in enumerate(points):
        parts = [_effects(found[at], ends.pairs).assign(group=end.group, end=end.end) for end, found in read]
        moved = changes(_effects(point.read, ends.pairs), pd.concat(parts, ignore_index=True), confidence)
        moves.append(moved.assign(place=ends.study.places[0], column=point.name))
    broken = [
        row for at, point in enumerate(points) for end, found in read for row in _broken(runner, point, end, found[at])
    ]
    return Tested(pd.concat(moves, ignore_index=True), pd.DataFrame(broken, columns=BROKEN))


def _effects(read: Readings, pairs: int) -> pd.DataFrame:
    """The differences of the first pairs, of numbers over all groups and teams: ``KEYS, replication, effect``."""
    cells = read.cells[whole(read.cells)]
    parts = [cells[KEYS].assign(replication=at, effect=read.differences[cells.index, at]) for at in range(pairs)]
    return pd.concat(parts, ignore_index=True)


def _broken(runner: Runner, point: Point, end: End, at_end: Readings) -> list[tuple[str, str, str, str, float]]:
    """The limits that a point keeps and breaks at an end: its own distance from the limit, plus the paired change."""
    own, there = point.read.broken(runner.limits), at_end.broken(runner.limits)
    rows = []
    for name, values in there.items():
        pairs = len(values)
        by = float(own[name].mean() + (values - own[name][:pairs]).mean())
        if own[name].mean() <= 0 < by:
            rows.append((point.name, end.group, end.end, name, by))
    return rows


def with_ends(manifest: Manifest, ends: Ends, found: Tested, table: pd.DataFrame) -> Manifest:
    """The manifest with the leading assumptions and the numbers of each point at both ends. The column of a range is a point.

    Args:
        table: the numbers of the points (:func:`sim.results.frontier.confirm.frontier_table`).
    """
    if found.moves.empty:
        return manifest
    groups = leading_of(ends.study, tuple(dict.fromkeys(found.moves["group"])))
    numbers = table[whole(table)].assign(column=table["point"])
    records = leading_records(groups, [each.end for each in ends.at], dict.fromkeys(groups, ends.pairs))
    ranges = range_records(found.moves, numbers, ends.study.places[0])
    return manifest.model_copy(update={"leading": tuple(records), "ranges": tuple(ranges)})
