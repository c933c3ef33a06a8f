"""The clauses in which each rule set of a study differs from the baseline's."""

from __future__ import annotations

import json
from typing import Any

from sim.law.reading.diff import reforms_behind, rules_diff
from sim.report.rule_change import RuleChange
from sim.study.study import Study


def rule_changes(study: Study) -> tuple[RuleChange, ...]:
    """Every clause by rule set, in the order of the columns and of the law. A rule set over time has that of its first day."""
    baseline = study.baseline.rule_sets[0]
    sets = {rule_set.name: rule_set for column in study.columns for rule_set in column.rule_sets}
    return tuple(
        RuleChange(
            rules=name, clause=row["clause"], law=row["law"] or "", old=text_of(row["old"]), new=text_of(row["new"]),
            reforms=tuple(reforms_behind(row["clause"], baseline, rule_set)),
        )
        for name, rule_set in sets.items()
        if name != baseline.name
        for row in rules_diff(baseline, rule_set)["changes"]
    )  # fmt: skip


def text_of(value: Any) -> str:
    """A value in one line, as the rule files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
