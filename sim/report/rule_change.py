"""A clause of a rule set that differs from the baseline's, in the manifest."""

from __future__ import annotations

from sim.report.record import Record


class RuleChange(Record):
    """One clause.

    Attributes:
        rules: the rule set.
        clause: its path in the rule files.
        law: the sections of the law; "" if it names none.
        old, new: the value under the baseline and under the rule set, in the notation of the rule files.
        reforms: the proposals behind the change; empty if another regime made it.
    """

    rules: str
    clause: str
    law: str
    old: str
    new: str
    reforms: tuple[str, ...] = ()
