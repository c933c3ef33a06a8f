"""The runs at the ends of the leading assumptions, and the records of what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sim.figures.leading import Leading
from sim.report.manifest import Manifest
from sim.report.range_records import LeadingRecord, RangeRecord
from sim.results.sensitivity.changes import KEYS, changes, effects
from sim.results.sensitivity.scenarios import End, Scenario
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task, tables
from sim.runs.store import Stored
from sim.study.column import Column


@dataclass(frozen=True)
class AtEnd:
    """The finished runs of an end at a place; ``measures`` is tidy, under the names of the study's columns."""

    place: str
    end: End
    measures: pd.DataFrame


def base_task(plan: Plan, place: str, columns: Sequence[Column], replications: int) -> Task[pd.DataFrame]:
    """The measures of columns as they are. Logs are kept as in any run of the study."""
    runs = [plan.run(place, column, number) for column in columns for number in range(1, replications + 1)]
    stored: list[Stored] = yield runs
    return tables(stored, runs)


def end_task(plan: Plan, place: str, scenario: Scenario, replications: int) -> Task[AtEnd]:
    """The runs of a scenario at a place. No log is kept, and the reference engine is never used."""
    runs: list[Run] = [
        replace(plan.run(place, column, number), engine="kernel", scenario=scenario.end.name)
        for column in scenario.columns
        for number in range(1, replications + 1)
    ]
    stored: list[Stored] = yield runs
    return AtEnd(place, scenario.end, tables(stored, runs))


def moved(base: pd.DataFrame, ends: Sequence[AtEnd], manifest: Manifest, columns: Sequence[Column]) -> pd.DataFrame:
    """How far each headline moves at each end of each group (:func:`sim.results.sensitivity.changes.changes`), by place.

    Args:
        base: tidy measures of the study's columns; more replications than the ends have do no harm.
        ends: the finished ends.
        manifest: of the study.
        columns: baseline and variant.
    """
    parts = []
    for place in dict.fromkeys(end.place for end in ends):
        at_place = manifest.at(place)
        here = [end for end in ends if end.place == place]
        names = {column.name for column in columns}
        own = base[base["place"] == place]
        own = own[(own["rule_set"] + "/" + own["practice"] + "/" + own["capacity"]).isin(names)]
        last = max(int(end.measures["replication"].max()) for end in here)
        before = effects(own[own["replication"] <= last], columns, at_place)
        shown = [effects(end.measures, columns, at_place).assign(group=end.end.group, end=end.end.end) for end in here]
        parts.append(
            changes(before, pd.concat(shown, ignore_index=True), manifest.confidence).assign(
                place=place, column=columns[1].name
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def leading_records(
    groups: Mapping[str, Leading], ends: Sequence[End], pairs: Mapping[str, int]
) -> list[LeadingRecord]:
    """What each group is, in the order of the file. A group without a value in the study has no record."""
    known = {end.group: tuple(change.address for change in end.changes) for end in ends}
    factors = {(end.group, end.end): end.factor for end in ends}
    return [
        LeadingRecord(
            name=name, title=group.title, of=group.of or group.title, why=group.why, addresses=known[name],
            low_factor=factors.get((name, "low")), high_factor=factors.get((name, "high")), pairs=pairs[name],
        )
        for name, group in groups.items()
        if name in known
    ]  # fmt: skip


def range_records(table: pd.DataFrame, headlines: pd.DataFrame, place: str) -> list[RangeRecord]:
    """The headlines of a column at both ends of each group. The ends are the headline plus the change.

    Args:
        table: changes (:func:`moved`).
        headlines: the headline table of the place (:func:`sim.report.headline.headline`).
        place: the place of both.
    """
    here = table[table["place"] == place]
    records = []
    for (column, group, *key), rows in here.groupby(["column", "group", *KEYS], sort=False):
        shown = headlines[headlines["column"] == column]
        for name, content in zip(KEYS, key, strict=True):
            shown = shown[shown[name] == content]
        if shown.empty:
            continue
        base = float(shown["difference"].iloc[0])
        at = {str(row["end"]): row for row in rows.to_dict("records")}
        low, high = (at.get(end) for end in ("low", "high"))
        records.append(
            RangeRecord(
                place=place, column=str(column), group=str(group),
                **{name: str(content) for name, content in zip(KEYS, key, strict=True)},
                base=base,
                low=None if low is None else base + float(low["change"]),
                high=None if high is None else base + float(high["change"]),
                low_half=_known(low), high_half=_known(high),
            )
        )  # fmt: skip
    return records


def _known(row: dict[object, object] | None) -> float | None:
    half = float("nan") if row is None else float(str(row["half"]))
    return None if half != half else half  # noqa: PLR0124  # not a number: one pair has no half-width
