"""The duties of the baseline and of the first variant, for the timeline of the law."""

from __future__ import annotations

from sim.files.quantity import Duration
from sim.law.clauses.duty import Duty
from sim.report.duty_record import DutyRecord
from sim.study.study import Study

FROM_THE_START = frozenset({"arrival", "switch", "restart", "same-clock", "hand-over"})
"""Starts of a clock that runs from the beginning of a spell or benefit. Other duties follow from what happens in it."""


def duty_records(study: Study) -> tuple[DutyRecord, ...]:
    """The active duties of the baseline's rules and of the first other rules, as far as their clock starts with the spell."""
    sets = {column.rules: column.first.rule_set.regime for column in study.columns}
    return tuple(
        _record(rules, name, duty)
        for rules in list(sets)[:2]
        for name, duty in sets[rules].duties.items()
        if duty.active and FROM_THE_START & set(duty.starts)
    )


def _record(rules: str, name: str, duty: Duty) -> DutyRecord:
    about = {
        "rules": rules,
        "duty": name,
        "groups": tuple(duty.groups),
        "clock": duty.clock,
        "demand": duty.demand,
        "law": duty.law,
    }
    if duty.meetings is not None:
        count, within = int(duty.meetings.count.value), _days(duty.meetings.within.value)
        return DutyRecord(**about, count=count, first=duty.from_instance, within=within)
    every = None if duty.every is None else _days(duty.every.value)
    return DutyRecord(**about, due=None if duty.due is None else _days(duty.due.value), every=every)


def _days(duration: Duration) -> int:
    """Days; a month counts as a twelfth of a year."""
    return duration.days
