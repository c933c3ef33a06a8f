"""How far the leading assumptions move the work that a column removes, as far as their ends have been run."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.figures.leading import has_leading
from sim.results.result import Result
from sim.results.sensitivity.record import kept
from sim.results.sensitivity.scenarios import ends_of, leading_of
from sim.runs.run import Plan
from sim.study.column import Column
from sim.validation.judgement import Span

HOURS, MEETINGS = "hours_asked", "meetings"
"""The headlines whose ends are read: work asked of caseworkers, and meetings."""


@dataclass(frozen=True)
class Moves:
    """The changes of removed work at the ends.

    Attributes:
        by_group: group of assumptions -> the change at its two ends, in the unit of the headline.
        missing: groups whose ends have not been run.
    """

    by_group: dict[str, Span] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every group of leading assumptions has been run."""
        return bool(self.by_group) and not self.missing

    @property
    def widest_group(self) -> str:
        """The group that moves the number most; "" without any."""
        return max(self.by_group, key=lambda name: self.by_group[name].high - self.by_group[name].low, default="")

    def around(self, value: float, unit: float = 1.0) -> Span:
        """The range of ``value`` if every group is at its worse end at once, ``unit`` being the worth of a unit."""
        spans = [span.times(Span(unit, unit)) for span in self.by_group.values()]
        return Span(
            value + sum(min(0.0, span.low) for span in spans), value + sum(max(0.0, span.high) for span in spans)
        )


def moves(result: Result, place: str, base: Column, keep: Column, measure: str) -> Moves:
    """The changes at the ends, from the result's ranges or from kept analyses of other columns.

    The sign is that of work *removed*: the headline's difference, variant less baseline, turned round.

    Args:
        base, keep: the compared columns, both with staff kept.
        measure: :data:`HOURS` or :data:`MEETINGS`.
    """
    study = result.study
    if base != study.baseline or not has_leading(study.root):
        return Moves()
    groups = leading_of(study)
    able = {end.group for end in ends_of(study, groups, (base, keep))}
    wanted = [name for name in groups if name in able]
    plan = Plan.of(study, result.folder)
    found = {
        record.group: Span(-(record.high - record.base), -(record.low - record.base))
        for record in result.manifest.ranges
        if (record.place, record.column, record.measure, record.activity, record.need)
        == (place, keep.name, measure, "all", "all")
        and record.low is not None
        and record.high is not None
    }
    for name in wanted:
        span = None if name in found else _kept(plan, (base, keep), name, place, measure)
        if span is not None:
            found[name] = span
    spans = {name: Span(min(span.low, span.high), max(span.low, span.high)) for name, span in found.items()}
    return Moves(
        {name: spans[name] for name in wanted if name in spans}, tuple(name for name in wanted if name not in spans)
    )


def _kept(plan: Plan, columns: tuple[Column, Column], group: str, place: str, measure: str) -> Span | None:
    """The changes that an analysis has kept; None if it has not been made."""
    table = kept(plan, columns, group)
    if table is None:
        return None
    rows = table[(table["place"] == place) & (table["measure"] == measure)]
    rows = rows[(rows["activity"] == "all") & (rows["need"] == "all")]
    at = {str(row["end"]): -float(row["change"]) for row in rows.to_dict("records")}
    return Span(at["low"], at["high"]) if {"low", "high"} <= set(at) else None
